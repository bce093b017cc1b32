// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/invite.h"
#include "service/invites.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Invites as they are answered: by themselves and in the groups they lead to.
namespace gatehouse::api {

/// A URL of ours.
struct Link {
    std::string text;

    static Result<Link> parse(std::string_view text) { return Link{std::string(text)}; }
    std::string const& to_text() const { return text; }
    static json::Value schema() { return json::plain_schema("string", "format", "uri"); }
};

struct GroupOfInvite {
    std::int64_t legacy_id = 0;
    std::int64_t id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(GroupOfInvite, (), (legacy_id, id, name))

/// Source: Retool API reference, "User invites".
struct InviteView {
    std::int64_t id = 0;
    std::int64_t legacy_id = 0;
    std::string invited_by;  // the user's id; empty when nobody of this Space did
    wire::Email invited_email;
    Timestamp expires_at;
    json::Nullable<std::string> claimed_by;
    json::Nullable<Timestamp> claimed_at;
    json::Nullable<InviteUserType> user_type;
    json::Object metadata;
    Timestamp created_at;
    std::optional<Link> invite_link;
    std::optional<std::vector<GroupOfInvite>> groups;  // only when asked for
};
BOOST_DESCRIBE_STRUCT(InviteView, (),
                      (id, legacy_id, invited_by, invited_email, expires_at, claimed_by, claimed_at, user_type, metadata, created_at,
                       invite_link, groups))

inline InviteView present(service::ShownInvite&& shown) {
    auto& invite = shown.invite;
    InviteView view;
    view.id = view.legacy_id = invite.invite.number;
    view.invited_by = std::move(shown.invited_by);
    view.invited_email = {std::move(invite.email)};
    view.expires_at = invite.expires_at;
    view.claimed_by.value = std::move(shown.claimed_by);
    view.claimed_at.value = invite.claimed_at;
    view.user_type.value = invite.user_type;
    view.metadata = std::move(invite.metadata);
    view.created_at = invite.created_at;
    if (shown.link) view.invite_link = Link{*std::move(shown.link)};
    if (shown.groups) {
        view.groups.emplace();
        for (auto& group : *shown.groups) view.groups->push_back({group.group.number, group.group.number, std::move(group.name)});
    }
    return view;
}

/// An invite where a body names one. Clients send back whole invites; what else they say is not read.
struct InviteBody {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(InviteBody, (), (id))

inline std::vector<InviteId> to_invites(std::vector<InviteBody> const& bodies) {
    std::vector<InviteId> invites;
    for (auto const& body : bodies) invites.push_back({body.id});
    return invites;
}

}  // namespace gatehouse::api
