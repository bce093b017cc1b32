// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <string>

namespace gatehouse {

/// A connection that apps use: a database, an API.
struct Resource {
    SpaceId space;
    ResourceId resource;
    std::string type;  // one of the contract's names, such as `postgresql`
    std::string display_name;
    FolderId folder;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Resource const&, Resource const&) = default;
};
BOOST_DESCRIBE_STRUCT(Resource, (), (space, resource, type, display_name, folder, created_at, updated_at))

}  // namespace gatehouse
