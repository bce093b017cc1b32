// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_token.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

struct NewToken {
    std::string label;
    std::optional<std::string> description;
    std::vector<std::string> scopes;  // unknown names are ignored
    std::optional<Timestamp> expires_at;
};
/// A token with its secret, which is readable here and never again.
struct MadeToken {
    AccessToken token;
    std::string secret;
};

/// Revoked tokens are not listed: the contract has no word for them. Oldest first.
Result<std::vector<AccessToken>> list_access_tokens(Read& read);
/// Errors: not_found, also for a revoked one.
Result<AccessToken> find_access_token(Read& read, TokenId const& token);

/// The maker's account owns it. Errors: forbidden, naming them, for scopes the maker's own token lacks; invalid for an expiry in the past.
Result<MadeToken> create_access_token(Write& write, NewToken const& wanted);

/// Its next use is refused. Errors: not_found; forbidden for a token that can do more than the caller's.
Result<void> revoke_access_token(Write& write, TokenId const& token);
/// The same token with a new secret; the old one is refused from now on. Errors: as revoke.
Result<MadeToken> rotate_access_token(Write& write, TokenId const& token);
/// Sets or clears the expiry. Errors: as revoke; invalid for a time in the past.
Result<AccessToken> set_token_expiry(Write& write, TokenId const& token, std::optional<Timestamp> expires_at);

}  // namespace gatehouse::service
