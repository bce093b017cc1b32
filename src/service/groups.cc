// SPDX-License-Identifier: Apache-2.0
#include "service/groups.h"

#include "service/erase_access.h"
#include "service/expiry.h"
#include "service/users.h"
#include "store/apps.h"
#include "store/grants.h"
#include "store/groups.h"
#include "store/invites.h"
#include "store/log.h"
#include "store/record.h"
#include "store/roles.h"
#include "store/users.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

namespace gatehouse::service {
namespace {

Member to_member(store::Member&& row) { return {row.user, std::move(row.sid), std::move(row.email), row.is_group_admin, row.active}; }

Result<std::vector<Member>> members_of(Read& read, Group const& group) {
    auto rows =
        group.role == GroupRole::all_users ? TRY(store::everybody(read.session)) : TRY(store::members_of(read.session, group.group));
    std::vector<Member> members;
    members.reserve(rows.size());
    for (auto& row : rows) members.push_back(to_member(std::move(row)));
    return members;
}

Result<Group> require_group(Read& read, GroupId group) {
    auto found = TRY(store::find_group(read.session, group));
    if (!found) return not_found(fmt::format("No group '{}' found for organization", group.number));
    return *std::move(found);
}

Error members_are_fixed() { return forbidden("Everybody is a member of 'All Users'; its membership cannot be changed"); }

void assign(Group& group, GroupEdit const& edit) {
    group.name = edit.name;
    group.universal_app_access = edit.universal_app_access;
    group.universal_resource_access = edit.universal_resource_access;
    group.universal_workflow_access = edit.universal_workflow_access;
    group.universal_query_library_access = edit.universal_query_library_access;
    group.user_list_access = edit.user_list_access;
    group.audit_log_access = edit.audit_log_access;
    group.unpublished_release_access = edit.unpublished_release_access;
    group.usage_analytics_access = edit.usage_analytics_access;
    group.theme_access = edit.theme_access;
    group.account_details_access = edit.account_details_access;
    group.landing_page_app_id = edit.landing_page_app_id;
}

/// What a default group does not allow.
Result<void> check_default_group(Group const& before, Group const& after) {
    if (before.role == GroupRole::custom) return {};
    if (after.name != before.name) return forbidden(fmt::format("'{}' is a default group and cannot be renamed", before.name));
    if (before.role != GroupRole::admin) return {};
    auto levels = [](Group const& g) {
        return std::tuple(g.universal_app_access, g.universal_resource_access, g.universal_workflow_access,
                          g.universal_query_library_access, g.user_list_access, g.audit_log_access, g.unpublished_release_access,
                          g.usage_analytics_access, g.theme_access, g.account_details_access);
    };
    if (levels(before) != levels(after)) return forbidden("Members of 'admin' own everything; the levels of this group cannot be changed");
    return {};
}

Result<void> check_landing_page(Read& read, std::optional<AppId> const& before, std::optional<AppId> const& after) {
    if (!after || after == before || TRY(store::find_app(read.session, *after))) return {};
    return unprocessable(fmt::format("landing_page_app_id: no app '{}' found", after->text));
}

Result<void> check_name_is_free(Read& read, std::string const& name, GroupId own) {
    auto const taken = TRY(store::find_group_by_name(read.session, name));
    if (taken && taken->group != own)
        return conflict(fmt::format("A group with the name '{}' exists already: {}", taken->name, taken->group.number));
    return {};
}

Result<void> put_member(Write& write, GroupId group, WantedMember const& wanted) {
    auto const user = TRY(find_user(write, wanted.sid));
    auto const before = TRY(store::find_membership(write.session, group, user.user));
    if (!before) {
        Membership made{write.space, group, user.user, wanted.is_group_admin, write.now};
        made.given_by = write.actor.user;
        return store::insert(write.tx, made);
    }
    Membership after = *before;
    after.is_group_admin = wanted.is_group_admin;
    return store::update(write.tx, *before, after);
}

Result<void> remove(Write& write, Group const& group, Membership const& membership) {
    if (group.role == GroupRole::admin) TRY(require_another_admin(write, membership.user));
    return store::erase(write.tx, membership);
}

/// Makes `wanted` the whole membership. Adding comes first, so that handing the admin group over to somebody else is possible.
Result<void> set_members(Write& write, Group const& group, std::vector<WantedMember> const& wanted) {
    if (group.role == GroupRole::all_users) {
        std::set<std::string> now, then;
        for (auto const& member : TRY(members_of(write, group))) now.insert(member.sid);
        for (auto const& member : wanted) then.insert(member.sid);
        if (now != then) return members_are_fixed();
        return {};
    }
    std::set<std::string> keep;
    for (auto const& member : wanted) {
        TRY(put_member(write, group.group, member));
        keep.insert(member.sid);
    }
    for (auto const& member : TRY(members_of(write, group))) {
        if (keep.contains(member.sid)) continue;
        auto const membership = TRY(store::find_membership(write.session, group.group, member.user));
        TRY(remove(write, group, *membership));
    }
    return {};
}

/// The invite that a request names in its list `field`.
Result<Invite> named_invite(Read& read, InviteId number, std::string_view field, std::size_t index) {
    auto found = require_invite(read, number);
    if (!found) return not_found(fmt::format("{}[{}]: {}", field, index, found.error().message));
    return found;
}

Result<void> put_invite(Write& write, GroupId group, InviteId invite) {
    if (TRY(store::find_group_invite(write.session, group, invite))) return {};
    return store::insert(write.tx, GroupInvite{write.space, group, invite, write.now});
}

/// Makes `wanted` all the invites that lead to the group. A client that sends back what it read may name some that were claimed meanwhile.
Result<void> set_invites(Write& write, Group const& group, std::vector<InviteId> const& wanted) {
    std::set<InviteId> keep;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const invite = TRY(named_invite(write, wanted[i], "user_invites", i));
        if (!invite.claimed_at) keep.insert(invite.invite);
    }
    if (group.role == GroupRole::all_users) return keep.empty() ? Result<void>() : members_are_fixed();
    for (auto const invite : keep) TRY(put_invite(write, group.group, invite));
    for (auto const& attached : TRY(store::group_invites_of(write.session, group.group)))
        if (!keep.contains(attached.invite)) TRY(store::erase(write.tx, attached));
    return {};
}

/// The group's `updated_at` moves with its members and invites too: a client that compares it sees that they changed.
Result<void> touch(Write& write, Group const& before) {
    Group after = before;
    after.updated_at = write.now;
    return store::update(write.tx, before, after);
}

/// `groups`: by number.
Result<void> add_all_invites(Read& read, std::vector<GroupWithMembers>& groups) {
    std::vector<GroupId> leads_to;
    std::vector<Invite> invites;
    for (auto& [group, invite] : TRY(store::all_open_invites_to_groups(read.session))) {
        leads_to.push_back(group);
        invites.push_back(std::move(invite));
    }
    auto shown = TRY(show_invites(read, std::move(invites)));
    auto group = groups.begin();
    for (std::size_t i = 0; i < shown.size(); ++i) {
        while (group != groups.end() && group->group.group < leads_to[i]) ++group;
        if (group == groups.end()) break;
        group->invites.push_back(std::move(shown[i]));
    }
    return {};
}

}  // namespace

