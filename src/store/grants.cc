// SPDX-License-Identifier: Apache-2.0
#include "store/grants.h"

#include "store/column.h"
#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Grant>> find_grant(Session& session, SubjectRef who, ObjectRef const& what) {
    return select_one<Grant>(
        session,
        "subject_kind = $subject_kind and subject_number = $subject_number and object_kind = $object_kind and object_id = $object_id",
        {{"subject_kind", Column<SubjectKind>::to_value(who.kind)},
         {"subject_number", who.number},
         {"object_kind", Column<ObjectKind>::to_value(what.kind)},
         {"object_id", what.id}});
}

Result<std::vector<Grant>> grants_of(Session& session, SubjectRef who, ObjectKind kind) {
    static std::string const condition = "subject_kind = $subject_kind and subject_number = $subject_number and object_kind = $object_kind";
    static std::string const by_id = condition + " order by object_id";
    static std::string const by_folder =
        condition +
        " order by (select case f.type when 'app' then 0 when 'resource' then 1 when 'workflow' then 2 when "
        "'agent' then 3 else 4 end from folders f where f.space = t.space and f.folder = cast(t.object_id as "
        "integer)), cast(object_id as integer)";
    return select<Grant>(session, kind == ObjectKind::folder ? by_folder : by_id,
                         {{"subject_kind", Column<SubjectKind>::to_value(who.kind)},
                          {"subject_number", who.number},
                          {"object_kind", Column<ObjectKind>::to_value(kind)}});
}

Result<std::vector<Grant>> all_grants_of(Session& session, SubjectRef who) {
    return select<Grant>(session, "subject_kind = $subject_kind and subject_number = $subject_number",
                         {{"subject_kind", Column<SubjectKind>::to_value(who.kind)}, {"subject_number", who.number}});
}

Result<std::vector<Grant>> grants_on(Session& session, ObjectRef const& what) {
    return select<Grant>(session, "object_kind = $object_kind and object_id = $object_id",
                         {{"object_kind", Column<ObjectKind>::to_value(what.kind)}, {"object_id", what.id}});
}

Result<std::vector<Grant>> grants_inside(Session& session, SubjectRef who, FolderId folder) {
    return select<Grant>(
        session,
        "subject_kind = $subject_kind and subject_number = $subject_number and ("
        "(object_kind = 'app' and object_id in (select app from apps a where a.space = $space and a.folder = $folder)) or "
        "(object_kind = 'resource' and object_id in (select resource from resources r where r.space = $space and r.folder = $folder)))",
        {{"subject_kind", Column<SubjectKind>::to_value(who.kind)}, {"subject_number", who.number}, {"folder", folder.number}});
}

}  // namespace gatehouse::store
