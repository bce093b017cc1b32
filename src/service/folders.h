// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/folder.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

/// Folders: a tree per type. System folders stay as they are; a folder's parent has its type; no folder lies in itself.
namespace gatehouse::service {

inline constexpr int max_folder_depth = 100;

Result<std::vector<Folder>> list_folders(Read& read);  // by type, then number
/// Errors: not_found. `type`: what the caller took it for; another type is not found either.
Result<Folder> find_folder(Read& read, FolderId folder, std::optional<FolderType> type = std::nullopt);
/// The root of a type.
Result<Folder> root_folder(Read& read, FolderType type);

/// `parent`: none means the root of its type.
/// Errors: conflict when the parent holds one of that name; unprocessable for a parent that is unknown, of another type, or takes no
/// folders.
Result<Folder> create_folder(Write& write, std::string const& name, FolderType type, std::optional<FolderId> parent);

/// Renames or moves. Errors: as create_folder; unprocessable for a system folder or a move under itself.
Result<Folder> edit_folder(Write& write, Folder const& before, std::string const& name, std::optional<FolderId> parent);

enum class Contents { must_be_empty, go_along };
/// `go_along` holds for app folders only, as in the original. What was given on what goes, goes. Errors: not_found; unprocessable for a
/// system folder or one that is not empty.
Result<void> delete_folder(Write& write, FolderId folder, Contents contents);

/// Whether a folder, or an object of its type, may be put there. Errors: unprocessable, with the reason.
Result<void> require_place_for(Read& read, FolderId folder, FolderType type);

}  // namespace gatehouse::service
