// SPDX-License-Identifier: Apache-2.0
#include "store/organization.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<OrganizationSettings>> find_organization_settings(Session& session) {
    return select_one<OrganizationSettings>(session, "true");
}

}  // namespace gatehouse::store
