// SPDX-License-Identifier: Apache-2.0
#include "store/log.h"

#include "store/record.h"

namespace gatehouse::store {

using changes::LogRow;

Result<Head> head(Connection& connection) {
    Head found;
    TRY(connection.run("select head, last_hash from meta where id = 1", {},
                       [&](Row const& row) { found = {row.integer(0), std::string(row.text(1))}; }));
    return found;
}

Result<std::int64_t> take_revisions(Connection& writer, std::int64_t count) {
    Param const param{"count", count};
    std::int64_t last = 0;
    TRY(writer.run("update meta set head = head + $count where id = 1 returning head", Params(&param, 1),
                   [&](Row const& row) { last = row.integer(0); }));
    return last - count;
}

Result<void> set_chain_end(Connection& writer, std::string const& hash) {
    Param const param{"hash", hash};
    return writer.run("update meta set last_hash = $hash where id = 1", Params(&param, 1));
}

Result<std::vector<LogRow>> log_after(Session& session, std::int64_t revision, std::int64_t limit) {
    return select<LogRow>(session, "revision > $revision order by revision, position limit $limit",
                          {{"revision", revision}, {"limit", limit}});
}

Result<std::vector<LogRow>> log_of_revision(Session& session, std::int64_t revision) {
    return select<LogRow>(session, "revision = $revision order by position", {{"revision", revision}});
}

Result<void> each_log_row(Connection& connection, std::function<void(LogRow const&)> const& sink) {
    return each<LogRow>(connection, "order by revision, position", {}, sink);
}

Result<std::int64_t> next_number(Transaction& tx, std::string_view sequence) {
    Param const params[] = {{"space", tx.space().number}, {"name", std::string(sequence)}};
    std::int64_t number = 0;
    TRY(
        tx.connection().run("insert into sequences (space, name, next) values ($space, $name, 2)"
                            " on conflict (space, name) do update set next = next + 1 returning next - 1",
                            params, [&](Row const& row) { number = row.integer(0); }));
    return number;
}

}  // namespace gatehouse::store
