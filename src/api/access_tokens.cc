// SPDX-License-Identifier: Apache-2.0
#include "service/access_tokens.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::Uuid;

/// Source: Retool API reference, "Access Tokens". Closed: no key of ours is added; expiry and revocation are on our own API.
struct AccessTokenView {
    using closed = void;
    Uuid id;
    Text<1> label;
    Nullable<std::string> description;
    std::string last4;
    std::int64_t owner_legacy_id = 0;
    std::vector<std::string> scopes;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(AccessTokenView, (), (id, label, description, last4, owner_legacy_id, scopes, created_at, updated_at))

/// The secret is shown in this answer and never again.
struct MadeTokenView {
    Uuid id;
    Text<1> label;
    Nullable<std::string> description;
    std::string last4;
    std::int64_t owner_legacy_id = 0;
    std::vector<std::string> scopes;
    Timestamp created_at;
    Timestamp updated_at;
    std::string access_token;
};
BOOST_DESCRIBE_STRUCT(MadeTokenView, (), (id, label, description, last4, owner_legacy_id, scopes, created_at, updated_at, access_token))

struct CreateTokenBody {
    Text<2> label;
    std::optional<Nullable<std::string>> description;
    std::vector<std::string> scopes;
};
BOOST_DESCRIBE_STRUCT(CreateTokenBody, (), (label, description, scopes))

AccessTokenView present(AccessToken const& token) {
    return {{token.token.text}, {token.label}, {token.description}, token.last4,
            token.owner.number, token.scopes,  token.created_at,    token.updated_at};
}

Result<WholeList<AccessTokenView>> list_tokens(service::Read& read) {
    WholeList<AccessTokenView> list;
    for (auto const& token : TRY(service::list_access_tokens(read))) list.values.push_back(present(token));
    return list;
}

Result<Item<MadeTokenView>> create_token(service::Write& write, Body<CreateTokenBody> body) {
    auto const description = body->description ? body->description->value : std::nullopt;
    auto made = TRY(service::create_access_token(write, {body->label.value, description, body->scopes, std::nullopt}));
    auto const& token = made.token;
    return Item{MadeTokenView{{token.token.text},
                              {token.label},
                              {token.description},
                              token.last4,
                              token.owner.number,
                              token.scopes,
                              token.created_at,
                              token.updated_at,
                              std::move(made.secret)}};
}

Result<Item<AccessTokenView>> get_token(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("accessTokenId"));
    return Item{present(TRY(service::find_access_token(read, {id.text})))};
}

}  // namespace

std::vector<Endpoint> access_token_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/access_tokens", access_tokens_read, "access_token.list", list_tokens}.says(
            "Every access token, without its secret"),
        // The published document asks for the read scope here, which would let any reader mint tokens; newer ones say write.
        Endpoint{post, "/access_tokens", access_tokens_write, "access_token.create", create_token}.says(
            "Creates an access token; its secret is in this answer only"),
        Endpoint{get, "/access_tokens/{accessTokenId}", access_tokens_read, "access_token.get", get_token}
            .says("One access token")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
