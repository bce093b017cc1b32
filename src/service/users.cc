// SPDX-License-Identifier: Apache-2.0
#include "service/users.h"

#include "base/crypto.h"
#include "service/text.h"
#include "store/groups.h"
#include "store/log.h"
#include "store/record.h"
#include "store/users.h"

#include <fmt/format.h>

namespace gatehouse::service {

Result<UserPage> list_users(Read& read, UserQuery const& query, UserId after, std::optional<std::int64_t> limit) {
    store::UserFilter filter{std::nullopt, query.first_name, query.last_name};
    if (query.email) filter.email_key = lower_case(*query.email);
    UserPage page;
    // One more than asked for tells whether there is more.
    page.users = TRY(store::users(read.session, filter, after, limit ? *limit + 1 : -1));
    if (limit && std::int64_t(page.users.size()) > *limit) {
        page.users.pop_back();
        page.more = true;
    }
    bool const everybody = !query.email && !query.first_name && !query.last_name;
    if (!limit)
        page.total = std::int64_t(page.users.size());
    else if (everybody)
        page.total = count_users(read);
    else
        page.total = TRY(store::count_users(read.session, filter));
    return page;
}

std::int64_t count_users(Read& read) { return std::int64_t(read.facts().facts().users().size()); }

Result<User> find_user(Read& read, std::string_view sid) {
    auto found = TRY(store::find_user_by_sid(read.session, sid));
    if (!found) return not_found(fmt::format("No user '{}' found for organization", sid));
    return *std::move(found);
}

Result<std::string> sid_of(Read& read, std::optional<UserId> user) {
    if (!user) return std::string();
    auto const found = TRY(store::find_user(read.session, *user));
    return found ? found->sid : std::string();
}

Result<std::vector<Group>> groups_of_user(Read& read, UserId user) {
    std::vector<Group> found;
    for (auto const number : read.facts().groups_of(user))
        if (auto group = TRY(store::find_group(read.session, number))) found.push_back(*std::move(group));
    return found;
}

Result<User> create_user(Write& write, NewUser const& wanted) {
    auto const key = lower_case(wanted.email);
    if (auto const taken = TRY(store::find_user_by_email(write.session, key)))
        return conflict(
            fmt::format("A user with the email '{}' exists already: {}{}", wanted.email, taken->sid, taken->active ? "" : " (disabled)"));
    User user;
    user.space = write.space;
    user.user = {TRY(store::next_number(write.tx, "users"))};
    user.sid = "user_" + crypto::random_hex(32);
    user.email = wanted.email;
    user.email_key = key;
    user.first_name = wanted.first_name;
    user.last_name = wanted.last_name;
    user.active = wanted.active;
    user.metadata = wanted.metadata;
    user.user_type = wanted.user_type;
    user.created_at = write.now;
    TRY(store::insert(write.tx, user));
    return user;
}

Result<User> edit_user(Write& write, User const& before, UserEdit const& edit) {
    if (before.active && !edit.active) TRY(require_another_admin(write, before.user));
    User after = before;
    after.first_name = edit.first_name;
    after.last_name = edit.last_name;
    after.active = edit.active;
    after.metadata = edit.metadata;
    after.user_type = edit.user_type;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> disable_user(Write& write, std::string_view sid) {
    auto const before = TRY(find_user(write, sid));
    if (!before.active) return {};
    TRY(require_another_admin(write, before.user));
    User after = before;
    after.active = false;
    return store::update(write.tx, before, after);
}

Result<void> reset_second_factor(Write& write, std::string_view sid) {
    auto const before = TRY(find_user(write, sid));
    User after = before;
    after.two_factor_auth_enabled = false;
    return store::update(write.tx, before, after);
}

Result<void> require_another_admin(Read& read, UserId user) {
    auto const& facts = read.facts();
    auto const known = facts.user(user);
    if (known && known->active && facts.is_admin(user) && facts.active_admins() == 1)
        return conflict("This is the last active admin; add another user to the group 'admin' first");
    return {};
}

}  // namespace gatehouse::service
