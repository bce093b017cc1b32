// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/group.h"
#include "domain/invite.h"
#include "domain/role.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// Invites and the groups they lead to. An invite is open until it is claimed, expired or not.
namespace gatehouse::store {

Result<std::optional<Invite>> find_invite(Session& session, InviteId invite);
/// The open one to this address (in lower case) that ends last after `now`.
Result<std::optional<Invite>> find_pending_invite(Session& session, std::string_view email_key, Timestamp now);
Result<std::vector<Invite>> invites(Session& session);  // by number

Result<std::optional<GroupInvite>> find_group_invite(Session& session, GroupId group, InviteId invite);
Result<std::vector<GroupInvite>> group_invites_of(Session& session, InviteId invite);  // by group
Result<std::vector<GroupInvite>> group_invites_of(Session& session, GroupId group);    // by invite
Result<std::vector<Group>> groups_of(Session& session, InviteId invite);               // by number
Result<std::vector<Invite>> open_invites_to(Session& session, GroupId group);          // by number

/// The same for all invites at once: which group each leads to, by invite, then group.
Result<std::vector<std::pair<InviteId, Group>>> all_groups_of_invites(Session& session);
/// The same for all groups at once: by group, then invite.
Result<std::vector<std::pair<GroupId, Invite>>> all_open_invites_to_groups(Session& session);

}  // namespace gatehouse::store
