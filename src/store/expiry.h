// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"
#include "store/driver.h"

#include <optional>
#include <vector>

/// What ends by itself, in every Space: grants and memberships with an expiry.
namespace gatehouse::store {

/// When the next one ends; none: nothing ends.
Result<std::optional<Timestamp>> next_expiry(Connection& connection);
/// The Spaces where something is over at `now`.
Result<std::vector<SpaceId>> spaces_with_expired(Connection& connection, Timestamp now);

}  // namespace gatehouse::store
