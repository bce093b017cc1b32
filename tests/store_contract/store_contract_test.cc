// SPDX-License-Identifier: Apache-2.0
#include "domain/test_records.h"
#include "store/access_tokens.h"
#include "store/apps.h"
#include "store/environments.h"
#include "store/folders.h"
#include "store/grants.h"
#include "store/groups.h"
#include "store/log.h"
#include "store/migrations.h"
#include "store/record.h"
#include "store/resources.h"
#include "store/spaces.h"
#include "store/sqlite/sqlite.h"
#include "store/users.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <memory>

/// What every database must do: a driver is correct when it passes these. A new one is one more line in `drivers`.
namespace gatehouse::store {
namespace {

using gatehouse::testing::for_each_kind;
using gatehouse::testing::is_key;
using gatehouse::testing::Optionals;
using gatehouse::testing::RandomRecords;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A database and whatever has to be cleared away after it.
struct Opened {
    std::shared_ptr<void> after;
    std::unique_ptr<Database> database;
};
struct Driver {
    char const* name;
    Opened (*open)();
};

Opened sqlite_directory() {
    auto pattern = (std::filesystem::temp_directory_path() / "gatehouse-contract-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary directory");
    auto clear = [pattern](void*) { std::filesystem::remove_all(pattern); };
    return {std::shared_ptr<void>(nullptr, clear), sqlite::open(pattern).value()};
}
Opened sqlite_ephemeral() { return {nullptr, sqlite::open_ephemeral().value()}; }

constexpr Driver drivers[] = {{"sqlite_directory", sqlite_directory}, {"sqlite_ephemeral", sqlite_ephemeral}};

constexpr SpaceId other_space{2};

class StoreContract : public ::testing::TestWithParam<Driver> {
protected:
    void SetUp() override {
        opened_ = GetParam().open();
        writer_ = database().open_writer().value();
        ok(migrate(*writer_));
        ok(writer_->begin_write());
        Space admin{admin_space, "org_1", std::nullopt, "Admin", "localhost", {}, {}}, other = admin;
        other.space = other_space;
        other.sid = "org_2";
        other.parent = admin_space;
        other.domain = "other.example.com";
        put(admin);
        put(other);
    }
    void TearDown() override { writer_->rollback(); }

    Database& database() { return *opened_.database; }
    Connection& writer() { return *writer_; }
    Transaction tx(SpaceId space = admin_space) { return {*writer_, space, on_change_}; }
    Session session(SpaceId space = admin_space) { return {*writer_, space}; }
    std::vector<changes::Change> const& changes() const { return changes_; }
    void forget_changes() { changes_.clear(); }

    static void ok(Result<void> const& result) { ASSERT_TRUE(result) << result.error().message << " | " << result.error().detail; }
    template <class T>
    static T value(Result<T> result) {
        if (!result) throw std::runtime_error(result.error().message + " | " + result.error().detail);
        return std::move(result).value();
    }
    template <class R>
    R put(R const& record) {
        auto transaction = tx();
        ok(insert(transaction, record));
        return record;
    }

    template <class R>
    std::vector<R> rows() {
        return value(select<R>(writer(), ""));
    }
    template <class R>
    bool stored(R const& record) {
        auto const all = rows<R>();
        return std::find(all.begin(), all.end(), record) != all.end();
    }

