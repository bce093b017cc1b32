// SPDX-License-Identifier: Apache-2.0
#include "service/permissions.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <fmt/format.h>
#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using wire::FolderKey;
using wire::UserKey;
using wire::Uuid;

// Source: Retool API reference, "Permissions".

struct GroupSubject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "group";
    Nullable<std::int64_t> id;
};
BOOST_DESCRIBE_STRUCT(GroupSubject, (), (id))
struct UserSubject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "user";
    UserKey id;
};
BOOST_DESCRIBE_STRUCT(UserSubject, (), (id))
using SubjectBody = std::variant<GroupSubject, UserSubject>;

struct FolderObject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "folder";
    FolderKey id;
};
BOOST_DESCRIBE_STRUCT(FolderObject, (), (id))
struct AppObject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "app";
    Uuid id;
};
BOOST_DESCRIBE_STRUCT(AppObject, (), (id))
struct ScreenObject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "screen";
    Uuid id;
    Uuid appId;
};
BOOST_DESCRIBE_STRUCT(ScreenObject, (), (id, appId))
struct ResourceObject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "resource";
    std::string id;  // a UUID, or the name of a built-in resource
};
BOOST_DESCRIBE_STRUCT(ResourceObject, (), (id))
struct ConfigurationObject {
    using closed = void;
    static constexpr std::string_view tag = "type", tag_value = "resource_configuration";
    Uuid id;
};
BOOST_DESCRIBE_STRUCT(ConfigurationObject, (), (id))
using ObjectBody = std::variant<FolderObject, AppObject, ScreenObject, ResourceObject, ConfigurationObject>;

enum class GrantLevel { own, edit, use };
BOOST_DESCRIBE_ENUM(GrantLevel, own, edit, use)
enum class ListedKind { folder, app, resource, resource_configuration };
BOOST_DESCRIBE_ENUM(ListedKind, folder, app, resource, resource_configuration)
enum class AccessListKind { app, folder, resource, workflow, agent };
BOOST_DESCRIBE_ENUM(AccessListKind, app, folder, resource, workflow, agent)

struct GrantBody {
    using closed = void;
    SubjectBody subject;
    ObjectBody object;
    GrantLevel access_level = GrantLevel::use;
};
BOOST_DESCRIBE_STRUCT(GrantBody, (), (subject, object, access_level))
struct RevokeBody {
    using closed = void;
    SubjectBody subject;
    ObjectBody object;
};
BOOST_DESCRIBE_STRUCT(RevokeBody, (), (subject, object))
struct ListObjectsBody {
    using closed = void;
    SubjectBody subject;
    ListedKind object_type = ListedKind::folder;
    std::optional<bool> include_inherited_access;
};
BOOST_DESCRIBE_STRUCT(ListObjectsBody, (), (subject, object_type, include_inherited_access))

struct FolderEntry {
    static constexpr std::string_view tag = "type", tag_value = "folder";
    FolderKey id;
    GrantLevel access_level = GrantLevel::use;
};
BOOST_DESCRIBE_STRUCT(FolderEntry, (), (id, access_level))
struct AppEntry {
    static constexpr std::string_view tag = "type", tag_value = "app";
    Uuid id;
    GrantLevel access_level = GrantLevel::use;
};
BOOST_DESCRIBE_STRUCT(AppEntry, (), (id, access_level))
struct ScreenEntry {
    static constexpr std::string_view tag = "type", tag_value = "screen";
    Uuid id;
    GrantLevel access_level = GrantLevel::use;
};
BOOST_DESCRIBE_STRUCT(ScreenEntry, (), (id, access_level))
struct ResourceEntry {
    static constexpr std::string_view tag = "type", tag_value = "resource";
    std::string id;
    GrantLevel access_level = GrantLevel::use;
};
BOOST_DESCRIBE_STRUCT(ResourceEntry, (), (id, access_level))
struct ConfigurationEntry {
    static constexpr std::string_view tag = "type", tag_value = "resource_configuration";
    Uuid id;
    GrantLevel access_level = GrantLevel::use;
};
BOOST_DESCRIBE_STRUCT(ConfigurationEntry, (), (id, access_level))
using EntryView = std::variant<FolderEntry, AppEntry, ScreenEntry, ResourceEntry, ConfigurationEntry>;

