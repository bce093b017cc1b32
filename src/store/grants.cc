// SPDX-License-Identifier: Apache-2.0
#include "store/grants.h"

#include "store/column.h"
#include "store/record.h"

#include <string>
#include <utility>

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
    // Each kind that lies in folders has a table with its id and its folder.
    static std::string const inside = [] {
        std::string condition;
        for (auto const& [kind, table] : {std::pair("app", "apps"), std::pair("resource", "resources"), std::pair("workflow", "workflows"),
                                          std::pair("agent", "agents"), std::pair("query", "queries")}) {
            if (!condition.empty()) condition += " or ";
            condition += std::string("(object_kind = '") + kind + "' and object_id in (select " + kind + " from " + table +
                         " o where o.space = $space and o.folder = $folder))";
        }
        return "subject_kind = $subject_kind and subject_number = $subject_number and (" + condition + ")";
    }();
    return select<Grant>(
        session, inside,
        {{"subject_kind", Column<SubjectKind>::to_value(who.kind)}, {"subject_number", who.number}, {"folder", folder.number}});
}

Result<std::vector<Grant>> grants(Session& session, GrantFilter const& filter) {
    std::string condition = "true";
    std::vector<Param> params{{"space", session.space().number}};
    if (filter.subject) {
        condition += " and subject_kind = $subject_kind and subject_number = $subject_number";
        params.push_back({"subject_kind", Column<SubjectKind>::to_value(filter.subject->kind)});
        params.push_back({"subject_number", filter.subject->number});
    }
    if (filter.object) {
        condition += " and object_kind = $object_kind and object_id = $object_id";
        params.push_back({"object_kind", Column<ObjectKind>::to_value(filter.object->kind)});
        params.push_back({"object_id", filter.object->id});
    }
    return select<Grant>(session.connection(),
                         "where space = $space and " + condition + " order by subject_kind, subject_number, object_kind, object_id",
                         params);
}

Result<std::vector<Grant>> expired_grants(Session& session, Timestamp now) {
    return select<Grant>(session, "expires_at <= $now", {{"now", Column<Timestamp>::to_value(now)}});
}

}  // namespace gatehouse::store
