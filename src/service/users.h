// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/group.h"
#include "domain/user.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

struct UserQuery {
    std::optional<std::string> email;  // whatever its case
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
};
struct UserPage {
    std::vector<User> users;  // by number
    std::int64_t total = 0;   // of all matches
    bool more = false;
};
/// At most `limit` matches with a number above `after`; no limit: all.
Result<UserPage> list_users(Read& read, UserQuery const& query, UserId after, std::optional<std::int64_t> limit);

/// How many there are, disabled ones included. From memory: counting rows would cost more than a page of them.
std::int64_t count_users(Read& read);

/// Errors: not_found.
Result<User> find_user(Read& read, std::string_view sid);
/// The id of an account by its number; empty: none, or nobody has it.
Result<std::string> sid_of(Read& read, std::optional<UserId> user);
/// The groups a user is in, by number, All Users included.
Result<std::vector<Group>> groups_of_user(Read& read, UserId user);

struct NewUser {
    std::string email;
    std::string first_name;
    std::string last_name;
    bool active = true;
    json::Object metadata;
    UserType user_type = UserType::default_;
};
/// Errors: conflict, naming the account, when the address is taken in this Space, whatever its case and whether active or not.
Result<User> create_user(Write& write, NewUser const& wanted);

/// What may change about a user. Everything is set.
struct UserEdit {
    std::string first_name;
    std::string last_name;
    bool active = true;
    json::Object metadata;
    UserType user_type = UserType::default_;
};
/// Errors: conflict, when it would disable the last active admin.
Result<User> edit_user(Write& write, User const& before, UserEdit const& edit);

/// Disables; the account, its memberships and grants stay. Doing it again changes nothing. Errors: not_found; conflict as above.
Result<void> disable_user(Write& write, std::string_view sid);

/// Switches the second factor off, so that the user can sign in and set up another. Errors: not_found.
Result<void> reset_second_factor(Write& write, std::string_view sid);

/// Errors: conflict, if `user` is the only active admin left.
Result<void> require_another_admin(Read& read, UserId user);

}  // namespace gatehouse::service