GroupEdit GroupEdit::of(Group const& g) {
    return {g.name,
            g.universal_app_access,
            g.universal_resource_access,
            g.universal_workflow_access,
            g.universal_query_library_access,
            g.user_list_access,
            g.audit_log_access,
            g.unpublished_release_access,
            g.usage_analytics_access,
            g.theme_access,
            g.account_details_access,
            g.landing_page_app_id};
}

Result<std::vector<GroupWithMembers>> list_groups(Read& read) {
    std::vector<GroupWithMembers> found;
    for (auto& group : TRY(store::groups(read.session))) found.push_back({std::move(group), {}, {}});
    auto rows = TRY(store::all_members(read.session));
    auto row = rows.begin();
    for (auto& [group, members, invites] : found) {
        for (; row != rows.end() && row->group <= group.group; ++row)
            if (row->group == group.group) members.push_back(to_member(std::move(*row)));
    }
    TRY(add_all_invites(read, found));
    return found;
}

Result<void> each_of_everybody(Read& read, std::function<void(std::string_view sid, std::string_view email)> const& sink) {
    return store::each_of_everybody(read.session, sink);
}

Result<GroupWithMembers> find_group(Read& read, GroupId group) {
    auto found = TRY(require_group(read, group));
    auto members = TRY(members_of(read, found));
    auto leading_here = TRY(store::open_invites_to(read.session, group));
    auto invites = TRY(show_invites(read, std::move(leading_here)));
    return GroupWithMembers{std::move(found), std::move(members), std::move(invites)};
}

Result<GroupWithMembers> create_group(Write& write, GroupEdit const& wanted, std::vector<WantedMember> const& members,
                                      std::vector<InviteId> const& invites) {
    TRY(check_name_is_free(write, wanted.name, {}));
    TRY(check_landing_page(write, std::nullopt, wanted.landing_page_app_id));
    Group group;
    group.space = write.space;
    group.group = {TRY(store::next_number(write.tx, "groups"))};
    group.created_at = group.updated_at = write.now;
    assign(group, wanted);
    TRY(store::insert(write.tx, group));
    for (auto const& member : members) TRY(put_member(write, group.group, member));
    TRY(set_invites(write, group, invites));
    return find_group(write, group.group);
}