    // Records with what a case is about; the rest is filler that keeps them apart.
    User user(SpaceId space, std::int64_t number, std::string const& email = {}) {
        auto const text = std::to_string(number);
        User made{space,
                  {number},
                  "user_" + text,
                  email.empty() ? "u" + text + "@example.com" : email,
                  {},
                  "First" + text,
                  "Last",
                  true,
                  {},
                  {},
                  {},
                  {},
                  {}};
        made.email_key = made.email;
        return put(made);
    }
    Group group(SpaceId space, std::int64_t number, std::string const& name) {
        Group made;
        made.space = space;
        made.group = {number};
        made.name = name;
        return put(made);
    }
    Folder folder(SpaceId space, std::int64_t number, FolderType type, std::optional<FolderId> parent, std::string const& name = {}) {
        Folder made;
        made.space = space;
        made.folder = {number};
        made.type = type;
        made.role = parent ? FolderRole::custom : FolderRole::root;
        made.name = name.empty() ? "folder" + std::to_string(number) : name;
        made.parent = parent;
        return put(made);
    }
    App app(SpaceId space, std::string const& id, std::int64_t in, std::string const& name, std::int64_t at = 0) {
        return put(App{space, {id}, name, std::nullopt, {in}, Timestamp(std::chrono::milliseconds(at)), {}});
    }
    Resource resource(SpaceId space, std::string const& id, std::int64_t in, std::string const& name, std::int64_t at = 0) {
        return put(Resource{space, {id}, "postgresql", name, {in}, Timestamp(std::chrono::milliseconds(at)), {}});
    }
    Grant grant(SpaceId space, SubjectRef who, ObjectRef const& what, AccessLevel level = AccessLevel::use) {
        return put(Grant{space, who.kind, who.number, what.kind, what.id, level, {}});
    }
    AccessToken token(SpaceId space, std::string const& id, std::string const& hash, std::int64_t at = 0) {
        AccessToken made;
        made.space = space;
        made.token = {id};
        made.hash = hash;
        made.created_at = Timestamp(std::chrono::milliseconds(at));
        return put(made);
    }
    Environment environment(SpaceId space, std::string const& id, std::int64_t position, std::string const& name, bool is_default = false) {
        return put(Environment{space, {id}, position, name, std::nullopt, "#000000", is_default, {}, {}});
    }
    changes::LogRow log_row(std::int64_t revision, std::int64_t position, SpaceId space = admin_space) {
        changes::LogRow row;
        row.revision = revision;
        row.position = position;
        row.space = space;
        row.action = "test";
        row.kind = "user";
        row.hash = "h" + std::to_string(revision) + "." + std::to_string(position);
        ok(append(writer(), row));
        return row;
    }

private:
    Opened opened_;
    std::unique_ptr<Connection> writer_;
    std::vector<changes::Change> changes_;
    std::function<void(changes::Change)> const on_change_ = [this](changes::Change change) { changes_.push_back(std::move(change)); };
};

INSTANTIATE_TEST_SUITE_P(, StoreContract, ::testing::ValuesIn(drivers),
                         [](::testing::TestParamInfo<Driver> const& driver) { return std::string(driver.param.name); });

template <class R>
constexpr bool is_space = std::is_same_v<R, Space>;

/// A record at random that may stand beside those of SetUp.
template <class R>
R any(RandomRecords& random, Optionals optionals) {
    auto record = random.make<R>(optionals);
    if constexpr (is_space<R>)
        if (record.parent) record.parent = admin_space;
    return record;
}

// --- migrations -------------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, migrating_again_changes_nothing) {
    auto const steps = [&] {
        std::int64_t count = 0;
        ok(writer().run("select count(*) from schema_version", {}, [&](Row const& row) { count = row.integer(0); }));
        return count;
    };
    user(admin_space, 1);
    ok(writer().commit());
    auto const before = steps();
    ok(migrate(writer()));
    ok(migrate(writer()));
    EXPECT_EQ(rows<User>().size(), 1u);
    EXPECT_EQ(steps(), before);
}

TEST_P(StoreContract, a_newer_schema_is_refused) {
    ok(writer().commit());
    ok(writer().run_script("insert into schema_version (version) values (1000)"));
    auto const refused = migrate(writer());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("newer Gatehouse (schema 1000"));
}

// --- records ----------------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, every_record_reads_back_as_it_was_stored) {
    RandomRecords random(1);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        for (int i = 0; i < 60; ++i) {
            auto const record = put(any<R>(random, i % 3 == 0 ? Optionals::set : i % 3 == 1 ? Optionals::empty : Optionals::either));
            ASSERT_TRUE(stored(record)) << changes::to_json(Record(record));
        }
    });
}

TEST_P(StoreContract, every_member_can_be_changed) {
    RandomRecords random(2);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
            if (is_key<R>(member.name)) return;
            auto const before = put(any<R>(random, Optionals::either));
            auto after = random.with_another(before, member.name);
            if constexpr (is_space<R>)
                if (after.parent) after.parent = other_space;
            auto transaction = tx();
            ok(update(transaction, before, after));
            ASSERT_TRUE(stored(after)) << kind_of(before) << "." << member.name;
            ASSERT_FALSE(stored(before)) << kind_of(before) << "." << member.name;
        });
    });
}

TEST_P(StoreContract, every_write_leaves_one_change_with_both_sides) {
    RandomRecords random(3);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        auto transaction = tx();
        auto const first = any<R>(random, Optionals::either);
        auto second = first;
        boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
            if (!is_key<R>(member.name) && member.name != std::string_view("parent")) second = random.with_another(second, member.name);
        });

        forget_changes();
        ok(insert(transaction, first));
        ASSERT_EQ(changes().size(), 1u);
        EXPECT_EQ(changes()[0].before, std::nullopt);
        EXPECT_EQ(changes()[0].after, Record(first));

        forget_changes();
        ok(update(transaction, first, second));
        ASSERT_EQ(changes().size(), 1u);
        EXPECT_EQ(changes()[0].before, Record(first));
        EXPECT_EQ(changes()[0].after, Record(second));

        forget_changes();
        ok(erase_record(transaction, Record(second)));
        ASSERT_EQ(changes().size(), 1u);
        EXPECT_EQ(changes()[0].before, Record(second));
        EXPECT_EQ(changes()[0].after, std::nullopt);
        EXPECT_FALSE(stored(second));
    });
}

TEST_P(StoreContract, an_update_of_equal_records_is_no_change) {
    RandomRecords random(4);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        auto const record = put(any<R>(random, Optionals::either));
        forget_changes();
        auto transaction = tx();
        ok(update(transaction, record, record));
        EXPECT_THAT(changes(), IsEmpty());
    });
}

TEST_P(StoreContract, a_second_record_with_the_same_key_is_a_conflict_and_no_change) {
    RandomRecords random(5);
    for_each_kind([&](auto kind) {
        using R = typename decltype(kind)::type;
        auto const record = put(any<R>(random, Optionals::set));
        forget_changes();
        auto transaction = tx();
        auto const again = insert(transaction, record);
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().kind, ErrorKind::conflict);
        EXPECT_FALSE(again.error().detail.empty());
        EXPECT_THAT(changes(), IsEmpty());
    });
}

