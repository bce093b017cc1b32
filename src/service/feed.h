// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "changes/change.h"
#include "service/context.h"

#include <cstdint>
#include <string>
#include <vector>

/// The change log, read.
namespace gatehouse::service {

struct FeedPage {
    std::vector<changes::LogRow> rows;  // whole revisions, oldest first
    std::int64_t next_after = 0;        // where to go on
    bool more = false;
};
/// This Space's changes after `revision`: as many whole revisions as fit in `limit` rows, one at least. Hashes of secrets are left out.
Result<FeedPage> changes_after(Read& read, std::int64_t revision, std::int64_t limit);

struct ChainCheck {
    std::int64_t rows = 0;
    std::int64_t revisions = 0;
    std::string broken;  // the first thing that does not fit; empty: nothing
};
/// Follows the hash chain over the whole log.
Result<ChainCheck> verify_chain(Read& read);

struct Health {
    std::int64_t revision = 0;
    std::string database;  // what is wrong with the file; empty: nothing
    ChainCheck chain;
    std::string history;  // how the database differs from what the change log says; empty: not at all
    std::string engine;   // how the engine differs from the database; empty: not at all
};
/// Do database, chain and engine agree? Takes a Write although it writes nothing: no write may fall in between.
Result<Health> examine(Write& write);

}  // namespace gatehouse::service
