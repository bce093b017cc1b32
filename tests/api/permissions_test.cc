// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// A server with a group and the calls that these tests are made of.
class Permissions : public testing::Test {
protected:
    Answer grant(Object const& who, Object const& what, char const* level) {
        return api.post("/permissions/grant", {{"subject", who}, {"object", what}, {"access_level", level}});
    }
    Answer revoke(Object const& who, Object const& what) { return api.post("/permissions/revoke", {{"subject", who}, {"object", what}}); }
    Answer list(Object const& who, char const* type, bool inherited = false) {
        return api.post("/permissions/listObjects", {{"subject", who}, {"object_type", type}, {"include_inherited_access", inherited}});
    }
    static std::vector<std::string> entries(Answer const& answer) {
        std::vector<std::string> texts;
        for (auto const& entry : answer["data"].all())
            texts.push_back(fmt::format("{} {} {}", entry["type"].text(), entry["id"].text(), entry["access_level"].text()));
        return texts;
    }

    static Object postgres() { return {{"database_options", Object{{"host", "db.example.com"}, {"port", "5432"}}}}; }

    Gatehouse gatehouse{{.default_access = service::DefaultAccess::closed}};
    Client api = gatehouse.admin();
    std::string ada = gatehouse.user("ada");
    std::int64_t group = gatehouse.group("support", {member(ada)});
    Object support = group_subject(group);
    std::string tickets = gatehouse.folder("tickets");
    std::string old = gatehouse.folder("old", tickets);
    std::string inbox = gatehouse.app("inbox", tickets);
    std::string closed = gatehouse.app("closed", old);
    std::string databases = gatehouse.folder("databases", {}, "resource");
    std::string orders = gatehouse.resource("orders", databases);
};

// --- grant and revoke -------------------------------------------------------------------------------------------------------------

TEST_F(Permissions, granting_answers_what_the_subject_now_holds_of_that_type) {
    auto const first = grant(support, of_type("folder", tickets), "edit");
    EXPECT_EQ(first.status, 200);
    EXPECT_THAT(first.json.keys(), ElementsAre("success", "data"));
    EXPECT_THAT(first["data"][0].keys(), ElementsAre("type", "id", "access_level"));
    EXPECT_THAT(entries(first), ElementsAre("folder " + tickets + " edit"));
    EXPECT_THAT(entries(grant(support, of_type("folder", databases), "own")),
                ElementsAre("folder " + tickets + " edit", "folder " + databases + " own"));
    EXPECT_THAT(entries(grant(support, of_type("app", closed), "use")), ElementsAre("app " + closed + " use"));
    EXPECT_THAT(entries(grant(support, of_type("resource", orders), "own")), ElementsAre("resource " + orders + " own"));
}

TEST_F(Permissions, granting_again_changes_the_level) {
    grant(support, of_type("app", inbox), "own");
    EXPECT_THAT(entries(grant(support, of_type("app", inbox), "use")), ElementsAre("app " + inbox + " use"));
}

TEST_F(Permissions, granting_works_for_people_too) {
    EXPECT_THAT(entries(grant(user_subject(ada), of_type("app", inbox), "edit")), ElementsAre("app " + inbox + " edit"));
    EXPECT_THAT(entries(list(support, "app")), IsEmpty());
}

TEST_F(Permissions, a_folder_may_be_named_by_its_bare_number) {
    EXPECT_THAT(entries(grant(support, of_type("folder", "9"), "edit")), ElementsAre("folder app_9 edit"));
    EXPECT_THAT(entries(revoke(support, of_type("folder", "9"))), IsEmpty());
}

TEST_F(Permissions, a_grant_on_a_folder_takes_the_place_of_grants_directly_inside) {
    grant(support, of_type("app", inbox), "own");
    grant(support, of_type("folder", old), "own");
    grant(support, of_type("app", closed), "own");
    grant(user_subject(ada), of_type("app", inbox), "own");
    grant(support, of_type("folder", tickets), "use");
    EXPECT_THAT(entries(list(support, "app")), ElementsAre("app " + closed + " own"));
    EXPECT_THAT(entries(list(support, "folder")), ElementsAre("folder " + tickets + " use", "folder " + old + " own"));
    EXPECT_THAT(entries(list(user_subject(ada), "app")), ElementsAre("app " + inbox + " own")) << "of that subject only";
}

