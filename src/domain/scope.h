// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// What a token may call. Names and families: Retool API reference, in the spelling of `scopes[]` and of its 403 messages.
enum class Scope {
    users_read,
    users_write,
    user_attributes_read,
    user_attributes_write,
    groups_read,
    groups_write,
    folders_read,
    folders_write,
    spaces_read,
    spaces_write,
    permissions_read,
    permissions_write,
    source_control_read,
    source_control_write,
    source_control_deploy,
    source_control_test_deploy,
    source_control_releases_read,
    source_control_releases_write,
    app_themes_read,
    app_themes_write,
    apps_read,
    apps_write,
    access_tokens_read,
    access_tokens_write,
    resources_read,
    resources_write,
    resource_configurations_read,
    resource_configurations_write,
    environments_read,
    environments_write,
    custom_component_libraries_read,
    custom_component_libraries_write,
    configuration_variables_read,
    configuration_variables_write,
    observability_read,
    observability_write,
    usage_organization,
    usage_spaces,
    usage_license,
    user_tasks_read,
    user_tasks_write,
    workflows_read,
    organizations_read,
    organizations_write,
    // Ours, for what the contract has no scope for.
    audit_log_read,  // the change log
    workflows_write,
    queries_read,
    queries_write,
    agents_read,
    agents_write,
};

inline constexpr std::size_t scope_count = static_cast<std::size_t>(Scope::agents_write) + 1;

std::string_view name_of(Scope scope);
std::optional<Scope> scope_from(std::string_view name);
/// Every scope, in the order of the enum.
std::span<Scope const> all_scopes();

/// The scopes of one token. Write of a family includes its read.
class ScopeSet {
public:
    ScopeSet() = default;
    /// Names it does not know are ignored, as the contract has it for `POST /access_tokens`.
    static ScopeSet of(std::vector<std::string> const& names);
    static ScopeSet all();

    void add(Scope scope);
    bool has(Scope scope) const { return bits_[static_cast<std::size_t>(scope)]; }
    bool includes(ScopeSet const& other) const { return (other.bits_ & ~bits_).none(); }

private:
    std::bitset<scope_count> bits_;
};

}  // namespace gatehouse
