// SPDX-License-Identifier: Apache-2.0
#include "service/agents.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/erase_access.h"
#include "service/folders.h"
#include "store/agents.h"
#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, Agent const& wanted) {
    auto const taken = TRY(store::find_agent_in(read.session, wanted.folder, wanted.name));
    if (taken && taken->agent != wanted.agent)
        return conflict(fmt::format("An agent with the name '{}' exists in that folder already: {}", wanted.name, taken->agent.text));
    return {};
}

Result<void> assign(Read& read, Agent& agent, AgentEdit const& edit) {
    agent.name = edit.name;
    agent.folder = edit.folder ? *edit.folder : TRY(root_folder(read, FolderType::agent)).folder;
    agent.description = edit.description;
    return {};
}

}  // namespace

AgentEdit AgentEdit::of(Agent const& agent) { return {agent.name, agent.folder, agent.description}; }

Result<std::vector<Agent>> list_agents(Read& read) { return store::agents(read.session); }

Result<Agent> find_agent(Read& read, AgentId const& agent) {
    auto found = TRY(store::find_agent(read.session, agent));
    if (!found) return not_found(fmt::format("No agent '{}' found for organization", agent.text));
    return *std::move(found);
}

Result<Agent> create_agent(Write& write, AgentEdit const& wanted) {
    Agent agent;
    agent.space = write.space;
    agent.agent = {crypto::random_uuid()};
    agent.created_at = agent.updated_at = write.now;
    TRY(assign(write, agent, wanted));
    TRY(require_place_for(write, agent.folder, FolderType::agent));
    TRY(check_name_is_free(write, agent));
    TRY(store::insert(write.tx, agent));
    return agent;
}

Result<Agent> edit_agent(Write& write, Agent const& before, AgentEdit const& edit) {
    Agent after = before;
    TRY(assign(write, after, edit));
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::agent));
    TRY(check_name_is_free(write, after));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_agent(Write& write, AgentId const& id) {
    auto const agent = TRY(find_agent(write, id));
    TRY(erase_access_to(write, object(id)));
    return store::erase(write.tx, agent);
}

}  // namespace gatehouse::service
