// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/json.h"
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
    bool is_protected = false;  // by source control

    friend bool operator==(Resource const&, Resource const&) = default;
};
BOOST_DESCRIBE_STRUCT(Resource, (), (space, resource, type, display_name, folder, created_at, updated_at, is_protected))

/// How a resource is reached in one environment. At most one for each pair.
struct ResourceConfiguration {
    SpaceId space;
    ConfigurationId configuration;
    ResourceId resource;
    EnvironmentId environment;
    json::Object options;  // as the contract writes them, but every secret in them sealed (see crypto::Vault)
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(ResourceConfiguration const&, ResourceConfiguration const&) = default;
};
BOOST_DESCRIBE_STRUCT(ResourceConfiguration, (), (space, configuration, resource, environment, options, created_at, updated_at))

}  // namespace gatehouse
