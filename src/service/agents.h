// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/agent.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

Result<std::vector<Agent>> list_agents(Read& read);  // oldest first
/// Errors: not_found.
Result<Agent> find_agent(Read& read, AgentId const& agent);

/// What may be set about an agent. Everything is set.
struct AgentEdit {
    std::string name;
    std::optional<FolderId> folder;  // none: the agent root
    std::optional<std::string> description = {};

    static AgentEdit of(Agent const& agent);
};
/// Errors: conflict when the folder holds one of that name; unprocessable for a folder that takes no agents.
Result<Agent> create_agent(Write& write, AgentEdit const& wanted);
/// Moved, its own grants go along; what it inherited stays behind. Errors: as create_agent.
Result<Agent> edit_agent(Write& write, Agent const& before, AgentEdit const& edit);
/// What was given on it goes. Errors: not_found.
Result<void> delete_agent(Write& write, AgentId const& agent);

}  // namespace gatehouse::service
