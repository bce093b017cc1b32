// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_level.h"
#include "domain/role.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a role can hold. The contract leaves the names open ("free strings") and shows none; these are ours, after the display names in its
/// documentation. Object scopes give a level on objects of one kind, `app:edit`; organisation scopes give a power over the Space.
namespace gatehouse {

enum class RoleReach { app, resource, workflow, agent, query, folder };

/// A level for every RoleReach.
struct RoleLevels {
    std::array<AccessLevel, 6> levels{};

    AccessLevel& operator[](RoleReach reach) { return levels[static_cast<std::size_t>(reach)]; }
    AccessLevel operator[](RoleReach reach) const { return levels[static_cast<std::size_t>(reach)]; }
    friend bool operator==(RoleLevels const&, RoleLevels const&) = default;
};

/// The levels that a role's scopes give. The organisation scopes of the query library count for queries.
RoleLevels levels_of(Role const& role);

std::span<std::string_view const> object_scope_names();
std::span<std::string_view const> organization_scope_names();

/// The scopes that come with these because a greater one includes the smaller, without those that are there already; in the order of the
/// catalogues.
std::vector<std::string> dependent_scopes(std::vector<std::string> const& object_scopes,
                                          std::vector<std::string> const& organization_scopes);

/// `app:edit`; empty for none.
std::string object_scope(RoleReach reach, AccessLevel level);

}  // namespace gatehouse
