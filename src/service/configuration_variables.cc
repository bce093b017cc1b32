// SPDX-License-Identifier: Apache-2.0
#include "service/configuration_variables.h"

#include "base/crypto.h"
#include "domain/placeholder.h"
#include "store/configuration_variables.h"
#include "store/environments.h"
#include "store/log.h"
#include "store/record.h"

#include <fmt/format.h>
#include <algorithm>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, std::string const& name, VariableId const& own) {
    auto const taken = TRY(store::find_variable_by_name(read.session, name));
    if (taken && taken->variable != own)
        return conflict(fmt::format("A configuration variable with the name '{}' exists already: {}", name, taken->variable.text));
    return {};
}

/// The values as they are stored. `before`: the variable as it was, or a new one without values.
Result<std::vector<VariableValue>> values_to_store(Write& write, ConfigurationVariable const& before, VariableEdit const& wanted) {
    std::vector<VariableValue> values;
    for (auto const& given : wanted.values) {
        auto const& environment = given.environment.text;
        // Word for word as recorded, for an id of any form.
        if (!TRY(store::find_environment(write.session, given.environment)))
            return invalid(fmt::format("Environment with id \"{}\" does not exist", environment));
        auto const is_for_it = [&](VariableValue const& one) { return one.environment == given.environment; };
        if (std::ranges::any_of(values, is_for_it))
            return invalid(fmt::format("values[{}].environment_id: the environment '{}' has a value already", values.size(), environment));
        auto stored = given;
        if (given.value == secret_placeholder) {
            auto const kept = std::ranges::find_if(before.values, is_for_it);
            if (!before.secret || kept == before.values.end())
                return invalid(
                    fmt::format("values[{}].value: '{}' stands for a secret that is kept, and none is", values.size(), secret_placeholder));
            if (!wanted.secret)
                return invalid(fmt::format("values[{}].value: a variable that is no longer secret needs its values anew", values.size()));
            stored.value = kept->value;
        } else if (wanted.secret) {
            stored.value = write.vault.seal(
                given.value, fmt::format("configuration_variable {} {} {}", write.space.number, before.variable.text, environment));
        }
        values.push_back(std::move(stored));
    }
    return values;
}

/// `before` with what is wanted.
Result<ConfigurationVariable> edited(Write& write, ConfigurationVariable const& before, VariableEdit const& wanted) {
    TRY(check_name_is_free(write, wanted.name, before.variable));
    auto after = before;
    after.name = wanted.name;
    after.description = wanted.description;
    after.secret = wanted.secret;
    after.values = TRY(values_to_store(write, before, wanted));
    after.updated_at = write.now;
    return after;
}

}  // namespace

Result<std::vector<ConfigurationVariable>> list_variables(Read& read) { return store::variables(read.session); }

Result<ConfigurationVariable> find_variable(Read& read, VariableId const& variable) {
    auto found = TRY(store::find_variable(read.session, variable));
    if (!found) return not_found(fmt::format("No configuration variable '{}' found for organization", variable.text));
    return *std::move(found);
}

Result<ConfigurationVariable> create_variable(Write& write, VariableEdit const& wanted) {
    ConfigurationVariable fresh;
    fresh.space = write.space;
    fresh.variable = {crypto::random_uuid()};
    fresh.position = TRY(store::next_number(write.tx, "configuration_variables"));
    fresh.created_at = write.now;
    auto variable = TRY(edited(write, fresh, wanted));
    TRY(store::insert(write.tx, variable));
    return variable;
}

Result<ConfigurationVariable> replace_variable(Write& write, VariableId const& id, VariableEdit const& wanted) {
    auto const before = TRY(find_variable(write, id));
    auto after = TRY(edited(write, before, wanted));
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_variable(Write& write, VariableId const& id) { return store::erase(write.tx, TRY(find_variable(write, id))); }

Result<void> erase_values_for(Write& write, EnvironmentId const& environment) {
    for (auto const& before : TRY(store::variables(write.session))) {
        auto after = before;
        if (std::erase_if(after.values, [&](VariableValue const& one) { return one.environment == environment; }) == 0) continue;
        after.updated_at = write.now;
        TRY(store::update(write.tx, before, after));
    }
    return {};
}

std::vector<VariableValue> shown_values(ConfigurationVariable const& variable) {
    auto values = variable.values;
    if (variable.secret)
        for (auto& one : values) one.value = secret_placeholder;
    return values;
}

}  // namespace gatehouse::service
