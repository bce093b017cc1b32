// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_token.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<AccessToken>> find_access_token(Session& session, TokenId const& token);
/// Whichever Space it belongs to: two tokens never share a secret. `hash`: as in AccessToken::hash.
Result<std::optional<AccessToken>> find_access_token_by_hash(Connection& connection, std::string_view hash);
Result<std::vector<AccessToken>> access_tokens(Session& session);  // oldest first, revoked ones included

}  // namespace gatehouse::store
