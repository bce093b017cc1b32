// SPDX-License-Identifier: Apache-2.0
#include "service/commit.h"

#include "access/world.h"
#include "changes/change.h"
#include "domain/test_records.h"
#include "service/access_tokens.h"
#include "service/apps.h"
#include "service/bootstrap.h"
#include "service/environments.h"
#include "service/feed.h"
#include "service/folders.h"
#include "service/groups.h"
#include "service/permissions.h"
#include "service/readers.h"
#include "service/resources.h"
#include "service/spaces.h"
#include "service/users.h"
#include "store/groups.h"
#include "store/log.h"
#include "store/record.h"
#include "store/sqlite/sqlite.h"
#include "store/users.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <atomic>
#include <future>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

namespace gatehouse::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Where a database gives up, for the tests that make it.
enum class Step { none, begin, savepoint, take_revisions, append, commit };

/// A real database whose writing connection fails at one step while told to. The failed commit of a real one may or may not have ended
/// the transaction; this one leaves that to `rollback`, as a full disk does.
class FailingDatabase final : public store::Database {
public:
    explicit FailingDatabase(std::unique_ptr<store::Database> real) : real_(std::move(real)) {}

    void fail_at(Step step) { failing_ = step; }

    Result<std::unique_ptr<store::Connection>> open_writer() override {
        return std::unique_ptr<store::Connection>(std::make_unique<FailingConnection>(TRY(real_->open_writer()), failing_));
    }
    Result<std::unique_ptr<store::Connection>> open_reader() override { return real_->open_reader(); }
    std::string directory() const override { return real_->directory(); }

private:
    class FailingConnection final : public store::Connection {
    public:
        FailingConnection(std::unique_ptr<store::Connection> real, std::atomic<Step> const& failing)
            : real_(std::move(real)), failing_(failing) {}

        Result<void> run(std::string_view sql, store::Params params, store::RowSink const& sink) override {
            if (sql.starts_with("update meta set head")) TRY(pass(Step::take_revisions));
            if (sql.starts_with("insert into change_log")) TRY(pass(Step::append));
            return real_->run(sql, params, sink);
        }
        Result<void> run_script(std::string const& sql) override { return real_->run_script(sql); }
        Result<void> begin_write() override {
            TRY(pass(Step::begin));
            return real_->begin_write();
        }
        Result<void> begin_read() override { return real_->begin_read(); }
        Result<void> commit() override {
            TRY(pass(Step::commit));
            return real_->commit();
        }
        void rollback() override { real_->rollback(); }
        Result<void> savepoint() override {
            TRY(pass(Step::savepoint));
            return real_->savepoint();
        }
        Result<void> release_savepoint() override { return real_->release_savepoint(); }
        Result<void> rollback_to_savepoint() override { return real_->rollback_to_savepoint(); }
        void checkpoint() override { real_->checkpoint(); }
        Result<std::string> check_integrity() override { return real_->check_integrity(); }

    private:
        Result<void> pass(Step step) const {
            if (failing_ == step) return unavailable("The disk is full; nothing was changed", "injected");
            return {};
        }

        std::unique_ptr<store::Connection> real_;
        std::atomic<Step> const& failing_;
    };

    std::unique_ptr<store::Database> real_;
    std::atomic<Step> failing_{Step::none};
};

GroupEdit called(std::string name) {
    GroupEdit edit;
    edit.name = std::move(name);
    return edit;
}

constexpr Timestamp start{std::chrono::milliseconds(1'762'489'316'927)};

class Commit : public ::testing::Test {
protected:
    void SetUp() override {
        open();
        ASSERT_TRUE(bootstrap(*writer_, {}));
    }

    void open() { writer_ = Writer::open(database_, engine_, clock_, {}, vault_).value(); }

    template <class T>
    static T value(Result<T> result) {
        if (!result) throw std::runtime_error(result.error().message + " | " + result.error().detail);
        return std::move(result).value();
    }

