// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/folder.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Folder>> find_folder(Session& session, FolderId folder);
Result<std::optional<Folder>> find_folder_by_role(Session& session, FolderType type, FolderRole role);
/// The folder of that name directly inside `parent`.
Result<std::optional<Folder>> find_child(Session& session, FolderId parent, std::string_view name);
Result<std::vector<Folder>> folders(Session& session);                    // by type, then number
Result<std::vector<Folder>> children(Session& session, FolderId parent);  // by number
/// Whether anything at all lies directly inside.
Result<bool> has_contents(Session& session, FolderId folder);

}  // namespace gatehouse::store
