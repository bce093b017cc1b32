// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/role.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Roles: named sets of scopes, and in whose hands they are. Two kinds are shown as one. Those that people made are records. A group's
/// flags and universal levels are the same thing seen another way: every group that has any shows them as one role held by that group
/// everywhere, the default groups always. Changing the one changes the other, because there is only one store: the group.
namespace gatehouse::service {

struct RoleView {
    Role role;
    bool is_default = false;  // of a default group: cannot be changed or deleted here
    bool is_legacy = false;   // of another group
    std::vector<std::string> added_dependent_scopes;
};

Result<std::vector<RoleView>> list_roles(Read& read);  // of groups by number, then the others by name

struct RoleEdit {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> object_scopes;
    std::optional<std::vector<std::string>> organization_scopes;
};
/// Errors: conflict when the name is taken, whatever its case; unprocessable for a scope that is not in the catalogue.
Result<RoleView> create_role(Write& write, RoleEdit const& wanted);
/// Of a group's role the scopes may be set to whatever the group can hold. Errors: as create_role; not_found; invalid for a default role.
Result<RoleView> edit_role(Write& write, RoleId const& role, RoleEdit const& edit);

enum class Force { no, yes };
/// Takes nothing with it but grants of this role, and those only when forced; of a group's role, the group's flags and universal levels.
/// Errors: not_found; invalid for a default role; conflict, counting them, while the role has grants.
Result<void> delete_role(Write& write, RoleId const& role, Force force);

struct RoleGrantView {
    RoleGrant grant;
    std::string subject_id;             // `7`, `user_...`
    std::optional<std::string> object;  // id, folders with their type
};
Result<std::vector<RoleGrantView>> list_role_grants(Read& read);
/// Errors: not_found; invalid for an unknown kind of subject.
Result<std::vector<RoleGrantView>> role_grants_of(Read& read, std::string_view subject_type, std::string_view subject_id);

struct WantedRoleGrant {
    RoleId role;
    std::string subject_type;  // `group`, `user` or `userInvite`
    std::string subject_id;
    std::optional<std::string> object_type;
    std::optional<std::string> object_id;
};
/// Giving it again answers what is there. Errors: invalid for a kind there is not, or half an object; not_found; unprocessable for pages.
Result<RoleGrantView> grant_role(Write& write, WantedRoleGrant const& wanted);
/// Errors: not_found; invalid for what a default role holds.
Result<void> revoke_role(Write& write, RoleGrantId const& grant);
/// Takes this role from the subject: on the object, or without one wherever it holds it. Nothing to take is no error. Errors: as
/// grant_role.
Result<void> remove_role_grants(Write& write, WantedRoleGrant const& wanted);

}  // namespace gatehouse::service
