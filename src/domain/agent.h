// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace gatehouse {

struct Agent {
    SpaceId space;
    AgentId agent;
    std::string name;
    std::optional<std::string> description;
    FolderId folder;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Agent const&, Agent const&) = default;
};
BOOST_DESCRIBE_STRUCT(Agent, (), (space, agent, name, description, folder, created_at, updated_at))

}  // namespace gatehouse
