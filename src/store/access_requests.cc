// SPDX-License-Identifier: Apache-2.0
#include "store/access_requests.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {
namespace {

std::string condition_of(std::optional<RequestStatus> status) { return status ? "status = $status" : "true"; }

std::vector<Param> params_of(Session& session, std::optional<RequestStatus> status) {
    return {{"space", session.space().number}, {"status", Column<std::optional<RequestStatus>>::to_value(status)}};
}

}  // namespace

Result<std::optional<AccessRequest>> find_access_request(Session& session, AccessRequestId request) {
    return select_one<AccessRequest>(session, "request = $request", {{"request", request.number}});
}

Result<std::optional<AccessRequest>> find_pending_access_request(Session& session, std::string_view email_key) {
    return select_one<AccessRequest>(
        session, "email_key = $email and status = $status",
        {{"email", std::string(email_key)}, {"status", Column<RequestStatus>::to_value(RequestStatus::PENDING)}});
}

Result<std::vector<AccessRequest>> access_requests(Session& session, std::optional<RequestStatus> status, AccessRequestId after,
                                                   std::int64_t limit) {
    auto params = params_of(session, status);
    params.push_back({"after", after.number});
    params.push_back({"limit", limit});
    return select<AccessRequest>(session.connection(),
                                 "where space = $space and request > $after and " + condition_of(status) + " order by request limit $limit",
                                 params);
}

Result<std::int64_t> count_access_requests(Session& session, std::optional<RequestStatus> status) {
    std::int64_t count = 0;
    TRY(session.connection().run("select count(*) from access_requests where space = $space and " + condition_of(status),
                                 params_of(session, status), [&](Row const& row) { count = row.integer(0); }));
    return count;
}

}  // namespace gatehouse::store
