// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/query.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

Result<std::vector<Query>> list_queries(Read& read);  // oldest first
/// Errors: not_found.
Result<Query> find_query(Read& read, QueryId const& query);

/// What may be set about a query. Everything is set.
struct QueryEdit {
    std::string name;
    std::optional<FolderId> folder;  // none: the library root
    std::optional<std::string> description = {};

    static QueryEdit of(Query const& query);
};
/// Errors: conflict when the folder holds one of that name; unprocessable for a folder that takes no queries.
Result<Query> create_query(Write& write, QueryEdit const& wanted);
/// Moved, its own grants go along; what it inherited stays behind. Errors: as create_query.
Result<Query> edit_query(Write& write, Query const& before, QueryEdit const& edit);
/// What was given on it goes. Errors: not_found.
Result<void> delete_query(Write& write, QueryId const& query);

}  // namespace gatehouse::service
