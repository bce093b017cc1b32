// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/id.h"

/// Which number or text means what. Numbers count from 1 within a Space, except a Space's own.
namespace gatehouse {

using SpaceId = Id<struct SpaceKind>;  // counts over the whole server; never leaves it. Outside a Space is `org_` + 32 hex digits
using UserId = Id<struct UserKind>;    // the contract's `legacy_id`; its `id` is User::sid
using GroupId = Id<struct GroupKind>;
using FolderId = Id<struct FolderKind>;  // one sequence over all folder types; outside it is `app_7`
using InviteId = Id<struct InviteKind>;
using AccessRequestId = Id<struct AccessRequestKind>;

using AppId = TextId<struct AppKind>;                      // UUID
using ResourceId = TextId<struct ResourceKind>;            // UUID, or a name for built-in resources
using EnvironmentId = TextId<struct EnvironmentKind>;      // UUID
using TokenId = TextId<struct TokenKind>;                  // UUID
using AttributeId = TextId<struct AttributeKind>;          // UUID
using RoleId = TextId<struct RoleKind>;                    // UUID
using RoleGrantId = TextId<struct RoleGrantKind>;          // UUID
using PageId = TextId<struct PageKind>;                    // UUID
using WorkflowId = TextId<struct WorkflowKind>;            // UUID
using WorkflowRunId = TextId<struct WorkflowRunKind>;      // UUID
using QueryId = TextId<struct QueryKind>;                  // UUID
using AgentId = TextId<struct AgentKind>;                  // UUID
using ConfigurationId = TextId<struct ConfigurationKind>;  // UUID, of a resource's configuration for one environment
using VariableId = TextId<struct VariableKind>;            // UUID

}  // namespace gatehouse
