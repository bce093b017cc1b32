// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/user.h"
#include "store/session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<User>> find_user(Session& session, UserId user);
Result<std::optional<User>> find_user_by_sid(Session& session, std::string_view sid);
/// `email_key`: the address in lower case.
Result<std::optional<User>> find_user_by_email(Session& session, std::string_view email_key);

struct UserFilter {
    std::optional<std::string> email_key;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
};
/// The users that match, by number, from the first above `after`; at most `limit` (negative: all).
Result<std::vector<User>> users(Session& session, UserFilter const& filter, UserId after, std::int64_t limit);
Result<std::int64_t> count_users(Session& session, UserFilter const& filter);

}  // namespace gatehouse::store
