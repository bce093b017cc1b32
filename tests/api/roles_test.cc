// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

class Roles : public testing::Test {
protected:
    Answer make(std::string const& name, Array const& object_scopes, Array const& organization_scopes = {}) {
        return api.post("/role_permissions/roles",
                        {{"name", name}, {"object_scopes", object_scopes}, {"organization_scopes", organization_scopes}});
    }
    std::string role(std::string const& name, Array const& object_scopes, Array const& organization_scopes = {}) {
        auto const made = make(name, object_scopes, organization_scopes);
        EXPECT_EQ(made.status, 201) << made.body;
        return made["id"].text();
    }
    Answer give(std::string const& role, std::string const& type, std::string const& id) {
        return api.post("/role_permissions/role_grants", {{"role_id", role}, {"subject_type", type}, {"subject_id", id}});
    }
    Answer give(std::string const& role, std::string const& type, std::string const& id, std::string const& on, std::string const& object) {
        return api.post("/role_permissions/role_grants",
                        {{"role_id", role}, {"subject_type", type}, {"subject_id", id}, {"object_type", on}, {"object_id", object}});
    }
    /// What ada reaches of a kind, as `id level`.
    std::vector<std::string> reached(char const* kind) {
        std::vector<std::string> texts;
        for (auto const& entry :
             api.post("/permissions/listObjects",
                      {{"subject", user_subject(ada)}, {"object_type", kind}, {"include_inherited_access", true}})["data"]
                 .all())
            texts.push_back(entry["id"].text() + " " + entry["access_level"].text());
        return texts;
    }
    Json shown(std::string const& id) { return api.get("/role_permissions/roles")["data"].where("id", id); }
    Json role_of(std::string const& name) { return api.get("/role_permissions/roles")["data"].where("name", name); }

    Gatehouse gatehouse{{.default_access = service::DefaultAccess::closed}};
    Client api = gatehouse.admin();
    std::string ada = gatehouse.user("ada");
    std::int64_t group = gatehouse.group("support", {member(ada)});
    std::string support = std::to_string(group);
    std::string tickets = gatehouse.folder("tickets");
    std::string inbox = gatehouse.app("inbox", tickets);
};

// --- roles ------------------------------------------------------------------------------------------------------------------------

TEST_F(Roles, are_answered_bare_with_every_member) {
    auto const made = api.post("/role_permissions/roles", {{"name", "Auditor"},
                                                           {"description", "Reads"},
                                                           {"object_scopes", Array{"app:edit"}},
                                                           {"organization_scopes", Array{"audit_log:view"}}});
    EXPECT_EQ(made.status, 201);
    EXPECT_THAT(made.json.keys(),
                ElementsAre("id", "organization_id", "name", "description", "is_default_role", "is_legacy_role", "object_scopes",
                            "organization_scopes", "added_dependent_scopes", "created_at", "updated_at"));
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_THAT(made["organization_id"].text(), MatchesRegex("org_[0-9a-f]{32}"));
    EXPECT_EQ(made["is_default_role"], false);
    EXPECT_EQ(made["is_legacy_role"], false);
    EXPECT_EQ(made["added_dependent_scopes"].text(), R"(["app:use"])");
    EXPECT_EQ(shown(made["id"].text()), made.json);
}

TEST_F(Roles, need_a_free_name_and_scopes_of_the_catalogue) {
    role("Auditor", {});
    EXPECT_THAT(make("AUDITOR", {}), IsRefused(409, "An object with the given value already exists"));
    EXPECT_THAT(make("", {}), IsRefused(400, "name: must have at least 1 character"));
    EXPECT_THAT(make("x", {"app:fly"}), IsRefused(422, "object_scopes[0]: 'app:fly' is no such scope; must be one of app:use"));
    EXPECT_THAT(make("x", {}, {"audit_log:view", "world:rule"}), IsRefused(422, "organization_scopes[1]: 'world:rule'"));
    EXPECT_THAT(api.post("/role_permissions/roles", {{"name", "x"}}), IsRefused(400, "object_scopes: is required"));
}

TEST_F(Roles, change_for_everybody_who_holds_them) {
    auto const editor = role("App editor", {"app:use"});
    give(editor, "group", support);
    EXPECT_THAT(reached("app"), ElementsAre(inbox + " use"));
    auto const changed = api.patch("/role_permissions/roles/" + editor, {{"object_scopes", Array{"app:edit"}}, {"description", "More"}});
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(changed["name"], "App editor");
    EXPECT_EQ(changed["description"], "More");
    EXPECT_THAT(reached("app"), ElementsAre(inbox + " edit"));
    EXPECT_THAT(api.patch("/role_permissions/roles/" + editor, {{"name", ""}}), HasStatus(400));
}

