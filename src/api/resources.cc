// SPDX-License-Identifier: Apache-2.0
#include "service/resources.h"
#include "api/paging.h"
#include "api/place.h"
#include "api/resource_view.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;
using wire::ResourceType;

/// A UUID in any case of its letters, or the name of a built-in resource as it is.
ResourceId resource_at(Call const& call) {
    auto const& text = call.parameter("resourceId");
    auto const uuid = wire::Uuid::parse(text);
    return {uuid ? uuid->text : text};
}

// --- the contract -----------------------------------------------------------------------------------------------------------------

/// The types that the contract lets a client create.
enum class CreatableType { dbServer, mysql, postgresql, redshift, restapi, snowflake };
BOOST_DESCRIBE_ENUM(CreatableType, dbServer, mysql, postgresql, redshift, restapi, snowflake)

struct CreateResourceBody {
    CreatableType type = CreatableType::postgresql;
    Text<1> display_name;
    wire::ResourceOptions options;
    std::optional<Nullable<FolderKey>> folder_id;  // not in the document, but official clients send it; null or absent: the root
};
BOOST_DESCRIBE_STRUCT(CreateResourceBody, (), (type, display_name, options, folder_id))

/// What a PATCH may touch.
struct EditableResource {
    Text<1> display_name;
};
BOOST_DESCRIBE_STRUCT(EditableResource, (), (display_name))

struct ListResourcesQuery {
    std::optional<ResourceType> resource_type;
    std::optional<PageSize> limit;
    std::optional<PlaceToken> next_token;
};
BOOST_DESCRIBE_STRUCT(ListResourcesQuery, (), (resource_type, limit, next_token))

/// Read so that anything but a boolean is refused. No database of ours lies behind a resource, so there is none to delete.
struct DeleteResourceQuery {
    std::optional<bool> deleteUnderlyingDB;
};
BOOST_DESCRIBE_STRUCT(DeleteResourceQuery, (), (deleteUnderlyingDB))

Result<PagedList<ResourceView>> list_resources(service::Read& read, Query<ListResourcesQuery> query) {
    auto const after = TRY(place_of(query->limit, query->next_token));
    std::optional<std::string> type;
    if (query->resource_type) type = query->resource_type->name;
    auto const page = TRY(service::list_resources_of_type(read, type, after, limit_of(query->limit)));
    PagedList<ResourceView> list;
    list.total = page.total;
    if (page.more) list.next_token = token_after(Place{page.resources.back().created_at, page.resources.back().resource.text});
    for (auto const& resource : page.resources) list.values.push_back(present(resource));
    return list;
}

Result<Item<ResourceView>> create_resource(service::Write& write, Body<CreateResourceBody> body) {
    std::string const type(json::name_of(body->type));
    auto options = TRY(to_options(type, body->options));
    auto const folder = TRY(to_place(body->folder_id, FolderType::resource));
    return Item{present(TRY(service::create_resource(write, {type, body->display_name.value, folder, false, std::move(options)})))};
}

Result<Item<ResourceView>> get_resource(service::Read& read, Call const& call) {
    return Item{present(TRY(service::find_resource(read, resource_at(call))))};
}

Result<Item<ResourceView>> patch_resource(service::Write& write, Call const& call, Body<wire::PatchBody<wire::ReplaceOp>> body) {
    auto const before = TRY(service::find_resource(write, resource_at(call)));
    auto after = TRY(wire::patched(EditableResource{{before.display_name}}, *body));
    return Item{present(TRY(service::edit_resource(write, before.resource, {std::move(after.display_name.value)})))};
}

Result<NoContent> delete_resource(service::Write& write, Call const& call, Query<DeleteResourceQuery>) {
    TRY(service::delete_resource(write, resource_at(call)));
    return NoContent{};
}

// --- our own: resources of every type, where they lie, and whether they are protected ----------------------------------------------------

