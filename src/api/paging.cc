// SPDX-License-Identifier: Apache-2.0
#include "api/paging.h"

#include "base/crypto.h"

namespace gatehouse::api {

Result<PageToken> PageToken::parse(std::string_view text) {
    auto const bad = invalid("'" + std::string(text) + "' is not a token of an earlier answer");
    auto const plain = crypto::from_base64(text);
    if (!plain) return bad;
    auto const value = json::parse(*plain);
    if (!value || !value->is_object()) return bad;
    auto const* after = value->get_object().if_contains("after");
    if (!after || !after->is_int64() || after->get_int64() < 0) return bad;
    return PageToken{after->get_int64()};
}

std::string PageToken::to_text() const { return crypto::to_base64("{\"after\":" + std::to_string(after) + "}"); }

Result<std::int64_t> place_of(std::optional<PageSize> const& limit, std::optional<PageToken> const& token) {
    if (token && !limit) return invalid("query parameter next_token: is only valid together with limit");
    return token ? token->after : 0;
}

std::string token_after(std::int64_t number) { return PageToken{number}.to_text(); }

}  // namespace gatehouse::api