Result<GroupWithMembers> edit_group(Write& write, GroupId group, GroupEdit const& edit,
                                    std::optional<std::vector<WantedMember>> const& members,
                                    std::optional<std::vector<InviteId>> const& invites) {
    auto const before = TRY(require_group(write, group));
    Group after = before;
    assign(after, edit);
    after.updated_at = write.now;
    TRY(check_default_group(before, after));
    TRY(check_name_is_free(write, after.name, group));
    TRY(check_landing_page(write, before.landing_page_app_id, after.landing_page_app_id));
    if (members) TRY(set_members(write, before, *members));
    if (invites) TRY(set_invites(write, before, *invites));
    TRY(store::update(write.tx, before, after));
    return find_group(write, group);
}

Result<void> delete_group(Write& write, GroupId number) {
    auto const group = TRY(require_group(write, number));
    if (group.role != GroupRole::custom) return forbidden(fmt::format("'{}' is a default group and cannot be deleted", group.name));
    TRY(erase_access_of(write, subject(number)));
    for (auto const& membership : TRY(store::memberships_of(write.session, number))) TRY(store::erase(write.tx, membership));
    for (auto const& attached : TRY(store::group_invites_of(write.session, number))) TRY(store::erase(write.tx, attached));
    return store::erase(write.tx, group);
}

Result<GroupWithMembers> add_members(Write& write, GroupId number, std::vector<WantedMember> const& members) {
    auto const group = TRY(require_group(write, number));
    if (group.role == GroupRole::all_users) return members_are_fixed();
    for (auto const& member : members) TRY(put_member(write, number, member));
    TRY(touch(write, group));
    return find_group(write, number);
}

Result<GroupWithMembers> remove_member(Write& write, GroupId number, std::string_view sid) {
    auto const group = TRY(require_group(write, number));
    if (group.role == GroupRole::all_users) return members_are_fixed();
    auto const user = TRY(find_user(write, sid));
    auto const membership = TRY(store::find_membership(write.session, number, user.user));
    if (!membership) return not_found(fmt::format("User '{}' is not a member of group '{}'", sid, group.name));
    TRY(remove(write, group, *membership));
    TRY(touch(write, group));
    return find_group(write, number);
}

Result<std::vector<MembershipOf>> memberships_of(Read& read, GroupId number) {
    TRY(require_group(read, number));
    std::vector<MembershipOf> found;
    for (auto const& membership : TRY(store::memberships_of(read.session, number))) {
        auto const user = TRY(store::find_user(read.session, membership.user));
        if (!user) continue;
        auto given_by = TRY(sid_of(read, membership.given_by));
        found.push_back({membership, user->sid, user->email, std::move(given_by)});
    }
    return found;
}

Result<MembershipOf> put_membership(Write& write, GroupId number, std::string_view sid, MembershipEdit const& edit) {
    auto const group = TRY(require_group(write, number));
    if (group.role == GroupRole::all_users) return members_are_fixed();
    TRY(require_future(write, edit.expires_at));
    auto const user = TRY(find_user(write, sid));
    TRY(put_member(write, number, {user.sid, edit.is_group_admin}));
    auto const before = *TRY(store::find_membership(write.session, number, user.user));
    auto after = before;
    after.expires_at = edit.expires_at;
    TRY(store::update(write.tx, before, after));
    TRY(touch(write, group));
    auto given_by = TRY(sid_of(write, after.given_by));
    return MembershipOf{after, user.sid, user.email, std::move(given_by)};
}

Result<void> end_membership(Write& write, Membership const& membership) {
    auto const group = TRY(require_group(write, membership.group));
    return remove(write, group, membership);
}

Result<GroupWithMembers> add_invites(Write& write, GroupId number, std::vector<InviteId> const& invites) {
    auto const group = TRY(require_group(write, number));
    if (group.role == GroupRole::all_users) return members_are_fixed();
    for (std::size_t i = 0; i < invites.size(); ++i) {
        auto const invite = TRY(named_invite(write, invites[i], "userInviteIds", i));
        if (invite.claimed_at)
            return conflict(fmt::format("userInviteIds[{}]: invite '{}' was claimed; add the user as a member", i, invite.invite.number));
        TRY(put_invite(write, number, invite.invite));
    }
    TRY(touch(write, group));
    return find_group(write, number);
}

Result<void> remove_invite(Write& write, GroupId number, InviteId invite) {
    auto const group = TRY(require_group(write, number));
    if (group.role == GroupRole::all_users) return members_are_fixed();
    TRY(require_invite(write, invite));
    auto const attached = TRY(store::find_group_invite(write.session, number, invite));
    if (!attached) return not_found(fmt::format("User invite '{}' does not lead to group '{}'", invite.number, group.name));
    TRY(store::erase(write.tx, *attached));
    return touch(write, group);
}

}  // namespace gatehouse::service
