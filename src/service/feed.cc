// SPDX-License-Identifier: Apache-2.0
#include "service/feed.h"

#include "store/driver.h"
#include "store/log.h"
#include "store/record.h"
#include "store/session.h"

#include <fmt/format.h>
#include <set>

namespace gatehouse::service {
namespace {

void leave_out_secrets(changes::LogRow& row) {
    for (auto* side : {&row.before, &row.after})
        if (side->value) side->value->erase("hash");
}

}  // namespace

Result<FeedPage> changes_after(Read& read, std::int64_t revision, std::int64_t limit) {
    FeedPage page;
    page.rows = TRY(store::log_after(read.session, revision, limit + 1));
    if (std::int64_t(page.rows.size()) > limit) {
        // The last revision may be cut: leave it for the next page, unless it is the only one.
        auto const cut = page.rows.back().revision;
        if (page.rows.front().revision == cut) {
            page.rows = TRY(store::log_of_revision(read.session, cut));
            page.more = !TRY(store::log_after(read.session, cut, 1)).empty();
        } else {
            std::erase_if(page.rows, [&](changes::LogRow const& row) { return row.revision == cut; });
            page.more = true;
        }
    }
    page.next_after = page.rows.empty() ? revision : page.rows.back().revision;
    for (auto& row : page.rows) leave_out_secrets(row);
    return page;
}

Result<ChainCheck> verify_chain(Read& read) {
    auto& connection = read.session.connection();
    ChainCheck check;
    std::string previous;
    std::int64_t revision = 0, position = -1;
    auto const complain = [&](changes::LogRow const& row, std::string_view what) {
        if (check.broken.empty()) check.broken = fmt::format("revision {}, place {}: {}", row.revision, row.position, what);
    };
    TRY(store::each_log_row(connection, [&](changes::LogRow const& row) {
        ++check.rows;
        bool const next_place = row.revision == revision && row.position == position + 1;
        bool const next_revision = row.revision == revision + 1 && row.position == 0;
        if (!next_place && !next_revision) complain(row, fmt::format("rows are missing after revision {}, place {}", revision, position));
        if (changes::chain_hash(previous, row) != row.hash) complain(row, "the row, or one before it, was changed after it was written");
        revision = row.revision;
        position = row.position;
        previous = row.hash;
    }));
    check.revisions = revision;
    auto const head = TRY(store::head(connection));
    if (check.broken.empty() && (head.revision != revision || head.hash != previous))
        check.broken =
            fmt::format("the log ends at revision {}, the database says {}: the end is missing or was changed", revision, head.revision);
    return check;
}

namespace {

/// Replays the log and compares what comes out with what is stored.
Result<std::string> compare_with_log(store::Connection& connection) {
    std::set<std::string> facts;
    std::string difference;
    auto const text_of = [](std::string_view kind, json::Object const& object) { return std::string(kind) + " " + json::text_of(object); };
    auto const differs = [&](std::string const& what, std::string const& fact) {
        if (difference.empty()) difference = fmt::format("{}: {}", what, fact.substr(0, 200));
    };
    TRY(store::each_log_row(connection, [&](changes::LogRow const& row) {
        if (row.before.value && !facts.erase(text_of(row.kind, *row.before.value)))
            differs(fmt::format("revision {} changes what was not there", row.revision), text_of(row.kind, *row.before.value));
        if (row.after.value) facts.insert(text_of(row.kind, *row.after.value));
    }));
    TRY(store::each_record(connection, [&](Record const& record) {
        auto const kind = std::visit([](auto const& one) { return gatehouse::kind_of(one); }, record);
        auto const fact = text_of(kind, changes::to_json(record));
        if (!facts.erase(fact)) differs("the database has what the log does not say", fact);
    }));
    if (!facts.empty()) differs("the log says what the database does not have", *facts.begin());
    return difference;
}

}  // namespace

Result<Health> examine(Write& write) {
    auto& connection = write.tx.connection();
    Health health;
    health.revision = TRY(store::head(connection)).revision;
    health.database = TRY(connection.check_integrity());
    health.chain = TRY(verify_chain(write));
    health.history = TRY(compare_with_log(connection));
    access::World loaded;
    TRY(store::each_record(connection, [&](Record const& record) { loaded.put(record); }));
    if (write.world.revision() != health.revision)
        health.engine = fmt::format("the engine is at revision {}, the database at {}", write.world.revision(), health.revision);
    else if (write.world.digest() != loaded.digest())
        health.engine = fmt::format("the engine's facts differ from the database's at revision {}", health.revision);
    return health;
}

}  // namespace gatehouse::service
