// SPDX-License-Identifier: Apache-2.0
#include "service/access_tokens.h"

#include "access/snapshot.h"
#include "base/crypto.h"
#include "service/expiry.h"
#include "store/access_tokens.h"
#include "store/record.h"
#include "store/users.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

/// No token leads to rights that its maker's token lacks, however many steps are between.
Result<void> require_within_own_scopes(Read& read, std::vector<std::string> const& scopes) {
    std::string missing;
    for (auto const& name : scopes) {
        auto const scope = scope_from(name);
        if (scope && !read.actor.scopes.has(*scope)) missing += (missing.empty() ? "\"" : "\", \"") + name;
    }
    if (missing.empty()) return {};
    return forbidden(fmt::format("Forbidden: a token cannot give or change scopes that it lacks: {}\"", missing));
}

/// Whoever acts; at start-up and at the machine, when nobody in particular does, the Space's first active admin.
Result<UserId> owner_of_new_token(Read& read) {
    if (read.actor.user && read.actor.space == read.space) return *read.actor.user;
    for (auto const& user : TRY(store::users(read.session, {}, {}, -1)))
        if (user.active && read.facts().is_admin(user.user)) return user.user;
    return unprocessable("This Space has no active admin who could own the token");
}

Result<AccessToken> find_changeable(Read& read, TokenId const& id) {
    auto token = TRY(find_access_token(read, id));
    TRY(require_within_own_scopes(read, token.scopes));
    return token;
}

void set_secret(AccessToken& token, std::string_view secret) {
    token.hash = crypto::sha256_hex(secret);
    token.last4 = secret.substr(secret.size() - 4);
}

}  // namespace

Result<std::vector<AccessToken>> list_access_tokens(Read& read) {
    auto tokens = TRY(store::access_tokens(read.session));
    std::erase_if(tokens, [](AccessToken const& token) { return token.revoked_at.has_value(); });
    return tokens;
}

Result<AccessToken> find_access_token(Read& read, TokenId const& id) {
    auto found = TRY(store::find_access_token(read.session, id));
    if (!found || found->revoked_at) return not_found(fmt::format("No access token '{}' found for organization", id.text));
    return *std::move(found);
}

Result<MadeToken> create_access_token(Write& write, NewToken const& wanted) {
    TRY(require_within_own_scopes(write, wanted.scopes));
    TRY(require_future(write, wanted.expires_at));
    AccessToken token;
    token.space = write.space;
    token.token = {crypto::random_uuid()};
    token.label = wanted.label;
    token.description = wanted.description;
    token.owner = TRY(owner_of_new_token(write));
    for (auto const& name : wanted.scopes)
        if (scope_from(name)) token.scopes.push_back(name);
    token.created_at = token.updated_at = write.now;
    token.expires_at = wanted.expires_at;
    auto secret = crypto::make_token();
    set_secret(token, secret);
    TRY(store::insert(write.tx, token));
    return MadeToken{std::move(token), std::move(secret)};
}

Result<void> revoke_access_token(Write& write, TokenId const& id) {
    auto const before = TRY(find_changeable(write, id));
    AccessToken after = before;
    after.revoked_at = after.updated_at = write.now;
    return store::update(write.tx, before, after);
}

Result<MadeToken> rotate_access_token(Write& write, TokenId const& id) {
    auto const before = TRY(find_changeable(write, id));
    AccessToken after = before;
    auto secret = crypto::make_token();
    set_secret(after, secret);
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return MadeToken{std::move(after), std::move(secret)};
}

Result<AccessToken> set_token_expiry(Write& write, TokenId const& id, std::optional<Timestamp> expires_at) {
    auto const before = TRY(find_changeable(write, id));
    TRY(require_future(write, expires_at));
    AccessToken after = before;
    after.expires_at = expires_at;
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

}  // namespace gatehouse::service
