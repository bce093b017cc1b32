// SPDX-License-Identifier: Apache-2.0
#include "store/resources.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Resource>> find_resource(Session& session, ResourceId const& resource) {
    return select_one<Resource>(session, "resource = $resource", {{"resource", resource.text}});
}

Result<std::optional<Resource>> find_resource_in(Session& session, FolderId folder, std::string_view name) {
    return select_one<Resource>(session, "folder = $folder and display_name = $name",
                                {{"folder", folder.number}, {"name", std::string(name)}});
}

Result<std::vector<Resource>> resources(Session& session) { return select<Resource>(session, "true order by created_at, resource"); }

Result<std::vector<Resource>> resources_of_type(Session& session, std::optional<std::string> const& type, Place const& after,
                                                std::int64_t limit) {
    Param const params[] = {{"space", session.space().number},
                            {"type", type.value_or("")},
                            {"created_at", Column<Timestamp>::to_value(after.created_at)},
                            {"resource", after.id},
                            {"limit", limit}};
    return select<Resource>(session.connection(),
                            std::string("where space = $space and (created_at, resource) > ($created_at, $resource)") +
                                (type ? " and type = $type" : "") + " order by created_at, resource limit $limit",
                            params);
}

Result<std::int64_t> count_resources_of_type(Session& session, std::optional<std::string> const& type) {
    std::int64_t count = 0;
    Param const params[] = {{"space", session.space().number}, {"type", type.value_or("")}};
    TRY(session.connection().run(std::string("select count(*) from resources where space = $space") + (type ? " and type = $type" : ""),
                                 params, [&](Row const& row) { count = row.integer(0); }));
    return count;
}

Result<std::vector<Resource>> resources_in(Session& session, FolderId folder) {
    return select<Resource>(session, "folder = $folder order by created_at, resource", {{"folder", folder.number}});
}

}  // namespace gatehouse::store
