// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/query.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Query>> find_query(Session& session, QueryId const& query);
/// The query of that name directly inside `folder`.
Result<std::optional<Query>> find_query_in(Session& session, FolderId folder, std::string_view name);
Result<std::vector<Query>> queries(Session& session);  // oldest first

}  // namespace gatehouse::store
