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

Result<void> append(Connection& writer, LogRow const& row) {
    static std::string const sql = "insert into change_log (" + detail::columns<LogRow>() + ") values (" +
                                   detail::join<LogRow>(", ", [](auto) { return true; }, [](auto const& name) { return "$" + name; }) + ")";
    return writer.run(sql, detail::params_of(row));
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

Result<void> each_record(Connection& connection, std::function<void(Record const&)> const& sink) {
    Result<void> done;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Record>>([&](auto type) {
        using One = typename decltype(type)::type;
        if (done) done = each<One>(connection, "", {}, [&](One record) { sink(Record(std::move(record))); });
    });
    return done;
}

Result<std::vector<Record>> records_of(Session& session) {
    std::vector<Record> found;
    Result<void> done;
    // Record lists what names others after what is named; erasing wants it the other way round.
    boost::mp11::mp_for_each<boost::mp11::mp_reverse<boost::mp11::mp_transform<std::type_identity, Record>>>([&](auto type) {
        using One = typename decltype(type)::type;
        if constexpr (!std::is_same_v<One, Space>) {
            if (!done) return;
            auto rows = select<One>(session, "true");
            if (!rows) {
                done = std::move(rows).error();
                return;
            }
            for (auto& row : *rows) found.emplace_back(std::move(row));
        }
    });
    if (!done) return std::move(done).error();
    return found;
}

Result<void> erase_record(Transaction& tx, Record const& record) {
    return std::visit([&](auto const& one) { return erase(tx, one); }, record);
}

}  // namespace gatehouse::store
