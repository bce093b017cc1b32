// SPDX-License-Identifier: Apache-2.0
#include "service/folders.h"

#include "base/json.h"
#include "service/apps.h"
#include "service/erase_access.h"
#include "store/apps.h"
#include "store/folders.h"
#include "store/log.h"
#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

std::string wire_id(Folder const& folder) { return fmt::format("{}_{}", json::name_of(folder.type), folder.folder.number); }

Result<void> require_own(Folder const& folder) {
    if (folder.role == FolderRole::custom) return {};
    return unprocessable(fmt::format("'{}' ({}) is a system folder and cannot be changed or deleted", folder.name, wire_id(folder)));
}

/// Levels from `folder` up to its root; 1 for a root.
Result<int> depth_of(Read& read, FolderId folder) {
    int depth = 0;
    for (auto at = std::optional(folder); at && depth <= max_folder_depth; ++depth) {
        auto const found = TRY(store::find_folder(read.session, *at));
        at = found ? found->parent : std::nullopt;
    }
    return depth;
}

/// Levels below and including `folder`.
Result<int> height_of(Read& read, FolderId folder) {
    int height = 0;
    for (auto const& child : TRY(store::children(read.session, folder))) {
        auto const below = TRY(height_of(read, child.folder));
        height = std::max(height, below);
    }
    return height + 1;
}

Result<void> check_name_is_free(Read& read, FolderId parent, std::string const& name, FolderId own) {
    auto const taken = TRY(store::find_child(read.session, parent, name));
    if (taken && taken->folder != own)
        return conflict(fmt::format("A folder with the name '{}' exists there already: {}", name, wire_id(*taken)));
    return {};
}

Result<void> erase_with_contents(Write& write, Folder const& folder) {
    for (auto const& child : TRY(store::children(write.session, folder.folder))) TRY(erase_with_contents(write, child));
    for (auto const& app : TRY(store::apps_in(write.session, folder.folder))) TRY(delete_app(write, app.app));
    TRY(erase_access_to(write, object(folder.folder)));
    return store::erase(write.tx, folder);
}

}  // namespace

Result<std::vector<Folder>> list_folders(Read& read) { return store::folders(read.session); }

Result<Folder> find_folder(Read& read, FolderId number, std::optional<FolderType> type) {
    auto found = TRY(store::find_folder(read.session, number));
    if (!found || (type && found->type != *type))
        return not_found(
            fmt::format("No folder '{}{}' found for organization", type ? std::string(json::name_of(*type)) + "_" : "", number.number));
    return *std::move(found);
}

Result<Folder> root_folder(Read& read, FolderType type) {
    auto found = TRY(store::find_folder_by_role(read.session, type, FolderRole::root));
    if (!found) return internal(fmt::format("Space {} has no {} root", read.space.number, json::name_of(type)));
    return *std::move(found);
}

Result<void> require_place_for(Read& read, FolderId number, FolderType type) {
    auto const folder = TRY(store::find_folder(read.session, number));
    if (!folder) return unprocessable(fmt::format("There is no folder with the number {}", number.number));
    if (folder->type != type)
        return unprocessable(fmt::format("{} holds {}s, not {}s", wire_id(*folder), json::name_of(folder->type), json::name_of(type)));
    for (auto at = folder; at; at = at->parent ? TRY(store::find_folder(read.session, *at->parent)) : std::nullopt) {
        if (at->role == FolderRole::archive || at->role == FolderRole::trash || at->role == FolderRole::personal_root)
            return unprocessable(fmt::format("Nothing can be put under '{}' ({})", at->name, wire_id(*at)));
    }
    return {};
}

Result<Folder> create_folder(Write& write, std::string const& name, FolderType type, std::optional<FolderId> parent) {
    if (!parent) parent = TRY(root_folder(write, type)).folder;
    TRY(require_place_for(write, *parent, type));
    if (TRY(depth_of(write, *parent)) >= max_folder_depth)
        return unprocessable(fmt::format("Folders nest at most {} deep", max_folder_depth));
    TRY(check_name_is_free(write, *parent, name, {}));
    Folder folder;
    folder.space = write.space;
    folder.folder = {TRY(store::next_number(write.tx, "folders"))};
    folder.type = type;
    folder.name = name;
    folder.parent = parent;
    folder.created_at = folder.updated_at = write.now;
    TRY(store::insert(write.tx, folder));
    return folder;
}

Result<Folder> edit_folder(Write& write, Folder const& before, std::string const& name, std::optional<FolderId> parent) {
    TRY(require_own(before));
    if (!parent) parent = TRY(root_folder(write, before.type)).folder;
    if (parent != before.parent) {
        TRY(require_place_for(write, *parent, before.type));
        if (write.facts().lies_under(*parent, before.folder))
            return unprocessable(fmt::format("'{}' ({}) cannot be moved into itself or a folder below it", before.name, wire_id(before)));
        auto const height = TRY(height_of(write, before.folder));
        if (TRY(depth_of(write, *parent)) + height > max_folder_depth)
            return unprocessable(fmt::format("Folders nest at most {} deep", max_folder_depth));
    }
    TRY(check_name_is_free(write, *parent, name, before.folder));
    Folder after = before;
    after.name = name;
    after.parent = parent;
    if (after == before) return before;
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_folder(Write& write, FolderId number, Contents contents) {
    auto const folder = TRY(find_folder(write, number));
    TRY(require_own(folder));
    if (TRY(store::has_contents(write.session, number))) {
        if (contents == Contents::must_be_empty)
            return unprocessable(fmt::format("'{}' ({}) is not empty{}", folder.name, wire_id(folder),
                                             folder.type == FolderType::app ? "; 'recursive=true' deletes its contents too" : ""));
        if (folder.type != FolderType::app)
            return unprocessable(fmt::format("'{}' ({}) is not empty, and only app folders can be deleted with their contents", folder.name,
                                             wire_id(folder)));
    }
    return erase_with_contents(write, folder);
}

}  // namespace gatehouse::service
