// SPDX-License-Identifier: Apache-2.0
#include "service/queries.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/erase_access.h"
#include "service/folders.h"
#include "store/queries.h"
#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, Query const& wanted) {
    auto const taken = TRY(store::find_query_in(read.session, wanted.folder, wanted.name));
    if (taken && taken->query != wanted.query)
        return conflict(fmt::format("A query with the name '{}' exists in that folder already: {}", wanted.name, taken->query.text));
    return {};
}

Result<void> assign(Read& read, Query& query, QueryEdit const& edit) {
    query.name = edit.name;
    query.folder = edit.folder ? *edit.folder : TRY(root_folder(read, FolderType::library)).folder;
    query.description = edit.description;
    return {};
}

}  // namespace

QueryEdit QueryEdit::of(Query const& query) { return {query.name, query.folder, query.description}; }

Result<std::vector<Query>> list_queries(Read& read) { return store::queries(read.session); }

Result<Query> find_query(Read& read, QueryId const& query) {
    auto found = TRY(store::find_query(read.session, query));
    if (!found) return not_found(fmt::format("No query '{}' found for organization", query.text));
    return *std::move(found);
}

Result<Query> create_query(Write& write, QueryEdit const& wanted) {
    Query query;
    query.space = write.space;
    query.query = {crypto::random_uuid()};
    query.created_at = query.updated_at = write.now;
    TRY(assign(write, query, wanted));
    TRY(require_place_for(write, query.folder, FolderType::library));
    TRY(check_name_is_free(write, query));
    TRY(store::insert(write.tx, query));
    return query;
}

Result<Query> edit_query(Write& write, Query const& before, QueryEdit const& edit) {
    Query after = before;
    TRY(assign(write, after, edit));
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::library));
    TRY(check_name_is_free(write, after));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_query(Write& write, QueryId const& id) {
    auto const query = TRY(find_query(write, id));
    TRY(erase_access_to(write, object(id)));
    return store::erase(write.tx, query);
}

}  // namespace gatehouse::service
