// SPDX-License-Identifier: Apache-2.0
#include "service/roles.h"

#include "base/crypto.h"
#include "domain/role_scope.h"
#include "service/folders.h"
#include "service/groups.h"
#include "service/permissions.h"
#include "service/users.h"
#include "store/groups.h"
#include "store/record.h"
#include "store/roles.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace gatehouse::service {
namespace {

// --- the roles of groups ------------------------------------------------------------------------------------------------------------

// Their ids say which group: version 8 UUIDs (RFC 9562: the content is ours), "legacy" in ASCII, then 0 for the role or 1 for its grant.
constexpr std::string_view role_prefix = "6c656761-6379-8000-8000-";
constexpr std::string_view grant_prefix = "6c656761-6379-8001-8000-";

std::string id_of(std::string_view prefix, GroupId group) { return fmt::format("{}{:012x}", prefix, group.number); }

std::optional<GroupId> group_of(std::string_view prefix, std::string_view id) {
    if (!id.starts_with(prefix) || id.size() != prefix.size() + 12) return std::nullopt;
    GroupId group;
    auto const [end, error] = std::from_chars(id.data() + prefix.size(), id.data() + id.size(), group.number, 16);
    return error == std::errc{} && end == id.data() + id.size() ? std::optional(group) : std::nullopt;
}

struct Flag {
    std::string_view scope;
    bool Group::* member;
    bool GroupEdit::* wanted;
};
constexpr std::array flags{
    Flag{"users:view", &Group::user_list_access, &GroupEdit::user_list_access},
    Flag{"audit_log:view", &Group::audit_log_access, &GroupEdit::audit_log_access},
    Flag{"releases:unpublished", &Group::unpublished_release_access, &GroupEdit::unpublished_release_access},
    Flag{"usage:view", &Group::usage_analytics_access, &GroupEdit::usage_analytics_access},
    Flag{"themes:edit", &Group::theme_access, &GroupEdit::theme_access},
    Flag{"account:view", &Group::account_details_access, &GroupEdit::account_details_access},
};
struct Universal {
    RoleReach reach;
    AccessLevel Group::* member;
    AccessLevel GroupEdit::* wanted;
};
constexpr std::array universals{
    Universal{RoleReach::app, &Group::universal_app_access, &GroupEdit::universal_app_access},
    Universal{RoleReach::resource, &Group::universal_resource_access, &GroupEdit::universal_resource_access},
    Universal{RoleReach::workflow, &Group::universal_workflow_access, &GroupEdit::universal_workflow_access},
};

Role role_of(Group const& group) {
    Role role;
    role.space = group.space;
    role.role.text = id_of(role_prefix, group.group);
    role.name = group.name;
    role.description = fmt::format("What the group '{}' may do everywhere", group.name);
    role.created_at = group.created_at;
    role.updated_at = group.updated_at;
    for (auto const& universal : universals)
        if (auto scope = object_scope(universal.reach, group.*universal.member); !scope.empty())
            role.object_scopes.push_back(std::move(scope));
    for (auto const& flag : flags)
        if (group.*flag.member) role.organization_scopes.emplace_back(flag.scope);
    if (group.universal_query_library_access == AccessLevel::use) role.organization_scopes.emplace_back("query_library:view");
    if (group.universal_query_library_access >= AccessLevel::edit) role.organization_scopes.emplace_back("query_library:edit");
    // Members of admin may do everything there is; the group's settings show only the part that the contract has words for.
    if (group.role == GroupRole::admin) {
        role.object_scopes.clear();
        for (auto const reach : {RoleReach::app, RoleReach::resource, RoleReach::workflow, RoleReach::agent, RoleReach::folder})
            role.object_scopes.push_back(object_scope(reach, AccessLevel::own));
        role.object_scopes.push_back(object_scope(RoleReach::query, AccessLevel::edit));
        role.organization_scopes.assign(organization_scope_names().begin(), organization_scope_names().end());
    }
    return role;
}

bool has_a_role(Group const& group, Role const& role) {
    return group.role != GroupRole::custom || !role.object_scopes.empty() || !role.organization_scopes.empty();
}

RoleGrant grant_of(Group const& group, Role const& role) {
    RoleGrant grant;
    grant.space = group.space;
    grant.role_grant.text = id_of(grant_prefix, group.group);
    grant.role = role.role;
    grant.subject_kind = SubjectKind::group;
    grant.subject_number = group.group.number;
    grant.created_at = role.created_at;
    grant.updated_at = role.updated_at;
    return grant;
}

Error no_role(RoleId const& role) { return not_found(fmt::format("Role with id {} not found.", role.text)); }

/// The group whose role this is; none: it is no group's.
Result<std::optional<Group>> find_group_of(Read& read, RoleId const& role) {
    auto const number = group_of(role_prefix, role.text);
    if (!number) return std::optional<Group>{};
    auto group = TRY(store::find_group(read.session, *number));
    if (!group || !has_a_role(*group, role_of(*group))) return no_role(role);
    return group;
}

/// Sets what the group holds to exactly these scopes. Errors: unprocessable for scopes that a group has no setting for.
Result<void> set_scopes(Write& write, Group const& group, std::vector<std::string> object_scopes,
                        std::vector<std::string> organization_scopes) {
    auto edit = GroupEdit::of(group);
    Role wanted;
    wanted.object_scopes = object_scopes;
    wanted.organization_scopes = organization_scopes;
    auto const levels = levels_of(wanted);
    for (auto const& universal : universals) edit.*universal.wanted = levels[universal.reach];
    edit.universal_query_library_access = levels[RoleReach::query];
    for (auto const& flag : flags)
        edit.*flag.wanted = std::find(organization_scopes.begin(), organization_scopes.end(), flag.scope) != organization_scopes.end();
    auto const settable = [](std::string const& scope) {
        auto const is_flag = [&](Flag const& flag) { return flag.scope == scope; };
        return std::any_of(flags.begin(), flags.end(), is_flag) || scope.starts_with("query_library:") || scope.starts_with("query:") ||
               scope.starts_with("app:") || scope.starts_with("resource:") || scope.starts_with("workflow:");
    };
    for (auto const* scopes : {&object_scopes, &organization_scopes})
        for (auto const& scope : *scopes)
            if (!settable(scope))
                return unprocessable(
                    fmt::format("'{}' is no setting of a group; make a role of its own and give it to '{}'", scope, group.name));
    TRY(edit_group(write, group.group, edit, std::nullopt));
    return {};
}

// --- the roles that people made -----------------------------------------------------------------------------------------------------

Result<void> check_scopes(std::string_view member, std::vector<std::string> const& scopes, std::span<std::string_view const> catalogue) {
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        if (std::find(catalogue.begin(), catalogue.end(), scopes[i]) != catalogue.end()) continue;
        return unprocessable(
            fmt::format("{}[{}]: '{}' is no such scope; must be one of {}", member, i, scopes[i], fmt::join(catalogue, ", ")));
    }
    return {};
}

