// SPDX-License-Identifier: Apache-2.0
#include "changes/change.h"

#include "domain/test_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::changes {
namespace {

using gatehouse::testing::for_each_kind;
using gatehouse::testing::Optionals;
using gatehouse::testing::RandomRecords;
using ::testing::HasSubstr;

TEST(RecordAsJson, reads_back_as_the_same_record) {
    RandomRecords random(1);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        for (int i = 0; i < 100; ++i) {
            auto const record = random.make<R>(i % 3 == 0 ? Optionals::set : i % 3 == 1 ? Optionals::empty : Optionals::either);
            auto const object = to_json(Record(record));
            auto const read = from_json(gatehouse::kind_of(record), object);
            ASSERT_TRUE(read) << read.error().detail;
            ASSERT_EQ(*read, Record(record)) << json::text_of(object);
        }
    });
}

TEST(RecordAsJson, has_a_member_for_every_field_that_is_set) {
    RandomRecords random(2);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        auto const object = to_json(Record(random.make<R>(Optionals::set)));
        boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) { EXPECT_TRUE(object.contains(member.name)) << member.name; });
    });
}

TEST(RecordAsJson, of_an_unknown_kind_is_refused) {
    auto const read = from_json("castle", json::Object{});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::internal);
    EXPECT_THAT(read.error().detail, HasSubstr("castle"));
}

TEST(RecordAsJson, that_does_not_fit_its_kind_is_refused) {
    auto object = to_json(Record(User{}));
    object["email"] = 7;
    auto const read = from_json("user", object);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::internal);
    EXPECT_THAT(read.error().detail, HasSubstr("email"));
}

TEST(Change, inverse_swaps_its_sides_and_twice_is_itself) {
    RandomRecords random(3);
    Record const old_group = random.make<Group>(), new_group = random.make<Group>();
    for (auto const& change : {Change{std::nullopt, new_group}, Change{old_group, new_group}, Change{old_group, std::nullopt}}) {
        auto const back = inverse(change);
        EXPECT_EQ(back.before, change.after);
        EXPECT_EQ(back.after, change.before);
        EXPECT_EQ(inverse(back).before, change.before);
        EXPECT_EQ(inverse(back).after, change.after);
    }
}

TEST(Change, tells_kind_and_space_from_whichever_side_it_has) {
    Grant grant;
    grant.space = {7};
    for (auto const& change : {Change{std::nullopt, grant}, Change{grant, grant}, Change{grant, std::nullopt}}) {
        EXPECT_STREQ(kind_of(change), "grant");
        EXPECT_EQ(space_of(change), SpaceId{7});
    }
}

LogRow some_row(RandomRecords& random) {
    auto row = random.make<LogRow>(Optionals::set);
    row.before.value = to_json(Record(random.make<User>()));
    row.after.value = to_json(Record(random.make<User>()));
    return row;
}

TEST(ChainHash, is_64_hex_digits_and_the_same_every_time) {
    RandomRecords random(4);
    auto const row = some_row(random);
    auto const hash = chain_hash("", row);
    EXPECT_EQ(hash.size(), 64u);
    EXPECT_EQ(hash.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(chain_hash("", row), hash);
}

TEST(ChainHash, covers_every_member_but_itself) {
    RandomRecords random(5);
    boost::mp11::mp_for_each<json::MembersOf<LogRow>>([&](auto member) {
        for (int i = 0; i < 20; ++i) {
            auto const row = some_row(random);
            auto other = random.with_another(row, member.name);
            bool const is_hash = member.name == std::string_view("hash");
            EXPECT_EQ(chain_hash("x", row) == chain_hash("x", other), is_hash) << member.name;
        }
    });
}

TEST(ChainHash, tells_absent_from_empty) {
    LogRow none, empty;
    empty.after.value.emplace();
    EXPECT_NE(chain_hash("", none), chain_hash("", empty));
    LogRow no_token, empty_token;
    empty_token.token.emplace();
    EXPECT_NE(chain_hash("", no_token), chain_hash("", empty_token));
}

TEST(ChainHash, covers_the_row_before) {
    RandomRecords random(6);
    auto const row = some_row(random);
    auto const earlier = chain_hash("", some_row(random));
    EXPECT_NE(chain_hash("", row), chain_hash(earlier, row));
    auto flipped = earlier;
    flipped[10] = flipped[10] == '0' ? '1' : '0';
    EXPECT_NE(chain_hash(flipped, row), chain_hash(earlier, row));
}

}  // namespace
}  // namespace gatehouse::changes
