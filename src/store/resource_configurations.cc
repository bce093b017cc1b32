// SPDX-License-Identifier: Apache-2.0
#include "store/resource_configurations.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {
namespace {

std::string condition_of(ConfigurationFilter const& filter) {
    std::string condition = "space = $space";
    if (filter.resource) condition += " and resource = $resource";
    if (filter.environment) condition += " and environment = $environment";
    if (filter.resource_type)
        condition += " and resource in (select r.resource from resources r where r.space = $space and r.type = $type)";
    return condition;
}

std::vector<Param> params_of(Session& session, ConfigurationFilter const& filter) {
    return {{"space", session.space().number},
            {"resource", Column<std::optional<ResourceId>>::to_value(filter.resource)},
            {"environment", Column<std::optional<EnvironmentId>>::to_value(filter.environment)},
            {"type", Column<std::optional<std::string>>::to_value(filter.resource_type)}};
}

}  // namespace

Result<std::optional<ResourceConfiguration>> find_configuration(Session& session, ConfigurationId const& configuration) {
    return select_one<ResourceConfiguration>(session, "configuration = $configuration", {{"configuration", configuration.text}});
}

Result<std::optional<ResourceConfiguration>> find_configuration_for(Session& session, ResourceId const& resource,
                                                                    EnvironmentId const& environment) {
    return select_one<ResourceConfiguration>(session, "resource = $resource and environment = $environment",
                                             {{"resource", resource.text}, {"environment", environment.text}});
}

Result<std::vector<ResourceConfiguration>> configurations(Session& session, ConfigurationFilter const& filter, Place const& after,
                                                          std::int64_t limit) {
    auto params = params_of(session, filter);
    params.push_back({"created_at", Column<Timestamp>::to_value(after.created_at)});
    params.push_back({"configuration", after.id});
    params.push_back({"limit", limit});
    return select<ResourceConfiguration>(session.connection(),
                                         "where " + condition_of(filter) +
                                             " and (created_at, configuration) > ($created_at, $configuration) "
                                             "order by created_at, configuration limit $limit",
                                         params);
}

Result<std::int64_t> count_configurations(Session& session, ConfigurationFilter const& filter) {
    std::int64_t count = 0;
    TRY(session.connection().run("select count(*) from resource_configurations where " + condition_of(filter), params_of(session, filter),
                                 [&](Row const& row) { count = row.integer(0); }));
    return count;
}

}  // namespace gatehouse::store
