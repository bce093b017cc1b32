// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/context.h"

#include <optional>

namespace gatehouse::service {

/// Errors: invalid, when an access would end before it began.
Result<void> require_future(Read& read, std::optional<Timestamp> expires_at);

/// Ends what is over in this Space: expired grants go, and expired memberships. The last active admin stays one for good: a Space that
/// nobody can manage helps nobody. The Writer calls this when something is due, so that the engine never has to look at a clock and the
/// end of an access stands in the change log like everything else.
Result<void> end_expired(Write& write);

}  // namespace gatehouse::service
