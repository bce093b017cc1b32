// SPDX-License-Identifier: Apache-2.0
#include "access/cow_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <algorithm>
#include <set>

namespace gatehouse::access {
namespace {

using testing::ElementsAre;

std::vector<std::uint32_t> members(CowSet const& set) {
    std::vector<std::uint32_t> all;
    set.for_each([&](std::uint32_t value) {
        all.push_back(value);
        return true;
    });
    return all;
}

/// 0, 2, 4 ... in an order that is neither rising nor falling.
CowSet even_numbers_below(std::uint32_t end) {
    CowSet set;
    for (std::uint32_t i = 0; i < end / 2; ++i) set.insert(static_cast<std::uint32_t>(i * 7'919ull % (end / 2)) * 2);
    return set;
}

TEST(CowSet, keeps_its_members_in_rising_order) {
    CowSet set;
    for (auto const value : {5u, 1u, 3u}) EXPECT_TRUE(set.insert(value));
    EXPECT_FALSE(set.insert(3));
    EXPECT_THAT(members(set), ElementsAre(1, 3, 5));
    EXPECT_EQ(set.size(), 3u);
}

TEST(CowSet, finds_the_first_member_from_a_value_on) {
    auto const set = even_numbers_below(10'000);
    EXPECT_EQ(set.first_from(0), 0u);
    EXPECT_EQ(set.first_from(4'001), 4'002u);
    EXPECT_EQ(set.first_from(9'998), 9'998u);
    EXPECT_EQ(set.first_from(9'999), std::nullopt);
    EXPECT_EQ(CowSet{}.first_from(0), std::nullopt);
}

TEST(CowSet, stops_a_visit_when_told) {
    auto const set = even_numbers_below(10'000);
    std::uint32_t last = 0;
    EXPECT_FALSE(set.for_each([&](std::uint32_t value) {
        last = value;
        return value < 6'000;
    }));
    EXPECT_EQ(last, 6'000u);
}

TEST(CowSet, is_empty_again_when_all_are_erased) {
    auto set = even_numbers_below(10'000);
    EXPECT_EQ(set.size(), 5'000u);
    for (std::uint32_t i = 0; i < 5'000; ++i) ASSERT_TRUE(set.erase(i * 2));
    EXPECT_TRUE(set.empty());
    EXPECT_EQ(set.size(), 0u);
    EXPECT_FALSE(set.erase(0));
}

TEST(CowSet, a_write_to_a_copy_of_a_large_set_leaves_the_original) {
    auto const original = even_numbers_below(10'000);
    auto copy = original;
    copy.insert(5'001);
    copy.erase(0);
    EXPECT_FALSE(original.contains(5'001));
    EXPECT_TRUE(original.contains(0));
    EXPECT_EQ(original.size(), copy.size());
}

RC_GTEST_PROP(CowSet, behaves_as_sets_that_share_nothing, ()) {
    bool const large = *rc::gen::arbitrary<bool>();  // around the size where one array becomes several
    std::vector<CowSet> shared{even_numbers_below(large ? 2'046 : 20)};
    auto const first = members(shared[0]);
    std::vector<std::set<std::uint32_t>> apart{{first.begin(), first.end()}};
    auto const steps = *rc::gen::arbitrary<std::vector<std::tuple<std::uint8_t, std::uint16_t, std::uint8_t>>>();
    for (auto const& [which, value, what] : steps) {
        auto const at = which % shared.size();
        auto const member = value % 2'100u;
        if (what % 8 == 0 && shared.size() < 5) {
            shared.push_back(CowSet(shared[at]));
            apart.push_back(std::set<std::uint32_t>(apart[at]));
        } else if (what % 2) {
            RC_ASSERT(shared[at].insert(member) == apart[at].insert(member).second);
        } else {
            RC_ASSERT(shared[at].erase(member) == (apart[at].erase(member) == 1));
        }
    }
    for (std::size_t i = 0; i < shared.size(); ++i)
        RC_ASSERT(members(shared[i]) == std::vector<std::uint32_t>(apart[i].begin(), apart[i].end()));
}

TEST(LevelMap, holds_one_level_for_a_key) {
    LevelMap levels;
    levels.put(7, AccessLevel::own);
    levels.put(3, AccessLevel::edit);
    levels.put(7, AccessLevel::use);
    EXPECT_EQ(levels.find(7), AccessLevel::use);
    EXPECT_EQ(levels.find(3), AccessLevel::edit);
    EXPECT_EQ(levels.find(5), std::nullopt);
    EXPECT_EQ(levels.size(), 2u);
    levels.erase(7);
    EXPECT_FALSE(levels.contains(7));
}

TEST(LevelMap, takes_the_highest_key) {
    LevelMap levels;
    levels.put(LevelMap::key_limit - 1, AccessLevel::own);
    EXPECT_EQ(levels.find(LevelMap::key_limit - 1), AccessLevel::own);
    EXPECT_EQ(levels.find(LevelMap::key_limit - 2), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::access
