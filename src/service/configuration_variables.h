// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/configuration_variable.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

/// Named values that apps read, one for each environment. The values of a secret variable are stored sealed and never go out again.
namespace gatehouse::service {

struct VariableEdit {
    std::string name;
    std::optional<std::string> description;
    bool secret = false;
    std::vector<VariableValue> values;  // as they are, or the placeholder for one that is kept; their order stays
};

/// In order of creation.
Result<std::vector<ConfigurationVariable>> list_variables(Read& read);
/// Errors: not_found.
Result<ConfigurationVariable> find_variable(Read& read, VariableId const& variable);

/// Errors: conflict when the name is taken; invalid for an environment that is unknown or named twice, and for a placeholder.
Result<ConfigurationVariable> create_variable(Write& write, VariableEdit const& wanted);
/// Replaces all of it. A placeholder keeps the stored value for that environment, as long as the variable stays secret.
/// Errors: not_found; as create_variable.
Result<ConfigurationVariable> replace_variable(Write& write, VariableId const& variable, VariableEdit const& wanted);
/// Errors: not_found.
Result<void> delete_variable(Write& write, VariableId const& variable);

/// For an environment that goes: its values go from every variable.
Result<void> erase_values_for(Write& write, EnvironmentId const& environment);

/// The values, or of a secret variable the placeholder instead of each.
std::vector<VariableValue> shown_values(ConfigurationVariable const& variable);

}  // namespace gatehouse::service
