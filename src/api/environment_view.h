// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/environment.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>
#include <string>

namespace gatehouse::api {

/// Source: Retool API reference, "Environments"; key order as recorded.
struct EnvironmentView {
    wire::Uuid id;
    std::string name;
    json::Nullable<std::string> description;
    wire::Color color;
    bool default_ = false;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(EnvironmentView, (), (id, name, description, color, default_, created_at, updated_at))

inline EnvironmentView present(Environment const& environment) {
    return {{environment.environment.text}, environment.name,       {environment.description}, {environment.color},
            environment.is_default,         environment.created_at, environment.updated_at};
}

}  // namespace gatehouse::api
