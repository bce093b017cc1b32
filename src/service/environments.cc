// SPDX-License-Identifier: Apache-2.0
#include "service/environments.h"

#include "base/crypto.h"
#include "service/configuration_variables.h"
#include "service/resource_configurations.h"
#include "store/environments.h"
#include "store/log.h"
#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, std::string const& name, EnvironmentId const& own) {
    auto const taken = TRY(store::find_environment_by_name(read.session, name));
    if (taken && taken->environment != own)
        return conflict(fmt::format("An environment with the name '{}' exists already: {}", name, taken->environment.text));
    return {};
}

}  // namespace

Result<std::vector<Environment>> list_environments(Read& read) { return store::environments(read.session); }

Result<Environment> find_environment(Read& read, EnvironmentId const& environment) {
    auto found = TRY(store::find_environment(read.session, environment));
    if (!found) return not_found(fmt::format("No environment '{}' found for organization", environment.text));
    return *std::move(found);
}

Result<Environment> default_environment(Read& read) {
    auto all = TRY(store::environments(read.session));
    if (all.empty() || !all.front().is_default) return internal("the Space has no default environment");
    return std::move(all.front());
}

Result<Environment> create_environment(Write& write, EnvironmentEdit const& wanted) {
    TRY(check_name_is_free(write, wanted.name, {}));
    Environment environment;
    environment.space = write.space;
    environment.environment = {crypto::random_uuid()};
    environment.position = TRY(store::next_number(write.tx, "environments"));
    environment.name = wanted.name;
    environment.description = wanted.description;
    environment.color = wanted.color;
    environment.created_at = environment.updated_at = write.now;
    TRY(store::insert(write.tx, environment));
    return environment;
}

Result<Environment> edit_environment(Write& write, Environment const& before, EnvironmentEdit const& edit) {
    TRY(check_name_is_free(write, edit.name, before.environment));
    Environment after = before;
    after.name = edit.name;
    after.description = edit.description;
    after.color = edit.color;
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_environment(Write& write, EnvironmentId const& id) {
    auto const environment = TRY(find_environment(write, id));
    if (environment.is_default)
        return unprocessable(fmt::format("'{}' is the default environment and cannot be deleted", environment.name));
    TRY(erase_configurations_in(write, id));
    TRY(erase_values_for(write, id));
    return store::erase(write.tx, environment);
}

}  // namespace gatehouse::service
