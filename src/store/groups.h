// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/group.h"
#include "store/session.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Group>> find_group(Session& session, GroupId group);
/// Names are the same whatever their case (ASCII).
Result<std::optional<Group>> find_group_by_name(Session& session, std::string_view name);
Result<std::vector<Group>> groups(Session& session);  // by number
Result<std::vector<Group>> groups_landing_on(Session& session, AppId const& app);

Result<std::optional<Membership>> find_membership(Session& session, GroupId group, UserId user);
Result<std::vector<Membership>> memberships_of(Session& session, GroupId group);  // by user number
Result<std::vector<Group>> groups_of(Session& session, UserId user);              // by number; All Users not included, it has no rows

/// Memberships that are over at `now`.
Result<std::vector<Membership>> expired_memberships(Session& session, Timestamp now);

/// A membership as groups show it.
struct Member {
    GroupId group;
    UserId user;
    std::string sid;
    std::string email;
    bool is_group_admin = false;
    bool active = true;
};
Result<std::vector<Member>> members_of(Session& session, GroupId group);
Result<std::vector<Member>> all_members(Session& session);  // of every group, by group, then user
Result<std::vector<Member>> everybody(Session& session);    // every user, as a member of All Users (`group` is left 0)
/// The same one by one, none of them kept; the text is good inside the sink only.
Result<void> each_of_everybody(Session& session, std::function<void(std::string_view sid, std::string_view email)> const& sink);

}  // namespace gatehouse::store
