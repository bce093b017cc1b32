// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/query.h"
#include "base/json.h"
#include "base/result.h"
#include "domain/place.h"

#include <cstdint>
#include <optional>
#include <string>

/// The contract's paging: `limit` 1 to 100 asks for a page, `next_token` for the one after; without `limit` everything comes at once.
namespace gatehouse::api {

using PageSize = Between<1, 100>;

/// Opaque to clients: base64 of a small JSON cursor, as in the original. It chooses a place and grants nothing.
struct PageToken {
    std::int64_t after = 0;

    static Result<PageToken> parse(std::string_view text);
    std::string to_text() const;
};

/// The same for lists of records that have no number.
struct PlaceToken {
    Place place;

    static Result<PlaceToken> parse(std::string_view text);
    std::string to_text() const;
};

/// Where the page starts: after this number. Errors: invalid for a token without `limit`.
Result<std::int64_t> place_of(std::optional<PageSize> const& limit, std::optional<PageToken> const& token);
Result<Place> place_of(std::optional<PageSize> const& limit, std::optional<PlaceToken> const& token);
std::string token_after(std::int64_t number);
std::string token_after(Place const& place);

inline std::optional<std::int64_t> limit_of(std::optional<PageSize> const& limit) {
    return limit ? std::optional(limit->value) : std::nullopt;
}

}  // namespace gatehouse::api
