// SPDX-License-Identifier: Apache-2.0
#include "api/paging.h"

#include "base/crypto.h"

namespace gatehouse::api {

namespace {

Error not_a_token(std::string_view text) { return invalid("'" + std::string(text) + "' is not a token of an earlier answer"); }

/// The object in a token; empty for what is none.
json::Object cursor_of(std::string_view text) {
    auto const plain = crypto::from_base64(text);
    if (!plain) return {};
    auto const value = json::parse(*plain);
    return value && value->is_object() ? value->get_object() : json::Object{};
}

}  // namespace

Result<PageToken> PageToken::parse(std::string_view text) {
    auto const cursor = cursor_of(text);
    auto const* after = cursor.if_contains("after");
    if (!after || !after->is_int64() || after->get_int64() < 0) return not_a_token(text);
    return PageToken{after->get_int64()};
}

std::string PageToken::to_text() const { return crypto::to_base64("{\"after\":" + std::to_string(after) + "}"); }

Result<PlaceToken> PlaceToken::parse(std::string_view text) {
    auto const cursor = cursor_of(text);
    auto const* after = cursor.if_contains("after");
    auto const* id = cursor.if_contains("id");
    if (!after || !after->is_int64() || after->get_int64() < 0 || !id || !id->is_string()) return not_a_token(text);
    return PlaceToken{{Timestamp(std::chrono::milliseconds(after->get_int64())), std::string(id->get_string())}};
}

std::string PlaceToken::to_text() const {
    return crypto::to_base64(json::text_of(json::Object{{"after", place.created_at.time_since_epoch().count()}, {"id", place.id}}));
}

Result<Place> place_of(std::optional<PageSize> const& limit, std::optional<PlaceToken> const& token) {
    if (token && !limit) return invalid("query parameter next_token: is only valid together with limit");
    return token ? token->place : Place{};
}

Result<std::int64_t> place_of(std::optional<PageSize> const& limit, std::optional<PageToken> const& token) {
    if (token && !limit) return invalid("query parameter next_token: is only valid together with limit");
    return token ? token->after : 0;
}

std::string token_after(std::int64_t number) { return PageToken{number}.to_text(); }

std::string token_after(Place const& place) { return PlaceToken{place}.to_text(); }

}  // namespace gatehouse::api
