// SPDX-License-Identifier: Apache-2.0
#include "service/access_requests.h"
#include "api/paging.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using wire::AccessRequestKey;

/// Source: Retool API reference, "Access requests".
struct AccessRequestView {
    std::int64_t id = 0;
    RequestStatus status = RequestStatus::PENDING;
    std::int64_t legacy_id = 0;
    std::string requesting_email;
    Nullable<std::string> updated_by_id;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(AccessRequestView, (), (id, status, legacy_id, requesting_email, updated_by_id, created_at, updated_at))

struct ListRequestsQuery {
    std::optional<RequestStatus> status;
    std::optional<PageSize> limit;
    std::optional<PageToken> next_token;
};
BOOST_DESCRIBE_STRUCT(ListRequestsQuery, (), (status, limit, next_token))

/// What a PATCH may touch.
struct EditableRequest {
    RequestStatus status = RequestStatus::PENDING;
};
BOOST_DESCRIBE_STRUCT(EditableRequest, (), (status))

struct CreateRequestBody {
    using closed = void;
    wire::Email email;
};
BOOST_DESCRIBE_STRUCT(CreateRequestBody, (), (email))

AccessRequestView present(service::ShownRequest&& shown) {
    auto& request = shown.request;
    return {request.request.number,        request.status,     request.request.number, std::move(request.requesting_email),
            {std::move(shown.updated_by)}, request.created_at, request.updated_at};
}

Result<PagedList<AccessRequestView>> list_requests(service::Read& read, Query<ListRequestsQuery> query) {
    auto const after = TRY(place_of(query->limit, query->next_token));
    auto page = TRY(service::list_access_requests(read, query->status, {after}, limit_of(query->limit)));
    PagedList<AccessRequestView> list;
    list.total = page.total;
    if (page.more) list.next_token = token_after(page.requests.back().request.request.number);
    for (auto& request : page.requests) list.values.push_back(present(std::move(request)));
    return list;
}

Result<Item<AccessRequestView>> get_request(service::Read& read, Call const& call) {
    auto const key = TRY(call.parameter_as<AccessRequestKey>("accessRequestId"));
    return Item{present(TRY(service::find_access_request(read, key.request)))};
}

Result<Item<AccessRequestView>> patch_request(service::Write& write, Call const& call, Body<wire::PatchBody<wire::ReplaceOp>> body) {
    auto const key = TRY(call.parameter_as<AccessRequestKey>("accessRequestId"));
    auto before = TRY(service::find_access_request(write, key.request));
    if (body->operations.empty()) return Item{present(std::move(before))};
    auto const after = TRY(wire::patched(EditableRequest{before.request.status}, *body));
    if (after.status == RequestStatus::PENDING) return invalid("status: must be one of APPROVED, DENIED, not 'PENDING'");
    auto const decision = after.status == RequestStatus::APPROVED ? service::Decision::approve : service::Decision::deny;
    return Item{present(TRY(service::decide_access_request(write, key.request, decision)))};
}

Result<Plain<AccessRequestView, 201>> create_request(service::Write& write, Body<CreateRequestBody> body) {
    return Plain<AccessRequestView, 201>{present(TRY(service::create_access_request(write, body->email.text)))};
}

}  // namespace

std::vector<Endpoint> access_request_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/access_requests", users_read, "access_request.list", list_requests}.says("Who asked to join, oldest first"),
        Endpoint{get, "/access_requests/{accessRequestId}", users_read, "access_request.get", get_request}
            .says("One access request")
            .errors({404}),
        Endpoint{patch, "/access_requests/{accessRequestId}", users_write, "access_request.decide", patch_request}
            .says("Approves or denies a pending request; approving invites the person")
            .errors({404, 409}),
    };
}

/// The contract has no way to make one.
std::vector<Endpoint> access_request_creation_endpoints() {
    using enum Scope;
    return {
        Endpoint{post, "/access_requests", users_write, "access_request.create", create_request}
            .says("Asks to join in somebody's name")
            .errors({409, 422}),
    };
}

}  // namespace gatehouse::api
