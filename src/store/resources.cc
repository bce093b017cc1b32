// SPDX-License-Identifier: Apache-2.0
#include "store/resources.h"

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

Result<std::vector<Resource>> resources_in(Session& session, FolderId folder) {
    return select<Resource>(session, "folder = $folder order by created_at, resource", {{"folder", folder.number}});
}

}  // namespace gatehouse::store
