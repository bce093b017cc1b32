// SPDX-License-Identifier: Apache-2.0
#include "service/organization.h"

#include "store/organization.h"
#include "store/record.h"
#include "store/spaces.h"

namespace gatehouse::service {
namespace {

/// A Space whose settings were never changed has no record of them, and gets none by setting them to what they are.
Result<void> put(Write& write, OrganizationSettings const& after) {
    auto const before = TRY(store::find_organization_settings(write.session));
    if (before) return store::update(write.tx, *before, after);
    if (after == TRY(organization_settings(write))) return {};
    return store::insert(write.tx, after);
}

}  // namespace

Result<Space> this_space(Read& read) {
    auto found = TRY(store::find_space(read.session, read.space));
    if (!found) return not_found("This Space was deleted");
    return *std::move(found);
}

Result<OrganizationSettings> organization_settings(Read& read) {
    auto found = TRY(store::find_organization_settings(read.session));
    if (found) return *std::move(found);
    OrganizationSettings defaults;
    defaults.space = read.space;
    return defaults;
}

Result<OrganizationSettings> edit_organization(Write& write, OrganizationSettings const& wanted) {
    auto const before = TRY(organization_settings(write));
    OrganizationSettings after = wanted;
    after.space = before.space;
    after.sessions_valid_from = before.sessions_valid_from;
    TRY(put(write, after));
    return after;
}

Result<void> invalidate_sessions(Write& write) {
    auto after = TRY(organization_settings(write));
    after.sessions_valid_from = write.now;
    return put(write, after);
}

}  // namespace gatehouse::service
