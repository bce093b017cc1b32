// SPDX-License-Identifier: Apache-2.0
#include "bench/raw_commits.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <random>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::bench {
namespace {

using Instant = std::chrono::steady_clock;

struct Row {
    std::string id;
    std::string email;
    std::binary_semaphore committed{0};
};

}  // namespace

class RawCommits::Database {
public:
    explicit Database(std::string const& file) {
        if (sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
            fail();
        run("pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 0; pragma cache_size = -32768;"
            "pragma journal_size_limit = 67108864; pragma secure_delete = fast;"
            "create table users (id text primary key, email text not null, first_name text not null, last_name text not null,"
            "  active integer not null, created_at integer not null) strict, without rowid;"
            "create unique index users_by_email on users (email);"
            "create table log (revision integer primary key, at integer not null, kind text not null, body text not null, hash text not "
            "null) strict;");
        insert_user_ = prepare("insert into users values (?1, ?2, 'Grace', 'Hopper', 1, 1762489316927)");
        insert_log_ = prepare("insert into log values (null, 1762489316927, 'user.created', ?1, ?2)");
    }
    ~Database() {
        sqlite3_finalize(insert_user_);
        sqlite3_finalize(insert_log_);
        sqlite3_close(handle_);
    }
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    void commit(std::vector<Row*> const& rows) {
        run("begin immediate");
        for (auto const* row : rows) {
            insert(insert_user_, row->id, row->email);
            insert(insert_log_, body_of(*row), row->id);
        }
        run("commit");
    }

private:
    /// About as long as the log entry of a new user.
    static std::string body_of(Row const& row) {
        return fmt::format(
            R"({{"id":"{}","email":"{}","first_name":"Grace","last_name":"Hopper","active":true,"metadata":{{}},"user_type":"default",)"
            R"("two_factor_auth_enabled":false,"created_at":"2025-11-07T04:21:56.927Z","last_active":null}})",
            row.id, row.email);
    }

    [[noreturn]] void fail() const { throw std::runtime_error(fmt::format("SQLite: {}", sqlite3_errmsg(handle_))); }

    void run(char const* sql) {
        if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }

    sqlite3_stmt* prepare(char const* sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) fail();
        return statement;
    }

    void insert(sqlite3_stmt* statement, std::string const& first, std::string const& second) {
        sqlite3_bind_text(statement, 1, first.data(), int(first.size()), SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, second.data(), int(second.size()), SQLITE_STATIC);
        auto const result = sqlite3_step(statement);
        sqlite3_reset(statement);
        if (result != SQLITE_DONE) fail();
    }

    sqlite3* handle_ = nullptr;
    sqlite3_stmt* insert_user_ = nullptr;
    sqlite3_stmt* insert_log_ = nullptr;
};

namespace {

/// Rows on their way to the writer.
class Queue {
public:
    void push(Row& row) {
        {
            std::lock_guard const lock(mutex_);
            rows_.push_back(&row);
        }
        filled_.notify_one();
    }

    /// All that has queued up, at least one; none once the last client has left.
    std::vector<Row*> take() {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return !rows_.empty() || clients_ == 0; });
        return std::exchange(rows_, {});
    }

    void join(int clients) { clients_ = clients; }
    void leave() {
        {
            std::lock_guard const lock(mutex_);
            --clients_;
        }
        filled_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable filled_;
    std::vector<Row*> rows_;
    int clients_ = 0;
};

}  // namespace

RawCommits::RawCommits(std::string const& database_file) : database_(std::make_unique<Database>(database_file)) {}
RawCommits::~RawCommits() = default;

Rate RawCommits::run(int clients, std::chrono::milliseconds duration) {
    Queue queue;
    queue.join(clients);
    std::mutex mutex;  // guards the two below
    std::vector<std::uint32_t> took;
    std::mt19937_64 random{std::random_device{}()};

    auto const start = Instant::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] {
            std::mt19937_64 own = [&] {
                std::lock_guard const lock(mutex);
                return std::mt19937_64(random());
            }();
            std::vector<std::uint32_t> mine;
            for (auto now = Instant::now(); now < start + duration;) {
                Row row{.id = fmt::format("user_{:016x}{:016x}", own(), own()), .email = {}};
                row.email = fmt::format("{}@example.com", std::string_view(row.id).substr(5, 20));
                queue.push(row);
                row.committed.acquire();
                auto const done = Instant::now();
                mine.push_back(std::uint32_t(
                    std::min<std::int64_t>(std::chrono::nanoseconds(done - now).count(), std::numeric_limits<std::uint32_t>::max())));
                now = done;
            }
            {
                std::lock_guard const lock(mutex);
                took.insert(took.end(), mine.begin(), mine.end());
            }
            queue.leave();
        });

    for (auto rows = queue.take(); !rows.empty(); rows = queue.take()) {
        database_->commit(rows);
        for (auto* row : rows) row->committed.release();
    }
    for (auto& thread : threads) thread.join();
    return rate_of(std::move(took), Instant::now() - start);
}

}  // namespace gatehouse::bench
