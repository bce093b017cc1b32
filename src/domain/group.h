// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/access_level.h"
#include "domain/ids.h"
#include "domain/origin.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse {

/// The four groups every Space starts with are special; `custom` is everything people make. Recognised by this, not by name or number.
enum class GroupRole { custom, all_users, admin, editor, viewer };
BOOST_DESCRIBE_ENUM(GroupRole, custom, all_users, admin, editor, viewer)

/// A universal level reaches every object of its kind in the Space, present and future (personal folders excepted).
struct Group {
    SpaceId space;
    GroupId group;
    std::string name;
    GroupRole role = GroupRole::custom;
    AccessLevel universal_app_access = AccessLevel::none;
    AccessLevel universal_resource_access = AccessLevel::none;
    AccessLevel universal_workflow_access = AccessLevel::none;
    AccessLevel universal_query_library_access = AccessLevel::none;  // never `own`
    bool user_list_access = false;
    bool audit_log_access = false;
    bool unpublished_release_access = false;
    bool usage_analytics_access = false;
    bool theme_access = false;
    bool account_details_access = false;
    std::optional<AppId> landing_page_app_id;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Group const&, Group const&) = default;
};
BOOST_DESCRIBE_STRUCT(Group, (),
                      (space, group, name, role, universal_app_access, universal_resource_access, universal_workflow_access,
                       universal_query_library_access, user_list_access, audit_log_access, unpublished_release_access,
                       usage_analytics_access, theme_access, account_details_access, landing_page_app_id, created_at, updated_at))

/// Groups do not contain groups. Everybody is in All Users without a membership; that group never has rows here.
struct Membership {
    SpaceId space;
    GroupId group;
    UserId user;
    bool is_group_admin = false;
    Timestamp created_at;
    Origin origin = Origin::api;
    std::optional<UserId> given_by = {};   // whose account or token did it
    std::optional<std::int64_t> run = {};  // the onboarding run that made it
    std::optional<Timestamp> expires_at = {};

    friend bool operator==(Membership const&, Membership const&) = default;
};
BOOST_DESCRIBE_STRUCT(Membership, (), (space, group, user, is_group_admin, created_at, origin, given_by, run, expires_at))

}  // namespace gatehouse
