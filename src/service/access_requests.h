// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/access_request.h"
#include "service/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Wishes to join this Space. Deciding one is final.
namespace gatehouse::service {

struct ShownRequest {
    AccessRequest request;
    std::optional<std::string> updated_by;  // the user's id
};
struct AccessRequestPage {
    std::vector<ShownRequest> requests;  // by number
    std::int64_t total = 0;              // of all matches
    bool more = false;
};
/// At most `limit` requests of that status (none: of any) with a number above `after`; no limit: all.
Result<AccessRequestPage> list_access_requests(Read& read, std::optional<RequestStatus> status, AccessRequestId after,
                                               std::optional<std::int64_t> limit);
/// Errors: not_found.
Result<ShownRequest> find_access_request(Read& read, AccessRequestId request);

/// Errors: unprocessable when this Space takes no requests; conflict when this address has a pending one or an account.
Result<ShownRequest> create_access_request(Write& write, std::string const& email);

enum class Decision { approve, deny };
/// Approving invites the person, unless they are a user or invited already.
/// Errors: not_found; conflict when it is decided otherwise already, or would invite somebody whose account is disabled.
Result<ShownRequest> decide_access_request(Write& write, AccessRequestId request, Decision decision);

}  // namespace gatehouse::service