    /// Does `work` as the system in a request of its own, in the Admin Space.
    template <class Work>
    auto write(Work work) {
        using Made = decltype(work(std::declval<Write&>()));
        std::optional<Made> made;
        auto const revision = request([&](Write& write) -> Result<void> {
            made.emplace(work(write));
            if (!*made) return made->error();
            return {};
        });
        if (!revision && (!made || *made)) return Made(revision.error());
        return *std::move(made);
    }

    Result<std::int64_t> request(std::function<Result<void>(Write&)> work, Actor const& actor = Actor::system(admin_space)) {
        std::promise<Result<std::int64_t>> done;
        writer_->submit(
            {actor, actor.space, "test", "request", std::move(work), [&](auto revision) { done.set_value(std::move(revision)); }});
        return done.get_future().get();
    }

    /// Runs `works` as one batch: the writer is kept busy until all of them have queued up. Answers in their order.
    std::vector<Result<std::int64_t>> batch(std::vector<std::function<Result<void>(Write&)>> const& works,
                                            Actor const& actor = Actor::system(admin_space)) {
        std::promise<void> reached, go_on;
        writer_->submit({Actor::system(admin_space),
                         admin_space,
                         "hold",
                         {},
                         [&](Write&) -> Result<void> {
                             reached.set_value();
                             go_on.get_future().wait();
                             return {};
                         },
                         [](auto) {}});
        reached.get_future().wait();
        auto const commits_before = writer_->counts().commits;
        std::vector<std::promise<Result<std::int64_t>>> done(works.size());
        for (std::size_t i = 0; i < works.size(); ++i)
            writer_->submit({actor, actor.space, "test", "request-" + std::to_string(i), works[i],
                             [&, i](auto revision) { done[i].set_value(std::move(revision)); }});
        go_on.set_value();
        std::vector<Result<std::int64_t>> answers;
        for (auto& one : done) answers.push_back(one.get_future().get());
        EXPECT_LE(writer_->counts().commits, commits_before + 1) << "it was to be one transaction";
        return answers;
    }

    static std::function<Result<void>(Write&)> add_user(std::string const& email) {
        return [email](Write& write) -> Result<void> {
            TRY(create_user(write, {email, "First", "Last", true, {}, UserType::default_}));
            return {};
        };
    }

    std::vector<std::string> emails() {
        return value(write([](Write& w) -> Result<std::vector<std::string>> {
            std::vector<std::string> found;
            for (auto const& user : TRY(store::users(w.session, {}, {}, -1)))
                if (user.email != "admin@example.com") found.push_back(user.email);
            return found;
        }));
    }

