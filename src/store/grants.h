// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/grant.h"
#include "store/session.h"

#include <optional>
#include <vector>

/// Stored grants. Inherited access is computed in access/.
namespace gatehouse::store {

Result<std::optional<Grant>> find_grant(Session& session, SubjectRef who, ObjectRef const& what);
/// In the order of lists: folders by type and number, everything else by id.
Result<std::vector<Grant>> grants_of(Session& session, SubjectRef who, ObjectKind kind);
Result<std::vector<Grant>> all_grants_of(Session& session, SubjectRef who);
Result<std::vector<Grant>> grants_on(Session& session, ObjectRef const& what);
/// The subject's grants on apps and resources directly inside `folder`.
Result<std::vector<Grant>> grants_inside(Session& session, SubjectRef who, FolderId folder);

}  // namespace gatehouse::store
