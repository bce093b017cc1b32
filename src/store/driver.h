// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// What a database driver must offer. Queries above this line are written once, in the SQL that SQLite and PostgreSQL share.
namespace gatehouse::store {

using Value = std::variant<std::monostate, std::int64_t, std::string>;  // monostate: null

/// Bound by name (`$email`): SQLite numbers positional parameters by first appearance.
struct Param {
    std::string_view name;
    Value value;
};
using Params = std::span<Param const>;

/// One row of an answer; good inside the sink only. Columns count from 0.
class Row {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;

protected:
    ~Row() = default;
};
using RowSink = std::function<void(Row const&)>;

/// One connection; used by one thread at a time. Errors of every call: conflict (a unique or foreign key), unavailable (busy, full disk,
/// read-only file, i/o error), internal (anything else). The SQL is in `detail`.
class Connection {
public:
    virtual ~Connection() = default;

    /// Runs one statement, prepared once per connection and text.
    virtual Result<void> run(std::string_view sql, Params params, RowSink const& sink) = 0;
    /// Runs several statements without parameters, such as a migration.
    virtual Result<void> run_script(std::string const& sql) = 0;

    virtual Result<void> begin_write() = 0;  // waits for no other writer: there is none
    virtual Result<void> begin_read() = 0;   // one consistent view until `commit`
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;  // of the whole transaction; harmless without one
    virtual Result<void> savepoint() = 0;
    virtual Result<void> release_savepoint() = 0;
    virtual Result<void> rollback_to_savepoint() = 0;

    /// Moves what was committed into the main file, as far as readers allow. Only the writing connection may.
    virtual void checkpoint() = 0;
    /// What is wrong with the file; empty: nothing.
    virtual Result<std::string> check_integrity() = 0;

    Result<void> run(std::string_view sql, Params params = {}) {
        return run(sql, params, [](Row const&) {});
    }
};

/// Where connections come from.
class Database {
public:
    virtual ~Database() = default;
    virtual Result<std::unique_ptr<Connection>> open_writer() = 0;  // one at a time
    virtual Result<std::unique_ptr<Connection>> open_reader() = 0;
    /// The directory its files are in.
    virtual std::string directory() const = 0;
};

}  // namespace gatehouse::store
