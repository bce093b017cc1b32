// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/organization.h"
#include "domain/space.h"
#include "service/context.h"

/// What holds for a whole Space.
namespace gatehouse::service {

/// The Space that is asked in. Errors: not_found when it was deleted meanwhile.
Result<Space> this_space(Read& read);

Result<OrganizationSettings> organization_settings(Read& read);
/// Sets everything but `space` and `sessions_valid_from`.
Result<OrganizationSettings> edit_organization(Write& write, OrganizationSettings const& wanted);

/// Ends every session that began before now.
Result<void> invalidate_sessions(Write& write);

}  // namespace gatehouse::service