TEST_F(Permissions, revoking_answers_what_is_left_of_that_type) {
    grant(support, of_type("folder", tickets), "use");
    grant(support, of_type("folder", old), "edit");
    grant(support, of_type("app", inbox), "own");
    grant(support, of_type("app", closed), "own");
    auto const left = revoke(support, of_type("folder", tickets));
    EXPECT_EQ(left.status, 200);
    EXPECT_THAT(left.json.keys(), ElementsAre("success", "data"));
    EXPECT_THAT(entries(left), ElementsAre("folder " + old + " edit"));
    EXPECT_THAT(entries(list(support, "app")), ElementsAre("app " + closed + " own"));
    EXPECT_THAT(entries(revoke(support, of_type("app", closed))), IsEmpty());
}

TEST_F(Permissions, revoking_what_was_never_granted_is_no_error) {
    auto const before = api.get("/groups").revision();
    EXPECT_EQ(revoke(support, of_type("app", inbox)).status, 200);
    EXPECT_EQ(api.get("/groups").revision(), before);
}

TEST_F(Permissions, unknown_subjects_and_objects_are_not_found) {
    for (auto const* path : {"/permissions/grant", "/permissions/revoke"}) {
        auto const ask = [&](Object const& who, Object const& what) {
            Object body{{"subject", who}, {"object", what}};
            if (std::string_view(path).ends_with("grant")) body["access_level"] = "use";
            return api.post(path, body);
        };
        EXPECT_THAT(ask(group_subject(99), of_type("app", inbox)), IsRefused(404, "No group '99'"));
        EXPECT_THAT(ask(user_subject("user_0"), of_type("app", inbox)), IsRefused(404, "No user 'user_0'"));
        EXPECT_THAT(ask(support, of_type("app", unknown_uuid)), HasStatus(404));
        EXPECT_THAT(ask(support, of_type("resource", unknown_uuid)), HasStatus(404));
        EXPECT_THAT(ask(support, of_type("resource", "retool_db")), HasStatus(404));
        EXPECT_THAT(ask(support, of_type("resource_configuration", unknown_uuid)), HasStatus(404));
        EXPECT_THAT(ask(support, of_type("folder", "app_99")), IsRefused(404, "No folder 'app_99'"));
        EXPECT_THAT(ask(support, of_type("folder", "workflow_9")), IsRefused(404, "No folder 'workflow_9'"));
    }
}

