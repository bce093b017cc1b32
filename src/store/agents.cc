// SPDX-License-Identifier: Apache-2.0
#include "store/agents.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Agent>> find_agent(Session& session, AgentId const& agent) {
    return select_one<Agent>(session, "agent = $agent", {{"agent", agent.text}});
}

Result<std::optional<Agent>> find_agent_in(Session& session, FolderId folder, std::string_view name) {
    return select_one<Agent>(session, "folder = $folder and name = $name", {{"folder", folder.number}, {"name", std::string(name)}});
}

Result<std::vector<Agent>> agents(Session& session) { return select<Agent>(session, "true order by created_at, agent"); }

}  // namespace gatehouse::store
