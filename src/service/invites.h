// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/group.h"
#include "domain/invite.h"
#include "domain/user.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Invites: people to be. An invite is pending for seven days; it can be renewed as long as nobody has claimed it. Its link carries a token
/// that stands in for an access token once: whoever has it becomes the user, with the invite's groups, grants and attributes.
namespace gatehouse::service {

/// An invite as it is shown.
struct ShownInvite {
    Invite invite;
    std::string invited_by;                 // the user's id; empty when it was no user of this Space
    std::optional<std::string> claimed_by;  // the user's id
    std::optional<std::string> link;        // while it is pending, and only to those who could give away what it holds
    std::optional<std::vector<Group>> groups;
};
enum class WithGroups { no, yes };

Result<std::vector<ShownInvite>> list_invites(Read& read, WithGroups with);  // by number
/// Errors: not_found.
Result<ShownInvite> find_invite(Read& read, InviteId invite, WithGroups with);
/// In the same order.
Result<std::vector<ShownInvite>> show_invites(Read& read, std::vector<Invite> invites);

struct NewInvite {
    std::string email;
    std::vector<GroupId> groups;  // All Users among them says nothing new
    json::Object metadata;
};
/// A new invite; if one to this address is pending, that one with the groups and metadata added, under the same link.
/// Errors: forbidden, when the token may not put people into groups; not_found, naming the place in `groups`; conflict, naming the account
/// that has this address.
Result<ShownInvite> create_invite(Write& write, NewInvite const& wanted);

/// A new link and seven more days; the old link ends. Errors: not_found; conflict when it is claimed, the address has an account by now, or
/// another invite to it is pending.
Result<ShownInvite> renew_invite(Write& write, InviteId invite);

/// Takes its groups and grants along; the account that somebody may have made with it stays. Errors: not_found.
Result<void> delete_invite(Write& write, InviteId invite);

struct Newcomer {
    std::string first_name;
    std::string last_name;
};
/// Makes the invited person a user and hands over what the invite holds.
/// Errors: not_found, the same whatever is wrong with the token; conflict when the address has an account by now.
Result<User> claim_invite(Write& write, std::string_view token, Newcomer const& newcomer);

/// The record alone. Errors: not_found.
Result<Invite> require_invite(Read& read, InviteId invite);

}  // namespace gatehouse::service
