// SPDX-License-Identifier: Apache-2.0
#include "service/resource_configurations.h"
#include "api/environment_view.h"
#include "api/paging.h"
#include "api/resource_view.h"
#include "api/tables.h"
#include "service/resources.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using wire::ResourceOptions;
using wire::Uuid;

/// Source: Retool API reference, "Resource Configurations"; key order as recorded. Closed, as the resource in it.
struct ConfigurationView {
    using closed = void;
    Uuid id;
    ResourceView resource;
    EnvironmentView environment;
    ResourceOptions options;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(ConfigurationView, (), (id, resource, environment, options, created_at, updated_at))

struct CreateConfigurationBody {
    std::string resource_id;
    Uuid environment_id;
    ResourceOptions options;
};
BOOST_DESCRIBE_STRUCT(CreateConfigurationBody, (), (resource_id, environment_id, options))

/// What a PATCH may touch: the options as they are shown.
struct EditableConfiguration {
    ResourceOptions options;
};
BOOST_DESCRIBE_STRUCT(EditableConfiguration, (), (options))

struct ListConfigurationsQuery {
    std::optional<wire::ResourceType> resource_type;
    std::optional<std::string> resource_id;
    std::optional<Uuid> environment_id;
    std::optional<PageSize> limit;
    std::optional<PlaceToken> next_token;
};
BOOST_DESCRIBE_STRUCT(ListConfigurationsQuery, (), (resource_type, resource_id, environment_id, limit, next_token))

ResourceOptions shown_options(service::Configured const& configured) {
    return {service::without_secrets(configured.configuration.options, wire::secrets_in_options(configured.resource.type))};
}

ConfigurationView present_configured(service::Configured const& configured) {
    auto const& configuration = configured.configuration;
    return {{configuration.configuration.text}, present(configured.resource), present(configured.environment),
            shown_options(configured),          configuration.created_at,     configuration.updated_at};
}

Result<PagedList<ConfigurationView>> list_configurations(service::Read& read, Query<ListConfigurationsQuery> query) {
    auto const after = TRY(place_of(query->limit, query->next_token));
    service::ConfigurationQuery wanted;
    if (query->resource_type) wanted.resource_type = query->resource_type->name;
    if (query->resource_id) wanted.resource = ResourceId{*query->resource_id};
    if (query->environment_id) wanted.environment = EnvironmentId{query->environment_id->text};
    auto const page = TRY(service::list_configurations(read, wanted, after, limit_of(query->limit)));
    PagedList<ConfigurationView> list;
    list.total = page.total;
    if (page.more) {
        auto const& last = page.configurations.back().configuration;
        list.next_token = token_after(Place{last.created_at, last.configuration.text});
    }
    for (auto const& configured : page.configurations) list.values.push_back(present_configured(configured));
    return list;
}

Result<Item<ConfigurationView>> create_configuration(service::Write& write, Body<CreateConfigurationBody> body) {
    auto const resource = TRY(service::find_resource(write, {body->resource_id}));
    auto options = TRY(to_options(resource.type, body->options));
    return Item{present_configured(TRY(service::create_configuration(write, resource, {body->environment_id.text}, std::move(options))))};
}

/// In an envelope, which the document lacks: so it was recorded, and the official provider needs it.
Result<Item<ConfigurationView>> get_configuration(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("configurationId"));
    return Item{present_configured(TRY(service::find_configuration(read, {id.text})))};
}

Result<Item<ConfigurationView>> patch_configuration(service::Write& write, Call const& call, Body<wire::PatchBody<wire::ReplaceOp>> body) {
    auto const id = TRY(call.parameter_as<Uuid>("configurationId"));
    auto const before = TRY(service::find_configuration(write, {id.text}));
    auto const after = TRY(wire::patched(EditableConfiguration{shown_options(before)}, *body));
    auto options = TRY(to_options(before.resource.type, after.options));
    return Item{present_configured(TRY(service::edit_configuration(write, before, std::move(options))))};
}

Result<NoContent> delete_configuration(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("configurationId"));
    TRY(service::delete_configuration(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> resource_configuration_endpoints() {
    using enum Scope;
    Access const may_read{resources_read, resource_configurations_read};
    Access const may_write{resources_write, resource_configurations_write};
    return {
        Endpoint{get, "/resource_configurations", may_read, "resource_configuration.list", list_configurations}.says(
            "How resources are reached in each environment, oldest first"),
        Endpoint{post, "/resource_configurations", may_write, "resource_configuration.create", create_configuration}
            .says("Configures a resource for one more environment")
            .errors({404, 409}),
        Endpoint{get, "/resource_configurations/{configurationId}", may_read, "resource_configuration.get", get_configuration}
            .says("One resource configuration; its secrets are not shown")
            .errors({404}),
        Endpoint{patch, "/resource_configurations/{configurationId}", may_write, "resource_configuration.edit", patch_configuration}
            .says("Replaces the options; a secret that comes back as it was shown stays")
            .errors({404}),
        Endpoint{del, "/resource_configurations/{configurationId}", may_write, "resource_configuration.delete", delete_configuration}
            .says("Deletes a resource configuration with the grants on it")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
