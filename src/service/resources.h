// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/resource.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

Result<std::vector<Resource>> list_resources(Read& read);  // oldest first
/// Errors: not_found.
Result<Resource> find_resource(Read& read, ResourceId const& resource);
/// `folder`: none means the resource root. Errors: conflict when the folder holds one of that name; unprocessable for a folder that takes
/// no resources.
Result<Resource> create_resource(Write& write, std::string const& type, std::string const& name, std::optional<FolderId> folder);
/// Renames or moves. Errors: not_found; as create_resource.
Result<Resource> edit_resource(Write& write, ResourceId const& resource, std::optional<std::string> const& name,
                               std::optional<FolderId> folder);
/// Its grants go. Errors: not_found.
Result<void> delete_resource(Write& write, ResourceId const& resource);

}  // namespace gatehouse::service
