// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/id.h"

/// Which number or text means what. Numbers count from 1 within a Space, except a Space's own.
namespace gatehouse {

using SpaceId = Id<struct SpaceKind>;  // counts over the whole server; never leaves it. Outside a Space is `org_` + 32 hex digits
using UserId = Id<struct UserKind>;    // the contract's `legacy_id`; its `id` is User::sid
using GroupId = Id<struct GroupKind>;
using FolderId = Id<struct FolderKind>;  // one sequence over all folder types; outside it is `app_7`

using AppId = TextId<struct AppKind>;                  // UUID
using ResourceId = TextId<struct ResourceKind>;        // UUID, or a name for built-in resources
using EnvironmentId = TextId<struct EnvironmentKind>;  // UUID
using TokenId = TextId<struct TokenKind>;              // UUID

}  // namespace gatehouse