TEST_P(StoreContract, what_must_be_unique_is_a_conflict_in_one_space_and_fine_in_another) {
    auto const refused = [&](auto record) {
        auto transaction = tx();
        auto const result = insert(transaction, record);
        return !result && result.error().kind == ErrorKind::conflict;
    };
    auto const one = user(admin_space, 1, "ada@example.com");
    auto same_email = one;
    same_email.user = {2};
    same_email.sid = "user_x";
    EXPECT_TRUE(refused(same_email));
    auto same_sid = one;
    same_sid.user = {2};
    same_sid.email_key = "x@example.com";
    EXPECT_TRUE(refused(same_sid));
    same_email.space = other_space;
    EXPECT_FALSE(refused(same_email));

    auto group_of_another_case = group(admin_space, 1, "Support");
    group_of_another_case.group = {2};
    group_of_another_case.name = "sUPPORT";
    EXPECT_TRUE(refused(group_of_another_case));
    group_of_another_case.space = other_space;
    EXPECT_FALSE(refused(group_of_another_case));

    folder(admin_space, 1, FolderType::app, std::nullopt, "root");
    folder(admin_space, 4, FolderType::resource, std::nullopt, "root");  // roots share a name
    auto child = folder(admin_space, 9, FolderType::app, FolderId{1}, "tickets");
    child.folder = {10};
    EXPECT_TRUE(refused(child));

    auto second_app = app(admin_space, "a1", 1, "inbox");
    second_app.app = {"a2"};
    EXPECT_TRUE(refused(second_app));
    second_app.folder = {9};
    EXPECT_FALSE(refused(second_app));

    auto second_resource = resource(admin_space, "r1", 4, "orders");
    second_resource.resource = {"r2"};
    EXPECT_TRUE(refused(second_resource));

    auto second_environment = environment(admin_space, "e1", 1, "production");
    second_environment.environment = {"e2"};
    EXPECT_TRUE(refused(second_environment));

    auto same_secret = token(admin_space, "t1", "hash");
    same_secret.token = {"t2"};
    same_secret.space = other_space;
    EXPECT_TRUE(refused(same_secret)) << "two tokens never share a secret, whatever their Space";

    EXPECT_TRUE(refused(Space{{3}, "org_3", admin_space, "Third", "other.example.com", {}, {}}));
    EXPECT_TRUE(refused(Space{{3}, "org_2", admin_space, "Third", "third.example.com", {}, {}}));
}

TEST_P(StoreContract, a_space_whose_parent_is_unknown_is_a_conflict) {
    auto transaction = tx();
    auto const orphan = insert(transaction, Space{{3}, "org_3", SpaceId{99}, "Third", "third.example.com", {}, {}});
    ASSERT_FALSE(orphan);
    EXPECT_EQ(orphan.error().kind, ErrorKind::conflict);
}

// --- statements -------------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, parameters_are_bound_by_name_whatever_their_order) {
    Param const params[] = {
        {"unused", std::string("never named in the statement")}, {"b", std::int64_t(2)}, {"a", std::string("one")}, {"c", {}}};
    int seen = 0;
    ok(writer().run("select $a, $b, $b + 1, $c, $a", params, [&](Row const& row) {
        ++seen;
        EXPECT_EQ(row.text(0), "one");
        EXPECT_EQ(row.integer(1), 2);
        EXPECT_EQ(row.integer(2), 3);
        EXPECT_TRUE(row.is_null(3));
        EXPECT_EQ(row.text(4), "one");
        EXPECT_FALSE(row.is_null(0));
    }));
    EXPECT_EQ(seen, 1);
}

TEST_P(StoreContract, a_statement_run_again_forgets_its_last_parameters) {
    Param const param{"a", std::string("one")};
    ok(writer().run("select $a", Params(&param, 1)));
    bool null = false;
    ok(writer().run("select $a", {}, [&](Row const& row) { null = row.is_null(0); }));
    EXPECT_TRUE(null);
}

TEST_P(StoreContract, a_statement_that_cannot_be_read_is_internal_with_its_text_in_the_detail) {
    auto const failed = writer().run("select from nowhere");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::internal);
    EXPECT_THAT(failed.error().detail, HasSubstr("select from nowhere"));
    EXPECT_THAT(failed.error().message, ::testing::Not(HasSubstr("nowhere")));
}

// --- transactions -----------------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, a_rolled_back_savepoint_takes_back_only_its_part) {
    user(admin_space, 1);
    ok(writer().savepoint());
    user(admin_space, 2);
    ok(writer().rollback_to_savepoint());
    ok(writer().savepoint());
    user(admin_space, 3);
    ok(writer().release_savepoint());
    ok(writer().commit());
    auto here = session();
    std::vector<std::int64_t> numbers;
    for (auto const& one : value(users(here, {}, {}, -1))) numbers.push_back(one.user.number);
    EXPECT_THAT(numbers, ElementsAre(1, 3));
}