/// Applies the edit; scopes named twice count once.
Result<void> assign(Role& role, RoleEdit const& edit) {
    auto const once = [](std::vector<std::string> const& scopes) {
        std::vector<std::string> kept;
        for (auto const& scope : scopes)
            if (std::find(kept.begin(), kept.end(), scope) == kept.end()) kept.push_back(scope);
        return kept;
    };
    if (edit.name) role.name = *edit.name;
    if (edit.description) role.description = *edit.description;
    if (edit.object_scopes) {
        TRY(check_scopes("object_scopes", *edit.object_scopes, object_scope_names()));
        role.object_scopes = once(*edit.object_scopes);
    }
    if (edit.organization_scopes) {
        TRY(check_scopes("organization_scopes", *edit.organization_scopes, organization_scope_names()));
        role.organization_scopes = once(*edit.organization_scopes);
    }
    return {};
}

Result<void> check_name_is_free(Read& read, std::string const& name, RoleId const& own) {
    auto const taken = TRY(store::find_role_by_name(read.session, name));
    if (taken && taken->role != own) return conflict("An object with the given value already exists.");
    return {};
}

RoleView shown(Role role, GroupRole const* of_group = nullptr) {
    RoleView view;
    view.added_dependent_scopes = dependent_scopes(role.object_scopes, role.organization_scopes);
    view.is_default = of_group && *of_group != GroupRole::custom;
    view.is_legacy = of_group && *of_group == GroupRole::custom;
    view.role = std::move(role);
    return view;
}