TEST_F(Roles, with_grants_go_only_when_forced_and_take_nothing_else_along) {
    auto const editor = role("App editor", {"app:edit"});
    give(editor, "group", support);
    give(editor, "user", ada, "folder", tickets);
    auto const kept = role("Kept", {"app:use"});
    give(kept, "group", support);
    EXPECT_THAT(api.del("/role_permissions/roles/" + editor), IsRefused(409, "held by grants: 2"));
    EXPECT_EQ(api.del("/role_permissions/roles/" + editor + "?force=true").status, 204);
    EXPECT_THAT(api.del("/role_permissions/roles/" + editor), IsRefused(404, "Role with id " + editor + " not found."));
    EXPECT_THAT(reached("app"), ElementsAre(inbox + " use"));
    EXPECT_EQ(api.del("/role_permissions/roles/" + role("Free", {})).status, 204);
}

// --- the roles of groups --------------------------------------------------------------------------------------------------------------

TEST_F(Roles, of_the_default_groups_are_there_from_the_start_and_stay) {
    auto const roles = api.get("/role_permissions/roles");
    EXPECT_THAT(roles.json.keys(), ElementsAre("success", "data"));
    EXPECT_THAT(roles["data"].each("name"), ElementsAre("All Users", "admin", "editor", "viewer"));
    EXPECT_THAT(roles["data"].each("is_default_role"), Each("true"));
    auto const viewer = roles["data"].where("name", "viewer");
    EXPECT_EQ(viewer["organization_scopes"].text(), R"(["users:view","account:view","query_library:view"])");
    EXPECT_EQ(viewer["object_scopes"].text(), R"(["app:use","resource:use","workflow:use"])");
    auto const path = "/role_permissions/roles/" + viewer["id"].text();
    EXPECT_THAT(api.del(path), IsRefused(400, "Cannot delete default role."));
    EXPECT_THAT(api.patch(path, {{"name", "x"}}), IsRefused(400, "Cannot edit default role."));
}

TEST_F(Roles, of_a_group_and_its_settings_are_one_store) {
    EXPECT_TRUE(role_of("support").missing()) << "it can do nothing everywhere";
    api.patch("/groups/" + support, R"({"operations": [{"op": "replace", "path": "/audit_log_access", "value": true},
                                                         {"op": "replace", "path": "/universal_app_access", "value": "use"}]})");
    auto const legacy = role_of("support");
    EXPECT_EQ(legacy["is_legacy_role"], true);
    EXPECT_EQ(legacy["object_scopes"].text(), R"(["app:use"])");
    EXPECT_EQ(legacy["organization_scopes"].text(), R"(["audit_log:view"])");

    auto const path = "/role_permissions/roles/" + legacy["id"].text();
    EXPECT_EQ(api.patch(path, {{"organization_scopes", Array{"usage:view", "query_library:edit"}}}).status, 200);
    auto const after = api.get("/groups/" + support)["data"];
    EXPECT_EQ(after["audit_log_access"], false);
    EXPECT_EQ(after["usage_analytics_access"], true);
    EXPECT_EQ(after["universal_query_library_access"], "edit");
    EXPECT_EQ(after["universal_app_access"], "use");
    EXPECT_THAT(api.patch(path, {{"organization_scopes", Array{"spaces:manage"}}}), IsRefused(422, "is no setting of a group"));
    EXPECT_THAT(api.patch(path, {{"name", "other"}}), IsRefused(422, "called as the group is"));

    EXPECT_THAT(api.del(path), IsRefused(409, "held by grants: 1"));
    EXPECT_EQ(api.del(path + "?force=true").status, 204);
    EXPECT_EQ(api.get("/groups/" + support)["data"]["universal_app_access"], "none");
    EXPECT_EQ(api.get("/groups/" + support)["data"]["members"].size(), 1u);
    EXPECT_TRUE(role_of("support").missing());
}

// --- grants ---------------------------------------------------------------------------------------------------------------------------

TEST_F(Roles, are_given_everywhere_or_on_one_object_with_what_lies_in_it) {
    auto const other = gatehouse.app("other");
    auto const editor = role("App editor", {"app:edit", "resource:own"});
    auto const given = give(editor, "group", support, "folder", tickets);
    EXPECT_EQ(given.status, 201);
    EXPECT_THAT(given.json.keys(),
                ElementsAre("id", "role_id", "subject_type", "subject_id", "object_type", "object_id", "created_at", "updated_at"));
    EXPECT_EQ(given["subject_id"], support);
    EXPECT_EQ(given["object_id"], tickets);
    EXPECT_THAT(reached("app"), ElementsAre(inbox + " edit"));
    EXPECT_THAT(reached("folder"), ElementsAre(tickets + " edit"));
    EXPECT_THAT(reached("resource"), IsEmpty());
    EXPECT_EQ(give(editor, "user", ada)["object_type"].is_null(), true);
    EXPECT_THAT(reached("app"), testing::UnorderedElementsAre(inbox + " edit", other + " edit"));
}

