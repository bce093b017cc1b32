// SPDX-License-Identifier: Apache-2.0
#include "service/groups.h"
#include "api/invite_view.h"
#include "api/tables.h"
#include "service/users.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <fmt/format.h>
#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::GroupKey;
using wire::UserKey;

/// Queries can be used or edited, not owned.
enum class LibraryLevel { none, use, edit };
BOOST_DESCRIBE_ENUM(LibraryLevel, none, use, edit)

struct MemberView {
    UserKey id;
    wire::Email email;
    bool is_group_admin = false;
};
BOOST_DESCRIBE_STRUCT(MemberView, (), (id, email, is_group_admin))

/// Source: Retool API reference, "Groups"; key order as recorded.
struct GroupView {
    Nullable<std::int64_t> id;
    Nullable<std::int64_t> legacy_id;
    std::string name;
    Written<std::vector<MemberView>> members;
    AccessLevel universal_app_access = AccessLevel::none;
    AccessLevel universal_resource_access = AccessLevel::none;
    AccessLevel universal_workflow_access = AccessLevel::none;
    LibraryLevel universal_query_library_access = LibraryLevel::none;
    std::vector<InviteView> user_invites;
    bool user_list_access = false;
    bool audit_log_access = false;
    bool unpublished_release_access = false;
    bool usage_analytics_access = false;
    bool theme_access = false;
    bool account_details_access = false;
    Nullable<wire::Uuid> landing_page_app_id;
    Timestamp updated_at;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(GroupView, (),
                      (id, legacy_id, name, members, universal_app_access, universal_resource_access, universal_workflow_access,
                       universal_query_library_access, user_invites, user_list_access, audit_log_access, unpublished_release_access,
                       usage_analytics_access, theme_access, account_details_access, landing_page_app_id, updated_at, created_at))

struct MemberBody {
    UserKey id;
    bool is_group_admin = false;
};
BOOST_DESCRIBE_STRUCT(MemberBody, (), (id, is_group_admin))

struct InvitesBody {
    std::vector<std::int64_t> userInviteIds;
};
BOOST_DESCRIBE_STRUCT(InvitesBody, (), (userInviteIds))

struct MembersBody {
    std::vector<MemberBody> members;
};
BOOST_DESCRIBE_STRUCT(MembersBody, (), (members))

/// Settings of a group, each of which may be left out.
struct GroupSettings {
    std::optional<std::vector<MemberBody>> members;
    std::optional<AccessLevel> universal_app_access;
    std::optional<AccessLevel> universal_resource_access;
    std::optional<AccessLevel> universal_workflow_access;
    std::optional<LibraryLevel> universal_query_library_access;
    std::optional<std::vector<InviteBody>> user_invites;
    std::optional<bool> user_list_access;
    std::optional<bool> audit_log_access;
    std::optional<bool> unpublished_release_access;
    std::optional<bool> usage_analytics_access;
    std::optional<bool> theme_access;
    std::optional<bool> account_details_access;
    std::optional<Nullable<wire::Uuid>> landing_page_app_id;
};
BOOST_DESCRIBE_STRUCT(GroupSettings, (),
                      (members, universal_app_access, universal_resource_access, universal_workflow_access, universal_query_library_access,
                       user_invites, user_list_access, audit_log_access, unpublished_release_access, usage_analytics_access, theme_access,
                       account_details_access, landing_page_app_id))

struct CreateGroupBody : GroupSettings {
    Text<1> name;
};
BOOST_DESCRIBE_STRUCT(CreateGroupBody, (GroupSettings), (name))

struct PutGroupBody : GroupSettings {
    std::optional<Text<1>> name;
};
BOOST_DESCRIBE_STRUCT(PutGroupBody, (GroupSettings), (name))

/// What a PATCH may touch.
struct EditableGroup {
    Text<1> name;
    std::vector<MemberBody> members;
    AccessLevel universal_app_access = AccessLevel::none;
    AccessLevel universal_resource_access = AccessLevel::none;
    AccessLevel universal_workflow_access = AccessLevel::none;
    LibraryLevel universal_query_library_access = LibraryLevel::none;
    std::vector<InviteBody> user_invites;
    bool user_list_access = false;
    bool audit_log_access = false;
    bool unpublished_release_access = false;
    bool usage_analytics_access = false;
    bool theme_access = false;
    bool account_details_access = false;
    std::optional<Nullable<wire::Uuid>> landing_page_app_id;  // removed: none
};
BOOST_DESCRIBE_STRUCT(EditableGroup, (),
                      (name, members, universal_app_access, universal_resource_access, universal_workflow_access,
                       universal_query_library_access, user_invites, user_list_access, audit_log_access, unpublished_release_access,
                       usage_analytics_access, theme_access, account_details_access, landing_page_app_id))

struct GetGroupQuery {
    std::optional<bool> excludeDisabledUsers;
};
BOOST_DESCRIBE_STRUCT(GetGroupQuery, (), (excludeDisabledUsers))

LibraryLevel to_library_level(AccessLevel level) {
    return level == AccessLevel::none ? LibraryLevel::none : level == AccessLevel::use ? LibraryLevel::use : LibraryLevel::edit;
}
AccessLevel to_level(LibraryLevel level) {
    return level == LibraryLevel::none ? AccessLevel::none : level == LibraryLevel::use ? AccessLevel::use : AccessLevel::edit;
}
Nullable<wire::Uuid> to_uuid(std::optional<AppId> const& app) { return {app ? std::optional(wire::Uuid{app->text}) : std::nullopt}; }
std::optional<AppId> to_app_id(Nullable<wire::Uuid> const& uuid) {
    return uuid.value ? std::optional(AppId{uuid.value->text}) : std::nullopt;
}

/// Writes a list of MemberView one by one.
class MembersWriter {
public:
    void reserve(std::size_t count) { text_.reserve(count * 112); }  // an address has about 30 characters
    void add(std::string_view sid, std::string_view email, bool is_group_admin) {
        text_ += text_.empty() ? R"([{"id":)" : R"(,{"id":)";
        json::write(text_, sid);
        text_ += R"(,"email":)";
        json::write(text_, email);
        text_ += is_group_admin ? R"(,"is_group_admin":true})" : R"(,"is_group_admin":false})";
    }
    Written<std::vector<MemberView>> finish() && {
        text_ += text_.empty() ? "[]" : "]";
        return {std::move(text_)};
    }

private:
    std::string text_;
};

GroupView present(service::GroupWithMembers&& found) {
    auto& [group, members, invites] = found;
    GroupView view;
    view.id.value = view.legacy_id.value = group.group.number;
    view.name = std::move(group.name);
    MembersWriter writer;
    for (auto const& member : members) writer.add(member.sid, member.email, member.is_group_admin);
    view.members = std::move(writer).finish();
    view.universal_app_access = group.universal_app_access;
    view.universal_resource_access = group.universal_resource_access;
    view.universal_workflow_access = group.universal_workflow_access;
    view.universal_query_library_access = to_library_level(group.universal_query_library_access);
    view.user_invites.reserve(invites.size());
    for (auto& invite : invites) view.user_invites.push_back(api::present(std::move(invite)));
    view.user_list_access = group.user_list_access;
    view.audit_log_access = group.audit_log_access;
    view.unpublished_release_access = group.unpublished_release_access;
    view.usage_analytics_access = group.usage_analytics_access;
    view.theme_access = group.theme_access;
    view.account_details_access = group.account_details_access;
    view.landing_page_app_id = to_uuid(group.landing_page_app_id);
    view.updated_at = group.updated_at;
    view.created_at = group.created_at;
    return view;
}

std::vector<service::WantedMember> to_members(std::vector<MemberBody> const& members) {
    std::vector<service::WantedMember> wanted;
    for (auto const& member : members) wanted.push_back({member.id.sid, member.is_group_admin});
    return wanted;
}

/// `edit` with every setting that the body holds.
void assign(service::GroupEdit& edit, GroupSettings const& body) {
    auto const set = [](auto& to, auto const& from) {
        if (from) to = *from;
    };
    set(edit.universal_app_access, body.universal_app_access);
    set(edit.universal_resource_access, body.universal_resource_access);
    set(edit.universal_workflow_access, body.universal_workflow_access);
    if (body.universal_query_library_access) edit.universal_query_library_access = to_level(*body.universal_query_library_access);
    set(edit.user_list_access, body.user_list_access);
    set(edit.audit_log_access, body.audit_log_access);
    set(edit.unpublished_release_access, body.unpublished_release_access);
    set(edit.usage_analytics_access, body.usage_analytics_access);
    set(edit.theme_access, body.theme_access);
    set(edit.account_details_access, body.account_details_access);
    if (body.landing_page_app_id) edit.landing_page_app_id = to_app_id(*body.landing_page_app_id);
}

Result<WholeList<GroupView>> list_groups(service::Read& read) {
    WholeList<GroupView> list;
    for (auto& found : TRY(service::list_groups(read))) {
        bool const everybody = found.group.role == GroupRole::all_users;
        auto& view = list.values.emplace_back(present(std::move(found)));
        if (!everybody) continue;
        MembersWriter writer;
        writer.reserve(std::size_t(service::count_users(read)));
        TRY(service::each_of_everybody(read, [&](auto sid, auto email) { writer.add(sid, email, false); }));
        view.members = std::move(writer).finish();
    }
    return list;
}

Result<Item<GroupView>> create_group(service::Write& write, Body<CreateGroupBody> body) {
    service::GroupEdit edit;
    edit.name = body->name.value;
    assign(edit, *body);
    return Item{present(TRY(service::create_group(write, edit, to_members(body->members.value_or(std::vector<MemberBody>{})),
                                                  to_invites(body->user_invites.value_or(std::vector<InviteBody>{})))))};
}

Result<Item<GroupView>> get_group(service::Read& read, Call const& call, Query<GetGroupQuery> query) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    auto found = TRY(service::find_group(read, key.group));
    if (query->excludeDisabledUsers.value_or(false)) std::erase_if(found.members, [](auto const& member) { return !member.active; });
    return Item{present(std::move(found))};
}

