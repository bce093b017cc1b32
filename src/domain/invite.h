// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <optional>
#include <string>

namespace gatehouse {

/// Not the user's: the contract has another third word here.
enum class InviteUserType { default_, mobile, external };
BOOST_DESCRIBE_ENUM(InviteUserType, default_, mobile, external)

inline constexpr std::chrono::hours invite_lifetime{7 * 24};

/// Somebody who may join. Pending until it is claimed, void once it has expired.
struct Invite {
    SpaceId space;
    InviteId invite;
    std::string email;      // as given
    std::string email_key;  // in lower case
    std::optional<UserId> invited_by;
    std::string nonce;  // what its link is made from; a new one makes the old link void
    Timestamp expires_at;
    std::optional<UserId> claimed_by;
    std::optional<Timestamp> claimed_at;
    std::optional<InviteUserType> user_type;
    json::Object metadata;  // attributes: they move to the user on claiming
    Timestamp created_at;

    friend bool operator==(Invite const&, Invite const&) = default;
};
BOOST_DESCRIBE_STRUCT(Invite, (),
                      (space, invite, email, email_key, invited_by, nonce, expires_at, claimed_by, claimed_at, user_type, metadata,
                       created_at))

/// A group that the invited person will be in.
struct GroupInvite {
    SpaceId space;
    GroupId group;
    InviteId invite;
    Timestamp created_at;

    friend bool operator==(GroupInvite const&, GroupInvite const&) = default;
};
BOOST_DESCRIBE_STRUCT(GroupInvite, (), (space, group, invite, created_at))

}  // namespace gatehouse
