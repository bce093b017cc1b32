// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/place.h"
#include "domain/resource.h"
#include "store/session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

struct ConfigurationFilter {
    std::optional<std::string> resource_type;
    std::optional<ResourceId> resource;
    std::optional<EnvironmentId> environment;
};

Result<std::optional<ResourceConfiguration>> find_configuration(Session& session, ConfigurationId const& configuration);
Result<std::optional<ResourceConfiguration>> find_configuration_for(Session& session, ResourceId const& resource,
                                                                    EnvironmentId const& environment);
/// Those that match after a place, oldest first; at most `limit` (negative: all).
Result<std::vector<ResourceConfiguration>> configurations(Session& session, ConfigurationFilter const& filter, Place const& after,
                                                          std::int64_t limit);
Result<std::int64_t> count_configurations(Session& session, ConfigurationFilter const& filter);

}  // namespace gatehouse::store