/// What the body leaves out stays as it is.
Result<Item<GroupView>> put_group(service::Write& write, Call const& call, Body<PutGroupBody> body) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    auto const before = TRY(service::find_group(write, key.group));
    auto edit = service::GroupEdit::of(before.group);
    if (body->name) edit.name = body->name->value;
    assign(edit, *body);
    std::optional<std::vector<service::WantedMember>> members;
    if (body->members) members = to_members(*body->members);
    std::optional<std::vector<InviteId>> invites;
    if (body->user_invites) invites = to_invites(*body->user_invites);
    return Item{present(TRY(service::edit_group(write, key.group, edit, members, invites)))};
}

Result<Item<GroupView>> patch_group(service::Write& write, Call const& call, Body<wire::PatchBody<wire::BasicPatchOp>> body) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    auto const before = TRY(service::find_group(write, key.group));
    auto const& group = before.group;
    EditableGroup view{{group.name},
                       {},
                       group.universal_app_access,
                       group.universal_resource_access,
                       group.universal_workflow_access,
                       to_library_level(group.universal_query_library_access),
                       {},
                       group.user_list_access,
                       group.audit_log_access,
                       group.unpublished_release_access,
                       group.usage_analytics_access,
                       group.theme_access,
                       group.account_details_access,
                       to_uuid(group.landing_page_app_id)};
    for (auto const& member : before.members) view.members.push_back({{member.sid}, member.is_group_admin});
    for (auto const& shown : before.invites) view.user_invites.push_back({shown.invite.invite.number});
    auto const after = TRY(wire::patched(view, *body));
    service::GroupEdit const edit{after.name.value,
                                  after.universal_app_access,
                                  after.universal_resource_access,
                                  after.universal_workflow_access,
                                  to_level(after.universal_query_library_access),
                                  after.user_list_access,
                                  after.audit_log_access,
                                  after.unpublished_release_access,
                                  after.usage_analytics_access,
                                  after.theme_access,
                                  after.account_details_access,
                                  to_app_id(after.landing_page_app_id.value_or(Nullable<wire::Uuid>{}))};
    return Item{present(TRY(service::edit_group(write, key.group, edit, to_members(after.members), to_invites(after.user_invites))))};
}

