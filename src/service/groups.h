// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/group.h"
#include "service/context.h"
#include "service/invites.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Groups and who is in them. The four groups every Space starts with have rules of their own: none can be renamed or deleted, everybody is
/// in All Users, the levels of admin are fixed, and admin keeps at least one active member.
namespace gatehouse::service {

struct Member {
    UserId user;
    std::string sid;
    std::string email;
    bool is_group_admin = false;
    bool active = true;
};
struct GroupWithMembers {
    Group group;
    std::vector<Member> members;       // by user number
    std::vector<ShownInvite> invites;  // those nobody has claimed, by number
};

/// By number. All Users comes without its members: there may be very many, see below.
Result<std::vector<GroupWithMembers>> list_groups(Read& read);
/// Hands everybody (the members of All Users) to `sink`, by number, none of them kept. The text is good inside the sink only.
Result<void> each_of_everybody(Read& read, std::function<void(std::string_view sid, std::string_view email)> const& sink);
/// Errors: not_found.
Result<GroupWithMembers> find_group(Read& read, GroupId group);

/// What may be set about a group.
struct GroupEdit {
    std::string name;
    AccessLevel universal_app_access = AccessLevel::none;
    AccessLevel universal_resource_access = AccessLevel::none;
    AccessLevel universal_workflow_access = AccessLevel::none;
    AccessLevel universal_query_library_access = AccessLevel::none;
    bool user_list_access = false;
    bool audit_log_access = false;
    bool unpublished_release_access = false;
    bool usage_analytics_access = false;
    bool theme_access = false;
    bool account_details_access = false;
    std::optional<AppId> landing_page_app_id;

    static GroupEdit of(Group const& group);
};
struct WantedMember {
    std::string sid;
    bool is_group_admin = false;
};

/// Errors: conflict when the name is taken (whatever its case); not_found for an unknown member or invite; unprocessable for an unknown
/// landing page.
Result<GroupWithMembers> create_group(Write& write, GroupEdit const& wanted, std::vector<WantedMember> const& members,
                                      std::vector<InviteId> const& invites = {});

/// Sets the group to `edit`; `members` and `invites`, when given, become the membership and the invites that lead here. (Claimed invites
/// among them count for nothing: their people are users by now.)
/// Errors: as create_group; forbidden, with the rule, for what a default group does not allow; conflict when the last active admin would
/// go.
Result<GroupWithMembers> edit_group(Write& write, GroupId group, GroupEdit const& edit,
                                    std::optional<std::vector<WantedMember>> const& members,
                                    std::optional<std::vector<InviteId>> const& invites = std::nullopt);

/// Takes the group's memberships, invites and grants along; people are untouched. Errors: not_found; forbidden for a default group.
Result<void> delete_group(Write& write, GroupId group);

/// Adds people, or changes `is_group_admin` of those who are in. Removes nobody. Errors: not_found; forbidden for All Users.
Result<GroupWithMembers> add_members(Write& write, GroupId group, std::vector<WantedMember> const& members);
/// Errors: not_found when the group or user is unknown or not a member; forbidden for All Users; conflict for the last active admin.
Result<GroupWithMembers> remove_member(Write& write, GroupId group, std::string_view sid);

/// Who is in the group by a membership of their own, with where each came from; by user. All Users has none.
struct MembershipOf {
    Membership membership;
    std::string sid;
    std::string email;
    std::string given_by;  // the id of the account that did it; empty: nobody's
};
Result<std::vector<MembershipOf>> memberships_of(Read& read, GroupId group);

struct MembershipEdit {
    bool is_group_admin = false;
    std::optional<Timestamp> expires_at;
};
/// Adds or changes one membership as a whole. Errors: as add_members; invalid when the expiry is not in the future.
Result<MembershipOf> put_membership(Write& write, GroupId group, std::string_view sid, MembershipEdit const& edit);

/// Ends a membership without a word about its group. Errors: conflict for the last active admin.
Result<void> end_membership(Write& write, Membership const& membership);

/// Lets invites lead to the group. Removes none.
/// Errors: not_found, naming the place in `invites`; conflict for a claimed one; forbidden for All Users.
Result<GroupWithMembers> add_invites(Write& write, GroupId group, std::vector<InviteId> const& invites);
/// Errors: not_found when the group or invite is unknown or the invite does not lead to the group; forbidden for All Users.
Result<void> remove_invite(Write& write, GroupId group, InviteId invite);

}  // namespace gatehouse::service
