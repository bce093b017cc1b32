// SPDX-License-Identifier: Apache-2.0
#include "service/agents.h"
#include "api/place.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;
using wire::Uuid;

struct AgentView {
    Uuid id;
    std::string name;
    Nullable<std::string> description;
    FolderKey folder_id;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(AgentView, (), (id, name, description, folder_id, created_at, updated_at))

struct CreateAgentBody {
    using closed = void;
    Text<1, 255> name;
    std::optional<Nullable<std::string>> description;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
};
BOOST_DESCRIBE_STRUCT(CreateAgentBody, (), (name, description, folder_id))

struct EditAgentBody {
    using closed = void;
    std::optional<Text<1, 255>> name;
    std::optional<Nullable<std::string>> description;
    std::optional<FolderKey> folder_id;
};
BOOST_DESCRIBE_STRUCT(EditAgentBody, (), (name, description, folder_id))

AgentView present(Agent const& agent) {
    return {{agent.agent.text}, agent.name, {agent.description}, {agent.folder, FolderType::agent}, agent.created_at, agent.updated_at};
}

Result<Agent> agent_at(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("agentId"));
    return service::find_agent(read, {id.text});
}

Result<WholeList<AgentView>> list_agents(service::Read& read) {
    WholeList<AgentView> list;
    for (auto const& agent : TRY(service::list_agents(read))) list.values.push_back(present(agent));
    return list;
}

Result<Plain<AgentView, 201>> create_agent(service::Write& write, Body<CreateAgentBody> body) {
    auto const folder = TRY(to_place(body->folder_id, FolderType::agent));
    service::AgentEdit wanted{body->name.value, folder};
    if (body->description) wanted.description = body->description->value;
    return Plain<AgentView, 201>{present(TRY(service::create_agent(write, wanted)))};
}

Result<Plain<AgentView>> get_agent(service::Read& read, Call const& call) { return Plain<AgentView>{present(TRY(agent_at(read, call)))}; }

Result<Plain<AgentView>> edit_agent(service::Write& write, Call const& call, Body<EditAgentBody> body) {
    auto const before = TRY(agent_at(write, call));
    auto edit = service::AgentEdit::of(before);
    if (body->name) edit.name = body->name->value;
    if (body->description) edit.description = body->description->value;
    edit.folder = TRY(to_place(body->folder_id, FolderType::agent, before.folder));
    return Plain<AgentView>{present(TRY(service::edit_agent(write, before, edit)))};
}

Result<NoContent> delete_agent(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("agentId"));
    TRY(service::delete_agent(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> agent_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/agents", agents_read, "agent.list", list_agents}.says("Every agent, oldest first"),
        Endpoint{post, "/agents", agents_write, "agent.create", create_agent}.says("Creates an agent").errors({409, 422}),
        Endpoint{get, "/agents/{agentId}", agents_read, "agent.get", get_agent}.says("One agent").errors({404}),
        Endpoint{patch, "/agents/{agentId}", agents_write, "agent.edit", edit_agent}
            .says("Changes or moves an agent")
            .errors({404, 409, 422}),
        Endpoint{del, "/agents/{agentId}", agents_write, "agent.delete", delete_agent}
            .says("Deletes an agent with what was given on it")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
