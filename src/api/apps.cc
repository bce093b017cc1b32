// SPDX-License-Identifier: Apache-2.0
#include "service/apps.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;
using wire::Uuid;

struct AppView {
    Uuid id;
    std::string name;
    FolderKey folder_id;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(AppView, (), (id, name, folder_id, created_at, updated_at))

struct CreateAppBody {
    using closed = void;
    Text<1, 255> name;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
};
BOOST_DESCRIBE_STRUCT(CreateAppBody, (), (name, folder_id))

struct EditAppBody {
    using closed = void;
    std::optional<Text<1, 255>> name;
    std::optional<FolderKey> folder_id;
};
BOOST_DESCRIBE_STRUCT(EditAppBody, (), (name, folder_id))

AppView present(App const& app) { return {{app.app.text}, app.name, {app.folder, FolderType::app}, app.created_at, app.updated_at}; }

Result<WholeList<AppView>> list_apps(service::Read& read) {
    WholeList<AppView> list;
    for (auto const& app : TRY(service::list_apps(read))) list.values.push_back(present(app));
    return list;
}

Result<Plain<AppView, 201>> create_app(service::Write& write, Body<CreateAppBody> body) {
    std::optional<FolderId> folder;
    if (body->folder_id && body->folder_id->value) folder = body->folder_id->value->folder;
    return Plain<AppView, 201>{present(TRY(service::create_app(write, body->name.value, folder)))};
}

Result<Plain<AppView>> get_app(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("appId"));
    return Plain<AppView>{present(TRY(service::find_app(read, {id.text})))};
}

Result<Plain<AppView>> edit_app(service::Write& write, Call const& call, Body<EditAppBody> body) {
    auto const id = TRY(call.parameter_as<Uuid>("appId"));
    std::optional<std::string> name;
    if (body->name) name = body->name->value;
    std::optional<FolderId> folder;
    if (body->folder_id) folder = body->folder_id->folder;
    return Plain<AppView>{present(TRY(service::edit_app(write, {id.text}, name, folder)))};
}

Result<NoContent> delete_app(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("appId"));
    TRY(service::delete_app(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> app_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/apps", apps_read, "app.list", list_apps}.says("Every app, oldest first"),
        Endpoint{post, "/apps", apps_write, "app.create", create_app}.says("Creates an app").errors({409, 422}),
        Endpoint{get, "/apps/{appId}", apps_read, "app.get", get_app}.says("One app").errors({404}),
        Endpoint{patch, "/apps/{appId}", apps_write, "app.edit", edit_app}.says("Renames or moves an app").errors({404, 409, 422}),
        Endpoint{del, "/apps/{appId}", apps_write, "app.delete", delete_app}.says("Deletes an app with the grants on it").errors({404}),
    };
}

}  // namespace gatehouse::api
