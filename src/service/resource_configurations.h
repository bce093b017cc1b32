// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/environment.h"
#include "domain/place.h"
#include "domain/resource.h"
#include "service/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// How a resource is reached in each environment. Secrets come in as they are, are stored sealed, and never go out again.
namespace gatehouse::service {

/// Options as the contract has them for the type of the resource.
struct Options {
    json::Object values;
    std::vector<std::string> secrets;  // where in them secrets can lie: `authentication_options.bearer_token`
};

/// A configuration with what it is for.
struct Configured {
    ResourceConfiguration configuration;
    Resource resource;
    Environment environment;
};

struct ConfigurationQuery {
    std::optional<std::string> resource_type;
    std::optional<ResourceId> resource;
    std::optional<EnvironmentId> environment;
};
struct ConfigurationPage {
    std::vector<Configured> configurations;
    std::int64_t total = 0;
    bool more = false;
};
/// At most `limit` matches after a place, oldest first; no limit: all.
Result<ConfigurationPage> list_configurations(Read& read, ConfigurationQuery const& query, Place const& after,
                                              std::optional<std::int64_t> limit);
/// Errors: not_found.
Result<Configured> find_configuration(Read& read, ConfigurationId const& configuration);

/// Errors: not_found for the environment; conflict when the resource has one there; invalid for a placeholder, as nothing is kept yet.
Result<Configured> create_configuration(Write& write, Resource const& resource, EnvironmentId const& environment, Options options);
/// Replaces the options. Where the placeholder stands for a secret, the stored one stays. Marks the resource as changed as well; the one
/// in the answer is still as it was, as recorded from the original. Errors: invalid for a placeholder where no secret is kept.
Result<Configured> edit_configuration(Write& write, Configured const& before, Options options);
/// Its grants go. Errors: not_found.
Result<void> delete_configuration(Write& write, ConfigurationId const& configuration);

/// For what they hang on when it goes.
Result<void> erase_configurations_of(Write& write, ResourceId const& resource);
Result<void> erase_configurations_in(Write& write, EnvironmentId const& environment);

/// Stored options as they may be shown: the placeholder instead of each secret.
json::Object without_secrets(json::Object options, std::vector<std::string> const& secrets);

}  // namespace gatehouse::service
