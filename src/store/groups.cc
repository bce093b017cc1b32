// SPDX-License-Identifier: Apache-2.0
#include "store/groups.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {
namespace {

Result<std::vector<Member>> members(Session& session, std::string const& sql, std::initializer_list<Param> more = {}) {
    std::vector<Param> params(more);
    params.push_back({"space", session.space().number});
    std::vector<Member> found;
    TRY(session.connection().run(sql, params, [&](Row const& row) {
        found.push_back({{row.integer(0)},
                         {row.integer(1)},
                         std::string(row.text(2)),
                         std::string(row.text(3)),
                         row.integer(4) != 0,
                         row.integer(5) != 0});
    }));
    return found;
}

std::string const joined =
    R"(select m."group", u."user", u.sid, u.email, m.is_group_admin, u.active from memberships m
       join users u on u.space = m.space and u."user" = m."user" where m.space = $space )";

}  // namespace

Result<std::optional<Group>> find_group(Session& session, GroupId group) {
    return select_one<Group>(session, R"("group" = $group)", {{"group", group.number}});
}

Result<std::optional<Group>> find_group_by_name(Session& session, std::string_view name) {
    return select_one<Group>(session, "lower(name) = lower($name)", {{"name", std::string(name)}});
}

Result<std::vector<Group>> groups(Session& session) { return select<Group>(session, R"(true order by "group")"); }

Result<std::vector<Group>> groups_landing_on(Session& session, AppId const& app) {
    return select<Group>(session, "landing_page_app_id = $app", {{"app", app.text}});
}

Result<std::optional<Membership>> find_membership(Session& session, GroupId group, UserId user) {
    return select_one<Membership>(session, R"("group" = $group and "user" = $user)", {{"group", group.number}, {"user", user.number}});
}

Result<std::vector<Membership>> memberships_of(Session& session, GroupId group) {
    return select<Membership>(session, R"("group" = $group order by "user")", {{"group", group.number}});
}

Result<std::vector<Membership>> expired_memberships(Session& session, Timestamp now) {
    return select<Membership>(session, "expires_at <= $now", {{"now", Column<Timestamp>::to_value(now)}});
}

Result<std::vector<Group>> groups_of(Session& session, UserId user) {
    return select<Group>(session,
                         R"("group" in (select "group" from memberships m where m.space = $space and m."user" = $user) order by "group")",
                         {{"user", user.number}});
}

Result<std::vector<Member>> members_of(Session& session, GroupId group) {
    return members(session, joined + R"(and m."group" = $group order by u."user")", {{"group", group.number}});
}

Result<std::vector<Member>> all_members(Session& session) { return members(session, joined + R"(order by m."group", u."user")"); }

Result<std::vector<Member>> everybody(Session& session) {
    return members(session, R"(select 0, "user", sid, email, 0, active from users where space = $space order by "user")");
}

Result<void> each_of_everybody(Session& session, std::function<void(std::string_view sid, std::string_view email)> const& sink) {
    Param const params[] = {{"space", session.space().number}};
    return session.connection().run(R"(select sid, email from users where space = $space order by "user")", params,
                                    [&](Row const& row) { sink(row.text(0), row.text(1)); });
}

}  // namespace gatehouse::store
