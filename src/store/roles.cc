// SPDX-License-Identifier: Apache-2.0
#include "store/roles.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Role>> find_role(Session& session, RoleId const& role) {
    return select_one<Role>(session, "role = $role", {{"role", role.text}});
}

Result<std::optional<Role>> find_role_by_name(Session& session, std::string_view name) {
    return select_one<Role>(session, "lower(name) = lower($name)", {{"name", std::string(name)}});
}

Result<std::vector<Role>> roles(Session& session) { return select<Role>(session, "true order by name, role"); }

Result<std::optional<RoleGrant>> find_role_grant(Session& session, RoleGrantId const& grant) {
    return select_one<RoleGrant>(session, "role_grant = $grant", {{"grant", grant.text}});
}

Result<std::vector<RoleGrant>> role_grants(Session& session) { return select<RoleGrant>(session, "true order by created_at, role_grant"); }

Result<std::vector<RoleGrant>> role_grants_of(Session& session, RoleId const& role) {
    return select<RoleGrant>(session, "role = $role order by created_at, role_grant", {{"role", role.text}});
}

Result<std::vector<RoleGrant>> role_grants_of(Session& session, SubjectRef who) {
    return select<RoleGrant>(session, "subject_kind = $kind and subject_number = $number order by created_at, role_grant",
                             {{"kind", Column<SubjectKind>::to_value(who.kind)}, {"number", who.number}});
}

Result<std::vector<RoleGrant>> role_grants_on(Session& session, ObjectRef const& what) {
    return select<RoleGrant>(session, "object_kind = $kind and object_id = $id order by created_at, role_grant",
                             {{"kind", Column<ObjectKind>::to_value(what.kind)}, {"id", what.id}});
}

}  // namespace gatehouse::store
