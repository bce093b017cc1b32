// SPDX-License-Identifier: Apache-2.0
#include "service/resources.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;

struct ResourceView {
    std::string id;
    std::string type;
    std::string display_name;
    FolderKey folder_id;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(ResourceView, (), (id, type, display_name, folder_id, created_at, updated_at))

/// The types that the contract lets a client create.
enum class CreatableType { dbServer, mysql, postgresql, redshift, restapi, snowflake };
BOOST_DESCRIBE_ENUM(CreatableType, dbServer, mysql, postgresql, redshift, restapi, snowflake)

struct CreateResourceBody {
    using closed = void;
    CreatableType type = CreatableType::postgresql;
    Text<1, 255> display_name;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
};
BOOST_DESCRIBE_STRUCT(CreateResourceBody, (), (type, display_name, folder_id))

struct EditResourceBody {
    using closed = void;
    std::optional<Text<1, 255>> display_name;
    std::optional<FolderKey> folder_id;
};
BOOST_DESCRIBE_STRUCT(EditResourceBody, (), (display_name, folder_id))

ResourceView present(Resource const& resource) {
    return {resource.resource.text, resource.type,      resource.display_name, {resource.folder, FolderType::resource},
            resource.created_at,    resource.updated_at};
}

Result<WholeList<ResourceView>> list_resources(service::Read& read) {
    WholeList<ResourceView> list;
    for (auto const& resource : TRY(service::list_resources(read))) list.values.push_back(present(resource));
    return list;
}

Result<Plain<ResourceView, 201>> create_resource(service::Write& write, Body<CreateResourceBody> body) {
    std::optional<FolderId> folder;
    if (body->folder_id && body->folder_id->value) folder = body->folder_id->value->folder;
    auto const resource = TRY(service::create_resource(write, std::string(json::name_of(body->type)), body->display_name.value, folder));
    return Plain<ResourceView, 201>{present(resource)};
}

Result<Plain<ResourceView>> get_resource(service::Read& read, Call const& call) {
    return Plain<ResourceView>{present(TRY(service::find_resource(read, {call.parameter("resourceId")})))};
}

Result<Plain<ResourceView>> edit_resource(service::Write& write, Call const& call, Body<EditResourceBody> body) {
    std::optional<std::string> name;
    if (body->display_name) name = body->display_name->value;
    std::optional<FolderId> folder;
    if (body->folder_id) folder = body->folder_id->folder;
    return Plain<ResourceView>{present(TRY(service::edit_resource(write, {call.parameter("resourceId")}, name, folder)))};
}

Result<NoContent> delete_resource(service::Write& write, Call const& call) {
    TRY(service::delete_resource(write, {call.parameter("resourceId")}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> resource_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/resources", resources_read, "resource.list", list_resources}.says("Every resource, oldest first"),
        Endpoint{post, "/resources", resources_write, "resource.create", create_resource}.says("Creates a resource").errors({409, 422}),
        Endpoint{get, "/resources/{resourceId}", resources_read, "resource.get", get_resource}.says("One resource").errors({404}),
        Endpoint{patch, "/resources/{resourceId}", resources_write, "resource.edit", edit_resource}
            .says("Renames or moves a resource")
            .errors({404, 409, 422}),
        Endpoint{del, "/resources/{resourceId}", resources_write, "resource.delete", delete_resource}
            .says("Deletes a resource with the grants on it")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