    std::vector<changes::LogRow> log_after(std::int64_t revision) {
        return value(write([&](Write& w) { return store::log_after(w.session, revision, 100'000); }));
    }

    std::int64_t revision() { return engine_.current()->revision(); }

    /// Database, chain and engine agree.
    void expect_healthy() {
        auto const health = value(write([](Write& w) { return examine(w); }));
        EXPECT_EQ(health.database, "");
        EXPECT_EQ(health.chain.broken, "");
        EXPECT_EQ(health.engine, "");
        EXPECT_EQ(health.revision, revision());
        EXPECT_EQ(health.chain.revisions, revision());
    }

    ManualClock clock_{start};
    FailingDatabase database_{store::sqlite::open_ephemeral().value()};
    crypto::Vault vault_{std::string(32, 'k')};
    access::Engine engine_;
    std::unique_ptr<Writer> writer_;
};

// --- one request ------------------------------------------------------------------------------------------------------------------

TEST_F(Commit, a_request_is_one_revision_whatever_it_changes) {
    auto const before = revision();
    auto const made = request([](Write& write) -> Result<void> {
        for (auto const* email : {"a@example.com", "b@example.com", "c@example.com"})
            TRY(create_user(write, {email, "First", "Last", true, {}, UserType::default_}));
        return {};
    });
    EXPECT_EQ(value(made), before + 1);
    EXPECT_EQ(revision(), before + 1);
    auto const rows = log_after(before);
    ASSERT_EQ(rows.size(), 3u);
    for (std::int64_t i = 0; i < 3; ++i) {
        EXPECT_EQ(rows[std::size_t(i)].revision, before + 1);
        EXPECT_EQ(rows[std::size_t(i)].position, i);
    }
}

TEST_F(Commit, a_row_of_the_log_says_who_did_what_when) {
    auto const made = value(write([](Write& write) {
        return create_access_token(write,
                                   {"robot", std::nullopt, {"users:read", "users:write", "groups:read", "groups:write"}, std::nullopt});
    }));
    clock_.advance(std::chrono::seconds(5));
    auto const robot = value(authenticate(*engine_.current(), admin_space, made.secret, clock_.now()));
    auto const before = revision();
    ASSERT_TRUE(request(add_user("ada@example.com"), robot));
    auto const rows = log_after(before);
    ASSERT_EQ(rows.size(), 1u);
    auto const& row = rows[0];
    EXPECT_EQ(row.at, start + std::chrono::seconds(5));
    EXPECT_EQ(row.actor, changes::ActorKind::token);
    EXPECT_EQ(row.user, made.token.owner);
    EXPECT_EQ(row.token, made.token.token);
    EXPECT_EQ(row.request, "request");
    EXPECT_EQ(row.action, "test");
    EXPECT_EQ(row.kind, "user");
    EXPECT_EQ(row.space, admin_space);
    EXPECT_FALSE(row.before.value);
    EXPECT_EQ(row.after.value->at("email").as_string(), "ada@example.com");
}

TEST_F(Commit, a_request_that_changes_nothing_takes_no_revision) {
    ASSERT_TRUE(request(add_user("ada@example.com")));
    auto const before = revision();
    auto const counts = writer_->counts();
    EXPECT_EQ(value(request([](Write&) -> Result<void> { return {}; })), before);
    EXPECT_EQ(value(request([](Write& write) -> Result<void> {
                  auto const user = TRY(store::find_user_by_email(write.session, "ada@example.com"));
                  return store::update(write.tx, *user, *user);
              })),
              before);
    EXPECT_EQ(revision(), before);
    EXPECT_EQ(writer_->counts().commits, counts.commits);
    EXPECT_THAT(log_after(before), IsEmpty());
}

TEST_F(Commit, a_refused_request_leaves_nothing_and_takes_no_revision) {
    auto const before = revision();
    auto const digest = engine_.current()->digest();
    auto const refused = request([](Write& write) -> Result<void> {
        TRY(create_user(write, {"ada@example.com", "First", "Last", true, {}, UserType::default_}));
        return unprocessable("changed my mind");
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unprocessable);
    EXPECT_EQ(revision(), before);
    EXPECT_EQ(engine_.current()->digest(), digest);
    EXPECT_THAT(emails(), IsEmpty());
    expect_healthy();
}

TEST_F(Commit, an_exception_becomes_an_internal_error_and_takes_back_only_its_request) {
    auto const answers = batch({add_user("ada@example.com"),
                                [](Write& write) -> Result<void> {
                                    TRY(create_user(write, {"gone@example.com", "First", "Last", true, {}, UserType::default_}));
                                    throw std::runtime_error("a bug");
                                },
                                add_user("bob@example.com")});
    EXPECT_TRUE(answers[0]);
    ASSERT_FALSE(answers[1]);
    EXPECT_EQ(answers[1].error().kind, ErrorKind::internal);
    EXPECT_THAT(answers[1].error().detail, HasSubstr("a bug"));
    EXPECT_THAT(answers[1].error().message, ::testing::Not(HasSubstr("a bug")));
    EXPECT_TRUE(answers[2]);
    EXPECT_THAT(emails(), ElementsAre("ada@example.com", "bob@example.com"));
    expect_healthy();
}

TEST_F(Commit, a_use_case_sees_what_it_wrote_in_database_and_engine) {
    ASSERT_TRUE(request([](Write& write) -> Result<void> {
        auto const user = TRY(create_user(write, {"ada@example.com", "First", "Last", true, {}, UserType::default_}));
        EXPECT_TRUE(write.facts().user(user.user).has_value());
        EXPECT_EQ(TRY(store::find_user_by_email(write.session, "ada@example.com"))->user, user.user);
        return {};
    }));
}

TEST_F(Commit, readers_see_a_write_before_its_answer_comes) {
    std::promise<std::int64_t> seen;
    writer_->submit({Actor::system(admin_space), admin_space, "test", {}, add_user("ada@example.com"), [&](Result<std::int64_t> revision) {
                         seen.set_value(revision ? engine_.current()->revision() - *revision : -1);
                     }});
    EXPECT_EQ(seen.get_future().get(), 0);
}

// --- several in one transaction ---------------------------------------------------------------------------------------------------

TEST_F(Commit, requests_that_queued_up_share_a_transaction_and_each_has_its_revision) {
    auto const before = revision();
    auto const commits = writer_->counts().commits;
    std::vector<std::function<Result<void>(Write&)>> works;
    for (int i = 0; i < 50; ++i) works.push_back(add_user("user" + std::to_string(i) + "@example.com"));
    auto const answers = batch(works);
    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(value(answers[i]), before + 1 + std::int64_t(i));
    EXPECT_EQ(writer_->counts().commits, commits + 1);
    auto const rows = log_after(before);
    ASSERT_EQ(rows.size(), 50u);
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].request, "request-" + std::to_string(i));
    expect_healthy();
}

TEST_F(Commit, a_failing_request_takes_back_only_itself_in_database_and_engine) {
    auto const before = revision();
    auto const answers = batch({add_user("one@example.com"),
                                [](Write& write) -> Result<void> {
                                    auto const group = TRY(create_group(write, called("gone"), {}));
                                    TRY(grant_access(write, subject(group.group.group), object(FolderId{1}), AccessLevel::own));
                                    return conflict("no");
                                },
                                add_user("two@example.com"), add_user("ONE@example.com"), add_user("three@example.com")});
    EXPECT_EQ(value(answers[0]), before + 1);
    EXPECT_FALSE(answers[1]);
    EXPECT_EQ(value(answers[2]), before + 2) << "a refused request leaves no gap";
    ASSERT_FALSE(answers[3]) << "the address was taken a moment ago in the same batch";
    EXPECT_EQ(answers[3].error().kind, ErrorKind::conflict);
    EXPECT_EQ(value(answers[4]), before + 3);
    EXPECT_THAT(emails(), ElementsAre("one@example.com", "two@example.com", "three@example.com"));
    EXPECT_FALSE(engine_.current()->space(admin_space)->group({5}).has_value());
    auto const group = value(write([](Write& write) { return create_group(write, called("stays"), {}); }));
    EXPECT_EQ(group.group.group, GroupId{5}) << "the number was given back";
    expect_healthy();
}

TEST_F(Commit, a_request_is_judged_on_what_the_one_before_left) {
    auto const made =
        value(write([](Write& write) { return create_access_token(write, {"robot", std::nullopt, {"users:write"}, std::nullopt}); }));
    auto const robot = value(authenticate(*engine_.current(), admin_space, made.secret, clock_.now()));
    auto const answers = batch({add_user("before@example.com"),
                                [&](Write& write) -> Result<void> {
                                    auto before = TRY(find_access_token(write, made.token.token));
                                    auto after = before;
                                    after.revoked_at = write.now;
                                    return store::update(write.tx, before, after);
                                },
                                add_user("after@example.com")},
                               robot);
    EXPECT_TRUE(answers[0]);
    EXPECT_TRUE(answers[1]);
    ASSERT_FALSE(answers[2]);
    EXPECT_EQ(answers[2].error().kind, ErrorKind::unauthenticated);
    EXPECT_THAT(emails(), ElementsAre("before@example.com"));
    expect_healthy();
}

TEST_F(Commit, a_revocation_that_is_taken_back_revokes_nothing) {
    auto const made = value(write([](Write& write) {
        return create_access_token(write, {"robot", std::nullopt, {"users:write", "access_tokens:write"}, std::nullopt});
    }));
    auto const robot = value(authenticate(*engine_.current(), admin_space, made.secret, clock_.now()));
    auto const answers = batch({[&](Write& write) -> Result<void> {
                                    TRY(revoke_access_token(write, made.token.token));
                                    return conflict("no");
                                },
                                add_user("after@example.com")},
                               robot);
    EXPECT_FALSE(answers[0]);
    EXPECT_TRUE(answers[1]);
}

TEST_F(Commit, a_batch_of_refusals_is_no_transaction) {
    auto const commits = writer_->counts().commits;
    auto const no = [](Write&) -> Result<void> { return conflict("no"); };
    for (auto const& answer : batch({no, no, no})) EXPECT_FALSE(answer);
    EXPECT_EQ(writer_->counts().commits, commits);
}

TEST_F(Commit, a_space_that_was_deleted_a_moment_ago_is_not_found_even_by_the_operator) {
    auto const space =
        value(write([](Write& write) { return create_space(write, {"Acme", "acme.example.com", {"admin@example.com"}, false}); }));
    auto readers = value(Readers::open(database_, engine_, clock_, {}, vault_, 1));
    std::promise<std::optional<Error>> reading;
    auto const deleted = request([&](Write& write) { return delete_space(write, space.sid); });
    ASSERT_TRUE(deleted);
    auto const late = request(add_user("late@example.com"), Actor::operator_at_machine(space.space));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::not_found);
    readers->submit({Actor::operator_at_machine(space.space), space.space, [&](Read&) { reading.set_value(std::nullopt); },
                     [&](Error const& error) { reading.set_value(error); }});
    auto const refused = reading.get_future().get();
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->kind, ErrorKind::not_found);
    expect_healthy();
}

// --- the end, and starting again --------------------------------------------------------------------------------------------------

TEST_F(Commit, the_end_finishes_what_is_queued) {
    std::atomic<int> answered = 0;
    std::promise<void> reached, go_on;
    writer_->submit({Actor::system(admin_space),
                     admin_space,
                     "hold",
                     {},
                     [&](Write&) -> Result<void> {
                         reached.set_value();
                         go_on.get_future().wait();
                         return {};
                     },
                     [](auto) {}});
    reached.get_future().wait();
    for (int i = 0; i < 300; ++i)
        writer_->submit({Actor::system(admin_space),
                         admin_space,
                         "test",
                         {},
                         add_user("user" + std::to_string(i) + "@example.com"),
                         [&](Result<std::int64_t> revision) { answered += bool(revision); }});
    go_on.set_value();
    writer_.reset();
    EXPECT_EQ(answered, 300);
    open();
    EXPECT_EQ(emails().size(), 300u);
    expect_healthy();
}

TEST_F(Commit, a_new_writer_goes_on_where_the_last_one_stopped) {
    ASSERT_TRUE(request(add_user("ada@example.com")));
    auto const before = revision();
    auto const digest = engine_.current()->digest();
    writer_.reset();
    open();
    EXPECT_EQ(revision(), before);
    EXPECT_EQ(engine_.current()->digest(), digest);
    EXPECT_EQ(value(request(add_user("bob@example.com"))), before + 1);
    expect_healthy();
}

// --- a database that gives up -----------------------------------------------------------------------------------------------------

class FailedCommit : public Commit, public ::testing::WithParamInterface<Step> {};

std::string name_of_step(::testing::TestParamInfo<Step> const& step) {
    constexpr char const* names[] = {"none", "begin", "savepoint", "take_revisions", "append", "commit"};
    return std::string("at_") + names[std::size_t(step.param)];
}
INSTANTIATE_TEST_SUITE_P(, FailedCommit, ::testing::Values(Step::begin, Step::savepoint, Step::take_revisions, Step::append, Step::commit),
                         name_of_step);

TEST_P(FailedCommit, answers_everyone_unavailable_publishes_nothing_and_recovers) {
    ASSERT_TRUE(request(add_user("ada@example.com")));
    auto const before = revision();
    auto const digest = engine_.current()->digest();
    auto const world = engine_.current();

    std::vector<std::function<Result<void>(Write&)>> works{[&](Write& write) -> Result<void> {
        if (GetParam() != Step::begin && GetParam() != Step::savepoint) database_.fail_at(GetParam());
        return add_user("lost0@example.com")(write);
    }};
    for (int i = 1; i < 5; ++i) works.push_back(add_user("lost" + std::to_string(i) + "@example.com"));
    if (GetParam() == Step::begin || GetParam() == Step::savepoint) {
        // Before the first request: fail from the outside, once the holding job of `batch` is through its own steps.
        std::promise<void> reached, go_on;
        std::vector<std::promise<Result<std::int64_t>>> done(works.size());
        writer_->submit({Actor::system(admin_space),
                         admin_space,
                         "hold",
                         {},
                         [&](Write&) -> Result<void> {
                             reached.set_value();
                             go_on.get_future().wait();
                             return {};
                         },
                         [](auto) {}});
        reached.get_future().wait();
        for (std::size_t i = 0; i < works.size(); ++i)
            writer_->submit({Actor::system(admin_space), admin_space, "test", {}, works[i], [&, i](auto revision) {
                                 done[i].set_value(std::move(revision));
                             }});
        database_.fail_at(GetParam());
        go_on.set_value();
        for (auto& one : done) {
            auto const answer = one.get_future().get();
            ASSERT_FALSE(answer);
            EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
        }
    } else {
        for (auto const& answer : batch(works)) {
            ASSERT_FALSE(answer);
            EXPECT_EQ(answer.error().kind, ErrorKind::unavailable) << answer.error().message;
            EXPECT_THAT(answer.error().message, HasSubstr("nothing was changed"));
        }
    }
    EXPECT_EQ(revision(), before);
    EXPECT_EQ(engine_.current()->digest(), digest);
    EXPECT_EQ(engine_.current(), world) << "nothing was published";

    database_.fail_at(Step::none);
    EXPECT_THAT(emails(), ElementsAre("ada@example.com"));
    EXPECT_EQ(value(request(add_user("bob@example.com"))), before + 1) << "no gap";
    EXPECT_THAT(emails(), ElementsAre("ada@example.com", "bob@example.com"));
    expect_healthy();
}

TEST_F(Commit, that_fails_answers_unavailable_also_to_those_refused_because_of_what_was_lost) {
    auto const answers = batch({[&](Write& write) -> Result<void> {
                                    database_.fail_at(Step::commit);
                                    return add_user("ada@example.com")(write);
                                },
                                add_user("ADA@example.com")});
    for (auto const& answer : answers) {
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::unavailable) << answer.error().message;
    }
}

