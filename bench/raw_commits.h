// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/load.h"

#include <chrono>
#include <memory>
#include <string>

namespace gatehouse::bench {

/// The least a durable write can cost in SQLite: clients hand a row to one writer, which commits whatever has queued up in one transaction
/// (WAL, synchronous=FULL), and wait for it. A row is a user (text key, a secondary index) and an entry of a log.
class RawCommits {
public:
    explicit RawCommits(std::string const& database_file);
    ~RawCommits();

    Rate run(int clients, std::chrono::milliseconds duration);

private:
    class Database;
    std::unique_ptr<Database> database_;
};

}  // namespace gatehouse::bench
