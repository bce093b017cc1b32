// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/agent.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Agent>> find_agent(Session& session, AgentId const& agent);
/// The agent of that name directly inside `folder`.
Result<std::optional<Agent>> find_agent_in(Session& session, FolderId folder, std::string_view name);
Result<std::vector<Agent>> agents(Session& session);  // oldest first

}  // namespace gatehouse::store
