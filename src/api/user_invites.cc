// SPDX-License-Identifier: Apache-2.0
#include "api/invite_view.h"
#include "api/tables.h"

namespace gatehouse::api {
namespace {

using json::Text;
using wire::InviteKey;

struct GroupsQuery {
    std::optional<bool> includeGroups;
};
BOOST_DESCRIBE_STRUCT(GroupsQuery, (), (includeGroups))

struct CreateInviteBody {
    using closed = void;
    wire::Email email;
    std::optional<std::vector<std::int64_t>> defaultGroupIds;
    std::optional<json::Object> metadata;
};
BOOST_DESCRIBE_STRUCT(CreateInviteBody, (), (email, defaultGroupIds, metadata))

struct ClaimBody {
    using closed = void;
    std::string token;  // what follows the `#` in the invite's link
    Text<1, 36> first_name;
    Text<1, 36> last_name;
};
BOOST_DESCRIBE_STRUCT(ClaimBody, (), (token, first_name, last_name))

/// Who the claimant is from now on.
struct ClaimedView {
    wire::UserKey id;
    wire::Email email;
};
BOOST_DESCRIBE_STRUCT(ClaimedView, (), (id, email))

service::WithGroups with_groups(GroupsQuery const& query) {
    return query.includeGroups.value_or(false) ? service::WithGroups::yes : service::WithGroups::no;
}

Result<WholeList<InviteView>> list_invites(service::Read& read, Query<GroupsQuery> query) {
    WholeList<InviteView> list;
    for (auto& invite : TRY(service::list_invites(read, with_groups(*query)))) list.values.push_back(present(std::move(invite)));
    return list;
}

Result<Item<InviteView>> create_invite(service::Write& write, Body<CreateInviteBody> body) {
    service::NewInvite wanted{body->email.text, {}, body->metadata.value_or(json::Object{})};
    if (body->defaultGroupIds)
        for (auto const number : *body->defaultGroupIds) wanted.groups.push_back({number});
    return Item{present(TRY(service::create_invite(write, wanted)))};
}

Result<Item<InviteView>> get_invite(service::Read& read, Call const& call, Query<GroupsQuery> query) {
    auto const key = TRY(call.parameter_as<InviteKey>("userInviteId"));
    return Item{present(TRY(service::find_invite(read, key.invite, with_groups(*query))))};
}

Result<NoContent> delete_invite(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<InviteKey>("userInviteId"));
    TRY(service::delete_invite(write, key.invite));
    return NoContent{};
}

Result<Plain<InviteView>> renew_invite(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<InviteKey>("inviteId"));
    return Plain<InviteView>{present(TRY(service::renew_invite(write, key.invite)))};
}

Result<Plain<ClaimedView, 201>> claim_invite(service::Write& write, Body<ClaimBody> body) {
    auto const user = TRY(service::claim_invite(write, body->token, {body->first_name.value, body->last_name.value}));
    return Plain<ClaimedView, 201>{{{user.sid}, {user.email}}};
}

}  // namespace

std::vector<Endpoint> user_invite_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/user_invites", users_read, "user_invite.list", list_invites}.says(
            "Every invite, claimed and expired ones included"),
        Endpoint{post, "/user_invites", users_write, "user_invite.create", create_invite}
            .says("Invites somebody; an invite that is pending already is answered as it is")
            .errors({404, 409}),
        Endpoint{get, "/user_invites/{userInviteId}", users_read, "user_invite.get", get_invite}.says("One invite").errors({404}),
        Endpoint{del, "/user_invites/{userInviteId}", users_write, "user_invite.delete", delete_invite}
            .says("Deletes an invite; a user who came by it stays")
            .errors({404}),
    };
}

std::vector<Endpoint> invite_endpoints() {
    using enum Scope;
    return {
        Endpoint{post, "/invites/{inviteId}/renew", users_write, "user_invite.renew", renew_invite}
            .says("Gives an invite a new link and seven more days; the old link ends")
            .errors({404, 409}),
        // The invite's own token is the credential.
        Endpoint{post, "/invites/claim", Access::open(), "user_invite.claim", claim_invite}
            .says("Makes the invited person a user; needs the token of the invite's link and no other")
            .errors({404, 409}),
    };
}

}  // namespace gatehouse::api