TEST_F(Permissions, bodies_are_closed_and_errors_say_where) {
    auto const ask = [&](char const* body) { return api.post("/permissions/grant", body); };
    EXPECT_THAT(ask("{}"), IsRefused(400, "subject: is required; object: is required; access_level: is required"));
    EXPECT_THAT(ask(R"({"subject": {"id": 5}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use"})"),
                IsRefused(400, "subject.type: is required"));
    EXPECT_THAT(ask(R"({"subject": {"type": "role", "id": 5}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use"})"),
                IsRefused(400, "subject.type: must be one of group, user, not 'role'"));
    EXPECT_THAT(ask(R"({"subject": {"type": "group", "id": "5"}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use"})"),
                IsRefused(400, "subject.id: expected"));
    EXPECT_THAT(ask(R"({"subject": {"type": "group", "id": null}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use"})"),
                IsRefused(400, "subject.id"));
    EXPECT_THAT(ask(R"({"subject": {"type": "user", "id": 5}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use"})"),
                IsRefused(400, "subject.id: expected a string, found a number"));
    EXPECT_THAT(
        ask(R"({"subject": {"type": "group", "id": 5, "name": "x"}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use"})"),
        IsRefused(400, "subject.name: is not a field here"));
    EXPECT_THAT(ask(R"({"subject": {"type": "group", "id": 5}, "object": {"type": "folder", "id": "tickets"}, "access_level": "use"})"),
                IsRefused(400, "object.id: 'tickets' is not a folder id"));
    EXPECT_THAT(ask(R"({"subject": {"type": "group", "id": 5}, "object": {"type": "app", "id": "app_9"}, "access_level": "use"})"),
                IsRefused(400, "object.id: 'app_9' is not a UUID"));
    EXPECT_THAT(ask(R"({"subject": {"type": "group", "id": 5}, "object": {"type": "workflow", "id": "x"}, "access_level": "use"})"),
                IsRefused(400, "object.type: must be one of folder, app, screen, resource, resource_configuration, not 'workflow'"));
    EXPECT_THAT(
        ask(R"({"subject": {"type": "group", "id": 5}, "object": {"type": "folder", "id": "app_9", "x": 1}, "access_level": "use"})"),
        IsRefused(400, "object.x: is not a field here"));
    for (auto const* level : {"none", "user", "OWN", "admin"})
        EXPECT_THAT(grant(support, of_type("folder", tickets), level), IsRefused(400, "access_level: must be one of own, edit, use, not '"))
            << level;
    EXPECT_THAT(
        ask(R"({"subject": {"type": "group", "id": 5}, "object": {"type": "folder", "id": "app_9"}, "access_level": "use", "note": 1})"),
        IsRefused(400, "note: is not a field here"));
    EXPECT_THAT(api.post("/permissions/revoke", {{"subject", support}, {"object", of_type("folder", tickets)}, {"access_level", "use"}}),
                IsRefused(400, "access_level: is not a field here"));
}

TEST_F(Permissions, screens_go_to_groups_with_use_only) {
    auto const page = api.post(own("/apps/" + inbox + "/pages"), {{"name", "home"}})["id"].text();
    Object const screen{{"type", "screen"}, {"id", page}, {"appId", inbox}};
    EXPECT_THAT(grant(user_subject(ada), screen, "use"), IsRefused(422, "Screens can be granted to groups only"));
    EXPECT_THAT(grant(support, screen, "edit"), IsRefused(422, "with 'use' only"));
    EXPECT_THAT(grant(support, of_type("screen", page), "use"), IsRefused(400, "object.appId: is required"));
    EXPECT_THAT(grant(support, Object{{"type", "screen"}, {"id", page}, {"appId", closed}}, "use"), IsRefused(404, "No screen"));
    EXPECT_THAT(entries(grant(support, screen, "use")), ElementsAre("screen " + page + " use"));
    EXPECT_THAT(entries(list(support, "app", true)), ElementsAre("app " + inbox + " use")) << "the way in comes with the page";
    EXPECT_THAT(entries(revoke(support, screen)), IsEmpty());
    EXPECT_THAT(entries(list(support, "app", true)), IsEmpty());
}

TEST_F(Permissions, configurations_follow_their_resource_unless_they_have_a_grant_of_their_own) {
    auto const staging = api.get("/environments")["data"].where("name", "staging")["id"].text();
    auto const made = api.post("/resource_configurations", {{"resource_id", orders}, {"environment_id", staging}, {"options", postgres()}});
    ASSERT_EQ(made.status, 200) << made.body;
    auto const configuration = made["data"]["id"].text();
    grant(support, of_type("resource", orders), "edit");
    EXPECT_THAT(entries(list(support, "resource_configuration", true)), ElementsAre("resource_configuration " + configuration + " edit"));
    EXPECT_THAT(entries(grant(support, of_type("resource_configuration", configuration), "use")),
                ElementsAre("resource_configuration " + configuration + " use"));
    EXPECT_THAT(entries(list(support, "resource_configuration", true)), ElementsAre("resource_configuration " + configuration + " use"));
    EXPECT_THAT(entries(list(support, "resource", true)), ElementsAre("resource " + orders + " edit"));
}

