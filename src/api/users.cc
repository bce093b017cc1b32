// SPDX-License-Identifier: Apache-2.0
#include "service/users.h"
#include "api/paging.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::UserKey;

/// Source: Retool API reference, "Users"; key order as recorded. Closed: the official SDK refuses a user with any other key.
struct UserView {
    using closed = void;
    UserKey id;
    std::int64_t legacy_id = 0;
    Nullable<Text<1, 36>> first_name;
    Nullable<Text<1, 36>> last_name;
    Timestamp created_at;
    Nullable<Timestamp> last_active;
    wire::Email email;
    bool active = true;
    json::Object metadata;
    bool is_admin = false;
    bool two_factor_auth_enabled = false;
    UserType user_type = UserType::default_;
};
BOOST_DESCRIBE_STRUCT(UserView, (),
                      (id, legacy_id, first_name, last_name, created_at, last_active, email, active, metadata, is_admin,
                       two_factor_auth_enabled, user_type))

struct GroupOfUser {
    Nullable<std::int64_t> legacy_id;
    Nullable<std::int64_t> id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(GroupOfUser, (), (legacy_id, id, name))

/// `groups` only when asked for: clients take its presence for another kind of answer.
struct UserWithGroups : UserView {
    std::optional<std::vector<GroupOfUser>> groups;
};
BOOST_DESCRIBE_STRUCT(UserWithGroups, (UserView), (groups))

struct CreateUserBody {
    using closed = void;
    wire::Email email;
    Text<1, 36> first_name;
    Text<1, 36> last_name;
    std::optional<bool> active;
    std::optional<json::Object> metadata;
    std::optional<UserType> user_type;
};
BOOST_DESCRIBE_STRUCT(CreateUserBody, (), (email, first_name, last_name, active, metadata, user_type))

/// What a PATCH may touch.
struct EditableUser {
    Text<1, 36> first_name;
    Text<1, 36> last_name;
    bool active = true;
    std::optional<json::Object> metadata;  // removed: empty
    UserType user_type = UserType::default_;
};
BOOST_DESCRIBE_STRUCT(EditableUser, (), (first_name, last_name, active, metadata, user_type))

struct ListUsersQuery {
    std::optional<std::string> email;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<PageSize> limit;
    std::optional<PageToken> next_token;
};
BOOST_DESCRIBE_STRUCT(ListUsersQuery, (), (email, first_name, last_name, limit, next_token))

struct GetUserQuery {
    std::optional<bool> includeGroups;
};
BOOST_DESCRIBE_STRUCT(GetUserQuery, (), (includeGroups))

template <class View = UserView>
View present(service::Read& read, User user) {
    View view;
    view.id = {std::move(user.sid)};
    view.legacy_id = user.user.number;
    view.first_name.value = Text<1, 36>{std::move(user.first_name)};
    view.last_name.value = Text<1, 36>{std::move(user.last_name)};
    view.created_at = user.created_at;
    view.last_active.value = user.last_active;
    view.email = {std::move(user.email)};
    view.active = user.active;
    view.metadata = std::move(user.metadata);
    view.is_admin = read.facts().is_admin(user.user);
    view.two_factor_auth_enabled = user.two_factor_auth_enabled;
    view.user_type = user.user_type;
    return view;
}

Result<PagedList<UserView>> list_users(service::Read& read, Query<ListUsersQuery> query) {
    auto const after = TRY(place_of(query->limit, query->next_token));
    auto page = TRY(service::list_users(read, {query->email, query->first_name, query->last_name}, {after}, limit_of(query->limit)));
    PagedList<UserView> list;
    list.total = page.total;
    if (page.more) list.next_token = token_after(page.users.back().user.number);
    for (auto& user : page.users) list.values.push_back(present(read, std::move(user)));
    return list;
}

Result<Item<UserView>> create_user(service::Write& write, Body<CreateUserBody> body) {
    auto user =
        TRY(service::create_user(write, {body->email.text, body->first_name.value, body->last_name.value, body->active.value_or(true),
                                         body->metadata.value_or(json::Object{}), body->user_type.value_or(UserType::default_)}));
    return Item{present(write, std::move(user))};
}

Result<Item<UserWithGroups>> get_user(service::Read& read, Call const& call, Query<GetUserQuery> query) {
    auto const key = TRY(call.parameter_as<UserKey>("userId"));
    auto user = TRY(service::find_user(read, key.sid));
    auto const number = user.user;
    auto view = present<UserWithGroups>(read, std::move(user));
    if (query->includeGroups.value_or(false)) {
        view.groups.emplace();
        for (auto& group : TRY(service::groups_of_user(read, number)))
            view.groups->push_back({{group.group.number}, {group.group.number}, std::move(group.name)});
    }
    return Item{std::move(view)};
}

Result<Item<UserView>> patch_user(service::Write& write, Call const& call, Body<wire::PatchBody<wire::BasicPatchOp>> body) {
    auto const key = TRY(call.parameter_as<UserKey>("userId"));
    auto const before = TRY(service::find_user(write, key.sid));
    auto edited =
        TRY(wire::patched(EditableUser{{before.first_name}, {before.last_name}, before.active, before.metadata, before.user_type}, *body));
    auto after = TRY(service::edit_user(
        write, before,
        {edited.first_name.value, edited.last_name.value, edited.active, edited.metadata.value_or(json::Object{}), edited.user_type}));
    return Item{present(write, std::move(after))};
}

Result<NoContent> delete_user(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<UserKey>("userId"));
    TRY(service::disable_user(write, key.sid));
    return NoContent{};
}

Result<NoContent> reset_second_factor(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<UserKey>("userId"));
    TRY(service::reset_second_factor(write, key.sid));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> user_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/users", users_read, "user.list", list_users}.says("Users, disabled ones included"),
        Endpoint{post, "/users", users_write, "user.create", create_user}.says("Creates a user").errors({409}),
        Endpoint{get, "/users/{userId}", users_read, "user.get", get_user}.says("One user").errors({404}),
        Endpoint{patch, "/users/{userId}", users_write, "user.edit", patch_user}.says("Changes a user").errors({404, 409}),
        Endpoint{del, "/users/{userId}", users_write, "user.disable", delete_user}
            .says("Disables a user; accounts are never removed")
            .errors({404, 409}),
        Endpoint{put, "/users/reset2fa/{userId}", users_write, "user.reset_second_factor", reset_second_factor}
            .says("Switches a user's second factor off")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
