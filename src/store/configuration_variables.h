// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/configuration_variable.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<ConfigurationVariable>> find_variable(Session& session, VariableId const& variable);
Result<std::optional<ConfigurationVariable>> find_variable_by_name(Session& session, std::string_view name);
Result<std::vector<ConfigurationVariable>> variables(Session& session);  // in order of creation

}  // namespace gatehouse::store
