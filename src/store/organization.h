// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/organization.h"
#include "store/session.h"

#include <optional>

namespace gatehouse::store {

/// None: nothing was ever changed from the defaults.
Result<std::optional<OrganizationSettings>> find_organization_settings(Session& session);

}  // namespace gatehouse::store
