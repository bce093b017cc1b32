// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/place.h"
#include "domain/resource.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Resource>> find_resource(Session& session, ResourceId const& resource);
/// The resource of that name directly inside `folder`.
Result<std::optional<Resource>> find_resource_in(Session& session, FolderId folder, std::string_view name);
Result<std::vector<Resource>> resources(Session& session);  // oldest first
/// Those of a type (none: of all types) after a place, oldest first; at most `limit` (negative: all).
Result<std::vector<Resource>> resources_of_type(Session& session, std::optional<std::string> const& type, Place const& after,
                                                std::int64_t limit);
Result<std::int64_t> count_resources_of_type(Session& session, std::optional<std::string> const& type);
Result<std::vector<Resource>> resources_in(Session& session, FolderId folder);  // directly inside, oldest first

}  // namespace gatehouse::store
