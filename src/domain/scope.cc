// SPDX-License-Identifier: Apache-2.0
#include "domain/scope.h"

#include <array>
#include <utility>

namespace gatehouse {
namespace {

constexpr std::array<std::pair<Scope, std::string_view>, scope_count> names{{
    {Scope::users_read, "users:read"},
    {Scope::users_write, "users:write"},
    {Scope::user_attributes_read, "user_attributes:read"},
    {Scope::user_attributes_write, "user_attributes:write"},
    {Scope::groups_read, "groups:read"},
    {Scope::groups_write, "groups:write"},
    {Scope::folders_read, "folders:read"},
    {Scope::folders_write, "folders:write"},
    {Scope::spaces_read, "spaces:read"},
    {Scope::spaces_write, "spaces:write"},
    {Scope::permissions_read, "permissions:all:read"},
    {Scope::permissions_write, "permissions:all:write"},
    {Scope::source_control_read, "source_control:read"},
    {Scope::source_control_write, "source_control:write"},
    {Scope::source_control_deploy, "source_control:deploy"},
    {Scope::source_control_test_deploy, "source_control:test_deploy"},
    {Scope::source_control_releases_read, "source_control:releases:read"},
    {Scope::source_control_releases_write, "source_control:releases:write"},
    {Scope::app_themes_read, "app_themes:read"},
    {Scope::app_themes_write, "app_themes:write"},
    {Scope::apps_read, "apps:read"},
    {Scope::apps_write, "apps:write"},
    {Scope::access_tokens_read, "access_tokens:read"},
    {Scope::access_tokens_write, "access_tokens:write"},
    {Scope::resources_read, "resources:read"},
    {Scope::resources_write, "resources:write"},
    {Scope::resource_configurations_read, "resource_configurations:read"},
    {Scope::resource_configurations_write, "resource_configurations:write"},
    {Scope::environments_read, "environments:read"},
    {Scope::environments_write, "environments:write"},
    {Scope::custom_component_libraries_read, "custom_component_libraries:read"},
    {Scope::custom_component_libraries_write, "custom_component_libraries:write"},
    {Scope::configuration_variables_read, "configuration_variables:read"},
    {Scope::configuration_variables_write, "configuration_variables:write"},
    {Scope::observability_read, "observability:read"},
    {Scope::observability_write, "observability:write"},
    {Scope::usage_organization, "usage:organization"},
    {Scope::usage_spaces, "usage:spaces"},
    {Scope::usage_license, "usage:license"},
    {Scope::user_tasks_read, "user_tasks:read"},
    {Scope::user_tasks_write, "user_tasks:write"},
    {Scope::workflows_read, "workflows:read"},
    {Scope::organizations_read, "organizations:read"},
    {Scope::organizations_write, "organizations:write"},
    {Scope::audit_log_read, "audit_log:read"},
    {Scope::workflows_write, "workflows:write"},
    {Scope::queries_read, "queries:read"},
    {Scope::queries_write, "queries:write"},
    {Scope::agents_read, "agents:read"},
    {Scope::agents_write, "agents:write"},
}};

constexpr auto scopes = [] {
    std::array<Scope, scope_count> all{};
    for (std::size_t i = 0; i < scope_count; ++i) {
        if (static_cast<std::size_t>(names[i].first) != i) throw "names must be in the order of the enum";
        all[i] = names[i].first;
    }
    return all;
}();

}  // namespace

std::string_view name_of(Scope scope) { return names[static_cast<std::size_t>(scope)].second; }

std::optional<Scope> scope_from(std::string_view name) {
    // Newer reference pages write the family of `permissions:all` without the second word.
    if (name == "permissions:read") return Scope::permissions_read;
    if (name == "permissions:write") return Scope::permissions_write;
    for (auto const& [scope, text] : names)
        if (text == name) return scope;
    return std::nullopt;
}

std::span<Scope const> all_scopes() { return scopes; }

ScopeSet ScopeSet::of(std::vector<std::string> const& wanted) {
    ScopeSet set;
    for (auto const& name : wanted)
        if (auto const scope = scope_from(name)) set.add(*scope);
    return set;
}

ScopeSet ScopeSet::all() {
    ScopeSet set;
    set.bits_.set();
    return set;
}

void ScopeSet::add(Scope scope) {
    bits_.set(static_cast<std::size_t>(scope));
    auto const name = name_of(scope);
    if (!name.ends_with(":write")) return;
    auto const family = name.substr(0, name.size() - 5);
    for (auto const& [other, text] : names)
        if (text.size() == family.size() + 4 && text.starts_with(family) && text.ends_with("read"))
            bits_.set(static_cast<std::size_t>(other));
}

}  // namespace gatehouse