RoleView shown(Group const& group) { return shown(role_of(group), &group.role); }

// --- grants of roles ------------------------------------------------------------------------------------------------------------------

/// The object of a role grant, if one is named.
Result<std::optional<ObjectRef>> to_object(Read& read, WantedRoleGrant const& wanted) {
    if (!wanted.object_type && !wanted.object_id) return std::optional<ObjectRef>{};
    if (!wanted.object_type) return invalid("Missing required body parameter: object_type");
    if (!wanted.object_id) return invalid("Missing required body parameter: object_id");
    auto what = TRY(to_object(read, *wanted.object_type, *wanted.object_id));
    TRY(require_shareable(read, what));
    if (what.kind == ObjectKind::screen) return unprocessable("object_type: a screen is granted by itself; roles are held on its app");
    return std::optional(std::move(what));
}

Result<RoleGrantView> shown(Read& read, RoleGrant const& grant) {
    RoleGrantView view{grant, std::to_string(grant.subject_number), grant.object_id};
    if (grant.subject_kind == SubjectKind::user) view.subject_id = TRY(sid_of(read, UserId{grant.subject_number}));
    if (auto const what = grant.object()) view.object = text_id(read, *what);
    return view;
}

Result<void> append(Read& read, std::vector<RoleGrantView>& to, std::vector<RoleGrant> const& grants) {
    for (auto const& grant : grants) to.push_back(TRY(shown(read, grant)));
    return {};
}

Result<void> append(Read& read, std::vector<RoleGrantView>& to, Group const& group) {
    auto const role = role_of(group);
    if (has_a_role(group, role)) to.push_back(TRY(shown(read, grant_of(group, role))));
    return {};
}

Error default_role_stays(std::string_view what) { return invalid(fmt::format("Cannot {} default role.", what)); }

}  // namespace

Result<std::vector<RoleView>> list_roles(Read& read) {
    std::vector<RoleView> found;
    for (auto const& group : TRY(store::groups(read.session)))
        if (has_a_role(group, role_of(group))) found.push_back(shown(group));
    for (auto& role : TRY(store::roles(read.session))) found.push_back(shown(std::move(role)));
    return found;
}

Result<RoleView> create_role(Write& write, RoleEdit const& wanted) {
    Role role;
    TRY(assign(role, wanted));
    TRY(check_name_is_free(write, role.name, {}));
    role.space = write.space;
    role.role.text = crypto::random_uuid();
    role.created_at = role.updated_at = write.now;
    TRY(store::insert(write.tx, role));
    return shown(std::move(role));
}

Result<RoleView> edit_role(Write& write, RoleId const& id, RoleEdit const& edit) {
    if (auto const group = TRY(find_group_of(write, id))) {
        if (group->role != GroupRole::custom) return default_role_stays("edit");
        auto after = role_of(*group);
        auto const before = after;
        TRY(assign(after, edit));
        if (after.name != before.name || after.description != before.description)
            return unprocessable(fmt::format("This role is the group '{}' itself: it is called as the group is", group->name));
        TRY(set_scopes(write, *group, after.object_scopes, after.organization_scopes));
        return shown(*TRY(store::find_group(write.session, group->group)));
    }
    auto const before = TRY(store::find_role(write.session, id));
    if (!before) return no_role(id);
    auto after = *before;
    TRY(assign(after, edit));
    TRY(check_name_is_free(write, after.name, id));
    after.updated_at = write.now;
    TRY(store::update(write.tx, *before, after));
    return shown(std::move(after));
}