TEST_F(Permissions, personal_folders_and_queries_have_limits) {
    EXPECT_THAT(grant(support, of_type("folder", "app_3"), "use"), IsRefused(422, "personal folder"));
    EXPECT_THAT(grant(support, of_type("folder", "library_8"), "own"), IsRefused(422, "access_level"));
    EXPECT_EQ(grant(support, of_type("folder", "library_8"), "edit").status, 200);
}

// --- listObjects ------------------------------------------------------------------------------------------------------------------

TEST_F(Permissions, lists_have_counters_and_one_type) {
    grant(support, of_type("folder", tickets), "edit");
    grant(support, of_type("app", closed), "own");
    auto const answer = list(support, "folder");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(answer["total_count"], 1);
    EXPECT_THAT(entries(answer), ElementsAre("folder " + tickets + " edit"));
    EXPECT_THAT(entries(list(support, "app")), ElementsAre("app " + closed + " own"));
    EXPECT_THAT(entries(list(support, "resource")), IsEmpty());
    EXPECT_THAT(entries(list(support, "resource_configuration")), IsEmpty());
}

TEST_F(Permissions, lists_hold_direct_grants_and_on_request_everything_reached) {
    grant(support, of_type("folder", tickets), "edit");
    api.replace(fmt::format("/groups/{}", group), "/universal_resource_access", "use");
    EXPECT_THAT(entries(list(support, "app")), IsEmpty());
    EXPECT_THAT(entries(list(support, "app", true)), UnorderedElementsAre("app " + inbox + " edit", "app " + closed + " edit"));
    EXPECT_THAT(entries(list(support, "folder", true)), UnorderedElementsAre("folder " + tickets + " edit", "folder " + old + " edit",
                                                                             "folder " + databases + " use", "folder resource_4 use"));
    EXPECT_THAT(entries(list(support, "resource")), IsEmpty());
    EXPECT_THAT(entries(list(support, "resource", true)), ElementsAre("resource " + orders + " use"));
    EXPECT_THAT(entries(list(user_subject(ada), "app")), IsEmpty());
    EXPECT_THAT(entries(list(user_subject(ada), "app", true)), UnorderedElementsAre("app " + inbox + " edit", "app " + closed + " edit"));
    EXPECT_THAT(entries(list(user_subject(gatehouse.admin_user()), "app", true)),
                UnorderedElementsAre("app " + inbox + " own", "app " + closed + " own"));
}

TEST_F(Permissions, lists_refuse_what_they_do_not_know) {
    EXPECT_THAT(list(support, "screen"),
                IsRefused(400, "object_type: must be one of folder, app, resource, resource_configuration, not 'screen'"));
    EXPECT_THAT(list(group_subject(99), "app"), HasStatus(404));
    EXPECT_THAT(list(user_subject("user_0"), "app"), HasStatus(404));
    EXPECT_THAT(api.post("/permissions/listObjects", {{"subject", support}}), IsRefused(400, "object_type: is required"));
    EXPECT_THAT(api.post("/permissions/listObjects", {{"subject", support}, {"object_type", "app"}, {"limit", 5}}),
                IsRefused(400, "limit: is not a field here"));
    EXPECT_THAT(api.post("/permissions/listObjects", {{"subject", support}, {"object_type", "app"}, {"include_inherited_access", "yes"}}),
                IsRefused(400, "include_inherited_access: expected"));
}

// --- access lists -----------------------------------------------------------------------------------------------------------------