TEST_P(StoreContract, a_failed_statement_in_a_savepoint_leaves_the_transaction_usable) {
    auto const one = user(admin_space, 1);
    ok(writer().savepoint());
    auto transaction = tx();
    ASSERT_FALSE(insert(transaction, one));
    ok(writer().rollback_to_savepoint());
    user(admin_space, 2);
    ok(writer().commit());
    EXPECT_EQ(rows<User>().size(), 2u);
}

TEST_P(StoreContract, rollback_takes_back_everything_and_is_harmless_without_a_transaction) {
    user(admin_space, 1);
    writer().rollback();
    writer().rollback();
    EXPECT_THAT(rows<User>(), IsEmpty());
    ok(writer().begin_write());
}

TEST_P(StoreContract, a_reader_sees_one_moment_until_it_begins_again) {
    ok(writer().commit());
    auto const reader = value(database().open_reader());
    auto const count = [&] {
        Session there(*reader, admin_space);
        return value(count_users(there, {}));
    };
    ok(reader->begin_read());
    EXPECT_EQ(count(), 0);

    ok(writer().begin_write());
    user(admin_space, 1);
    EXPECT_EQ(count(), 0) << "what is not committed is not seen";
    ok(writer().commit());
    writer().checkpoint();
    EXPECT_EQ(count(), 0) << "the view stays as it was";
    ok(reader->commit());

    ok(reader->begin_read());
    EXPECT_EQ(count(), 1);
    ok(reader->commit());
}

TEST_P(StoreContract, a_reader_cannot_write) {
    ok(writer().commit());
    auto const reader = value(database().open_reader());
    EXPECT_FALSE(reader->run("delete from users"));
    EXPECT_FALSE(reader->run_script("create table x (y integer)"));
}

TEST_P(StoreContract, integrity_of_a_good_database_holds) {
    user(admin_space, 1);
    ok(writer().commit());
    EXPECT_EQ(value(writer().check_integrity()), "");
}

// --- sequences, revisions and the log ---------------------------------------------------------------------------------------------

TEST_P(StoreContract, sequences_count_from_1_for_each_space_and_name) {
    auto here = tx(), there = tx(other_space);
    EXPECT_EQ(value(next_number(here, "users")), 1);
    EXPECT_EQ(value(next_number(here, "users")), 2);
    EXPECT_EQ(value(next_number(here, "groups")), 1);
    EXPECT_EQ(value(next_number(there, "users")), 1);
    EXPECT_EQ(value(next_number(here, "users")), 3);
}

TEST_P(StoreContract, a_rolled_back_savepoint_gives_its_numbers_back) {
    auto here = tx();
    EXPECT_EQ(value(next_number(here, "users")), 1);
    ok(writer().savepoint());
    EXPECT_EQ(value(next_number(here, "users")), 2);
    EXPECT_EQ(value(next_number(here, "groups")), 1);
    ok(writer().rollback_to_savepoint());
    EXPECT_EQ(value(next_number(here, "users")), 2);
    EXPECT_EQ(value(next_number(here, "groups")), 1);
}

TEST_P(StoreContract, revisions_are_taken_in_blocks_and_rolled_back) {
    EXPECT_EQ(value(head(writer())).revision, 0);
    EXPECT_EQ(value(head(writer())).hash, "");
    EXPECT_EQ(value(take_revisions(writer(), 3)), 0);
    ok(set_chain_end(writer(), "abc"));
    ok(writer().commit());
    EXPECT_EQ(value(head(writer())).revision, 3);
    EXPECT_EQ(value(head(writer())).hash, "abc");

    ok(writer().begin_write());
    EXPECT_EQ(value(take_revisions(writer(), 1)), 3);
    writer().rollback();
    EXPECT_EQ(value(head(writer())).revision, 3);
    ok(writer().begin_write());
}

TEST_P(StoreContract, every_log_row_reads_back_as_it_was_appended) {
    RandomRecords random(6);
    for (int i = 0; i < 50; ++i) {
        auto row = random.make<changes::LogRow>(Optionals::either);
        row.before.value = i % 3 ? std::optional(changes::to_json(Record(random.make<User>()))) : std::nullopt;
        row.after.value = i % 2 ? std::optional(changes::to_json(Record(random.make<Grant>()))) : std::nullopt;
        ok(append(writer(), row));
        auto const all = rows<changes::LogRow>();
        auto const found = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.revision == row.revision; });
        ASSERT_NE(found, all.end());
        ASSERT_EQ(json::to_text(*found), json::to_text(row));
    }
}

TEST_P(StoreContract, a_place_in_the_log_is_taken_once) {
    auto const row = log_row(1, 0);
    auto const again = append(writer(), row);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::conflict);
}