// --- the log is the whole truth ---------------------------------------------------------------------------------------------------

/// A record's kind and key: what is the same before and after a change.
std::string key_of(std::string const& kind, json::Object const& record) {
    std::string key = kind;
    gatehouse::testing::for_each_kind([&](auto type) {
        typename decltype(type)::type const one{};
        if (kind != kind_of(one)) return;
        for (auto const member : gatehouse::testing::key_of(one)) key += "/" + json::text_of(record.at(member));
    });
    return key;
}

/// What the log says there is, by key.
std::map<std::string, std::string> replay(std::vector<changes::LogRow> const& rows) {
    std::map<std::string, std::string> state;
    for (auto const& row : rows) {
        if (row.before.value) {
            auto const key = key_of(row.kind, *row.before.value);
            EXPECT_EQ(state[key], json::text_of(*row.before.value)) << "revision " << row.revision << ": before is not what was there";
            state.erase(key);
        } else {
            EXPECT_FALSE(state.contains(key_of(row.kind, *row.after.value))) << "revision " << row.revision << ": it was there already";
        }
        if (row.after.value) state[key_of(row.kind, *row.after.value)] = json::text_of(*row.after.value);
    }
    return state;
}

/// Use cases at random, most of which fit the state they meet, some of which do not.
class Mischief {
public:
    explicit Mischief(unsigned seed) : random_(seed) {}

