// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_request.h"
#include "store/session.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<AccessRequest>> find_access_request(Session& session, AccessRequestId request);
/// `email_key`: the address in lower case.
Result<std::optional<AccessRequest>> find_pending_access_request(Session& session, std::string_view email_key);

/// The requests of that status (none: of any), by number, from the first above `after`; at most `limit` (negative: all).
Result<std::vector<AccessRequest>> access_requests(Session& session, std::optional<RequestStatus> status, AccessRequestId after,
                                                   std::int64_t limit);
Result<std::int64_t> count_access_requests(Session& session, std::optional<RequestStatus> status);

}  // namespace gatehouse::store
