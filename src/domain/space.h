// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace gatehouse {

/// An isolated set of users, groups, folders, apps and tokens. The one without a parent is the Admin Space, always number 1.
struct Space {
    SpaceId space;
    std::string sid;  // `org_` + 32 hex digits
    std::optional<SpaceId> parent;
    std::string name;
    std::string domain;  // a DNS name in lower case; the Host that selects this Space
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Space const&, Space const&) = default;
};
BOOST_DESCRIBE_STRUCT(Space, (), (space, sid, parent, name, domain, created_at, updated_at))

inline constexpr SpaceId admin_space{1};

}  // namespace gatehouse
