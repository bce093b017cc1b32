// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/role.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

/// Roles that people made, and in whose hands roles are.
namespace gatehouse::store {

Result<std::optional<Role>> find_role(Session& session, RoleId const& role);
/// Whatever the case of its letters.
Result<std::optional<Role>> find_role_by_name(Session& session, std::string_view name);
Result<std::vector<Role>> roles(Session& session);  // by name

Result<std::optional<RoleGrant>> find_role_grant(Session& session, RoleGrantId const& grant);
// Oldest first.
Result<std::vector<RoleGrant>> role_grants(Session& session);
Result<std::vector<RoleGrant>> role_grants_of(Session& session, RoleId const& role);
Result<std::vector<RoleGrant>> role_grants_of(Session& session, SubjectRef who);
Result<std::vector<RoleGrant>> role_grants_on(Session& session, ObjectRef const& what);

}  // namespace gatehouse::store
