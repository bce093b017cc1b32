// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse {

struct Environment {
    SpaceId space;
    EnvironmentId environment;
    std::int64_t position = 0;  // order of creation within the Space, for lists
    std::string name;
    std::optional<std::string> description;
    std::string color;  // `#` + 6 hex digits
    bool is_default = false;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Environment const&, Environment const&) = default;
};
BOOST_DESCRIBE_STRUCT(Environment, (), (space, environment, position, name, description, color, is_default, created_at, updated_at))

}  // namespace gatehouse
