// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "wire/ids.h"

#include <optional>
#include <string>

namespace gatehouse::api {

/// The folder that a body names for something that lies in folders of `type`; absent or null: none.
/// Errors: unprocessable, when the id says another type.
inline Result<std::optional<FolderId>> to_place(std::optional<json::Nullable<wire::FolderKey>> const& named, FolderType type) {
    if (!named || !named->value) return std::optional<FolderId>{};
    auto const& key = *named->value;
    if (key.type && *key.type != type)
        return unprocessable("folder_id: " + key.to_text() + " is no folder of type " + std::string(json::name_of(type)));
    return std::optional(key.folder);
}

/// The same where a body may leave the folder as it is, but not empty.
inline Result<FolderId> to_place(std::optional<wire::FolderKey> const& named, FolderType type, FolderId now) {
    if (!named) return now;
    return *TRY(to_place(std::optional(json::Nullable<wire::FolderKey>{named}), type));
}

}  // namespace gatehouse::api
