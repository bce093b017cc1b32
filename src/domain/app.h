// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace gatehouse {

struct App {
    SpaceId space;
    AppId app;
    std::string name;
    std::optional<std::string> description;
    FolderId folder;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(App const&, App const&) = default;
};
BOOST_DESCRIBE_STRUCT(App, (), (space, app, name, description, folder, created_at, updated_at))

}  // namespace gatehouse
