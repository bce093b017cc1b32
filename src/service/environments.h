// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/environment.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

struct EnvironmentEdit {
    std::string name;
    std::optional<std::string> description;
    std::string color;  // `#` + 6 hex digits
};

Result<std::vector<Environment>> list_environments(Read& read);  // the default one first, then in order of creation
/// Errors: not_found.
Result<Environment> find_environment(Read& read, EnvironmentId const& environment);
Result<Environment> default_environment(Read& read);  // every Space has one
/// Errors: conflict when the name is taken.
Result<Environment> create_environment(Write& write, EnvironmentEdit const& wanted);
Result<Environment> edit_environment(Write& write, Environment const& before, EnvironmentEdit const& edit);
/// Its resource configurations go, and the values that configuration variables have in it. Errors: not_found; unprocessable for the default
/// environment.
Result<void> delete_environment(Write& write, EnvironmentId const& environment);

}  // namespace gatehouse::service