TEST_P(StoreContract, the_log_after_a_revision_is_in_order_limited_and_of_one_space) {
    log_row(2, 1);
    log_row(2, 0);
    log_row(1, 0);
    log_row(3, 0, other_space);
    log_row(4, 0);
    auto here = session(), there = session(other_space);
    auto const hashes = [](std::vector<changes::LogRow> const& found) {
        std::vector<std::string> out;
        for (auto const& row : found) out.push_back(row.hash);
        return out;
    };
    EXPECT_THAT(hashes(value(log_after(here, 0, 100))), ElementsAre("h1.0", "h2.0", "h2.1", "h4.0"));
    EXPECT_THAT(hashes(value(log_after(here, 1, 2))), ElementsAre("h2.0", "h2.1"));
    EXPECT_THAT(hashes(value(log_after(here, 4, 100))), IsEmpty());
    EXPECT_THAT(hashes(value(log_of_revision(here, 2))), ElementsAre("h2.0", "h2.1"));
    EXPECT_THAT(hashes(value(log_of_revision(here, 3))), IsEmpty());
    EXPECT_THAT(hashes(value(log_after(there, 0, 100))), ElementsAre("h3.0"));
    std::vector<changes::LogRow> all;
    ok(each_log_row(writer(), [&](changes::LogRow const& row) { all.push_back(row); }));
    EXPECT_THAT(hashes(all), ElementsAre("h1.0", "h2.0", "h2.1", "h3.0", "h4.0"));
}

// --- queries ----------------------------------------------------------------------------------------------------------------------

std::vector<std::int64_t> numbers_of(std::vector<User> const& found) {
    std::vector<std::int64_t> out;
    for (auto const& one : found) out.push_back(one.user.number);
    return out;
}
template <class Found>
std::vector<std::int64_t> folder_numbers(Found const& found) {
    std::vector<std::int64_t> out;
    for (auto const& one : found) out.push_back(one.folder.number);
    return out;
}
std::vector<std::int64_t> group_numbers(std::vector<Group> const& found) {
    std::vector<std::int64_t> out;
    for (auto const& one : found) out.push_back(one.group.number);
    return out;
}

TEST_P(StoreContract, users_are_found_by_number_sid_and_address_in_their_space_only) {
    auto const ada = user(admin_space, 7, "ada@example.com");
    auto const twin = user(other_space, 7, "ada@example.com");
    auto here = session(), there = session(other_space);
    EXPECT_EQ(value(find_user(here, {7})), ada);
    EXPECT_EQ(value(find_user(there, {7})), twin);
    EXPECT_EQ(value(find_user(here, {8})), std::nullopt);
    EXPECT_EQ(value(find_user_by_sid(here, "user_7")), ada);
    EXPECT_EQ(value(find_user_by_sid(here, "user_8")), std::nullopt);
    EXPECT_EQ(value(find_user_by_email(there, "ada@example.com")), twin);
    EXPECT_EQ(value(find_user_by_email(here, "ADA@example.com")), std::nullopt) << "the key is in lower case already";
}

TEST_P(StoreContract, users_come_by_number_after_a_number_and_up_to_a_limit) {
    for (auto const number : {11, 2, 30, 4}) user(admin_space, number);
    user(other_space, 3);
    auto here = session();
    EXPECT_THAT(numbers_of(value(users(here, {}, {}, -1))), ElementsAre(2, 4, 11, 30));
    EXPECT_THAT(numbers_of(value(users(here, {}, {2}, 2))), ElementsAre(4, 11));
    EXPECT_THAT(numbers_of(value(users(here, {}, {30}, 2))), IsEmpty());
    EXPECT_THAT(numbers_of(value(users(here, {}, {}, 0))), IsEmpty());
    EXPECT_EQ(value(count_users(here, {})), 4);
}

TEST_P(StoreContract, a_filter_of_users_wants_all_it_names) {
    auto one = user(admin_space, 1, "a@example.com"), two = user(admin_space, 2, "b@example.com");
    user(other_space, 5, "a@example.com");
    auto here = session();
    auto const both = [&](UserFilter const& filter) {
        EXPECT_EQ(std::size_t(value(count_users(here, filter))), value(users(here, filter, {}, -1)).size());
        return numbers_of(value(users(here, filter, {}, -1)));
    };
    EXPECT_THAT(both({"a@example.com", {}, {}}), ElementsAre(1));
    EXPECT_THAT(both({{}, "First2", {}}), ElementsAre(2));
    EXPECT_THAT(both({{}, {}, "Last"}), ElementsAre(1, 2));
    EXPECT_THAT(both({"a@example.com", "First2", {}}), IsEmpty());
    EXPECT_THAT(both({{}, "%", {}}), IsEmpty());
}

TEST_P(StoreContract, groups_come_by_number_and_are_found_by_name_whatever_its_case) {
    auto const support = group(admin_space, 12, "Support");
    group(admin_space, 5, "Zoo");
    group(other_space, 1, "Only there");
    auto here = session();
    EXPECT_THAT(group_numbers(value(groups(here))), ElementsAre(5, 12));
    EXPECT_EQ(value(find_group(here, {12})), support);
    EXPECT_EQ(value(find_group(here, {1})), std::nullopt);
    EXPECT_EQ(value(find_group_by_name(here, "sUPPORT")), support);
    EXPECT_EQ(value(find_group_by_name(here, "Only there")), std::nullopt);
    EXPECT_EQ(value(find_group_by_name(here, "Supp%")), std::nullopt);
}

