// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

namespace gatehouse {

enum class UserType { default_, mobile, embed };
BOOST_DESCRIBE_ENUM(UserType, default_, mobile, embed)

/// An account in one Space. Somebody who works in two Spaces has two accounts. Accounts are disabled, never removed, so that the
/// history keeps its subjects.
struct User {
    SpaceId space;
    UserId user;
    std::string sid;        // `user_` + 32 hex digits
    std::string email;      // as given
    std::string email_key;  // in lower case: the same address in another case is the same account
    std::string first_name;
    std::string last_name;
    bool active = true;
    json::Object metadata;  // user attributes live here
    UserType user_type = UserType::default_;
    bool two_factor_auth_enabled = false;
    Timestamp created_at;
    std::optional<Timestamp> last_active;  // none until the first sign-in

    friend bool operator==(User const&, User const&) = default;
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (space, user, sid, email, email_key, first_name, last_name, active, metadata, user_type, two_factor_auth_enabled,
                       created_at, last_active))

}  // namespace gatehouse
