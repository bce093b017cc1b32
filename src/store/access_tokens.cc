// SPDX-License-Identifier: Apache-2.0
#include "store/access_tokens.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<AccessToken>> find_access_token(Session& session, TokenId const& token) {
    return select_one<AccessToken>(session, "token = $token", {{"token", token.text}});
}

Result<std::optional<AccessToken>> find_access_token_by_hash(Connection& connection, std::string_view hash) {
    Param const param{"hash", std::string(hash)};
    auto found = TRY(select<AccessToken>(connection, "where hash = $hash", Params(&param, 1)));
    if (found.empty()) return std::optional<AccessToken>{};
    return std::optional<AccessToken>(std::move(found.front()));
}

Result<std::vector<AccessToken>> access_tokens(Session& session) { return select<AccessToken>(session, "true order by created_at, token"); }

}  // namespace gatehouse::store
