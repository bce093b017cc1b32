// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unordered_map>

namespace gatehouse::store::sqlite {
namespace {

enum class Durability { full, none };
enum class Use { write, read };

Error translate(sqlite3* db, int code, std::string_view sql) {
    auto detail = fmt::format("SQLite {} ({}): {}", code, db ? sqlite3_errmsg(db) : sqlite3_errstr(code), sql);
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            return {ErrorKind::conflict, "Something with these properties is there already", std::move(detail)};
        case SQLITE_FULL:
            return unavailable("The disk is full; nothing was changed", std::move(detail));
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return unavailable("The database cannot be written; nothing was changed", std::move(detail));
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return unavailable("The database file cannot be read or written; nothing was changed", std::move(detail));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return unavailable("The database is busy; try again", std::move(detail));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return unavailable("The database file is damaged", std::move(detail));
        default:
            return internal(std::move(detail));
    }
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

class CurrentRow final : public Row {
public:
    explicit CurrentRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    std::string_view text(int column) const override {
        auto const* data = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
        return data ? std::string_view(data, std::size_t(sqlite3_column_bytes(statement_, column))) : std::string_view{};
    }

private:
    sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(sqlite3* db) : db_(db) {}
    SqliteConnection(SqliteConnection const&) = delete;
    SqliteConnection& operator=(SqliteConnection const&) = delete;
    ~SqliteConnection() override {
        statements_.clear();
        sqlite3_close_v2(db_);
    }

    Result<void> run(std::string_view sql, Params params, RowSink const& sink) override {
        auto* statement = TRY(prepare(sql));
        struct Reset {
            sqlite3_stmt* statement;
            ~Reset() {
                sqlite3_reset(statement);
                sqlite3_clear_bindings(statement);
            }
        } const reset{statement};
        for (auto const& [name, value] : params) TRY(bind(statement, name, value, sql));
        for (;;) {
            int const code = sqlite3_step(statement);
            if (code == SQLITE_DONE) return {};
            if (code != SQLITE_ROW) return translate(db_, sqlite3_extended_errcode(db_), sql);
            sink(CurrentRow(statement));
        }
    }

    Result<void> run_script(std::string const& sql) override {
        if (int const code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) return translate(db_, code, sql);
        return {};
    }

    Result<void> begin_write() override { return run_plain("begin immediate"); }
    Result<void> begin_read() override { return run_plain("begin"); }
    Result<void> commit() override { return run_plain("commit"); }
    void rollback() override {
        if (!sqlite3_get_autocommit(db_)) (void)run_plain("rollback");
    }
    Result<void> savepoint() override { return run_plain("savepoint request"); }
    Result<void> release_savepoint() override { return run_plain("release request"); }
    Result<void> rollback_to_savepoint() override {
        TRY(run_plain("rollback to request"));
        return run_plain("release request");
    }

    void checkpoint() override { sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr); }

    Result<std::string> check_integrity() override {
        std::string found;
        TRY(run("pragma quick_check(5)", {}, [&](Row const& row) {
            if (row.text(0) != "ok") found += (found.empty() ? "" : "; ") + std::string(row.text(0));
        }));
        return found;
    }

private:
    Result<void> run_plain(std::string_view sql) {
        return run(sql, {}, [](Row const&) {});
    }