    std::function<Result<void>(Write&)> next() {
        auto const kind = number(0, 21);
        auto const a = number(0, 1'000'000), b = number(0, 1'000'000), c = number(0, 1'000'000);
        bool const give_up = number(0, 9) == 0;
        return [this, kind, a, b, c, give_up](Write& write) -> Result<void> {
            TRY(act(write, kind, a, b, c));
            if (give_up) return conflict("gave up at the end");
            return {};
        };
    }

private:
    std::int64_t number(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random_); }
    template <class T>
    static T const& pick(std::vector<T> const& from, std::int64_t n) {
        return from[std::size_t(n) % from.size()];
    }
    static AccessLevel level(std::int64_t n) { return AccessLevel(1 + n % 3); }

    Result<SubjectRef> somebody(Write& write, std::int64_t n) {
        if (n % 2) return subject(pick(TRY(store::users(write.session, {}, {}, -1)), n / 2).user);
        return subject(pick(TRY(store::groups(write.session)), n / 2).group);
    }
    Result<ObjectRef> something(Write& write, std::int64_t n) {
        auto const apps = TRY(list_apps(write));
        auto const resources = TRY(list_resources(write));
        if (n % 3 == 1 && !apps.empty()) return object(pick(apps, n / 3).app);
        if (n % 3 == 2 && !resources.empty()) return object(pick(resources, n / 3).resource);
        return object(pick(TRY(list_folders(write)), n / 3).folder);
    }

    Result<void> act(Write& write, std::int64_t kind, std::int64_t a, std::int64_t b, std::int64_t c) {
        auto const users = TRY(store::users(write.session, {}, {}, -1));
        auto const groups = TRY(store::groups(write.session));
        auto const folders = TRY(list_folders(write));
        auto const apps = TRY(list_apps(write));
        auto const resources = TRY(list_resources(write));
        auto const name = "name" + std::to_string(a % 60);
        switch (kind) {
            case 0:
            case 1:
                TRY(create_user(write, {name + "@example.com", "First", "Last", b % 5 != 0, {{"n", b}}, UserType::default_}));
                return {};
            case 2: {
                auto const& user = pick(users, a);
                TRY(edit_user(write, user, {name, user.last_name, b % 4 != 0, {{"n", c}}, UserType(c % 3)}));
                return {};
            }
            case 3:
                return disable_user(write, pick(users, a).sid);
            case 4: {
                auto wanted = called(name);
                wanted.universal_app_access = level(b);
                wanted.user_list_access = c % 2 == 0;
                TRY(create_group(write, wanted, {{pick(users, b).sid, false}, {pick(users, c).sid, true}}));
                return {};
            }
            case 5: {
                auto edit = GroupEdit::of(pick(groups, a));
                edit.universal_app_access = level(b);
                if (!apps.empty()) edit.landing_page_app_id = pick(apps, c).app;
                TRY(edit_group(write, pick(groups, a).group, edit, std::nullopt));
                return {};
            }
            case 6:
                return delete_group(write, pick(groups, a).group);
            case 7:
            case 8:
                TRY(add_members(write, pick(groups, a).group, {{pick(users, b).sid, c % 2 == 0}}));
                return {};
            case 9:
                TRY(remove_member(write, pick(groups, a).group, pick(users, b).sid));
                return {};
            case 10:
            case 11:
                TRY(create_folder(write, name, pick(folders, b).type, pick(folders, b).folder));
                return {};
            case 12: {
                auto const& folder = pick(folders, a);
                TRY(edit_folder(write, folder, b % 2 ? name : folder.name, pick(folders, c).folder));
                return {};
            }
            case 13:
                return delete_folder(write, pick(folders, a).folder, b % 2 ? Contents::go_along : Contents::must_be_empty);
            case 14:
                TRY(create_app(write, {name, pick(folders, b).folder}));
                return {};
            case 15:
                if (apps.empty()) return {};
                TRY(edit_app(write, pick(apps, a), {name, pick(folders, b).folder}));
                return {};
            case 16:
                if (apps.empty()) return {};
                return delete_app(write, pick(apps, a).app);
            case 17:
                if (a % 3 == 0 && !resources.empty()) return delete_resource(write, pick(resources, b).resource);
                TRY(create_resource(write, {"postgresql", name}));
                return {};
            case 18: {
                auto const who = TRY(somebody(write, a));
                auto const what = TRY(something(write, b));
                TRY(revoke_access(write, who, what));
                return {};
            }
            case 19: {
                auto const tokens = TRY(list_access_tokens(write));
                if (a % 2 || tokens.size() < 2) {
                    TRY(create_access_token(write, {name, std::nullopt, {"users:read"}, std::nullopt}));
                    return {};
                }
                if (b % 2) {
                    TRY(rotate_access_token(write, pick(tokens, c).token));
                    return {};
                }
                return revoke_access_token(write, pick(tokens, c).token);
            }
            case 20: {
                if (a % 3) return {};
                auto const spaces = TRY(list_spaces(write));
                if (spaces.size() < 3) {
                    TRY(create_space(write, {name, name + ".example.com", {"admin@example.com"}, false}));
                    return {};
                }
                return delete_space(write, pick(spaces, b).sid);
            }
            default: {
                auto const who = TRY(somebody(write, a));
                auto const what = TRY(something(write, b));
                TRY(grant_access(write, who, what, level(c)));
                return {};
            }
        }
    }

    std::mt19937_64 random_;
};

