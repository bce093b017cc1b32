// SPDX-License-Identifier: Apache-2.0
#include "service/resource_configurations.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "domain/placeholder.h"
#include "service/environments.h"
#include "service/erase_access.h"
#include "service/resources.h"
#include "store/grants.h"
#include "store/record.h"
#include "store/resource_configurations.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

/// The text at `path` (`a.b.c`); null when there is none.
boost::json::string* text_at(json::Object& options, std::string_view path) {
    auto* object = &options;
    for (;;) {
        auto const dot = path.find('.');
        auto* value = object->if_contains(path.substr(0, dot));
        if (!value) return nullptr;
        if (dot == path.npos) return value->if_string();
        object = value->if_object();
        if (!object) return nullptr;
        path.remove_prefix(dot + 1);
    }
}

/// The options with every secret in them sealed, or kept as `stored` has it.
Result<json::Object> seal(Write& write, ConfigurationId const& configuration, Options options, json::Object stored) {
    for (auto const& path : options.secrets) {
        auto* secret = text_at(options.values, path);
        if (!secret) continue;
        if (std::string_view(*secret) == secret_placeholder) {
            auto const* kept = text_at(stored, path);
            if (!kept)
                return invalid(fmt::format("options.{}: '{}' stands for a secret that is kept, and none is", path, secret_placeholder));
            *secret = *kept;
        } else {
            auto const place = fmt::format("resource_configuration {} {} {}", write.space.number, configuration.text, path);
            *secret = write.vault.seal(*secret, place);
        }
    }
    return std::move(options.values);
}

Result<Configured> with_what_it_is_for(Read& read, ResourceConfiguration configuration) {
    auto resource = TRY(find_resource(read, configuration.resource));
    auto environment = TRY(find_environment(read, configuration.environment));
    return Configured{std::move(configuration), std::move(resource), std::move(environment)};
}

Result<void> erase(Write& write, ResourceConfiguration const& configuration) {
    TRY(erase_access_to(write, object(configuration.configuration)));
    return store::erase(write.tx, configuration);
}

}  // namespace

Result<ConfigurationPage> list_configurations(Read& read, ConfigurationQuery const& query, Place const& after,
                                              std::optional<std::int64_t> limit) {
    store::ConfigurationFilter const filter{query.resource_type, query.resource, query.environment};
    auto found = TRY(store::configurations(read.session, filter, after, limit ? *limit + 1 : -1));
    ConfigurationPage page;
    if (limit && std::int64_t(found.size()) > *limit) {
        found.pop_back();
        page.more = true;
    }
    page.total = limit ? TRY(store::count_configurations(read.session, filter)) : std::int64_t(found.size());
    for (auto& configuration : found) page.configurations.push_back(TRY(with_what_it_is_for(read, std::move(configuration))));
    return page;
}

Result<Configured> find_configuration(Read& read, ConfigurationId const& id) {
    auto found = TRY(store::find_configuration(read.session, id));
    if (!found) return not_found(fmt::format("No resource configuration '{}' found for organization", id.text));
    return with_what_it_is_for(read, *std::move(found));
}

Result<Configured> create_configuration(Write& write, Resource const& resource, EnvironmentId const& id, Options options) {
    auto environment = TRY(find_environment(write, id));
    if (auto const taken = TRY(store::find_configuration_for(write.session, resource.resource, id)))
        return conflict(fmt::format("'{}' has a configuration for the environment '{}' already: {}", resource.display_name,
                                    environment.name, taken->configuration.text));
    ResourceConfiguration configuration;
    configuration.space = write.space;
    configuration.configuration = {crypto::random_uuid()};
    configuration.resource = resource.resource;
    configuration.environment = id;
    configuration.options = TRY(seal(write, configuration.configuration, std::move(options), {}));
    configuration.created_at = configuration.updated_at = write.now;
    TRY(store::insert(write.tx, configuration));
    return Configured{std::move(configuration), resource, std::move(environment)};
}

Result<Configured> edit_configuration(Write& write, Configured const& before, Options options) {
    auto after = before;
    auto& configuration = after.configuration;
    configuration.options = TRY(seal(write, configuration.configuration, std::move(options), before.configuration.options));
    configuration.updated_at = write.now;
    TRY(store::update(write.tx, before.configuration, configuration));
    auto resource = before.resource;
    resource.updated_at = write.now;
    TRY(store::update(write.tx, before.resource, resource));
    return after;
}

Result<void> delete_configuration(Write& write, ConfigurationId const& id) {
    return erase(write, TRY(find_configuration(write, id)).configuration);
}

Result<void> erase_configurations_of(Write& write, ResourceId const& resource) {
    for (auto const& configuration : TRY(store::configurations(write.session, {{}, resource, {}}, {}, -1)))
        TRY(erase(write, configuration));
    return {};
}

Result<void> erase_configurations_in(Write& write, EnvironmentId const& environment) {
    for (auto const& configuration : TRY(store::configurations(write.session, {{}, {}, environment}, {}, -1)))
        TRY(erase(write, configuration));
    return {};
}

json::Object without_secrets(json::Object options, std::vector<std::string> const& secrets) {
    for (auto const& path : secrets)
        if (auto* secret = text_at(options, path)) *secret = secret_placeholder;
    return options;
}

}  // namespace gatehouse::service