TEST_P(StoreContract, memberships_are_seen_from_both_sides) {
    for (auto const number : {3, 1, 2}) user(admin_space, number);
    user(other_space, 1);
    group(admin_space, 20, "b");
    group(admin_space, 10, "a");
    group(other_space, 10, "a");
    auto const member = [&](SpaceId space, std::int64_t of, std::int64_t who, bool admin = false) {
        return put(Membership{space, {of}, {who}, admin, {}});
    };
    auto const lead = member(admin_space, 10, 3, true);
    member(admin_space, 10, 1);
    member(admin_space, 20, 3);
    member(other_space, 10, 1);

    auto here = session();
    EXPECT_EQ(value(find_membership(here, {10}, {3})), lead);
    EXPECT_EQ(value(find_membership(here, {20}, {1})), std::nullopt);
    std::vector<std::int64_t> of_ten;
    for (auto const& one : value(memberships_of(here, {10}))) of_ten.push_back(one.user.number);
    EXPECT_THAT(of_ten, ElementsAre(1, 3));
    EXPECT_THAT(group_numbers(value(groups_of(here, {3}))), ElementsAre(10, 20));
    EXPECT_THAT(group_numbers(value(groups_of(here, {2}))), IsEmpty());

    auto const members = value(members_of(here, {10}));
    ASSERT_EQ(members.size(), 2u);
    EXPECT_EQ(members[1].group, GroupId{10});
    EXPECT_EQ(members[1].user, UserId{3});
    EXPECT_EQ(members[1].sid, "user_3");
    EXPECT_EQ(members[1].email, "u3@example.com");
    EXPECT_TRUE(members[1].is_group_admin);
    EXPECT_TRUE(members[1].active);
    EXPECT_FALSE(members[0].is_group_admin);

    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    for (auto const& one : value(all_members(here))) all.emplace_back(one.group.number, one.user.number);
    EXPECT_THAT(all, ElementsAre(std::pair(10, 1), std::pair(10, 3), std::pair(20, 3)));
    std::vector<std::int64_t> everyone;
    for (auto const& one : value(everybody(here))) everyone.push_back(one.user.number);
    EXPECT_THAT(everyone, ElementsAre(1, 2, 3));
    std::vector<std::pair<std::string, std::string>> one_by_one;
    ASSERT_TRUE(each_of_everybody(here, [&](auto sid, auto email) { one_by_one.emplace_back(sid, email); }));
    ASSERT_EQ(one_by_one.size(), 3u);
    EXPECT_EQ(one_by_one[2], std::pair(std::string("user_3"), std::string("u3@example.com")));
}

TEST_P(StoreContract, folders_come_by_type_then_number) {
    folder(admin_space, 9, FolderType::app, FolderId{1});
    folder(admin_space, 6, FolderType::library, std::nullopt);
    folder(admin_space, 5, FolderType::agent, std::nullopt);
    folder(admin_space, 4, FolderType::workflow, std::nullopt);
    folder(admin_space, 3, FolderType::resource, std::nullopt);
    folder(admin_space, 1, FolderType::app, std::nullopt);
    folder(other_space, 2, FolderType::app, std::nullopt);
    auto here = session();
    EXPECT_THAT(folder_numbers(value(folders(here))), ElementsAre(1, 9, 3, 4, 5, 6));
}

TEST_P(StoreContract, folders_are_found_by_number_role_and_name) {
    auto const root = folder(admin_space, 1, FolderType::app, std::nullopt, "root");
    folder(admin_space, 4, FolderType::resource, std::nullopt, "root");
    auto const tickets = folder(admin_space, 10, FolderType::app, FolderId{1}, "tickets");
    folder(admin_space, 8, FolderType::app, FolderId{1}, "archive");
    folder(admin_space, 12, FolderType::app, FolderId{10}, "old");
    folder(other_space, 1, FolderType::app, std::nullopt, "root");
    folder(other_space, 10, FolderType::app, FolderId{1}, "theirs");
    auto here = session();
    EXPECT_EQ(value(find_folder(here, {10})), tickets);
    EXPECT_EQ(value(find_folder(here, {11})), std::nullopt);
    EXPECT_EQ(value(find_folder_by_role(here, FolderType::app, FolderRole::root)), root);
    EXPECT_EQ(value(find_folder_by_role(here, FolderType::app, FolderRole::trash)), std::nullopt);
    EXPECT_EQ(value(find_child(here, {1}, "tickets")), tickets);
    EXPECT_EQ(value(find_child(here, {1}, "Tickets")), std::nullopt);
    EXPECT_EQ(value(find_child(here, {1}, "theirs")), std::nullopt);
    EXPECT_THAT(folder_numbers(value(children(here, {1}))), ElementsAre(8, 10));
    EXPECT_THAT(folder_numbers(value(children(here, {12}))), IsEmpty());
}