enum class ListedSubject { group, user, userInvite };
BOOST_DESCRIBE_ENUM(ListedSubject, group, user, userInvite)
enum class OnlyGroup { group };
BOOST_DESCRIBE_ENUM(OnlyGroup, group)
struct SubjectView {
    std::string id;  // a string even for groups
    ListedSubject type = ListedSubject::group;
};
BOOST_DESCRIBE_STRUCT(SubjectView, (), (id, type))
struct GroupView {
    std::string id;
    OnlyGroup type = OnlyGroup::group;
};
BOOST_DESCRIBE_STRUCT(GroupView, (), (id, type))
struct InheritedView {
    std::string id;
    AccessListKind type = AccessListKind::folder;
};
BOOST_DESCRIBE_STRUCT(InheritedView, (), (id, type))
struct SourcesView {
    std::optional<bool> direct;
    std::optional<bool> universal;
    std::optional<std::vector<GroupView>> groups;
    std::optional<InheritedView> inherited;
};
BOOST_DESCRIBE_STRUCT(SourcesView, (), (direct, universal, groups, inherited))
struct AccessListEntryView {
    SubjectView subject;
    std::optional<SourcesView> sources;
    AccessLevel accessLevel = AccessLevel::none;
};
BOOST_DESCRIBE_STRUCT(AccessListEntryView, (), (subject, sources, accessLevel))
struct AccessListView {
    std::optional<std::vector<AccessListEntryView>> group;
    std::optional<std::vector<AccessListEntryView>> user;
    std::optional<std::vector<AccessListEntryView>> userInvite;
};
BOOST_DESCRIBE_STRUCT(AccessListView, (), (group, user, userInvite))

AccessLevel to_level(GrantLevel level) { return *json::enum_from<AccessLevel>(json::name_of(level)); }

Result<SubjectRef> to_subject(service::Read& read, SubjectBody const& body) {
    if (auto const* user = std::get_if<UserSubject>(&body)) return service::find_user_subject(read, user->id.sid);
    auto const& group = std::get<GroupSubject>(body);
    if (!group.id.value) return invalid("subject.id: null is no group");
    return service::find_group_subject(read, {*group.id.value});
}

/// The object of a body, which exists.
Result<ObjectRef> to_object(service::Read& read, ObjectBody const& body) {
    std::optional<FolderType> folder_type;
    std::optional<ObjectRef> owner;
    ObjectRef what;
    if (auto const* folder = std::get_if<FolderObject>(&body)) {
        what = object(folder->id.folder);
        folder_type = folder->id.type;
    } else if (auto const* app = std::get_if<AppObject>(&body)) {
        what = {ObjectKind::app, app->id.text};
    } else if (auto const* screen = std::get_if<ScreenObject>(&body)) {
        what = {ObjectKind::screen, screen->id.text};
        owner = ObjectRef{ObjectKind::app, screen->appId.text};
    } else if (auto const* resource = std::get_if<ResourceObject>(&body)) {
        auto const uuid = Uuid::parse(resource->id);
        what = {ObjectKind::resource, uuid ? uuid->text : resource->id};
    } else {
        what = {ObjectKind::resource_configuration, std::get<ConfigurationObject>(body).id.text};
    }
    TRY(service::require_object(read, what, folder_type, owner));
    return what;
}

EntryView present(service::ListedObject const& listed) {
    auto const level = *json::enum_from<GrantLevel>(json::name_of(listed.level));
    auto const& [kind, id] = listed.object;
    switch (kind) {
        case ObjectKind::folder:
            return FolderEntry{
                FolderKey::parse(listed.folder_type ? fmt::format("{}_{}", json::name_of(*listed.folder_type), id) : id).value(), level};
        case ObjectKind::app:
            return AppEntry{{id}, level};
        case ObjectKind::screen:
            return ScreenEntry{{id}, level};
        case ObjectKind::resource_configuration:
            return ConfigurationEntry{{id}, level};
        default:  // nothing else can be granted or listed here
            return ResourceEntry{id, level};
    }
}

