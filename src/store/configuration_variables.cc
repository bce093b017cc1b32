// SPDX-License-Identifier: Apache-2.0
#include "store/configuration_variables.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<ConfigurationVariable>> find_variable(Session& session, VariableId const& variable) {
    return select_one<ConfigurationVariable>(session, "variable = $variable", {{"variable", variable.text}});
}

Result<std::optional<ConfigurationVariable>> find_variable_by_name(Session& session, std::string_view name) {
    return select_one<ConfigurationVariable>(session, "name = $name", {{"name", std::string(name)}});
}

Result<std::vector<ConfigurationVariable>> variables(Session& session) {
    return select<ConfigurationVariable>(session, "true order by position");
}

}  // namespace gatehouse::store