Result<NoContent> delete_group(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    TRY(service::delete_group(write, key.group));
    return NoContent{};
}

Result<Item<GroupView>> add_members(service::Write& write, Call const& call, Body<MembersBody> body) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    return Item{present(TRY(service::add_members(write, key.group, to_members(body->members))))};
}

Result<Item<GroupView>> remove_member(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    auto const user = TRY(call.parameter_as<UserKey>("userSid"));
    return Item{present(TRY(service::remove_member(write, key.group, user.sid)))};
}

Result<Item<GroupView>> add_invites(service::Write& write, Call const& call, Body<InvitesBody> body) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    std::vector<InviteId> invites;
    for (auto const number : body->userInviteIds) invites.push_back({number});
    return Item{present(TRY(service::add_invites(write, key.group, invites)))};
}

Result<NoContent> remove_invite(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<GroupKey>("groupId"));
    auto const invite = TRY(call.parameter_as<wire::InviteKey>("userInviteId"));
    TRY(service::remove_invite(write, key.group, invite.invite));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> group_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/groups", groups_read, "group.list", list_groups}.says("Every group with its members and invites"),
        Endpoint{post, "/groups", groups_write, "group.create", create_group}.says("Creates a group").errors({404, 409, 422}),
        Endpoint{get, "/groups/{groupId}", groups_read, "group.get", get_group}.says("One group with its members").errors({404}),
        Endpoint{put, "/groups/{groupId}", groups_write, "group.edit", put_group}
            .says("Sets a group; what is left out stays")
            .errors({404, 409, 422}),
        Endpoint{patch, "/groups/{groupId}", groups_write, "group.edit", patch_group}.says("Changes a group").errors({404, 409, 422}),
        Endpoint{del, "/groups/{groupId}", groups_write, "group.delete", delete_group}
            .says("Deletes a group with its memberships, invites and grants")
            .errors({404}),
        Endpoint{post, "/groups/{groupId}/members", groups_write, "group.add_members", add_members}
            .says("Adds members, or changes who is group admin")
            .errors({404}),
        Endpoint{del, "/groups/{groupId}/members/{userSid}", groups_write, "group.remove_member", remove_member}
            .says("Removes a member")
            .errors({404, 409}),
        Endpoint{post, "/groups/{groupId}/user_invites", groups_write, "group.add_invites", add_invites}
            .says("Lets invites lead to a group as well")
            .errors({404, 409}),
        Endpoint{del, "/groups/{groupId}/user_invites/{userInviteId}", groups_write, "group.remove_invite", remove_invite}
            .says("Lets an invite lead to the group no more")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
