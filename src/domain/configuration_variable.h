// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

struct VariableValue {
    EnvironmentId environment;
    std::string value;  // of a secret variable: sealed (see crypto::Vault)

    friend bool operator==(VariableValue const&, VariableValue const&) = default;
};
BOOST_DESCRIBE_STRUCT(VariableValue, (), (environment, value))

/// A named value that apps read, which may differ by environment.
struct ConfigurationVariable {
    SpaceId space;
    VariableId variable;
    std::int64_t position = 0;  // order of creation within the Space, for lists
    std::string name;
    std::optional<std::string> description;
    bool secret = false;
    std::vector<VariableValue> values;  // in the order in which they were given
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(ConfigurationVariable const&, ConfigurationVariable const&) = default;
};
BOOST_DESCRIBE_STRUCT(ConfigurationVariable, (), (space, variable, position, name, description, secret, values, created_at, updated_at))

}  // namespace gatehouse
