// SPDX-License-Identifier: Apache-2.0
#include "service/access_requests.h"

#include "service/invites.h"
#include "service/organization.h"
#include "service/text.h"
#include "store/access_requests.h"
#include "store/log.h"
#include "store/record.h"
#include "store/users.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<ShownRequest> show(Read& read, AccessRequest request) {
    ShownRequest shown{std::move(request), std::nullopt};
    if (shown.request.updated_by)
        if (auto const user = TRY(store::find_user(read.session, *shown.request.updated_by))) shown.updated_by = user->sid;
    return shown;
}

Result<AccessRequest> require_request(Read& read, AccessRequestId request) {
    auto found = TRY(store::find_access_request(read.session, request));
    if (!found) return not_found(fmt::format("No access request '{}' found for organization", request.number));
    return *std::move(found);
}

Result<void> invite_unless_user(Write& write, AccessRequest const& request) {
    auto const user = TRY(store::find_user_by_email(write.session, request.email_key));
    if (user && user->active) return {};
    TRY(create_invite(write, {request.requesting_email, {}, {}}));
    return {};
}

}  // namespace

Result<AccessRequestPage> list_access_requests(Read& read, std::optional<RequestStatus> status, AccessRequestId after,
                                               std::optional<std::int64_t> limit) {
    // One more than asked for tells whether there is more.
    auto found = TRY(store::access_requests(read.session, status, after, limit ? *limit + 1 : -1));
    AccessRequestPage page;
    if (limit && std::int64_t(found.size()) > *limit) {
        found.pop_back();
        page.more = true;
    }
    page.total = limit ? TRY(store::count_access_requests(read.session, status)) : std::int64_t(found.size());
    for (auto& request : found) page.requests.push_back(TRY(show(read, std::move(request))));
    return page;
}

Result<ShownRequest> find_access_request(Read& read, AccessRequestId request) { return show(read, TRY(require_request(read, request))); }

Result<ShownRequest> create_access_request(Write& write, std::string const& email) {
    if (!TRY(organization_settings(write)).request_access_enabled)
        return unprocessable("This Space takes no access requests: request_access_enabled is false");
    AccessRequest request;
    request.space = write.space;
    request.requesting_email = email;
    request.email_key = lower_case(email);
    if (auto const user = TRY(store::find_user_by_email(write.session, request.email_key)))
        return conflict(fmt::format("'{}' has an account already: {}{}", email, user->sid, user->active ? "" : " (disabled)"));
    if (auto const pending = TRY(store::find_pending_access_request(write.session, request.email_key)))
        return conflict(fmt::format("An access request of '{}' is pending already: {}", email, pending->request.number));
    request.request = {TRY(store::next_number(write.tx, "access_requests"))};
    request.created_at = request.updated_at = write.now;
    TRY(store::insert(write.tx, request));
    return show(write, std::move(request));
}

Result<ShownRequest> decide_access_request(Write& write, AccessRequestId number, Decision decision) {
    auto const before = TRY(require_request(write, number));
    auto const decided = decision == Decision::approve ? RequestStatus::APPROVED : RequestStatus::DENIED;
    if (before.status == decided) return show(write, before);
    if (before.status != RequestStatus::PENDING)
        return conflict(fmt::format("Access request '{}' is decided: {}", number.number, json::name_of(before.status)));
    AccessRequest after = before;
    after.status = decided;
    after.updated_by = write.actor.user;
    after.updated_at = write.now;
    if (decision == Decision::approve) TRY(invite_unless_user(write, before));
    TRY(store::update(write.tx, before, after));
    return show(write, std::move(after));
}

}  // namespace gatehouse::service
