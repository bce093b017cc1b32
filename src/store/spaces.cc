// SPDX-License-Identifier: Apache-2.0
#include "store/spaces.h"

#include "store/record.h"

namespace gatehouse::store {
namespace {

/// Spaces are the one table whose rows are looked up from another Space.
Result<std::optional<Space>> one(Session& session, std::string_view where, Param const& param) {
    auto found = TRY(select<Space>(session.connection(), where, Params(&param, 1)));
    if (found.empty()) return std::optional<Space>{};
    return std::optional<Space>(std::move(found.front()));
}

}  // namespace

Result<std::optional<Space>> find_space(Session& session, SpaceId space) { return one(session, "where space = $id", {"id", space.number}); }

Result<std::optional<Space>> find_space_by_sid(Session& session, std::string_view sid) {
    return one(session, "where sid = $sid", {"sid", std::string(sid)});
}

Result<std::optional<Space>> find_space_by_domain(Session& session, std::string_view domain) {
    return one(session, "where domain = $domain", {"domain", std::string(domain)});
}

Result<std::vector<Space>> child_spaces(Session& session) {
    Param const parent{"parent", session.space().number};
    return select<Space>(session.connection(), "where parent = $parent order by space", Params(&parent, 1));
}

Result<std::vector<Space>> all_spaces(Connection& connection) { return select<Space>(connection, "order by space"); }

}  // namespace gatehouse::store
