// SPDX-License-Identifier: Apache-2.0
#include "service/roles.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::Uuid;

// Source: Retool API reference, "Permissions", the calls under /role_permissions (API 2.9.0).

/// Answered bare, without an envelope, by POST and PATCH: so the reference has it.
struct RoleView {
    Uuid id;
    std::string organization_id;
    std::string name;
    std::string description;
    bool is_default_role = false;
    bool is_legacy_role = false;
    std::vector<std::string> object_scopes;
    std::vector<std::string> organization_scopes;
    std::vector<std::string> added_dependent_scopes;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(RoleView, (),
                      (id, organization_id, name, description, is_default_role, is_legacy_role, object_scopes, organization_scopes,
                       added_dependent_scopes, created_at, updated_at))

struct CreateRoleBody {
    Text<1> name;
    std::optional<std::string> description;
    std::vector<std::string> object_scopes;
    std::vector<std::string> organization_scopes;
};
BOOST_DESCRIBE_STRUCT(CreateRoleBody, (), (name, description, object_scopes, organization_scopes))

struct EditRoleBody {
    std::optional<Text<1>> name;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> object_scopes;
    std::optional<std::vector<std::string>> organization_scopes;
};
BOOST_DESCRIBE_STRUCT(EditRoleBody, (), (name, description, object_scopes, organization_scopes))

struct DeleteRoleQuery {
    std::optional<bool> force;  // ours: take the role's grants along
};
BOOST_DESCRIBE_STRUCT(DeleteRoleQuery, (), (force))

/// The reference gives the answers no shape; this one has every member of the body, and what makes it a record.
struct RoleGrantView {
    Uuid id;
    Uuid role_id;
    std::string subject_type;
    std::string subject_id;
    Nullable<std::string> object_type;
    Nullable<std::string> object_id;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(RoleGrantView, (), (id, role_id, subject_type, subject_id, object_type, object_id, created_at, updated_at))

enum class SubjectType { group, user, userInvite };
BOOST_DESCRIBE_ENUM(SubjectType, group, user, userInvite)

struct RoleGrantBody {
    Uuid role_id;
    std::string subject_type;
    std::string subject_id;
    std::optional<std::string> object_type;
    std::optional<std::string> object_id;
};
BOOST_DESCRIBE_STRUCT(RoleGrantBody, (), (role_id, subject_type, subject_id, object_type, object_id))

RoleView present(service::Read& read, service::RoleView&& found) {
    auto& role = found.role;
    RoleView view;
    view.id.text = role.role.text;
    view.organization_id = read.world.space_facts(read.space)->sid;
    view.name = std::move(role.name);
    view.description = std::move(role.description);
    view.is_default_role = found.is_default;
    view.is_legacy_role = found.is_legacy;
    view.object_scopes = std::move(role.object_scopes);
    view.organization_scopes = std::move(role.organization_scopes);
    view.added_dependent_scopes = std::move(found.added_dependent_scopes);
    view.created_at = role.created_at;
    view.updated_at = role.updated_at;
    return view;
}

RoleGrantView present(service::RoleGrantView&& found) {
    auto const& grant = found.grant;
    RoleGrantView view;
    view.id.text = grant.role_grant.text;
    view.role_id.text = grant.role.text;
    view.subject_type = grant.subject_kind == SubjectKind::invite ? "userInvite" : json::name_of(grant.subject_kind);
    view.subject_id = std::move(found.subject_id);
    if (grant.object_kind) view.object_type.value = json::name_of(*grant.object_kind);
    view.object_id.value = std::move(found.object);
    view.created_at = grant.created_at;
    view.updated_at = grant.updated_at;
    return view;
}

BareList<RoleGrantView> present(std::vector<service::RoleGrantView>&& found) {
    BareList<RoleGrantView> list;
    for (auto& grant : found) list.values.push_back(present(std::move(grant)));
    return list;
}

service::WantedRoleGrant to_wanted(RoleGrantBody const& body) {
    return {{body.role_id.text}, body.subject_type, body.subject_id, body.object_type, body.object_id};
}

Result<BareList<RoleView>> list_roles(service::Read& read) {
    BareList<RoleView> list;
    for (auto& role : TRY(service::list_roles(read))) list.values.push_back(present(read, std::move(role)));
    return list;
}

Result<Plain<RoleView, 201>> create_role(service::Write& write, Body<CreateRoleBody> body) {
    auto made = TRY(service::create_role(write, {body->name.value, body->description, body->object_scopes, body->organization_scopes}));
    return Plain<RoleView, 201>{present(write, std::move(made))};
}

Result<Plain<RoleView>> edit_role(service::Write& write, Call const& call, Body<EditRoleBody> body) {
    auto const id = TRY(call.parameter_as<Uuid>("roleId"));
    service::RoleEdit edit{std::nullopt, body->description, body->object_scopes, body->organization_scopes};
    if (body->name) edit.name = body->name->value;
    return Plain<RoleView>{present(write, TRY(service::edit_role(write, {id.text}, edit)))};
}

Result<NoContent> delete_role(service::Write& write, Call const& call, Query<DeleteRoleQuery> query) {
    auto const id = TRY(call.parameter_as<Uuid>("roleId"));
    TRY(service::delete_role(write, {id.text}, query->force.value_or(false) ? service::Force::yes : service::Force::no));
    return NoContent{};
}

Result<BareList<RoleGrantView>> list_role_grants(service::Read& read) { return present(TRY(service::list_role_grants(read))); }

Result<BareList<RoleGrantView>> role_grants_of(service::Read& read, Call const& call) {
    auto const type = json::enum_from<SubjectType>(call.parameter("subjectType"));
    if (!type) return invalid("path parameter subjectType: must be one of " + json::names_of<SubjectType>());
    return present(TRY(service::role_grants_of(read, json::name_of(*type), call.parameter("subjectId"))));
}

Result<Plain<RoleGrantView, 201>> grant_role(service::Write& write, Body<RoleGrantBody> body) {
    return Plain<RoleGrantView, 201>{present(TRY(service::grant_role(write, to_wanted(*body))))};
}

Result<NoContent> revoke_role(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("roleGrantId"));
    TRY(service::revoke_role(write, {id.text}));
    return NoContent{};
}

Result<NoContent> remove_role_grants(service::Write& write, Body<RoleGrantBody> body) {
    TRY(service::remove_role_grants(write, to_wanted(*body)));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> role_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/role_permissions/roles", permissions_read, "role.list", list_roles}.says(
            "Every role: what groups may do everywhere, and the roles that people made"),
        Endpoint{post, "/role_permissions/roles", permissions_write, "role.create", create_role}.says("Creates a role").errors({409, 422}),
        Endpoint{patch, "/role_permissions/roles/{roleId}", permissions_write, "role.edit", edit_role}
            .says("Changes a role, for everybody who holds it")
            .errors({404, 409, 422}),
        Endpoint{del, "/role_permissions/roles/{roleId}", permissions_write, "role.delete", delete_role}
            .says("Deletes a role; while it has grants only with `force`")
            .errors({404, 409}),
        Endpoint{get, "/role_permissions/role_grants", permissions_read, "role_grant.list", list_role_grants}.says(
            "In whose hands roles are"),
        Endpoint{post, "/role_permissions/role_grants", permissions_write, "role_grant.create", grant_role}
            .says("Gives a role to a group, a user or an invite, on an object or everywhere")
            .errors({404, 422}),
        Endpoint{get, "/role_permissions/role_grants/{subjectType}/{subjectId}", permissions_read, "role_grant.list_of", role_grants_of}
            .says("The roles of one subject")
            .errors({404}),
        Endpoint{del, "/role_permissions/role_grants/{roleGrantId}", permissions_write, "role_grant.delete", revoke_role}
            .says("Takes one role grant away")
            .errors({404}),
        Endpoint{post, "/role_permissions/remove_role_grants_for_subject", permissions_write, "role_grant.remove", remove_role_grants}
            .says("Takes a role from a subject, on one object or wherever it holds it")
            .errors({404, 422}),
    };
}

}  // namespace gatehouse::api