TEST_F(Permissions, an_access_list_says_who_and_by_what) {
    grant(support, of_type("folder", tickets), "edit");
    grant(user_subject(ada), of_type("app", closed), "own");
    auto const answer = api.get("/permissions/accessList/app/" + closed);
    EXPECT_EQ(answer.status, 200);
    auto const listed = answer["data"];
    EXPECT_THAT(listed.keys(), ElementsAre("group", "user", "userInvite"));
    EXPECT_EQ(listed["userInvite"].value(), Value(Array{}));

    auto const of = [](Json const& entries, std::string const& id) {
        for (auto const& entry : entries.all())
            if (entry["subject"]["id"] == id) return entry;
        return Json();
    };
    auto const of_group = of(listed["group"], std::to_string(group));
    EXPECT_THAT(of_group.keys(), ElementsAre("subject", "sources", "accessLevel"));
    EXPECT_EQ(of_group["subject"]["type"], "group");
    EXPECT_EQ(of_group["accessLevel"], "edit");
    EXPECT_EQ(of_group["sources"]["direct"], false);
    EXPECT_EQ(of_group["sources"]["universal"], false);
    EXPECT_EQ(of_group["sources"]["inherited"].value(), Value(Object{{"id", tickets}, {"type", "folder"}}));
    EXPECT_FALSE(of_group["sources"].has("groups"));

    auto const of_ada = of(listed["user"], ada);
    EXPECT_EQ(of_ada["accessLevel"], "own");
    EXPECT_EQ(of_ada["sources"]["direct"], true);
    EXPECT_EQ(of_ada["sources"]["groups"].size(), 0u);
    EXPECT_FALSE(of_ada["sources"].has("inherited"));

    auto const of_admin = of(listed["user"], gatehouse.admin_user());
    EXPECT_EQ(of_admin["accessLevel"], "own");
    EXPECT_EQ(of_admin["sources"]["groups"].value(), Value(Array{Object{{"id", "2"}, {"type", "group"}}}));
}

TEST_F(Permissions, an_access_list_is_there_for_folders_and_resources) {
    grant(support, of_type("folder", databases), "use");
    for (auto const& path : {"resource/" + orders, "folder/" + databases, "folder/" + databases.substr(databases.find('_') + 1)}) {
        auto const groups = api.get("/permissions/accessList/" + path)["data"]["group"];
        EXPECT_EQ(groups.all().back()["subject"]["id"], std::to_string(group)) << path;
        EXPECT_EQ(groups.all().back()["accessLevel"], "use") << path;
    }
}

TEST_F(Permissions, an_access_list_of_nothing_is_refused) {
    EXPECT_THAT(api.get(fmt::format("/permissions/accessList/app/{}", unknown_uuid)), HasStatus(404));
    EXPECT_THAT(api.get("/permissions/accessList/folder/99"), HasStatus(404));
    EXPECT_THAT(api.get("/permissions/accessList/folder/workflow_9"), HasStatus(404));
    EXPECT_THAT(api.get("/permissions/accessList/resource/none"), HasStatus(404));
    EXPECT_THAT(api.get(fmt::format("/permissions/accessList/workflow/{}", unknown_uuid)), HasStatus(404));
    EXPECT_THAT(api.get(fmt::format("/permissions/accessList/agent/{}", unknown_uuid)), HasStatus(404));
    EXPECT_THAT(api.get("/permissions/accessList/folder/tickets"), HasStatus(400));
    EXPECT_THAT(api.get("/permissions/accessList/screen/1"),
                IsRefused(400, "objectType: must be one of app, folder, resource, workflow, agent"));
}

// --- effects come at once ---------------------------------------------------------------------------------------------------------

TEST_F(Permissions, follow_memberships_moves_and_disabling_at_once) {
    auto const reached = [&] { return entries(list(user_subject(ada), "app", true)); };
    grant(support, of_type("folder", tickets), "edit");
    EXPECT_EQ(reached().size(), 2u);
    api.replace("/users/" + ada, "/active", false);
    EXPECT_THAT(reached(), IsEmpty());
    api.replace("/users/" + ada, "/active", true);
    EXPECT_EQ(reached().size(), 2u);
    api.replace("/folders/" + old, "/parent_folder_id", "app_1");
    EXPECT_THAT(reached(), ElementsAre("app " + inbox + " edit"));
    api.patch(own("/apps/") + closed, {{"folder_id", tickets}});
    EXPECT_EQ(reached().size(), 2u);
    api.del(fmt::format("/groups/{}/members/{}", group, ada));
    EXPECT_THAT(reached(), IsEmpty());
}

}  // namespace
}  // namespace gatehouse::api_test
