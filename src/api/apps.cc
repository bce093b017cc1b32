// SPDX-License-Identifier: Apache-2.0
#include "service/apps.h"
#include "api/place.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <algorithm>
#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;
using wire::Uuid;

/// Source: Retool API reference, "Apps"; key order as published.
struct AppView {
    Uuid id;
    std::string name;
    Nullable<std::string> description;
    FolderKey folder_id;
    bool protected_ = false;
    bool synced = false;
    Nullable<std::string> shortlink;
    bool is_module = false;
    bool is_mobile_app = false;
    Timestamp created_at;
    Timestamp updated_at;
    std::string release_version;
};
BOOST_DESCRIBE_STRUCT(AppView, (),
                      (id, name, description, folder_id, protected_, synced, shortlink, is_module, is_mobile_app, created_at, updated_at,
                       release_version))

/// The last part of an address, so nothing that ends one.
struct Shortlink {
    std::string text;

    static Result<Shortlink> parse(std::string_view text);
    std::string const& to_text() const { return text; }
    static json::Value schema() { return json::Object{{"type", "string"}, {"pattern", "^[A-Za-z0-9_.~-]{1,100}$"}}; }
};

Result<Shortlink> Shortlink::parse(std::string_view text) {
    bool const good = !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '~' || c == '-';
    });
    if (good) return Shortlink{std::string(text)};
    return invalid("must be 1 to 100 letters, digits and characters of '-_.~'");
}

struct CloneAppBody {
    using closed = void;
    Uuid app_id;
    Text<1> new_app_name;
    std::optional<FolderKey> folder_id;  // absent: the root
};
BOOST_DESCRIBE_STRUCT(CloneAppBody, (), (app_id, new_app_name, folder_id))

/// What our own API may set beside name and place.
struct AppSettings {
    using closed = void;
    std::optional<Nullable<std::string>> description;
    std::optional<Nullable<Shortlink>> shortlink;
    std::optional<bool> is_module;
    std::optional<bool> is_mobile_app;
    std::optional<bool> protected_;
};
BOOST_DESCRIBE_STRUCT(AppSettings, (), (description, shortlink, is_module, is_mobile_app, protected_))

struct CreateAppBody : AppSettings {
    Text<1, 255> name;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
};
BOOST_DESCRIBE_STRUCT(CreateAppBody, (AppSettings), (name, folder_id))

struct EditAppBody : AppSettings {
    std::optional<Text<1, 255>> name;
    std::optional<FolderKey> folder_id;
};
BOOST_DESCRIBE_STRUCT(EditAppBody, (AppSettings), (name, folder_id))

AppView present(App const& app) {
    AppView view;
    view.id = {app.app.text};
    view.name = app.name;
    view.description.value = app.description;
    view.folder_id = {app.folder, FolderType::app};
    view.protected_ = app.is_protected;
    view.synced = app.synced;
    view.shortlink.value = app.shortlink;
    view.is_module = app.is_module;
    view.is_mobile_app = app.is_mobile_app;
    view.created_at = app.created_at;
    view.updated_at = app.updated_at;
    view.release_version = "latest";  // what the contract says when no release is live; this server has no releases yet
    return view;
}

/// `edit` with every setting that the body holds.
void assign(service::AppEdit& edit, AppSettings const& body) {
    if (body.description) edit.description = body.description->value;
    if (body.shortlink) edit.shortlink = body.shortlink->value ? std::optional(body.shortlink->value->text) : std::nullopt;
    if (body.is_module) edit.is_module = *body.is_module;
    if (body.is_mobile_app) edit.is_mobile_app = *body.is_mobile_app;
    if (body.protected_) edit.is_protected = *body.protected_;
}

Result<App> app_at(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("appId"));
    return service::find_app(read, {id.text});
}

Result<WholeList<AppView>> list_apps(service::Read& read) {
    WholeList<AppView> list;
    for (auto const& app : TRY(service::list_apps(read))) list.values.push_back(present(app));
    return list;
}

Result<Item<AppView>> get_app(service::Read& read, Call const& call) { return Item{present(TRY(app_at(read, call)))}; }

Result<Item<AppView>> clone_app(service::Write& write, Body<CloneAppBody> body) {
    std::optional<Nullable<FolderKey>> named;
    if (body->folder_id) named = Nullable<FolderKey>{body->folder_id};
    auto const folder = TRY(to_place(named, FolderType::app));
    return Item{present(TRY(service::clone_app(write, {body->app_id.text}, body->new_app_name.value, folder)))};
}

Result<NoContent> delete_app(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("appId"));
    TRY(service::delete_app(write, {id.text}));
    return NoContent{};
}

// --- our own ------------------------------------------------------------------------------------------------------------------------

Result<Plain<AppView, 201>> create_app(service::Write& write, Body<CreateAppBody> body) {
    auto const folder = TRY(to_place(body->folder_id, FolderType::app));
    service::AppEdit wanted{body->name.value, folder};
    assign(wanted, *body);
    return Plain<AppView, 201>{present(TRY(service::create_app(write, wanted)))};
}

Result<Plain<AppView>> get_own_app(service::Read& read, Call const& call) { return Plain<AppView>{present(TRY(app_at(read, call)))}; }

Result<Plain<AppView>> edit_app(service::Write& write, Call const& call, Body<EditAppBody> body) {
    auto const before = TRY(app_at(write, call));
    auto edit = service::AppEdit::of(before);
    if (body->name) edit.name = body->name->value;
    edit.folder = TRY(to_place(body->folder_id, FolderType::app, before.folder));
    assign(edit, *body);
    return Plain<AppView>{present(TRY(service::edit_app(write, before, edit)))};
}

}  // namespace

std::vector<Endpoint> app_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/apps", apps_read, "app.list", list_apps}.says("Every app, oldest first"),
        Endpoint{get, "/apps/{appId}", apps_read, "app.get", get_app}.says("One app").errors({404}),
        Endpoint{post, "/apps/cloneApp", apps_write, "app.clone", clone_app}
            .says("Copies an app with its pages; nobody is given anything on the copy")
            .errors({404, 409, 422}),
        Endpoint{del, "/apps/{appId}", apps_write, "app.delete", delete_app}
            .says("Deletes an app with its pages and what was given on them")
            .errors({404}),
    };
}

std::vector<Endpoint> own_app_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/apps", apps_read, "app.list", list_apps}.says("Every app, oldest first"),
        Endpoint{post, "/apps", apps_write, "app.create", create_app}.says("Creates an app").errors({409, 422}),
        Endpoint{get, "/apps/{appId}", apps_read, "app.get", get_own_app}.says("One app").errors({404}),
        Endpoint{patch, "/apps/{appId}", apps_write, "app.edit", edit_app}.says("Changes or moves an app").errors({404, 409, 422}),
        Endpoint{del, "/apps/{appId}", apps_write, "app.delete", delete_app}
            .says("Deletes an app with its pages and what was given on them")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
