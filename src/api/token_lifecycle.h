// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "service/access_tokens.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

/// Tokens with what the contract has no word for: expiry and revocation. On our own API and the operator's.
namespace gatehouse::api {

struct TokenView {
    wire::Uuid id;
    std::string label;
    json::Nullable<std::string> description;
    std::string last4;
    std::int64_t owner_legacy_id = 0;
    std::vector<std::string> scopes;
    json::Nullable<Timestamp> expires_at;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<std::string> access_token;  // the secret: right after it was made, and never again
};
BOOST_DESCRIBE_STRUCT(TokenView, (),
                      (id, label, description, last4, owner_legacy_id, scopes, expires_at, created_at, updated_at, access_token))

inline TokenView present(AccessToken const& token) {
    return {{token.token.text}, token.label,        {token.description}, token.last4,      token.owner.number,
            token.scopes,       {token.expires_at}, token.created_at,    token.updated_at, std::nullopt};
}

inline TokenView present(service::MadeToken&& made) {
    auto view = present(made.token);
    view.access_token = std::move(made.secret);
    return view;
}

/// `scopes` absent: every scope that the maker has.
struct NewTokenBody {
    using closed = void;
    json::Text<2, 255> label;
    std::optional<json::Nullable<std::string>> description;
    std::optional<std::vector<std::string>> scopes;
    std::optional<json::Nullable<Timestamp>> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewTokenBody, (), (label, description, scopes, expires_at))

/// Unlike the contract, a scope that does not exist is an error here. Errors: invalid.
Result<service::NewToken> to_new_token(NewTokenBody const& body, ScopeSet const& held);

}  // namespace gatehouse::api
