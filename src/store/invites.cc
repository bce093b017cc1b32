// SPDX-License-Identifier: Apache-2.0
#include "store/invites.h"

#include "store/column.h"
#include "store/groups.h"
#include "store/record.h"

#include <map>

namespace gatehouse::store {

Result<std::optional<Invite>> find_invite(Session& session, InviteId invite) {
    return select_one<Invite>(session, "invite = $invite", {{"invite", invite.number}});
}

Result<std::optional<Invite>> find_pending_invite(Session& session, std::string_view email_key, Timestamp now) {
    return select_one<Invite>(session, "email_key = $email and claimed_at is null and expires_at > $now order by expires_at desc, invite",
                              {{"email", std::string(email_key)}, {"now", Column<Timestamp>::to_value(now)}});
}

Result<std::vector<Invite>> invites(Session& session) { return select<Invite>(session, "true order by invite"); }

Result<std::optional<GroupInvite>> find_group_invite(Session& session, GroupId group, InviteId invite) {
    return select_one<GroupInvite>(session, R"("group" = $group and invite = $invite)",
                                   {{"group", group.number}, {"invite", invite.number}});
}

Result<std::vector<GroupInvite>> group_invites_of(Session& session, InviteId invite) {
    return select<GroupInvite>(session, R"(invite = $invite order by "group")", {{"invite", invite.number}});
}

Result<std::vector<GroupInvite>> group_invites_of(Session& session, GroupId group) {
    return select<GroupInvite>(session, R"("group" = $group order by invite)", {{"group", group.number}});
}

Result<std::vector<Group>> groups_of(Session& session, InviteId invite) {
    return select<Group>(
        session, R"("group" in (select "group" from group_invites g where g.space = $space and g.invite = $invite) order by "group")",
        {{"invite", invite.number}});
}

Result<std::vector<Invite>> open_invites_to(Session& session, GroupId group) {
    return select<Invite>(
        session,
        R"(claimed_at is null and invite in (select invite from group_invites g where g.space = $space and g."group" = $group)
                             order by invite)",
        {{"group", group.number}});
}

Result<std::vector<std::pair<InviteId, Group>>> all_groups_of_invites(Session& session) {
    std::map<GroupId, Group> known;
    for (auto& group : TRY(groups(session))) known.emplace(group.group, std::move(group));
    std::vector<std::pair<InviteId, Group>> found;
    for (auto const& row : TRY(select<GroupInvite>(session, R"(true order by invite, "group")")))
        if (auto const group = known.find(row.group); group != known.end()) found.emplace_back(row.invite, group->second);
    return found;
}

Result<std::vector<std::pair<GroupId, Invite>>> all_open_invites_to_groups(Session& session) {
    std::map<InviteId, Invite> known;
    auto const attached = "claimed_at is null and invite in (select invite from group_invites g where g.space = $space)";
    for (auto& invite : TRY(select<Invite>(session, attached))) known.emplace(invite.invite, std::move(invite));
    std::vector<std::pair<GroupId, Invite>> found;
    for (auto const& row : TRY(select<GroupInvite>(session, R"(true order by "group", invite)")))
        if (auto const invite = known.find(row.invite); invite != known.end()) found.emplace_back(row.group, invite->second);
    return found;
}

}  // namespace gatehouse::store
