// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_request.h"
#include "domain/access_token.h"
#include "domain/agent.h"
#include "domain/app.h"
#include "domain/configuration_variable.h"
#include "domain/environment.h"
#include "domain/folder.h"
#include "domain/grant.h"
#include "domain/group.h"
#include "domain/invite.h"
#include "domain/organization.h"
#include "domain/query.h"
#include "domain/resource.h"
#include "domain/role.h"
#include "domain/space.h"
#include "domain/user.h"
#include "domain/user_attribute.h"
#include "domain/workflow.h"

#include <string>
#include <variant>

namespace gatehouse {

/// Everything that is stored as a fact and changes by being put or erased whole. The store has a table for each, the change log can hold
/// each, the engine takes in those that bear on access: a new kind of fact is one more line here.
using Record = std::variant<Space, OrganizationSettings, UserAttribute, User, Group, Membership, Invite, GroupInvite, AccessRequest, Folder,
                            Environment, App, Page, Resource, ResourceConfiguration, Workflow, WorkflowRun, Query, Agent,
                            ConfigurationVariable, Grant, Role, RoleGrant, AccessToken>;

/// The word for a record's kind, as the change log and its readers spell it: `access_token`.
inline char const* kind_of(Space const&) { return "space"; }
inline char const* kind_of(User const&) { return "user"; }
inline char const* kind_of(Group const&) { return "group"; }
inline char const* kind_of(Membership const&) { return "membership"; }
inline char const* kind_of(Folder const&) { return "folder"; }
inline char const* kind_of(App const&) { return "app"; }
inline char const* kind_of(Resource const&) { return "resource"; }
inline char const* kind_of(Grant const&) { return "grant"; }
inline char const* kind_of(AccessToken const&) { return "access_token"; }
inline char const* kind_of(Environment const&) { return "environment"; }
inline char const* kind_of(OrganizationSettings const&) { return "organization_settings"; }
inline char const* kind_of(UserAttribute const&) { return "user_attribute"; }
inline char const* kind_of(Invite const&) { return "invite"; }
inline char const* kind_of(GroupInvite const&) { return "group_invite"; }
inline char const* kind_of(AccessRequest const&) { return "access_request"; }
inline char const* kind_of(Page const&) { return "page"; }
inline char const* kind_of(ResourceConfiguration const&) { return "resource_configuration"; }
inline char const* kind_of(Workflow const&) { return "workflow"; }
inline char const* kind_of(WorkflowRun const&) { return "workflow_run"; }
inline char const* kind_of(Query const&) { return "query"; }
inline char const* kind_of(Agent const&) { return "agent"; }
inline char const* kind_of(ConfigurationVariable const&) { return "configuration_variable"; }
inline char const* kind_of(Role const&) { return "role"; }
inline char const* kind_of(RoleGrant const&) { return "role_grant"; }

}  // namespace gatehouse
