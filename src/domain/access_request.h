// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

namespace gatehouse {

enum class RequestStatus { PENDING, APPROVED, DENIED };
BOOST_DESCRIBE_ENUM(RequestStatus, PENDING, APPROVED, DENIED)

/// Somebody's wish to join.
struct AccessRequest {
    SpaceId space;
    AccessRequestId request;
    RequestStatus status = RequestStatus::PENDING;
    std::string requesting_email;
    std::string email_key;  // in lower case
    std::optional<UserId> updated_by;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(AccessRequest const&, AccessRequest const&) = default;
};
BOOST_DESCRIBE_STRUCT(AccessRequest, (), (space, request, status, requesting_email, email_key, updated_by, created_at, updated_at))

}  // namespace gatehouse
