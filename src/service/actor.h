// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/world.h"
#include "base/result.h"
#include "changes/change.h"
#include "domain/scope.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::service {

/// Who is making a call. A value that goes along with the request; there is no "current user".
struct Actor {
    changes::ActorKind kind = changes::ActorKind::system;
    SpaceId space;
    std::optional<UserId> user;  // the account; of a token: its owner
    std::optional<TokenId> token;
    std::string token_hash;  // to look the token up again when a write is decided
    ScopeSet scopes;

    /// The server itself (bootstrap) or the operator at the machine (admin socket, command line): every scope.
    static Actor system(SpaceId space);
    static Actor operator_at_machine(SpaceId space);
};

/// The actor behind a bearer token in `space`. A token of another Space, an expired or revoked one, and one whose owner is disabled are the
/// same to the caller as one that never was. Errors: unauthenticated.
Result<Actor> authenticate(access::World const& world, SpaceId space, std::string_view secret, Timestamp now);

/// Whether `actor` is still who it was when `authenticate` made it. Errors: unauthenticated.
Result<void> check_still_valid(access::World const& world, Actor const& actor, Timestamp now);

}  // namespace gatehouse::service
