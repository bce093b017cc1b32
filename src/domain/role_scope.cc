// SPDX-License-Identifier: Apache-2.0
#include "domain/role_scope.h"

#include <algorithm>
#include <utility>

namespace gatehouse {
namespace {

struct ObjectScope {
    std::string_view name;
    RoleReach reach;
    AccessLevel level;
};

// Of one kind, from the smallest to the greatest: each includes those before it. Queries are not owned.
constexpr std::array object_scopes{
    ObjectScope{"app:use", RoleReach::app, AccessLevel::use},
    ObjectScope{"app:edit", RoleReach::app, AccessLevel::edit},
    ObjectScope{"app:own", RoleReach::app, AccessLevel::own},
    ObjectScope{"resource:use", RoleReach::resource, AccessLevel::use},
    ObjectScope{"resource:edit", RoleReach::resource, AccessLevel::edit},
    ObjectScope{"resource:own", RoleReach::resource, AccessLevel::own},
    ObjectScope{"workflow:use", RoleReach::workflow, AccessLevel::use},
    ObjectScope{"workflow:edit", RoleReach::workflow, AccessLevel::edit},
    ObjectScope{"workflow:own", RoleReach::workflow, AccessLevel::own},
    ObjectScope{"agent:use", RoleReach::agent, AccessLevel::use},
    ObjectScope{"agent:edit", RoleReach::agent, AccessLevel::edit},
    ObjectScope{"agent:own", RoleReach::agent, AccessLevel::own},
    ObjectScope{"query:use", RoleReach::query, AccessLevel::use},
    ObjectScope{"query:edit", RoleReach::query, AccessLevel::edit},
    ObjectScope{"folder:use", RoleReach::folder, AccessLevel::use},
    ObjectScope{"folder:edit", RoleReach::folder, AccessLevel::edit},
    ObjectScope{"folder:own", RoleReach::folder, AccessLevel::own},
};

constexpr auto object_names = [] {
    std::array<std::string_view, object_scopes.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = object_scopes[i].name;
    return names;
}();

constexpr std::array<std::string_view, 17> organization_names{"users:view",
                                                              "users:manage",
                                                              "groups:manage",
                                                              "sso:manage",
                                                              "user_attributes:manage",
                                                              "account:view",
                                                              "query_library:view",
                                                              "query_library:edit",
                                                              "themes:edit",
                                                              "drafts:create",
                                                              "releases:unpublished",
                                                              "usage:view",
                                                              "audit_log:view",
                                                              "environments:manage",
                                                              "spaces:manage",
                                                              "source_control:manage",
                                                              "tokens:manage"};

/// Whoever has the first has the second.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> included{{
    {"users:manage", "users:view"},
    {"groups:manage", "users:view"},
    {"user_attributes:manage", "users:view"},
    {"query_library:edit", "query_library:view"},
}};

bool has(std::vector<std::string> const& scopes, std::string_view name) {
    return std::find(scopes.begin(), scopes.end(), name) != scopes.end();
}

}  // namespace

RoleLevels levels_of(Role const& role) {
    RoleLevels levels;
    for (auto const& scope : object_scopes)
        if (has(role.object_scopes, scope.name)) levels[scope.reach] = std::max(levels[scope.reach], scope.level);
    auto& queries = levels[RoleReach::query];
    if (has(role.organization_scopes, "query_library:view")) queries = std::max(queries, AccessLevel::use);
    if (has(role.organization_scopes, "query_library:edit")) queries = std::max(queries, AccessLevel::edit);
    return levels;
}

std::span<std::string_view const> object_scope_names() { return object_names; }
std::span<std::string_view const> organization_scope_names() { return organization_names; }

std::vector<std::string> dependent_scopes(std::vector<std::string> const& wanted, std::vector<std::string> const& wanted_of_organization) {
    Role role;
    role.object_scopes = wanted;
    auto const levels = levels_of(role);
    std::vector<std::string> added;
    for (auto const& scope : object_scopes)
        if (scope.level < levels[scope.reach] && !has(wanted, scope.name)) added.emplace_back(scope.name);
    for (auto const name : organization_names) {
        bool const wanted_already = has(wanted_of_organization, name);
        bool const comes_along = std::any_of(included.begin(), included.end(), [&](auto const& pair) {
            return pair.second == name && has(wanted_of_organization, pair.first);
        });
        if (comes_along && !wanted_already) added.emplace_back(name);
    }
    return added;
}

std::string object_scope(RoleReach reach, AccessLevel level) {
    for (auto const& scope : object_scopes)
        if (scope.reach == reach && scope.level == level) return std::string(scope.name);
    return {};
}

}  // namespace gatehouse
