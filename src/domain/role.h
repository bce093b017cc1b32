// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/grant.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// A named set of scopes that people make. (A group's own flags and universal levels are shown as a role too: that one is no record.)
struct Role {
    SpaceId space;
    RoleId role;
    std::string name;
    std::string description;
    std::vector<std::string> object_scopes;        // `app:edit`
    std::vector<std::string> organization_scopes;  // `audit_log:view`
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Role const&, Role const&) = default;
};
BOOST_DESCRIBE_STRUCT(Role, (), (space, role, name, description, object_scopes, organization_scopes, created_at, updated_at))

/// A role in somebody's hands: on one object (and what lies in it), or without one, everywhere.
struct RoleGrant {
    SpaceId space;
    RoleGrantId role_grant;
    RoleId role;
    SubjectKind subject_kind = SubjectKind::group;
    std::int64_t subject_number = 0;
    std::optional<ObjectKind> object_kind;
    std::optional<std::string> object_id;  // given if and only if object_kind is
    Timestamp created_at;
    Timestamp updated_at;

    SubjectRef subject() const { return {subject_kind, subject_number}; }
    std::optional<ObjectRef> object() const {
        return object_kind && object_id ? std::optional(ObjectRef{*object_kind, *object_id}) : std::nullopt;
    }

    friend bool operator==(RoleGrant const&, RoleGrant const&) = default;
};
BOOST_DESCRIBE_STRUCT(RoleGrant, (),
                      (space, role_grant, role, subject_kind, subject_number, object_kind, object_id, created_at, updated_at))

}  // namespace gatehouse
