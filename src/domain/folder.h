// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

namespace gatehouse {

/// What a folder may hold. The order is that of lists.
enum class FolderType { app, resource, workflow, agent, library };
BOOST_DESCRIBE_ENUM(FolderType, app, resource, workflow, agent, library)

/// System folders cannot be renamed, moved or deleted. `personal_root` holds one `drafts` folder per owner, that one a `trash`; what lies
/// under `drafts` is open to its owner and to admins alone. Nobody but admins reaches what lies under `archive`.
enum class FolderRole { custom, root, archive, personal_root, drafts, trash };
BOOST_DESCRIBE_ENUM(FolderRole, custom, root, archive, personal_root, drafts, trash)

struct Folder {
    SpaceId space;
    FolderId folder;
    FolderType type = FolderType::app;
    FolderRole role = FolderRole::custom;
    std::string name;
    std::optional<FolderId> parent;  // none: a root or personal_root
    std::optional<UserId> owner;     // of a drafts or trash folder
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Folder const&, Folder const&) = default;
};
BOOST_DESCRIBE_STRUCT(Folder, (), (space, folder, type, role, name, parent, owner, created_at, updated_at))

}  // namespace gatehouse
