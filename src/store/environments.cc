// SPDX-License-Identifier: Apache-2.0
#include "store/environments.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Environment>> find_environment(Session& session, EnvironmentId const& environment) {
    return select_one<Environment>(session, "environment = $environment", {{"environment", environment.text}});
}

Result<std::optional<Environment>> find_environment_by_name(Session& session, std::string_view name) {
    return select_one<Environment>(session, "name = $name", {{"name", std::string(name)}});
}

Result<std::vector<Environment>> environments(Session& session) {
    return select<Environment>(session, "true order by is_default desc, position");
}

}  // namespace gatehouse::store
