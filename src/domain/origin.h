// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <boost/describe/enum.hpp>

namespace gatehouse {

/// By which way a grant or membership came about. Syncs touch only what they made themselves.
enum class Origin { api, bootstrap, invite, access_request, blueprint, console, sso, scim };
BOOST_DESCRIBE_ENUM(Origin, api, bootstrap, invite, access_request, blueprint, console, sso, scim)

}  // namespace gatehouse
