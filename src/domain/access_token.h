// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// A credential of one Space. The secret itself is shown once and never stored.
struct AccessToken {
    SpaceId space;
    TokenId token;
    std::string label;
    std::optional<std::string> description;
    std::string hash;   // SHA-256 of the secret, 64 hex digits
    std::string last4;  // of the secret, to recognise it by
    UserId owner;       // whoever made it; while that account is disabled the token is refused
    std::vector<std::string> scopes;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> expires_at;  // none: never
    std::optional<Timestamp> revoked_at;  // none: still good

    friend bool operator==(AccessToken const&, AccessToken const&) = default;
};
BOOST_DESCRIBE_STRUCT(AccessToken, (),
                      (space, token, label, description, hash, last4, owner, scopes, created_at, updated_at, expires_at, revoked_at))

}  // namespace gatehouse
