// SPDX-License-Identifier: Apache-2.0
#include "api/tables.h"
#include "api/token_lifecycle.h"

#include <fmt/format.h>

namespace gatehouse::api {

using json::Nullable;
using wire::Uuid;

Result<service::NewToken> to_new_token(NewTokenBody const& body, ScopeSet const& held) {
    service::NewToken wanted;
    wanted.label = body.label.value;
    if (body.description) wanted.description = body.description->value;
    if (body.expires_at) wanted.expires_at = body.expires_at->value;
    if (body.scopes) {
        for (std::size_t i = 0; i < body.scopes->size(); ++i)
            if (!scope_from((*body.scopes)[i])) return invalid(fmt::format("scopes[{}]: '{}' is no scope", i, (*body.scopes)[i]));
        wanted.scopes = *body.scopes;
    } else {
        for (auto const scope : all_scopes())
            if (held.has(scope)) wanted.scopes.emplace_back(name_of(scope));
    }
    return wanted;
}

namespace {

struct ExpiryBody {
    using closed = void;
    Nullable<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(ExpiryBody, (), (expires_at))

Result<TokenId> token_at(Call const& call) { return TokenId{TRY(call.parameter_as<Uuid>("accessTokenId")).text}; }

Result<WholeList<TokenView>> list_tokens(service::Read& read) {
    WholeList<TokenView> list;
    for (auto const& token : TRY(service::list_access_tokens(read))) list.values.push_back(present(token));
    return list;
}

Result<Plain<TokenView, 201>> create_token(service::Write& write, Body<NewTokenBody> body) {
    auto const wanted = TRY(to_new_token(*body, write.actor.scopes));
    return Plain<TokenView, 201>{present(TRY(service::create_access_token(write, wanted)))};
}

Result<Plain<TokenView>> get_token(service::Read& read, Call const& call) {
    auto const id = TRY(token_at(call));
    return Plain<TokenView>{present(TRY(service::find_access_token(read, id)))};
}

Result<Plain<TokenView>> set_expiry(service::Write& write, Call const& call, Body<ExpiryBody> body) {
    auto const id = TRY(token_at(call));
    return Plain<TokenView>{present(TRY(service::set_token_expiry(write, id, body->expires_at.value)))};
}

Result<Plain<TokenView>> rotate(service::Write& write, Call const& call) {
    auto const id = TRY(token_at(call));
    return Plain<TokenView>{present(TRY(service::rotate_access_token(write, id)))};
}

Result<NoContent> revoke(service::Write& write, Call const& call) {
    auto const id = TRY(token_at(call));
    TRY(service::revoke_access_token(write, id));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> token_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/access_tokens", access_tokens_read, "access_token.list", list_tokens}.says(
            "Every access token that is not revoked"),
        Endpoint{post, "/access_tokens", access_tokens_write, "access_token.create", create_token}.says(
            "Creates an access token, with an expiry if wanted"),
        Endpoint{get, "/access_tokens/{accessTokenId}", access_tokens_read, "access_token.get", get_token}
            .says("One access token")
            .errors({404}),
        Endpoint{patch, "/access_tokens/{accessTokenId}", access_tokens_write, "access_token.set_expiry", set_expiry}
            .says("Sets or clears the expiry")
            .errors({404}),
        Endpoint{post, "/access_tokens/{accessTokenId}/rotate", access_tokens_write, "access_token.rotate", rotate}
            .says("Gives the token a new secret; the old one ends")
            .errors({404}),
        Endpoint{del, "/access_tokens/{accessTokenId}", access_tokens_write, "access_token.revoke", revoke}
            .says("Revokes the token")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
