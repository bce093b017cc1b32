// SPDX-License-Identifier: Apache-2.0
#include "service/actor.h"

#include "access/snapshot.h"
#include "base/crypto.h"

namespace gatehouse::service {
namespace {

Result<access::TokenFacts const*> good_token(access::World const& world, SpaceId space, std::string_view hash, Timestamp now) {
    auto const* token = world.token(hash);
    auto const refused = unauthenticated("The access token is unknown, expired or revoked, or belongs to another Space");
    if (!token || token->space != space || token->revoked || (token->expires_at && *token->expires_at <= now)) return refused;
    auto const* facts = world.space(space);
    auto const owner = facts ? facts->user(token->owner) : std::nullopt;
    if (!owner || !owner->active) return refused;
    return token;
}

}  // namespace

Actor Actor::system(SpaceId space) { return {changes::ActorKind::system, space, {}, {}, {}, ScopeSet::all()}; }

Actor Actor::operator_at_machine(SpaceId space) { return {changes::ActorKind::operator_, space, {}, {}, {}, ScopeSet::all()}; }

Result<Actor> authenticate(access::World const& world, SpaceId space, std::string_view secret, Timestamp now) {
    auto hash = crypto::sha256_hex(secret);
    auto const* token = TRY(good_token(world, space, hash, now));
    return Actor{changes::ActorKind::token, space, token->owner, token->token, std::move(hash), ScopeSet::of(token->scopes)};
}

Result<void> check_still_valid(access::World const& world, Actor const& actor, Timestamp now) {
    if (actor.kind != changes::ActorKind::token) return {};
    TRY(good_token(world, actor.space, actor.token_hash, now));
    return {};
}

}  // namespace gatehouse::service