TEST_P(StoreContract, a_folder_has_contents_when_a_folder_app_or_resource_lies_directly_inside) {
    folder(admin_space, 1, FolderType::app, std::nullopt);
    folder(admin_space, 4, FolderType::resource, std::nullopt);
    for (auto const number : {10, 11, 12, 13}) folder(admin_space, number, FolderType::app, FolderId{1});
    folder(admin_space, 14, FolderType::app, FolderId{10});
    folder(admin_space, 15, FolderType::resource, FolderId{4});
    app(admin_space, "a", 11, "inbox");
    app(other_space, "a", 12, "inbox");
    resource(admin_space, "r", 15, "orders");
    auto here = session();
    EXPECT_TRUE(value(has_contents(here, {1})));
    EXPECT_TRUE(value(has_contents(here, {10})));
    EXPECT_TRUE(value(has_contents(here, {11})));
    EXPECT_FALSE(value(has_contents(here, {12}))) << "what lies there lies in another Space";
    EXPECT_FALSE(value(has_contents(here, {14})));
    EXPECT_TRUE(value(has_contents(here, {15})));
}

TEST_P(StoreContract, apps_come_oldest_first_and_are_found_by_id_and_place) {
    auto const late = app(admin_space, "a", 1, "late", 30);
    auto const early = app(admin_space, "z", 1, "early", 10);
    auto const same_time = app(admin_space, "y", 2, "twin", 10);
    app(other_space, "x", 1, "early", 1);
    auto here = session();
    EXPECT_THAT(value(apps(here)), ElementsAre(same_time, early, late));
    EXPECT_THAT(value(apps_in(here, {1})), ElementsAre(early, late));
    EXPECT_EQ(value(find_app(here, {"z"})), early);
    EXPECT_EQ(value(find_app(here, {"x"})), std::nullopt);
    EXPECT_EQ(value(find_app_in(here, {1}, "early")), early);
    EXPECT_EQ(value(find_app_in(here, {2}, "early")), std::nullopt);
}

TEST_P(StoreContract, resources_come_oldest_first_and_are_found_by_id_and_place) {
    auto const late = resource(admin_space, "a", 1, "late", 30);
    auto const early = resource(admin_space, "z", 1, "early", 10);
    resource(other_space, "x", 1, "early", 1);
    auto here = session();
    EXPECT_THAT(value(resources(here)), ElementsAre(early, late));
    EXPECT_THAT(value(resources_in(here, {1})), ElementsAre(early, late));
    EXPECT_THAT(value(resources_in(here, {2})), IsEmpty());
    EXPECT_EQ(value(find_resource(here, {"a"})), late);
    EXPECT_EQ(value(find_resource(here, {"x"})), std::nullopt);
    EXPECT_EQ(value(find_resource_in(here, {1}, "late")), late);
    EXPECT_EQ(value(find_resource_in(here, {1}, "none")), std::nullopt);
}

TEST_P(StoreContract, grants_on_folders_come_by_type_and_number_others_by_id) {
    folder(admin_space, 1, FolderType::app, std::nullopt);
    folder(admin_space, 4, FolderType::resource, std::nullopt);
    folder(admin_space, 10, FolderType::app, FolderId{1});
    folder(admin_space, 9, FolderType::app, FolderId{1});
    SubjectRef const who{SubjectKind::group, 5}, somebody_else{SubjectKind::user, 5};
    for (auto const number : {4, 10, 9}) grant(admin_space, who, object(FolderId{number}));
    grant(admin_space, who, {ObjectKind::app, "b"});
    grant(admin_space, who, {ObjectKind::app, "a"}, AccessLevel::own);
    grant(admin_space, somebody_else, {ObjectKind::app, "c"});
    grant(other_space, who, {ObjectKind::app, "d"});
    auto here = session();
    auto const ids = [](std::vector<Grant> const& found) {
        std::vector<std::string> out;
        for (auto const& one : found) out.push_back(one.object_id);
        return out;
    };
    EXPECT_THAT(ids(value(grants_of(here, who, ObjectKind::folder))), ElementsAre("9", "10", "4"));
    EXPECT_THAT(ids(value(grants_of(here, who, ObjectKind::app))), ElementsAre("a", "b"));
    EXPECT_THAT(ids(value(grants_of(here, somebody_else, ObjectKind::app))), ElementsAre("c"));
    EXPECT_EQ(value(all_grants_of(here, who)).size(), 5u);
    EXPECT_EQ(value(find_grant(here, who, {ObjectKind::app, "a"}))->level, AccessLevel::own);
    EXPECT_EQ(value(find_grant(here, who, {ObjectKind::resource, "a"})), std::nullopt);
    EXPECT_EQ(value(find_grant(here, who, {ObjectKind::app, "d"})), std::nullopt);
    EXPECT_EQ(value(grants_on(here, {ObjectKind::app, "a"})).size(), 1u);
    EXPECT_THAT(value(grants_on(here, {ObjectKind::app, "d"})), IsEmpty());
}

TEST_P(StoreContract, grants_inside_a_folder_are_those_on_what_lies_directly_in_it) {
    folder(admin_space, 1, FolderType::app, std::nullopt);
    folder(admin_space, 10, FolderType::app, FolderId{1});
    folder(admin_space, 4, FolderType::resource, std::nullopt);
    app(admin_space, "in", 1, "in");
    app(admin_space, "below", 10, "below");
    resource(admin_space, "r", 4, "r");
    SubjectRef const who{SubjectKind::user, 3}, other{SubjectKind::user, 4};
    auto const on_app = grant(admin_space, who, {ObjectKind::app, "in"});
    auto const on_resource = grant(admin_space, who, {ObjectKind::resource, "r"});
    grant(admin_space, who, {ObjectKind::app, "below"});
    grant(admin_space, who, object(FolderId{10}));
    grant(admin_space, other, {ObjectKind::app, "in"});
    grant(other_space, who, {ObjectKind::app, "in"});
    auto here = session();
    EXPECT_THAT(value(grants_inside(here, who, {1})), ElementsAre(on_app));
    EXPECT_THAT(value(grants_inside(here, who, {4})), ElementsAre(on_resource));
    EXPECT_THAT(value(grants_inside(here, {SubjectKind::group, 3}, {1})), IsEmpty());
}

