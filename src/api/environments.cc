// SPDX-License-Identifier: Apache-2.0
#include "service/environments.h"
#include "api/environment_view.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::Color;
using wire::Uuid;

struct CreateEnvironmentBody {
    Text<1> name;
    std::optional<Nullable<std::string>> description;
    Color color;
};
BOOST_DESCRIBE_STRUCT(CreateEnvironmentBody, (), (name, description, color))

/// What a PATCH may touch.
struct EditableEnvironment {
    Text<1> name;
    Nullable<std::string> description;
    Color color;
};
BOOST_DESCRIBE_STRUCT(EditableEnvironment, (), (name, description, color))

Result<WholeList<EnvironmentView>> list_environments(service::Read& read) {
    WholeList<EnvironmentView> list;
    for (auto const& environment : TRY(service::list_environments(read))) list.values.push_back(present(environment));
    return list;
}

Result<Item<EnvironmentView>> create_environment(service::Write& write, Body<CreateEnvironmentBody> body) {
    auto const description = body->description ? body->description->value : std::nullopt;
    return Item{present(TRY(service::create_environment(write, {body->name.value, description, body->color.text})))};
}

Result<Item<EnvironmentView>> get_environment(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("environmentId"));
    return Item{present(TRY(service::find_environment(read, {id.text})))};
}

Result<Item<EnvironmentView>> patch_environment(service::Write& write, Call const& call, Body<wire::PatchBody<wire::ReplaceOp>> body) {
    auto const id = TRY(call.parameter_as<Uuid>("environmentId"));
    auto const before = TRY(service::find_environment(write, {id.text}));
    auto const after = TRY(wire::patched(EditableEnvironment{{before.name}, {before.description}, {before.color}}, *body));
    return Item{present(TRY(service::edit_environment(write, before, {after.name.value, after.description.value, after.color.text})))};
}

Result<NoContent> delete_environment(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("environmentId"));
    TRY(service::delete_environment(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> environment_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/environments", environments_read, "environment.list", list_environments}.says(
            "Every environment, the default one first"),
        Endpoint{post, "/environments", environments_write, "environment.create", create_environment}
            .says("Creates an environment")
            .errors({409}),
        Endpoint{get, "/environments/{environmentId}", environments_read, "environment.get", get_environment}
            .says("One environment")
            .errors({404}),
        Endpoint{patch, "/environments/{environmentId}", environments_write, "environment.edit", patch_environment}
            .says("Changes an environment")
            .errors({404, 409}),
        Endpoint{del, "/environments/{environmentId}", environments_write, "environment.delete", delete_environment}
            .says("Deletes an environment other than the default one")
            .errors({404, 422}),
    };
}

}  // namespace gatehouse::api
