// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/resource.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Resource>> find_resource(Session& session, ResourceId const& resource);
/// The resource of that name directly inside `folder`.
Result<std::optional<Resource>> find_resource_in(Session& session, FolderId folder, std::string_view name);
Result<std::vector<Resource>> resources(Session& session);                      // oldest first
Result<std::vector<Resource>> resources_in(Session& session, FolderId folder);  // directly inside, oldest first

}  // namespace gatehouse::store
