// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/space.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Space>> find_space(Session& session, SpaceId space);
Result<std::optional<Space>> find_space_by_sid(Session& session, std::string_view sid);
Result<std::optional<Space>> find_space_by_domain(Session& session, std::string_view domain);
/// The Spaces whose parent is this session's, oldest first.
Result<std::vector<Space>> child_spaces(Session& session);
Result<std::vector<Space>> all_spaces(Connection& connection);

}  // namespace gatehouse::store