class RandomHistory : public Commit, public ::testing::WithParamInterface<unsigned> {};
INSTANTIATE_TEST_SUITE_P(, RandomHistory, ::testing::Values(1u, 2u, 3u));

TEST_P(RandomHistory, engine_log_and_database_agree_all_along) {
    Mischief mischief(GetParam());
    std::mt19937 sizes(GetParam());
    std::int64_t steps = 0, succeeded = 0, refused = 0;
    while (steps < 600) {
        std::vector<std::function<Result<void>(Write&)>> works;
        for (auto left = 1 + sizes() % 12; left > 0; --left) works.push_back(mischief.next());
        for (auto const& answer : batch(works)) {
            ++steps;
            ++(answer ? succeeded : refused);
            if (!answer && answer.error().kind == ErrorKind::internal) ADD_FAILURE() << answer.error().detail;
        }
        if (steps % 5 == 0) expect_healthy();
        if (HasFailure()) break;
    }
    EXPECT_GT(succeeded, 200);
    EXPECT_GT(refused, 50);
    expect_healthy();

    std::vector<changes::LogRow> rows;
    std::map<std::string, std::string> stored;
    ASSERT_TRUE(request([&](Write& write) -> Result<void> {
        TRY(store::each_log_row(write.tx.connection(), [&](changes::LogRow const& row) { rows.push_back(row); }));
        return store::each_record(write.tx.connection(), [&](Record const& record) {
            auto const object = changes::to_json(record);
            auto const* kind = std::visit([](auto const& one) { return kind_of(one); }, record);
            stored[key_of(kind, object)] = json::text_of(object);
        });
    }));
    EXPECT_EQ(replay(rows), stored) << "the log leads to what is stored";
    std::int64_t last = 0;
    for (auto const& row : rows) {
        EXPECT_TRUE(row.revision == last || row.revision == last + 1) << "revision " << row.revision << " after " << last;
        last = row.revision;
    }
    EXPECT_EQ(last, revision());

    // And back again: the inverses, last first, lead to nothing.
    access::World world;
    for (auto const& row : rows) {
        if (row.after.value)
            world.put(value(changes::from_json(row.kind, *row.after.value)));
        else
            world.erase(value(changes::from_json(row.kind, *row.before.value)));
    }
    EXPECT_EQ(world.digest(), engine_.current()->digest());
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (row->before.value)
            world.put(value(changes::from_json(row->kind, *row->before.value)));
        else
            world.erase(value(changes::from_json(row->kind, *row->after.value)));
    }
    EXPECT_EQ(world.digest(), access::World{}.digest());

    auto const digest = engine_.current()->digest();
    writer_.reset();
    open();
    EXPECT_EQ(engine_.current()->digest(), digest) << "a fresh load gives the same engine";
}

// --- readers ----------------------------------------------------------------------------------------------------------------------

TEST_F(Commit, readers_see_committed_writes_and_the_end_finishes_their_queue) {
    auto readers = value(Readers::open(database_, engine_, clock_, {}, vault_, 2));
    ASSERT_TRUE(request(add_user("ada@example.com")));
    std::atomic<int> found = 0;
    for (int i = 0; i < 50; ++i)
        readers->submit({Actor::system(admin_space), admin_space,
                         [&](Read& read) {
                             auto const user = store::find_user_by_email(read.session, "ada@example.com");
                             found += user && user->has_value();
                         },
                         [](Error const&) {}});
    readers.reset();
    EXPECT_EQ(found, 50);
}

}  // namespace
}  // namespace gatehouse::service