TEST_F(Roles, given_twice_are_given_once) {
    auto const editor = role("App editor", {"app:edit"});
    auto const first = give(editor, "user", ada), again = give(editor, "user", ada);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again["id"], first["id"]);
}

TEST_F(Roles, are_listed_by_subject_and_in_all) {
    auto const editor = role("App editor", {"app:edit"});
    auto const id = give(editor, "group", support)["id"].text();
    auto const of_group = api.get("/role_permissions/role_grants/group/" + support);
    EXPECT_THAT(of_group.json.keys(), ElementsAre("success", "data"));
    EXPECT_THAT(of_group["data"].each("id"), ElementsAre(id));
    EXPECT_THAT(api.get("/role_permissions/role_grants")["data"].each("id"), testing::Contains(id));
    EXPECT_THAT(api.get("/role_permissions/role_grants/user/" + ada)["data"].all(), IsEmpty());
    EXPECT_THAT(api.get("/role_permissions/role_grants/group/999"), IsRefused(404, "Subject with id 999 not found."));
    EXPECT_THAT(api.get("/role_permissions/role_grants/robot/1"), IsRefused(400, "must be one of group, user, userInvite"));
}

TEST_F(Roles, are_taken_away_by_grant_or_by_subject) {
    auto const editor = role("App editor", {"app:edit"});
    auto const id = give(editor, "group", support)["id"].text();
    EXPECT_EQ(api.del("/role_permissions/role_grants/" + id).status, 204);
    EXPECT_THAT(api.del("/role_permissions/role_grants/" + id), IsRefused(404, "Role grant with id " + id + " not found."));

    give(editor, "user", ada);
    give(editor, "user", ada, "app", inbox);
    Object body{{"role_id", editor}, {"subject_type", "user"}, {"subject_id", ada}, {"object_type", "app"}, {"object_id", inbox}};
    EXPECT_EQ(api.post("/role_permissions/remove_role_grants_for_subject/", body).status, 204);
    EXPECT_EQ(api.get("/role_permissions/role_grants/user/" + ada)["data"].size(), 1u);
    body.erase("object_type");
    EXPECT_THAT(api.post("/role_permissions/remove_role_grants_for_subject", body), IsRefused(400, "object_type"));
    body.erase("object_id");
    EXPECT_EQ(api.post("/role_permissions/remove_role_grants_for_subject", body).status, 204);
    EXPECT_THAT(reached("app"), IsEmpty());
}

TEST_F(Roles, go_with_their_subject_or_object) {
    auto const editor = role("App editor", {"app:edit"});
    give(editor, "group", support);
    give(editor, "user", ada, "app", inbox);
    api.del("/groups/" + support);
    EXPECT_EQ(api.get("/role_permissions/role_grants")["data"].where("role_id", editor)["subject_type"], "user");
    api.del("/apps/" + inbox);
    EXPECT_TRUE(api.get("/role_permissions/role_grants")["data"].where("role_id", editor).missing());
}

TEST_F(Roles, are_not_given_to_or_on_what_is_not_there) {
    auto const editor = role("App editor", {"app:edit"});
    EXPECT_THAT(give(unknown_uuid, "user", ada), IsRefused(404, "Role with id"));
    EXPECT_THAT(give(editor, "user", "user_0"), IsRefused(404, "Subject with id user_0 not found."));
    EXPECT_THAT(give(editor, "team", "1"), IsRefused(400, "subject_type: must be one of group, user, userInvite, not 'team'"));
    EXPECT_THAT(give(editor, "user", ada, "app", unknown_uuid), IsRefused(404, "No app"));
    EXPECT_THAT(give(editor, "user", ada, "planet", "1"), IsRefused(400, "object_type: must be one of folder, app"));
    EXPECT_THAT(give(editor, "user", ada, "folder", "resource_9"), IsRefused(404, "No folder"));
    EXPECT_THAT(api.post("/role_permissions/role_grants", {{"role_id", editor}, {"subject_type", "user"}}),
                IsRefused(400, "subject_id: is required"));
}

TEST_F(Roles, are_not_held_on_personal_folders) {
    EXPECT_THAT(give(role("App editor", {"app:edit"}), "group", support, "folder", "app_3"), IsRefused(422, "is a personal folder"));
}

TEST_F(Roles, show_in_access_lists) {
    auto const editor = role("App editor", {"app:edit"});
    give(editor, "group", support);
    auto const list = api.get("/permissions/accessList/app/" + inbox)["data"];
    auto const entry = list["user"].all()[1];
    EXPECT_EQ(entry["accessLevel"], "edit");
    EXPECT_EQ(entry["sources"]["universal"], true);
    EXPECT_THAT(entry["sources"]["groups"].each("id"), ElementsAre(support));
}

}  // namespace
}  // namespace gatehouse::api_test
