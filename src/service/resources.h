// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/resource.h"
#include "service/context.h"
#include "service/resource_configurations.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

Result<std::vector<Resource>> list_resources(Read& read);  // oldest first
struct ResourcePage {
    std::vector<Resource> resources;
    std::int64_t total = 0;
    bool more = false;
};
/// At most `limit` of a type (none: of all types) after a place, oldest first; no limit: all.
Result<ResourcePage> list_resources_of_type(Read& read, std::optional<std::string> const& type, Place const& after,
                                            std::optional<std::int64_t> limit);
/// Errors: not_found.
Result<Resource> find_resource(Read& read, ResourceId const& resource);

struct NewResource {
    std::string type;
    std::string name;
    std::optional<FolderId> folder = {};  // none: the resource root
    bool is_protected = false;
    std::optional<Options> options = {};  // for the default environment; none: it has no configuration yet
};
/// Errors: conflict when the folder holds one of that name; unprocessable for a folder that takes no resources; invalid as
/// create_configuration.
Result<Resource> create_resource(Write& write, NewResource wanted);

/// What stays empty stays as it is.
struct ResourceEdit {
    std::optional<std::string> name = {};
    std::optional<FolderId> folder = {};
    std::optional<bool> is_protected = {};
};
/// Errors: not_found; as create_resource.
Result<Resource> edit_resource(Write& write, ResourceId const& resource, ResourceEdit const& edit);
/// Its configurations go, and the grants on all of them. Errors: not_found.
Result<void> delete_resource(Write& write, ResourceId const& resource);

}  // namespace gatehouse::service
