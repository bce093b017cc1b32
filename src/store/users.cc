// SPDX-License-Identifier: Apache-2.0
#include "store/users.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {
namespace {

std::string condition_of(UserFilter const& filter) {
    std::string condition = "true";
    if (filter.email_key) condition += " and email_key = $email_key";
    if (filter.first_name) condition += " and first_name = $first_name";
    if (filter.last_name) condition += " and last_name = $last_name";
    return condition;
}

std::vector<Param> params_of(Session& session, UserFilter const& filter) {
    return {{"space", session.space().number},
            {"email_key", Column<std::optional<std::string>>::to_value(filter.email_key)},
            {"first_name", Column<std::optional<std::string>>::to_value(filter.first_name)},
            {"last_name", Column<std::optional<std::string>>::to_value(filter.last_name)}};
}

}  // namespace

Result<std::optional<User>> find_user(Session& session, UserId user) {
    return select_one<User>(session, R"("user" = $user)", {{"user", user.number}});
}

Result<std::optional<User>> find_user_by_sid(Session& session, std::string_view sid) {
    return select_one<User>(session, "sid = $sid", {{"sid", std::string(sid)}});
}

Result<std::optional<User>> find_user_by_email(Session& session, std::string_view email_key) {
    return select_one<User>(session, "email_key = $email", {{"email", std::string(email_key)}});
}

Result<std::vector<User>> users(Session& session, UserFilter const& filter, UserId after, std::int64_t limit) {
    auto params = params_of(session, filter);
    params.push_back({"after", after.number});
    params.push_back({"limit", limit});
    return select<User>(session.connection(),
                        "where space = $space and \"user\" > $after and " + condition_of(filter) + " order by \"user\" limit $limit",
                        params);
}

Result<std::int64_t> count_users(Session& session, UserFilter const& filter) {
    std::int64_t count = 0;
    TRY(session.connection().run("select count(*) from users where space = $space and " + condition_of(filter), params_of(session, filter),
                                 [&](Row const& row) { count = row.integer(0); }));
    return count;
}

}  // namespace gatehouse::store