    Result<sqlite3_stmt*> prepare(std::string_view sql) {
        auto const found = statements_.find(std::string(sql));
        if (found != statements_.end()) return found->second.get();
        sqlite3_stmt* statement = nullptr;
        if (int const code = sqlite3_prepare_v3(db_, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
            code != SQLITE_OK)
            return translate(db_, code, sql);
        statements_.emplace(std::string(sql), Statement(statement));
        return statement;
    }

    Result<void> bind(sqlite3_stmt* statement, std::string_view name, Value const& value, std::string_view sql) {
        char parameter[64];
        if (name.size() + 2 > sizeof parameter) return internal("parameter name too long: " + std::string(name));
        parameter[0] = '$';
        std::memcpy(parameter + 1, name.data(), name.size());
        parameter[name.size() + 1] = '\0';
        int const index = sqlite3_bind_parameter_index(statement, parameter);
        if (!index) return {};  // a general set of parameters may hold more than one statement uses
        int code = SQLITE_OK;
        if (auto const* number = std::get_if<std::int64_t>(&value))
            code = sqlite3_bind_int64(statement, index, *number);
        else if (auto const* text = std::get_if<std::string>(&value))
            code = sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
        else
            code = sqlite3_bind_null(statement, index);
        if (code != SQLITE_OK) return translate(db_, code, sql);
        return {};
    }

    sqlite3* db_;
    std::unordered_map<std::string, Statement> statements_;
};

Result<std::unique_ptr<Connection>> connect(std::filesystem::path const& file, Use use, Durability durability) {
    sqlite3* db = nullptr;
    // One connection per thread, so SQLite needs no locks of its own.
    int const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (use == Use::write ? SQLITE_OPEN_CREATE : 0);
    int const code = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
    auto connection = std::make_unique<SqliteConnection>(db);
    if (code != SQLITE_OK) {
        auto error = translate(db, code, file.string());
        error.message = "The database file " + file.string() + " cannot be opened: " + (db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
        return error;
    }
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, 5'000);
    // mmap_size stays 0: with a mapping, every commit makes every reader page the file in again.
    std::string pragmas = "pragma journal_mode = wal; pragma foreign_keys = on; pragma mmap_size = 0; pragma temp_store = memory;";
    pragmas += durability == Durability::full ? "pragma synchronous = full;" : "pragma synchronous = off;";
    // Debian's SQLite has a checkpoint race between connections (fixed upstream in 3.51.3): only the writer checkpoints, when it says so.
    pragmas += "pragma wal_autocheckpoint = 0;";
    pragmas += use == Use::write ? "pragma cache_size = -32768; pragma journal_size_limit = 67108864; pragma secure_delete = fast;"
                                 : "pragma cache_size = -8192; pragma query_only = on;";
    if (auto set = connection->run_script(pragmas); !set) {
        auto error = std::move(set).error();
        error.message += " (" + file.string() + ")";
        return error;
    }
    return std::unique_ptr<Connection>(std::move(connection));
}

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::filesystem::path directory, Durability durability, int lock)
        : directory_(std::move(directory)), durability_(durability), lock_(lock) {}
    SqliteDatabase(SqliteDatabase const&) = delete;
    SqliteDatabase& operator=(SqliteDatabase const&) = delete;
    ~SqliteDatabase() override {
        std::error_code ignored;
        if (durability_ == Durability::none)
            std::filesystem::remove_all(directory_, ignored);
        else if (marked_)
            std::filesystem::remove(unclean_mark(), ignored);
        if (lock_ >= 0) ::close(lock_);
    }

    Result<std::unique_ptr<Connection>> open_writer() override { return connect(file(), Use::write, durability_); }
    Result<std::unique_ptr<Connection>> open_reader() override { return connect(file(), Use::read, durability_); }
    std::string directory() const override { return directory_.string(); }

    /// Leaves a mark that a clean stop takes away. Found at start, it means that the last stop was none.
    Result<void> check_after_unclean_stop() {
        bool const unclean = std::filesystem::exists(unclean_mark());
        if (unclean && std::filesystem::exists(file())) {
            auto writer = TRY(open_writer());
            auto const found = writer->check_integrity();
            auto const damage = found ? *found : found.error().message;
            if (!damage.empty()) return unavailable("The database file " + file().string() + " is damaged: " + damage, {});
        }
        int const mark = ::open(unclean_mark().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (mark < 0) return unavailable("Cannot write in " + directory_.string() + ": " + std::strerror(errno), {});
        ::close(mark);
        marked_ = true;
        return {};
    }

private:
    std::filesystem::path file() const { return directory_ / "gatehouse.db"; }
    std::filesystem::path unclean_mark() const { return directory_ / "gatehouse.running"; }

    std::filesystem::path directory_;
    Durability durability_;
    int lock_;
    bool marked_ = false;  // a directory that was refused keeps the mark it had
};

}  // namespace

Result<std::unique_ptr<Database>> open(std::filesystem::path const& directory) {
    std::error_code error;
    bool const fresh = std::filesystem::create_directories(directory, error);
    if (error) return unavailable("The data directory " + directory.string() + " cannot be made: " + error.message(), {});
    if (fresh) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    auto const lock_file = directory / "gatehouse.lock";
    int const lock = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return unavailable("Cannot write in the data directory " + directory.string() + ": " + std::strerror(errno), {});
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return unavailable("Another Gatehouse uses the data directory " + directory.string() + " (it holds " + lock_file.string() + ")",
                           {});
    }
    auto database = std::make_unique<SqliteDatabase>(directory, Durability::full, lock);
    TRY(database->check_after_unclean_stop());
    return std::unique_ptr<Database>(std::move(database));
}

Result<std::unique_ptr<Database>> open_ephemeral() {
    auto pattern = (std::filesystem::temp_directory_path() / "gatehouse-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        return unavailable("No temporary directory can be made at " + pattern + ": " + std::strerror(errno), {});
    return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(pattern, Durability::none, -1));
}

}  // namespace gatehouse::store::sqlite
