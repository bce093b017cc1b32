// SPDX-License-Identifier: Apache-2.0
#include "service/queries.h"
#include "api/place.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;
using wire::Uuid;
using LibraryQuery = gatehouse::Query;  // `Query` alone is what stands after a path's question mark

struct QueryView {
    Uuid id;
    std::string name;
    Nullable<std::string> description;
    FolderKey folder_id;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(QueryView, (), (id, name, description, folder_id, created_at, updated_at))

struct CreateQueryBody {
    using closed = void;
    Text<1, 255> name;
    std::optional<Nullable<std::string>> description;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
};
BOOST_DESCRIBE_STRUCT(CreateQueryBody, (), (name, description, folder_id))

struct EditQueryBody {
    using closed = void;
    std::optional<Text<1, 255>> name;
    std::optional<Nullable<std::string>> description;
    std::optional<FolderKey> folder_id;
};
BOOST_DESCRIBE_STRUCT(EditQueryBody, (), (name, description, folder_id))

QueryView present(LibraryQuery const& query) {
    return {{query.query.text}, query.name, {query.description}, {query.folder, FolderType::library}, query.created_at, query.updated_at};
}

Result<LibraryQuery> query_at(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("queryId"));
    return service::find_query(read, {id.text});
}

Result<WholeList<QueryView>> list_queries(service::Read& read) {
    WholeList<QueryView> list;
    for (auto const& query : TRY(service::list_queries(read))) list.values.push_back(present(query));
    return list;
}

Result<Plain<QueryView, 201>> create_query(service::Write& write, Body<CreateQueryBody> body) {
    auto const folder = TRY(to_place(body->folder_id, FolderType::library));
    service::QueryEdit wanted{body->name.value, folder};
    if (body->description) wanted.description = body->description->value;
    return Plain<QueryView, 201>{present(TRY(service::create_query(write, wanted)))};
}

Result<Plain<QueryView>> get_query(service::Read& read, Call const& call) { return Plain<QueryView>{present(TRY(query_at(read, call)))}; }

Result<Plain<QueryView>> edit_query(service::Write& write, Call const& call, Body<EditQueryBody> body) {
    auto const before = TRY(query_at(write, call));
    auto edit = service::QueryEdit::of(before);
    if (body->name) edit.name = body->name->value;
    if (body->description) edit.description = body->description->value;
    edit.folder = TRY(to_place(body->folder_id, FolderType::library, before.folder));
    return Plain<QueryView>{present(TRY(service::edit_query(write, before, edit)))};
}

Result<NoContent> delete_query(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("queryId"));
    TRY(service::delete_query(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> query_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/queries", queries_read, "query.list", list_queries}.says("Every query of the library, oldest first"),
        Endpoint{post, "/queries", queries_write, "query.create", create_query}.says("Creates a query of the library").errors({409, 422}),
        Endpoint{get, "/queries/{queryId}", queries_read, "query.get", get_query}.says("One query of the library").errors({404}),
        Endpoint{patch, "/queries/{queryId}", queries_write, "query.edit", edit_query}
            .says("Changes or moves a query of the library")
            .errors({404, 409, 422}),
        Endpoint{del, "/queries/{queryId}", queries_write, "query.delete", delete_query}
            .says("Deletes a query of the library with what was given on it")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