struct OwnResourceView {
    std::string id;
    std::string type;
    std::string display_name;
    FolderKey folder_id;
    bool protected_ = false;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(OwnResourceView, (), (id, type, display_name, folder_id, protected_, created_at, updated_at))

struct CreateOwnResourceBody {
    using closed = void;
    ResourceType type;
    Text<1, 255> display_name;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
    std::optional<bool> protected_;
};
BOOST_DESCRIBE_STRUCT(CreateOwnResourceBody, (), (type, display_name, folder_id, protected_))

struct EditOwnResourceBody {
    using closed = void;
    std::optional<Text<1, 255>> display_name;
    std::optional<FolderKey> folder_id;
    std::optional<bool> protected_;
};
BOOST_DESCRIBE_STRUCT(EditOwnResourceBody, (), (display_name, folder_id, protected_))

OwnResourceView present_own(Resource const& resource) {
    return {resource.resource.text, resource.type,       resource.display_name, {resource.folder, FolderType::resource},
            resource.is_protected,  resource.created_at, resource.updated_at};
}

Result<WholeList<OwnResourceView>> list_own_resources(service::Read& read) {
    WholeList<OwnResourceView> list;
    for (auto const& resource : TRY(service::list_resources(read))) list.values.push_back(present_own(resource));
    return list;
}

Result<Plain<OwnResourceView, 201>> create_own_resource(service::Write& write, Body<CreateOwnResourceBody> body) {
    service::NewResource wanted{body->type.name, body->display_name.value, TRY(to_place(body->folder_id, FolderType::resource)),
                                body->protected_.value_or(false)};
    return Plain<OwnResourceView, 201>{present_own(TRY(service::create_resource(write, std::move(wanted))))};
}

Result<Plain<OwnResourceView>> get_own_resource(service::Read& read, Call const& call) {
    return Plain<OwnResourceView>{present_own(TRY(service::find_resource(read, resource_at(call))))};
}

Result<Plain<OwnResourceView>> edit_own_resource(service::Write& write, Call const& call, Body<EditOwnResourceBody> body) {
    service::ResourceEdit edit;
    if (body->display_name) edit.name = body->display_name->value;
    if (body->folder_id) edit.folder = body->folder_id->folder;
    edit.is_protected = body->protected_;
    return Plain<OwnResourceView>{present_own(TRY(service::edit_resource(write, resource_at(call), edit)))};
}

Result<NoContent> delete_own_resource(service::Write& write, Call const& call) {
    TRY(service::delete_resource(write, resource_at(call)));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> resource_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/resources", resources_read, "resource.list", list_resources}.says("Every resource, oldest first"),
        Endpoint{post, "/resources", resources_write, "resource.create", create_resource}
            .says("Creates a resource, with its configuration for the default environment")
            .errors({409, 422}),
        Endpoint{get, "/resources/{resourceId}", resources_read, "resource.get", get_resource}.says("One resource").errors({404}),
        Endpoint{patch, "/resources/{resourceId}", resources_write, "resource.edit", patch_resource}
            .says("Renames a resource")
            .errors({404, 409}),
        Endpoint{del, "/resources/{resourceId}", resources_write, "resource.delete", delete_resource}
            .says("Deletes a resource with its configurations and the grants on them")
            .errors({404}),
    };
}

std::vector<Endpoint> own_resource_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/resources", resources_read, "resource.list", list_own_resources}.says("Every resource, oldest first"),
        Endpoint{post, "/resources", resources_write, "resource.create", create_own_resource}
            .says("Creates a resource of any type, without configuration")
            .errors({409, 422}),
        Endpoint{get, "/resources/{resourceId}", resources_read, "resource.get", get_own_resource}.says("One resource").errors({404}),
        Endpoint{patch, "/resources/{resourceId}", resources_write, "resource.edit", edit_own_resource}
            .says("Renames, moves or protects a resource")
            .errors({404, 409, 422}),
        Endpoint{del, "/resources/{resourceId}", resources_write, "resource.delete", delete_own_resource}
            .says("Deletes a resource with its configurations and the grants on them")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
