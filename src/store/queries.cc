// SPDX-License-Identifier: Apache-2.0
#include "store/queries.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Query>> find_query(Session& session, QueryId const& query) {
    return select_one<Query>(session, "query = $query", {{"query", query.text}});
}

Result<std::optional<Query>> find_query_in(Session& session, FolderId folder, std::string_view name) {
    return select_one<Query>(session, "folder = $folder and name = $name", {{"folder", folder.number}, {"name", std::string(name)}});
}

Result<std::vector<Query>> queries(Session& session) { return select<Query>(session, "true order by created_at, query"); }

}  // namespace gatehouse::store
