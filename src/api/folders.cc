// SPDX-License-Identifier: Apache-2.0
#include "service/folders.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::FolderKey;

/// Source: Retool API reference, "Folders"; key order as recorded.
struct FolderView {
    FolderKey id;
    FolderKey legacy_id;
    std::string name;
    Nullable<FolderKey> parent_folder_id;
    bool is_system_folder = false;
    FolderType folder_type = FolderType::app;
    Timestamp updated_at;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(FolderView, (), (id, legacy_id, name, parent_folder_id, is_system_folder, folder_type, updated_at, created_at))

struct CreateFolderBody {
    Text<1> name;
    FolderType folder_type = FolderType::app;
    std::optional<Nullable<FolderKey>> parent_folder_id;
};
BOOST_DESCRIBE_STRUCT(CreateFolderBody, (), (name, folder_type, parent_folder_id))

/// What a PATCH may touch. A parent of null, or none any more, means the top level.
struct EditableFolder {
    Text<1> name;
    std::optional<Nullable<FolderKey>> parent_folder_id;
};
BOOST_DESCRIBE_STRUCT(EditableFolder, (), (name, parent_folder_id))

struct DeleteFolderQuery {
    std::optional<bool> recursive;
};
BOOST_DESCRIBE_STRUCT(DeleteFolderQuery, (), (recursive))

Nullable<FolderKey> parent_key(Folder const& folder) {
    // A parent has its child's type.
    return {folder.parent ? std::optional(FolderKey{*folder.parent, folder.type}) : std::nullopt};
}

FolderView present(Folder const& folder) {
    auto const key = wire::key_of(folder);
    return {
        key, key, folder.name, parent_key(folder), folder.role != FolderRole::custom, folder.type, folder.updated_at, folder.created_at};
}

/// Errors: unprocessable, when the id says another type than the folder that is to lie in it.
Result<std::optional<FolderId>> to_parent(std::optional<FolderKey> const& key, FolderType type) {
    if (!key) return std::optional<FolderId>{};
    if (key->type && *key->type != type)
        return unprocessable("parent_folder_id: " + key->to_text() + " is no folder for a folder of type " +
                             std::string(json::name_of(type)));
    return std::optional(key->folder);
}

Result<Folder> folder_at(service::Read& read, Call const& call) {
    auto const key = TRY(call.parameter_as<FolderKey>("folderId"));
    return service::find_folder(read, key.folder, key.type);
}

Result<WholeList<FolderView>> list_folders(service::Read& read) {
    WholeList<FolderView> list;
    for (auto const& folder : TRY(service::list_folders(read))) list.values.push_back(present(folder));
    return list;
}

Result<Item<FolderView>> create_folder(service::Write& write, Body<CreateFolderBody> body) {
    auto const key = body->parent_folder_id ? body->parent_folder_id->value : std::nullopt;
    auto const parent = TRY(to_parent(key, body->folder_type));
    return Item{present(TRY(service::create_folder(write, body->name.value, body->folder_type, parent)))};
}

Result<Item<FolderView>> get_folder(service::Read& read, Call const& call) { return Item{present(TRY(folder_at(read, call)))}; }

Result<Item<FolderView>> patch_folder(service::Write& write, Call const& call, Body<wire::PatchBody<wire::PatchOp>> body) {
    auto const before = TRY(folder_at(write, call));
    auto const edited = TRY(wire::patched(EditableFolder{{before.name}, parent_key(before)}, *body));
    auto const key = edited.parent_folder_id ? edited.parent_folder_id->value : std::nullopt;
    auto const parent = TRY(to_parent(key, before.type));
    return Item{present(TRY(service::edit_folder(write, before, edited.name.value, parent)))};
}

Result<NoContent> delete_folder(service::Write& write, Call const& call, Query<DeleteFolderQuery> query) {
    auto const folder = TRY(folder_at(write, call));
    TRY(service::delete_folder(write, folder.folder,
                               query->recursive.value_or(false) ? service::Contents::go_along : service::Contents::must_be_empty));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> folder_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/folders", folders_read, "folder.list", list_folders}.says("Every folder, by type, then number"),
        Endpoint{post, "/folders", folders_write, "folder.create", create_folder}.says("Creates a folder").errors({409, 422}),
        Endpoint{get, "/folders/{folderId}", folders_read, "folder.get", get_folder}.says("One folder").errors({404}),
        Endpoint{patch, "/folders/{folderId}", folders_write, "folder.edit", patch_folder}
            .says("Renames or moves a folder")
            .errors({404, 409, 422}),
        Endpoint{del, "/folders/{folderId}", folders_write, "folder.delete", delete_folder}
            .says("Deletes a folder; `recursive` takes the contents of an app folder along")
            .errors({404, 422}),
    };
}

}  // namespace gatehouse::api
