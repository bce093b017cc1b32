// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/grant.h"
#include "domain/role.h"
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
/// The subject's grants on what lies directly inside `folder`, subfolders left out.
Result<std::vector<Grant>> grants_inside(Session& session, SubjectRef who, FolderId folder);

/// What of the Space's grants fits; none: all.
struct GrantFilter {
    std::optional<SubjectRef> subject;
    std::optional<ObjectRef> object;
};
/// By subject, then object.
Result<std::vector<Grant>> grants(Session& session, GrantFilter const& filter);

/// Grants that are over at `now`.
Result<std::vector<Grant>> expired_grants(Session& session, Timestamp now);

}  // namespace gatehouse::store
