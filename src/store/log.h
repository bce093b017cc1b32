// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "changes/change.h"
#include "store/session.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// The change log as stored. Only service/commit appends.
namespace gatehouse::store {

struct Head {
    std::int64_t revision = 0;  // of the last commit
    std::string hash;           // of the last row of the log
};
Result<Head> head(Connection& connection);

/// Takes `count` revisions: afterwards the head is where it was plus `count`. The last thing a write transaction does, so that the order of
/// revisions is the order of commits on every database. Returns the revision before the first one taken.
Result<std::int64_t> take_revisions(Connection& writer, std::int64_t count);
/// Says which hash the chain now ends with.
Result<void> set_chain_end(Connection& writer, std::string const& hash);

/// At most `limit` of this Space's rows after `revision`, oldest first.
Result<std::vector<changes::LogRow>> log_after(Session& session, std::int64_t revision, std::int64_t limit);
Result<std::vector<changes::LogRow>> log_of_revision(Session& session, std::int64_t revision);
/// Every row of every Space, oldest first.
Result<void> each_log_row(Connection& connection, std::function<void(changes::LogRow const&)> const& sink);

/// The next number of a sequence of this Space, from 1. A rolled back transaction gives it back.
Result<std::int64_t> next_number(Transaction& tx, std::string_view sequence);

}  // namespace gatehouse::store