std::vector<EntryView> present(std::vector<service::ListedObject> const& listed) {
    std::vector<EntryView> entries;
    for (auto const& one : listed) entries.push_back(present(one));
    return entries;
}

std::vector<AccessListEntryView> present(std::vector<service::AccessListEntry> const& entries, ListedSubject kind) {
    std::vector<AccessListEntryView> views;
    for (auto const& [entry, id, inherited_type] : entries) {
        SourcesView sources;
        sources.direct = entry.direct;
        sources.universal = entry.universal;
        if (kind != ListedSubject::group) {
            sources.groups.emplace();
            for (auto const group : entry.groups) sources.groups->push_back({std::to_string(group.number), OnlyGroup::group});
        }
        if (entry.inherited && inherited_type)
            sources.inherited =
                InheritedView{std::string(json::name_of(*inherited_type)) + "_" + entry.inherited->id, AccessListKind::folder};
        views.push_back({{id, kind}, std::move(sources), entry.level});
    }
    return views;
}

Result<BareList<EntryView>> grant_access(service::Write& write, Body<GrantBody> body) {
    auto const who = TRY(to_subject(write, body->subject));
    auto const what = TRY(to_object(write, body->object));
    return BareList<EntryView>{present(TRY(service::grant_access(write, who, what, to_level(body->access_level))))};
}

Result<BareList<EntryView>> revoke_access(service::Write& write, Body<RevokeBody> body) {
    auto const who = TRY(to_subject(write, body->subject));
    auto const what = TRY(to_object(write, body->object));
    return BareList<EntryView>{present(TRY(service::revoke_access(write, who, what)))};
}

Result<WholeList<EntryView>> list_objects(service::Read& read, Body<ListObjectsBody> body) {
    auto const who = TRY(to_subject(read, body->subject));
    auto const kind = *json::enum_from<ObjectKind>(json::name_of(body->object_type));
    auto const inherited = body->include_inherited_access.value_or(false) ? service::Inherited::include : service::Inherited::leave_out;
    return WholeList<EntryView>{present(TRY(service::list_objects(read, who, kind, inherited)))};
}

/// A folder is named by its number, with or without its type in front; everything else by its UUID.
Result<Item<AccessListView>> access_list(service::Read& read, Call const& call) {
    auto const kind = json::enum_from<AccessListKind>(call.parameter("objectType"));
    if (!kind) return invalid("path parameter objectType: must be one of " + json::names_of<AccessListKind>());
    ObjectRef what{*json::enum_from<ObjectKind>(json::name_of(*kind)), call.parameter("objectId")};
    std::optional<FolderType> folder_type;
    if (what.kind == ObjectKind::folder) {
        auto const key = TRY(call.parameter_as<FolderKey>("objectId"));
        what = object(key.folder);
        folder_type = key.type;
    } else if (auto const uuid = Uuid::parse(what.id)) {
        what.id = uuid->text;
    }
    TRY(service::require_object(read, what, folder_type));
    auto const listing = TRY(service::access_list(read, what));
    AccessListView view;
    view.group = present(listing.groups, ListedSubject::group);
    view.user = present(listing.users, ListedSubject::user);
    view.userInvite = present(listing.invites, ListedSubject::userInvite);
    return Item{std::move(view)};
}

}  // namespace

std::vector<Endpoint> permission_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/permissions/accessList/{objectType}/{objectId}", permissions_read, "permission.access_list", access_list}
            .says("Who reaches an object, and by what")
            .errors({404}),
        Endpoint{post, "/permissions/listObjects", permissions_read, "permission.list_objects", list_objects}
            .says("What a group or user was given, or with `include_inherited_access` reaches")
            .errors({404}),
        Endpoint{post, "/permissions/grant", permissions_write, "permission.grant", grant_access}
            .says("Gives access, or changes its level")
            .errors({404, 422}),
        Endpoint{post, "/permissions/revoke", permissions_write, "permission.revoke", revoke_access}
            .says("Takes access away")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
