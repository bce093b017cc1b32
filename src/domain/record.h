// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_token.h"
#include "domain/app.h"
#include "domain/environment.h"
#include "domain/folder.h"
#include "domain/grant.h"
#include "domain/group.h"
#include "domain/resource.h"
#include "domain/space.h"
#include "domain/user.h"

#include <string>
#include <variant>

namespace gatehouse {

/// Everything that is stored as a fact and changes by being put or erased whole. The store has a table for each, the change log can hold
/// each, the engine takes in those that bear on access: a new kind of fact is one more line here.
using Record = std::variant<Space, User, Group, Membership, Folder, App, Resource, Grant, AccessToken, Environment>;

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

}  // namespace gatehouse