Result<void> delete_role(Write& write, RoleId const& id, Force force) {
    auto const refuse = [&](std::size_t count) {
        return conflict(fmt::format("This role is held by grants: {}. Take them away first, or delete it with force=true", count));
    };
    if (auto const group = TRY(find_group_of(write, id))) {
        if (group->role != GroupRole::custom) return default_role_stays("delete");
        if (force == Force::no) return refuse(1);
        return set_scopes(write, *group, {}, {});
    }
    auto const role = TRY(store::find_role(write.session, id));
    if (!role) return no_role(id);
    auto const grants = TRY(store::role_grants_of(write.session, id));
    if (!grants.empty() && force == Force::no) return refuse(grants.size());
    for (auto const& grant : grants) TRY(store::erase(write.tx, grant));
    return store::erase(write.tx, *role);
}

Result<std::vector<RoleGrantView>> list_role_grants(Read& read) {
    std::vector<RoleGrantView> found;
    for (auto const& group : TRY(store::groups(read.session))) TRY(append(read, found, group));
    auto const grants = TRY(store::role_grants(read.session));
    TRY(append(read, found, grants));
    return found;
}

Result<std::vector<RoleGrantView>> role_grants_of(Read& read, std::string_view type, std::string_view id) {
    auto const who = TRY(to_subject(read, type, id));
    std::vector<RoleGrantView> found;
    if (who.kind == SubjectKind::group)
        if (auto const group = TRY(store::find_group(read.session, {who.number}))) TRY(append(read, found, *group));
    auto const grants = TRY(store::role_grants_of(read.session, who));
    TRY(append(read, found, grants));
    return found;
}

Result<RoleGrantView> grant_role(Write& write, WantedRoleGrant const& wanted) {
    auto const who = TRY(to_subject(write, wanted.subject_type, wanted.subject_id));
    auto const what = TRY(to_object(write, wanted));
    if (auto const group = TRY(find_group_of(write, wanted.role))) {
        if (who == subject(group->group) && !what) return shown(write, grant_of(*group, role_of(*group)));
        return unprocessable(
            fmt::format("This role is the group '{}' itself; put people into the group, or make a role of its own", group->name));
    }
    if (!TRY(store::find_role(write.session, wanted.role))) return no_role(wanted.role);
    for (auto const& grant : TRY(store::role_grants_of(write.session, who)))
        if (grant.role == wanted.role && grant.object() == what) return shown(write, grant);
    RoleGrant made;
    made.space = write.space;
    made.role_grant.text = crypto::random_uuid();
    made.role = wanted.role;
    made.subject_kind = who.kind;
    made.subject_number = who.number;
    if (what) {
        made.object_kind = what->kind;
        made.object_id = what->id;
    }
    made.created_at = made.updated_at = write.now;
    TRY(store::insert(write.tx, made));
    return shown(write, made);
}

Result<void> revoke_role(Write& write, RoleGrantId const& id) {
    if (auto const number = group_of(grant_prefix, id.text))
        if (auto const group = TRY(store::find_group(write.session, *number)); group && has_a_role(*group, role_of(*group))) {
            if (group->role != GroupRole::custom) return default_role_stays("take away a");
            return set_scopes(write, *group, {}, {});
        }
    auto const grant = TRY(store::find_role_grant(write.session, id));
    if (!grant) return not_found(fmt::format("Role grant with id {} not found.", id.text));
    return store::erase(write.tx, *grant);
}

Result<void> remove_role_grants(Write& write, WantedRoleGrant const& wanted) {
    auto const who = TRY(to_subject(write, wanted.subject_type, wanted.subject_id));
    auto const what = TRY(to_object(write, wanted));
    if (auto const group = TRY(find_group_of(write, wanted.role))) {
        if (who != subject(group->group) || what) return {};
        return revoke_role(write, {id_of(grant_prefix, group->group)});
    }
    if (!TRY(store::find_role(write.session, wanted.role))) return no_role(wanted.role);
    for (auto const& grant : TRY(store::role_grants_of(write.session, who)))
        if (grant.role == wanted.role && (!what || grant.object() == what)) TRY(store::erase(write.tx, grant));
    return {};
}

}  // namespace gatehouse::service