TEST_P(StoreContract, access_tokens_come_oldest_first_and_are_found_by_hash_in_any_space) {
    auto const late = token(admin_space, "a", "hash-a", 20);
    auto const early = token(admin_space, "z", "hash-z", 10);
    auto const theirs = token(other_space, "b", "hash-b", 1);
    auto here = session();
    EXPECT_THAT(value(access_tokens(here)), ElementsAre(early, late));
    EXPECT_EQ(value(find_access_token(here, {"a"})), late);
    EXPECT_EQ(value(find_access_token(here, {"b"})), std::nullopt);
    EXPECT_EQ(value(find_access_token_by_hash(writer(), "hash-b")), theirs);
    EXPECT_EQ(value(find_access_token_by_hash(writer(), "hash")), std::nullopt);
}

TEST_P(StoreContract, environments_come_with_the_default_first_then_in_order_of_creation) {
    auto const second = environment(admin_space, "a", 2, "second");
    auto const first = environment(admin_space, "z", 1, "first");
    auto const preferred = environment(admin_space, "m", 3, "default", true);
    environment(other_space, "x", 1, "first");
    auto here = session();
    EXPECT_THAT(value(environments(here)), ElementsAre(preferred, first, second));
    EXPECT_EQ(value(find_environment(here, {"a"})), second);
    EXPECT_EQ(value(find_environment(here, {"x"})), std::nullopt);
    EXPECT_EQ(value(find_environment_by_name(here, "first")), first);
    EXPECT_EQ(value(find_environment_by_name(here, "First")), std::nullopt);
}

TEST_P(StoreContract, spaces_are_found_from_any_space_and_listed_below_their_parent) {
    put(Space{{4}, "org_4", admin_space, "Four", "four.example.com", {}, {}});
    put(Space{{3}, "org_3", admin_space, "Three", "three.example.com", {}, {}});
    auto here = session(), there = session(other_space);
    auto const ids = [](std::vector<Space> const& found) {
        std::vector<std::int64_t> out;
        for (auto const& one : found) out.push_back(one.space.number);
        return out;
    };
    EXPECT_THAT(ids(value(child_spaces(here))), ElementsAre(2, 3, 4));
    EXPECT_THAT(ids(value(child_spaces(there))), IsEmpty());
    EXPECT_THAT(ids(value(all_spaces(writer()))), ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(value(find_space(there, admin_space))->sid, "org_1");
    EXPECT_EQ(value(find_space(there, {9})), std::nullopt);
    EXPECT_EQ(value(find_space_by_sid(there, "org_4"))->space, SpaceId{4});
    EXPECT_EQ(value(find_space_by_domain(there, "three.example.com"))->space, SpaceId{3});
    EXPECT_EQ(value(find_space_by_domain(there, "nowhere.example.com")), std::nullopt);
}

TEST_P(StoreContract, every_record_of_a_space_is_listed_and_what_names_others_comes_first) {
    user(other_space, 1);
    group(other_space, 1, "g");
    put(Membership{other_space, {1}, {1}, false, {}});
    folder(other_space, 1, FolderType::app, std::nullopt);
    app(other_space, "a", 1, "inbox");
    resource(other_space, "r", 1, "orders");
    grant(other_space, subject(GroupId{1}), {ObjectKind::app, "a"});
    token(other_space, "t", "hash");
    environment(other_space, "e", 1, "production");
    user(admin_space, 1);

    auto there = tx(other_space);
    std::vector<std::string> kinds;
    auto const records = value(records_of(there));
    for (auto const& record : records)
        std::visit(
            [&](auto const& one) {
                EXPECT_EQ(one.space, other_space);
                kinds.emplace_back(kind_of(one));
            },
            record);
    EXPECT_EQ(kinds.size(), 9u) << "the Space itself is left out";
    auto const place = [&](char const* kind) { return std::find(kinds.begin(), kinds.end(), kind) - kinds.begin(); };
    EXPECT_LT(place("membership"), place("group"));
    EXPECT_LT(place("grant"), place("group"));
    EXPECT_LT(place("grant"), place("app"));
    EXPECT_LT(place("membership"), place("user"));

    std::size_t all = 0;
    ok(each_record(writer(), [&](Record const&) { ++all; }));
    EXPECT_EQ(all, 9u + 2u + 1u) << "two Spaces, and one user of the other";
    for (auto const& record : records) ok(erase_record(there, record));
    EXPECT_THAT(value(records_of(there)), IsEmpty());
    EXPECT_EQ(rows<User>().size(), 1u) << "the other Space keeps its own";
}

}  // namespace
}  // namespace gatehouse::store
