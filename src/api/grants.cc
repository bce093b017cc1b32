// SPDX-License-Identifier: Apache-2.0
#include "api/tables.h"
#include "service/groups.h"
#include "service/permissions.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using wire::GroupKey;
using wire::UserKey;

// Grants and memberships with what the contract has no words for: every kind of object, where an access came from, and when it ends.

struct SubjectBody {
    using closed = void;
    std::string type;
    std::string id;
};
BOOST_DESCRIBE_STRUCT(SubjectBody, (), (type, id))
struct ObjectBody {
    using closed = void;
    std::string type;
    std::string id;
};
BOOST_DESCRIBE_STRUCT(ObjectBody, (), (type, id))

enum class GivenLevel { use, edit, own };
BOOST_DESCRIBE_ENUM(GivenLevel, use, edit, own)

struct GrantView {
    SubjectBody subject;
    ObjectBody object;
    AccessLevel access_level = AccessLevel::none;
    Origin origin = Origin::api;
    Nullable<std::string> given_by;
    Nullable<std::int64_t> run;
    Nullable<Timestamp> expires_at;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(GrantView, (), (subject, object, access_level, origin, given_by, run, expires_at, created_at))

struct PutGrantBody {
    using closed = void;
    SubjectBody subject;
    ObjectBody object;
    GivenLevel access_level = GivenLevel::use;
    std::optional<Nullable<Timestamp>> expires_at;  // absent or null: for good
};
BOOST_DESCRIBE_STRUCT(PutGrantBody, (), (subject, object, access_level, expires_at))

struct GrantQuery {
    std::optional<std::string> subject_type;
    std::optional<std::string> subject_id;
    std::optional<std::string> object_type;
    std::optional<std::string> object_id;
};
BOOST_DESCRIBE_STRUCT(GrantQuery, (), (subject_type, subject_id, object_type, object_id))

struct MembershipView {
    UserKey user_id;
    std::string email;
    bool is_group_admin = false;
    Origin origin = Origin::api;
    Nullable<std::string> given_by;
    Nullable<std::int64_t> run;
    Nullable<Timestamp> expires_at;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(MembershipView, (), (user_id, email, is_group_admin, origin, given_by, run, expires_at, created_at))

struct PutMembershipBody {
    using closed = void;
    std::optional<bool> is_group_admin;
    std::optional<Nullable<Timestamp>> expires_at;
};
BOOST_DESCRIBE_STRUCT(PutMembershipBody, (), (is_group_admin, expires_at))

Nullable<std::string> or_null(std::string text) { return {text.empty() ? std::nullopt : std::optional(std::move(text))}; }

GrantView present(service::GrantOf&& found) {
    auto const& grant = found.grant;
    GrantView view;
    view.subject = {grant.subject_kind == SubjectKind::invite ? "userInvite" : std::string(json::name_of(grant.subject_kind)),
                    std::move(found.subject_id)};
    view.object = {std::string(json::name_of(grant.object_kind)), std::move(found.object_id)};
    view.access_level = grant.level;
    view.origin = grant.origin;
    view.given_by = or_null(std::move(found.given_by));
    view.run.value = grant.run;
    view.expires_at.value = grant.expires_at;
    view.created_at = grant.created_at;
    return view;
}

MembershipView present(service::MembershipOf&& found) {
    auto const& membership = found.membership;
    MembershipView view;
    view.user_id.sid = std::move(found.sid);
    view.email = std::move(found.email);
    view.is_group_admin = membership.is_group_admin;
    view.origin = membership.origin;
    view.given_by = or_null(std::move(found.given_by));
    view.run.value = membership.run;
    view.expires_at.value = membership.expires_at;
    view.created_at = membership.created_at;
    return view;
}

Result<void> require_both(std::optional<std::string> const& type, std::optional<std::string> const& id, std::string_view of) {
    if (type.has_value() == id.has_value()) return {};
    return invalid("query parameters " + std::string(of) + "_type and " + std::string(of) + "_id: both or neither");
}

Result<WholeList<GrantView>> list_grants(service::Read& read, Query<GrantQuery> query) {
    TRY(require_both(query->subject_type, query->subject_id, "subject"));
    TRY(require_both(query->object_type, query->object_id, "object"));
    std::optional<SubjectRef> who;
    std::optional<ObjectRef> what;
    if (query->subject_type) who = TRY(service::to_subject(read, *query->subject_type, *query->subject_id));
    if (query->object_type) what = TRY(service::to_object(read, *query->object_type, *query->object_id));
    WholeList<GrantView> list;
    for (auto& grant : TRY(service::list_grants(read, who, what))) list.values.push_back(present(std::move(grant)));
    return list;
}

Result<Plain<GrantView>> put_grant(service::Write& write, Body<PutGrantBody> body) {
    auto const who = TRY(service::to_subject(write, body->subject.type, body->subject.id));
    auto const what = TRY(service::to_object(write, body->object.type, body->object.id));
    auto const level = *json::enum_from<AccessLevel>(json::name_of(body->access_level));
    auto const end = body->expires_at ? body->expires_at->value : std::nullopt;
    auto grant = TRY(service::put_grant(write, who, what, level, end));
    return Plain<GrantView>{present(TRY(service::describe(write, std::move(grant))))};
}

Result<NoContent> delete_grant(service::Write& write, Query<GrantQuery> query) {
    if (!query->subject_type || !query->subject_id || !query->object_type || !query->object_id)
        return invalid("query parameters subject_type, subject_id, object_type and object_id: all are required");
    auto const who = TRY(service::to_subject(write, *query->subject_type, *query->subject_id));
    auto const what = TRY(service::to_object(write, *query->object_type, *query->object_id));
    TRY(service::erase_grant(write, who, what));
    return NoContent{};
}

Result<WholeList<MembershipView>> list_members(service::Read& read, Call const& call) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    WholeList<MembershipView> list;
    for (auto& membership : TRY(service::memberships_of(read, key.group))) list.values.push_back(present(std::move(membership)));
    return list;
}

Result<Plain<MembershipView>> put_member(service::Write& write, Call const& call, Body<PutMembershipBody> body) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    auto const user = TRY(call.parameter_as<UserKey>("userId"));
    service::MembershipEdit edit;
    edit.is_group_admin = body->is_group_admin.value_or(false);
    if (body->expires_at) edit.expires_at = body->expires_at->value;
    return Plain<MembershipView>{present(TRY(service::put_membership(write, key.group, user.sid, edit)))};
}

}  // namespace

std::vector<Endpoint> grant_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/grants", permissions_read, "grant.list", list_grants}
            .says("Stored grants, of one subject or on one object if wanted: where each came from and when it ends")
            .errors({404}),
        Endpoint{put, "/grants", permissions_write, "grant.put", put_grant}
            .says("Gives access to any kind of object, with an end if wanted, or changes it")
            .errors({404, 422}),
        Endpoint{del, "/grants", permissions_write, "grant.delete", delete_grant}.says("Takes exactly one grant away").errors({404}),
        Endpoint{get, "/groups/{groupId}/members", groups_read, "membership.list", list_members}
            .says("Who is in a group by a membership of their own, where each came from and when it ends")
            .errors({404}),
        Endpoint{put, "/groups/{groupId}/members/{userId}", groups_write, "membership.put", put_member}
            .says("Adds a member or changes the membership, with an end if wanted")
            .errors({404, 409}),
    };
}

}  // namespace gatehouse::api
