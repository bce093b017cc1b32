// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/sqlite.h"

#include "domain/user.h"
#include "store/migrations.h"
#include "store/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <fstream>

/// What is special about SQLite. What every database must do is in tests/store_contract/.
namespace gatehouse::store::sqlite {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SqliteDirectory : public ::testing::Test {
protected:
    void SetUp() override {
        auto pattern = (std::filesystem::temp_directory_path() / "gatehouse-sqlite-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        base_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(base_); }

    std::filesystem::path directory() const { return base_ / "data"; }
    std::filesystem::path file() const { return directory() / "gatehouse.db"; }
    std::filesystem::path mark() const { return directory() / "gatehouse.running"; }

    static void ok(Result<void> const& result) { ASSERT_TRUE(result) << result.error().message << " | " << result.error().detail; }

    /// A database with `users` accounts, closed again.
    void make_database(int users) {
        auto database = open(directory()).value();
        auto writer = database->open_writer().value();
        ok(migrate(*writer));
        ok(writer->begin_write());
        for (int i = 1; i <= users; ++i) ok(add_user(*writer, i));
        ok(writer->commit());
    }

    static Result<void> add_user(Connection& writer, int number, std::string const& last_name = "Last") {
        std::function<void(changes::Change)> const ignore = [](changes::Change const&) {};
        Transaction tx(writer, admin_space, ignore);
        auto const text = std::to_string(number);
        return insert(tx, User{admin_space, {number}, "user_" + text, text, text, "First", last_name, true, {}, {}, {}, {}, {}});
    }

    static std::int64_t count_users(Connection& connection) {
        std::int64_t count = -1;
        ok(connection.run("select count(*) from users", {}, [&](Row const& row) { count = row.integer(0); }));
        return count;
    }

    static std::string pragma(Connection& connection, std::string const& name) {
        std::string found;
        ok(connection.run("pragma " + name, {}, [&](Row const& row) { found = row.text(0); }));
        return found;
    }

    std::filesystem::path base_;
};

TEST_F(SqliteDirectory, the_writer_is_set_up_as_the_adr_says) {
    auto const database = open(directory()).value();
    auto const writer = database->open_writer().value();
    EXPECT_EQ(pragma(*writer, "journal_mode"), "wal");
    EXPECT_EQ(pragma(*writer, "synchronous"), "2") << "full";
    EXPECT_EQ(pragma(*writer, "mmap_size"), "0");
    EXPECT_EQ(pragma(*writer, "foreign_keys"), "1");
    EXPECT_EQ(pragma(*writer, "wal_autocheckpoint"), "0");
    EXPECT_EQ(pragma(*writer, "busy_timeout"), "5000");
    EXPECT_EQ(pragma(*writer, "query_only"), "0");
}

TEST_F(SqliteDirectory, a_reader_neither_writes_nor_checkpoints) {
    auto const database = open(directory()).value();
    auto const writer = database->open_writer().value();
    auto const reader = database->open_reader().value();
    EXPECT_EQ(pragma(*reader, "query_only"), "1");
    EXPECT_EQ(pragma(*reader, "wal_autocheckpoint"), "0");
    EXPECT_EQ(pragma(*reader, "mmap_size"), "0");
}

TEST_F(SqliteDirectory, an_ephemeral_database_does_not_sync) {
    auto const database = open_ephemeral().value();
    auto const writer = database->open_writer().value();
    EXPECT_EQ(pragma(*writer, "synchronous"), "0");
    EXPECT_EQ(pragma(*writer, "journal_mode"), "wal");
}

TEST_F(SqliteDirectory, an_ephemeral_database_goes_with_its_object) {
    std::filesystem::path file;
    {
        auto const database = open_ephemeral().value();
        auto const writer = database->open_writer().value();
        ok(writer->run("select file from pragma_database_list where name = 'main'", {}, [&](Row const& row) { file = row.text(0); }));
        ASSERT_TRUE(std::filesystem::exists(file));
        struct stat about{};
        ASSERT_EQ(::stat(file.parent_path().c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777, 0700u);
    }
    EXPECT_FALSE(std::filesystem::exists(file.parent_path()));
}

TEST_F(SqliteDirectory, a_directory_it_makes_is_open_to_its_owner_only) {
    auto const database = open(directory()).value();
    struct stat about{};
    ASSERT_EQ(::stat(directory().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0700u);
}

TEST_F(SqliteDirectory, a_second_open_of_the_directory_is_refused_until_the_first_is_gone) {
    auto first = open(directory()).value();
    auto const second = open(directory());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(second.error().message, HasSubstr("Another Gatehouse uses the data directory " + directory().string()));
    first.reset();
    EXPECT_TRUE(open(directory()));
}

TEST_F(SqliteDirectory, a_clean_stop_takes_the_mark_away) {
    {
        auto const database = open(directory()).value();
        EXPECT_TRUE(std::filesystem::exists(mark()));
    }
    EXPECT_FALSE(std::filesystem::exists(mark()));
}

/// Overwrites the middle of the file, as a broken disk might.
void damage(std::filesystem::path const& file) {
    auto const size = std::filesystem::file_size(file);
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    std::string const rubbish(4096, '\x5A');
    for (auto at = size / 4096 / 3; at < size / 4096; ++at) {
        out.seekp(std::streamoff(at * 4096));
        out.write(rubbish.data(), std::streamsize(rubbish.size()));
    }
}

TEST_F(SqliteDirectory, a_good_file_is_opened_after_an_unclean_stop) {
    make_database(100);
    std::ofstream(mark()).put('x');
    auto const database = open(directory());
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(count_users(*(*database)->open_reader().value()), 100);
}

TEST_F(SqliteDirectory, a_damaged_file_is_refused_after_an_unclean_stop_however_often_one_tries) {
    make_database(500);
    std::ofstream(mark()).put('x');
    damage(file());
    for (int attempt = 0; attempt < 3; ++attempt) {
        auto const database = open(directory());
        ASSERT_FALSE(database) << "attempt " << attempt;
        EXPECT_EQ(database.error().kind, ErrorKind::unavailable);
        EXPECT_THAT(database.error().message, HasSubstr(file().string()));
        EXPECT_THAT(database.error().message, HasSubstr("damaged"));
    }
}

TEST_F(SqliteDirectory, a_file_that_is_no_database_is_refused_by_name) {
    std::filesystem::create_directories(directory());
    std::ofstream(file()) << std::string(5000, 'x');
    auto const database = open(directory()).value();
    auto const writer = database->open_writer();
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(writer.error().message, HasSubstr(file().string()));
    EXPECT_THAT(writer.error().message, HasSubstr("damaged"));
}

TEST_F(SqliteDirectory, damage_is_found_by_the_integrity_check) {
    make_database(500);
    damage(file());
    auto const database = open(directory()).value();
    auto const writer = database->open_writer();
    if (!writer) return;  // the damage hit the header: refused even earlier
    auto const found = (*writer)->check_integrity();
    EXPECT_TRUE(!found || !found->empty());
}

/// While it lives, files cannot grow beyond `bytes`: what a full disk does to a process.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(FullDisk const&) = delete;
    FullDisk& operator=(FullDisk const&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST_F(SqliteDirectory, a_full_disk_is_unavailable_and_leaves_nothing_half_written) {
    auto const database = open(directory()).value();
    auto const writer = database->open_writer().value();
    ok(migrate(*writer));
    ok(writer->begin_write());
    ok(add_user(*writer, 1));
    ok(writer->commit());
    std::string const long_name(20'000, 'n');
    int written = 1;
    for (int round = 0; round < 3; ++round) {
        auto const wal = std::filesystem::file_size(file().string() + "-wal");
        {
            FullDisk const full(wal + 6'000);
            auto result = writer->begin_write();
            for (int i = 0; result && i < 20; ++i) result = add_user(*writer, 1000 + i, long_name);
            if (result) result = writer->commit();
            ASSERT_FALSE(result);
            EXPECT_EQ(result.error().kind, ErrorKind::unavailable) << result.error().detail;
            EXPECT_THAT(result.error().message, HasSubstr("nothing was changed"));
            writer->rollback();
            EXPECT_EQ(count_users(*writer), written) << "reading goes on";
        }
        ok(writer->begin_write());
        ok(add_user(*writer, ++written));
        ok(writer->commit());
    }
    EXPECT_EQ(count_users(*database->open_reader().value()), written);
    EXPECT_EQ(writer->check_integrity().value(), "");
}

TEST_F(SqliteDirectory, a_statement_too_big_for_the_cache_on_a_full_disk_is_unavailable_too) {
    auto const database = open(directory()).value();
    auto const writer = database->open_writer().value();
    ok(migrate(*writer));
    ok(writer->run_script("pragma cache_size = 10; pragma cache_spill = 10"));
    {
        FullDisk const full(std::filesystem::file_size(file().string() + "-wal") + 100'000);
        ok(writer->begin_write());
        Result<void> result;
        for (int i = 1; result && i < 100; ++i) {
            ok(writer->savepoint());
            result = add_user(*writer, i, std::string(20'000, 'n'));
            if (result) ok(writer->release_savepoint());
        }
        ASSERT_FALSE(result) << "the transaction was to spill";
        EXPECT_EQ(result.error().kind, ErrorKind::unavailable) << result.error().detail;
        writer->rollback();
    }
    EXPECT_EQ(count_users(*writer), 0);
    ok(writer->begin_write());
    ok(add_user(*writer, 1));
    ok(writer->commit());
}

/// While it lives, this process has the rights of nobody: root may write anywhere.
class WithoutRights {
public:
    explicit WithoutRights(std::filesystem::path const& to_own) {
        if (::geteuid() != 0) return;
        if (::chown(to_own.c_str(), nobody, nobody) != 0) throw std::runtime_error("chown");
        if (::setegid(nobody) != 0 || ::seteuid(nobody) != 0) throw std::runtime_error("seteuid");
        changed_ = true;
    }
    ~WithoutRights() {
        if (changed_ && (::seteuid(0) != 0 || ::setegid(0) != 0)) std::abort();
    }
    WithoutRights(WithoutRights const&) = delete;
    WithoutRights& operator=(WithoutRights const&) = delete;

private:
    static constexpr uid_t nobody = 65534;
    bool changed_ = false;
};

TEST_F(SqliteDirectory, a_directory_that_cannot_be_written_is_refused_by_name) {
    std::filesystem::create_directories(directory());
    std::filesystem::permissions(base_, std::filesystem::perms(0755));
    std::filesystem::permissions(directory(), std::filesystem::perms(0555));
    WithoutRights const as_nobody(base_);
    auto const database = open(directory());
    ASSERT_FALSE(database);
    EXPECT_EQ(database.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(database.error().message, HasSubstr("Cannot write in the data directory " + directory().string()));
}

TEST_F(SqliteDirectory, a_directory_that_cannot_be_made_is_refused_by_name) {
    std::ofstream(base_ / "data").put('x');
    auto const database = open(directory());
    ASSERT_FALSE(database);
    EXPECT_EQ(database.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(database.error().message, HasSubstr(directory().string()));
}

TEST_F(SqliteDirectory, a_read_only_file_refuses_writes_as_unavailable) {
    make_database(1);
    std::filesystem::permissions(base_, std::filesystem::perms(0755));
    std::filesystem::permissions(file(), std::filesystem::perms(0444));
    std::filesystem::remove(directory() / "gatehouse.lock");
    WithoutRights const as_nobody(directory());
    auto const database = open(directory());
    ASSERT_TRUE(database) << database.error().message;
    auto const writer = (*database)->open_writer();
    if (!writer) {
        EXPECT_EQ(writer.error().kind, ErrorKind::unavailable) << writer.error().detail;
        EXPECT_THAT(writer.error().message, HasSubstr(file().string()));
        return;
    }
    auto result = (*writer)->begin_write();
    if (result) result = add_user(**writer, 2);
    if (result) result = (*writer)->commit();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::unavailable) << result.error().detail;
    (*writer)->rollback();
    EXPECT_EQ(count_users(**writer), 1);
}

TEST_F(SqliteDirectory, a_file_that_another_process_holds_is_busy_not_broken) {
    make_database(1);
    auto const database = open(directory()).value();
    auto const writer = database->open_writer().value();
    ok(writer->run_script("pragma busy_timeout = 1"));
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "begin immediate", nullptr, nullptr, nullptr), SQLITE_OK);
    auto const begun = writer->begin_write();
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(begun.error().message, HasSubstr("busy"));
    sqlite3_close(other);
    ok(writer->begin_write());
    writer->rollback();
}

TEST_F(SqliteDirectory, what_was_committed_is_there_after_a_stop_without_a_checkpoint) {
    auto const copy = base_ / "copy";
    {
        auto const database = open(directory()).value();
        auto const writer = database->open_writer().value();
        ok(migrate(*writer));
        ok(writer->begin_write());
        ok(add_user(*writer, 1));
        ok(writer->commit());
        ok(writer->begin_write());
        ok(add_user(*writer, 2));
        std::filesystem::copy(directory(), copy);  // as a kill would leave it
        writer->rollback();
    }
    ASSERT_TRUE(std::filesystem::exists(copy / "gatehouse.running"));
    auto const database = open(copy).value();
    EXPECT_EQ(count_users(*database->open_writer().value()), 1);
}

}  // namespace
}  // namespace gatehouse::store::sqlite
