// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/environment.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Environment>> find_environment(Session& session, EnvironmentId const& environment);
Result<std::optional<Environment>> find_environment_by_name(Session& session, std::string_view name);
/// The default one first, then in order of creation.
Result<std::vector<Environment>> environments(Session& session);

}  // namespace gatehouse::store
