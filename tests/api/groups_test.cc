// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::initializer_list<char const*> levels = {"universal_app_access", "universal_resource_access", "universal_workflow_access",
                                                       "universal_query_library_access"};
constexpr std::initializer_list<char const*> flags = {"user_list_access",       "audit_log_access", "unpublished_release_access",
                                                      "usage_analytics_access", "theme_access",     "account_details_access"};

std::vector<std::string> settings_of(Json const& group) {
    std::vector<std::string> texts{group["name"].text()};
    for (auto const* key : levels) texts.push_back(group[key].text());
    for (auto const* key : flags) texts.push_back(group[key] == true ? "yes" : "-");
    return texts;
}

std::string path_of(std::int64_t group) { return fmt::format("/groups/{}", group); }

// --- a fresh Space ----------------------------------------------------------------------------------------------------------------

TEST(AFreshSpace, has_the_groups_of_the_guide) {
    Gatehouse gatehouse;
    auto const list = gatehouse.admin().get("/groups");
    EXPECT_EQ(list.status, 200);
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["total_count"], 4);
    EXPECT_THAT(list["data"].each("id"), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(list["data"].each("legacy_id"), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(settings_of(list["data"][0]), ElementsAre("All Users", "use", "use", "none", "none", "-", "-", "-", "-", "-", "yes"));
    EXPECT_THAT(settings_of(list["data"][1]), ElementsAre("admin", "own", "own", "own", "edit", "yes", "yes", "yes", "yes", "yes", "yes"));
    EXPECT_THAT(settings_of(list["data"][2]), ElementsAre("editor", "edit", "own", "edit", "edit", "yes", "-", "yes", "-", "-", "yes"));
    EXPECT_THAT(settings_of(list["data"][3]), ElementsAre("viewer", "use", "use", "use", "use", "yes", "-", "-", "-", "-", "yes"));
    EXPECT_THAT(list["data"][0]["members"].each("email"), ElementsAre("admin@example.com"));
    EXPECT_THAT(list["data"][1]["members"].each("is_group_admin"), ElementsAre("false"));
    EXPECT_EQ(list["data"][2]["members"].size(), 0u);
}

TEST(GroupList, says_of_each_group_what_it_says_alone) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob");
    gatehouse.group("support", {member(bob, true), member(ada)});
    gatehouse.group("nobody");
    EXPECT_EQ(api.del("/users/" + ada).status, 204);
    auto const list = api.get("/groups")["data"];
    EXPECT_EQ(list.size(), 6u);
    EXPECT_THAT(list[0]["members"].each("email"), ElementsAre("admin@example.com", "ada@example.com", "bob@example.com"));
    for (auto const& group : list.all()) EXPECT_EQ(api.get(fmt::format("/groups/{}", group["id"].number()))["data"], group);
}

TEST(AFreshSpace, gives_everybody_nothing_when_default_access_is_closed) {
    Gatehouse gatehouse({.default_access = service::DefaultAccess::closed});
    auto const everybody = gatehouse.admin().get("/groups/1")["data"];
    for (auto const* key : levels) EXPECT_EQ(everybody[key], "none") << key;
}

// --- create -----------------------------------------------------------------------------------------------------------------------

TEST(CreatingAGroup, needs_a_name_and_gives_nothing_unasked) {
    Gatehouse gatehouse;
    auto const made = gatehouse.admin().post("/groups", {{"name", "support"}});
    EXPECT_EQ(made.status, 200);
    auto const group = made["data"];
    EXPECT_THAT(group.keys(), ElementsAre("id", "legacy_id", "name", "members", "universal_app_access", "universal_resource_access",
                                          "universal_workflow_access", "universal_query_library_access", "user_invites", "user_list_access",
                                          "audit_log_access", "unpublished_release_access", "usage_analytics_access", "theme_access",
                                          "account_details_access", "landing_page_app_id", "updated_at", "created_at"));
    EXPECT_EQ(group["id"], 5);
    EXPECT_EQ(group["legacy_id"], 5);
    EXPECT_THAT(settings_of(group), ElementsAre("support", "none", "none", "none", "none", "-", "-", "-", "-", "-", "-"));
    EXPECT_EQ(group["members"].value(), Value(Array{}));
    EXPECT_EQ(group["user_invites"].value(), Value(Array{}));
    EXPECT_TRUE(group["landing_page_app_id"].is_null());
    EXPECT_EQ(group["updated_at"], group["created_at"].text());
}

TEST(CreatingAGroup, keeps_every_setting_and_member) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const bob = gatehouse.user("bob");
    auto const home = gatehouse.app("home");
    Object body{{"name", "support"},
                {"universal_app_access", "edit"},
                {"universal_resource_access", "own"},
                {"universal_workflow_access", "use"},
                {"universal_query_library_access", "edit"},
                {"members", Array{member(bob, true), member(ada)}},
                {"user_invites", Array{}},
                {"landing_page_app_id", home}};
    for (auto const* key : flags) body[key] = true;
    auto const group = api.post("/groups", body)["data"];
    EXPECT_THAT(settings_of(group), ElementsAre("support", "edit", "own", "use", "edit", "yes", "yes", "yes", "yes", "yes", "yes"));
    EXPECT_EQ(group["landing_page_app_id"], home);
    EXPECT_THAT(group["members"].each("id"), ElementsAre(ada, bob));
    EXPECT_THAT(group["members"][0].keys(), ElementsAre("id", "email", "is_group_admin"));
    EXPECT_EQ(group["members"][1]["is_group_admin"], true);
    EXPECT_EQ(api.get(path_of(group["id"].number()))["data"], group);
}

TEST(CreatingAGroup, ignores_what_it_does_not_know) {
    Gatehouse gatehouse;
    auto const made = gatehouse.admin().post("/groups", {{"name", "support"}, {"created_at", "x"}, {"id", 1}, {"colour", "blue"}});
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(made["data"]["id"], 5);
    EXPECT_FALSE(made["data"].has("colour"));
}

TEST(CreatingAGroup, names_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const refused = [&](std::string const& key, AnyValue value, std::string const& why) {
        Object body{{"name", "support"}};
        body[key] = Value(value);
        EXPECT_THAT(api.post("/groups", body), IsRefused(400, why)) << key;
    };
    EXPECT_THAT(api.post("/groups", "{}"), IsRefused(400, "name: is required"));
    refused("name", "", "name: must have at least 1 character");
    refused("name", 7, "name: expected a string, found a number");
    refused("universal_app_access", "admin", "universal_app_access: must be one of none, use, edit, own, not 'admin'");
    refused("universal_app_access", nullptr, "universal_app_access: must be one of");
    refused("universal_query_library_access", "own", "universal_query_library_access: must be one of none, use, edit, not 'own'");
    refused("user_list_access", "yes", "user_list_access: expected");
    refused("landing_page_app_id", "home", "landing_page_app_id: 'home' is not a UUID");
    refused("members", Object{}, "members: expected an array, found an object");
    refused("members", Array{Object{{"id", 5}, {"is_group_admin", false}}}, "members[0].id: expected a string, found a number");
    refused("members", Array{Object{{"id", "bob"}, {"is_group_admin", false}}}, "members[0].id: User sid is misformatted: bob");
    refused("members", Array{Object{{"is_group_admin", "no"}}}, "members[0].id: is required; members[0].is_group_admin: expected");
    EXPECT_EQ(api.get("/groups")["total_count"], 4);
}

TEST(CreatingAGroup, refuses_unknown_members_landing_pages_and_invites) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/groups", {{"name", "a"}, {"members", Array{member("user_0")}}}), IsRefused(404, "No user 'user_0'"));
    EXPECT_THAT(api.post("/groups", {{"name", "a"}, {"landing_page_app_id", unknown_uuid}}), IsRefused(422, "landing_page_app_id"));
    EXPECT_THAT(api.post("/groups", {{"name", "a"}, {"user_invites", Array{Object{{"id", 1}}}}}), IsRefused(404, "user_invites[0]"));
    EXPECT_EQ(api.get("/groups")["total_count"], 4);
    EXPECT_EQ(api.post("/groups", {{"name", "a"}})["data"]["id"], 5) << "no number was used up";
}

TEST(CreatingAGroup, refuses_a_name_that_is_taken_whatever_its_case) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.group("support");
    EXPECT_THAT(api.post("/groups", {{"name", "support"}}), IsRefused(409, "A group with the name 'support' exists already: 5"));
    EXPECT_THAT(api.post("/groups", {{"name", "SUPPORT"}}), HasStatus(409));
    EXPECT_THAT(api.post("/groups", {{"name", "all users"}}), HasStatus(409));
}

// --- get --------------------------------------------------------------------------------------------------------------------------

TEST(GettingAGroup, leaves_out_disabled_members_when_asked) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const path = path_of(gatehouse.group("support", {member(ada), member(gatehouse.user("bob"))}));
    api.del("/users/" + ada);
    EXPECT_EQ(api.get(path)["data"]["members"].size(), 2u);
    EXPECT_EQ(api.get(path + "?excludeDisabledUsers=false")["data"]["members"].size(), 2u);
    EXPECT_THAT(api.get(path + "?excludeDisabledUsers=true")["data"]["members"].each("email"), ElementsAre("bob@example.com"));
    EXPECT_THAT(api.get(path + "?excludeDisabledUsers=x"), IsRefused(400, "excludeDisabledUsers"));
}

TEST(GettingAGroup, answers_404_for_one_that_is_not_there_and_400_for_what_is_no_number) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.get("/groups/99"), IsRefused(404, "No group '99' found for organization"));
    EXPECT_THAT(api.get("/groups/4294967297"), HasStatus(404));
    for (std::string const bad : {"x", "0", "-1", "01", "1e3", "1.0", "9223372036854775808", "%31%00", "support"})
        EXPECT_THAT(api.get("/groups/" + bad), HasStatus(400)) << bad;
}

// --- put --------------------------------------------------------------------------------------------------------------------------

TEST(PuttingAGroup, sets_what_is_given_and_keeps_the_rest) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const path = path_of(gatehouse.group("support", {member(ada)}));
    api.put(path, {{"universal_app_access", "edit"}, {"theme_access", true}});
    gatehouse.clock().advance(std::chrono::seconds(2));
    auto const put = api.put(path, {{"name", "help"}});
    EXPECT_EQ(put.status, 200);
    EXPECT_THAT(settings_of(put["data"]), ElementsAre("help", "edit", "none", "none", "none", "-", "-", "-", "-", "yes", "-"));
    EXPECT_EQ(put["data"]["members"].size(), 1u);
    EXPECT_EQ(put["data"]["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(put["data"]["updated_at"], "2026-01-05T08:00:02.000Z");
    EXPECT_EQ(api.put(path, "{}").status, 200);
    EXPECT_EQ(api.put(path, {{"members", Array{}}})["data"]["members"].size(), 0u);
}

TEST(PuttingAGroup, makes_the_given_members_the_membership) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob"), cleo = gatehouse.user("cleo");
    auto const path = path_of(gatehouse.group("support", {member(ada), member(bob)}));
    auto const put = api.put(path, {{"members", Array{member(bob, true), member(cleo)}}});
    EXPECT_THAT(put["data"]["members"].each("id"), ElementsAre(bob, cleo));
    EXPECT_EQ(put["data"]["members"][0]["is_group_admin"], true);
    EXPECT_THAT(api.put(path, {{"members", Array{member(ada), member("user_0")}}}), HasStatus(404));
    EXPECT_THAT(api.get(path)["data"]["members"].each("id"), ElementsAre(bob, cleo)) << "all or nothing";
}

TEST(PuttingAGroup, takes_back_what_get_answered) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = path_of(gatehouse.group("support", {member(gatehouse.user("ada"), true)}));
    auto const before = api.get(path)["data"];
    auto const put = api.put(path, before.value().as_object());
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_EQ(put["data"], before);
}

TEST(PuttingAGroup, refuses_as_creating_does) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.group("first");
    auto const path = path_of(gatehouse.group("second"));
    EXPECT_THAT(api.put(path, {{"name", "First"}}), HasStatus(409));
    EXPECT_EQ(api.put(path, {{"name", "SECOND"}})["data"]["name"], "SECOND");
    EXPECT_THAT(api.put(path, {{"name", ""}}), HasStatus(400));
    EXPECT_THAT(api.put(path, {{"landing_page_app_id", unknown_uuid}}), HasStatus(422));
    EXPECT_THAT(api.put("/groups/99", {{"name", "x"}}), HasStatus(404));
}

// --- patch ------------------------------------------------------------------------------------------------------------------------

TEST(PatchingAGroup, works_as_the_guide_writes_it) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = path_of(gatehouse.group("support"));
    EXPECT_EQ(api.replace(path, "universal_app_access", "use")["data"]["universal_app_access"], "use");
    EXPECT_EQ(api.replace(path, "/universal_app_access", "own")["data"]["universal_app_access"], "own");
    EXPECT_EQ(api.replace("/groups/1", "universal_app_access", "none")["data"]["universal_app_access"], "none");
}

TEST(PatchingAGroup, changes_members_like_any_other_field) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob");
    auto const path = path_of(gatehouse.group("support"));
    EXPECT_THAT(api.patch_one(path, "add", "/members/-", member(bob))["data"]["members"].each("id"), ElementsAre(bob));
    EXPECT_THAT(api.patch_one(path, "add", "/members/0", member(ada))["data"]["members"].each("id"), ElementsAre(ada, bob));
    EXPECT_EQ(api.replace(path, "/members/1/is_group_admin", true)["data"]["members"][1]["is_group_admin"], true);
    EXPECT_THAT(api.patch_one(path, "remove", "/members/0")["data"]["members"].each("id"), ElementsAre(bob));
    EXPECT_THAT(api.patch_one(path, "remove", "/members/7"), HasStatus(400));
    EXPECT_EQ(api.replace(path, "/members", Array{})["data"]["members"].size(), 0u);
}

TEST(PatchingAGroup, changes_every_setting) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = path_of(gatehouse.group("support"));
    for (auto const* key : levels) EXPECT_EQ(api.replace(path, key, "use")["data"][key], "use") << key;
    for (auto const* key : flags) EXPECT_EQ(api.replace(path, key, true)["data"][key], true) << key;
    auto const home = gatehouse.app("home");
    EXPECT_EQ(api.replace(path, "/landing_page_app_id", home)["data"]["landing_page_app_id"], home);
    EXPECT_TRUE(api.replace(path, "/landing_page_app_id", nullptr)["data"]["landing_page_app_id"].is_null());
    EXPECT_EQ(api.replace(path, "/name", "help")["data"]["name"], "help");
}

TEST(PatchingAGroup, refuses_what_does_not_fit) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = path_of(gatehouse.group("support"));
    EXPECT_THAT(api.replace(path, "/universal_app_access", "all"),
                IsRefused(400, "Patched document failed schema validation: universal_app_access: must be one of"));
    EXPECT_THAT(api.replace(path, "/id", 1), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(api.patch_one(path, "test", "/name", "support"), IsRefused(400, "operations[0].op"));
    EXPECT_THAT(api.patch_one(path, "remove", "/name"), IsRefused(400, "name: is required"));
    EXPECT_THAT(api.replace(path, "/name", "admin"), HasStatus(409));
    EXPECT_THAT(api.replace("/groups/99", "/name", "x"), HasStatus(404));
}

// --- delete -----------------------------------------------------------------------------------------------------------------------

TEST(DeletingAGroup, takes_its_memberships_and_grants_along) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const id = gatehouse.group("support", {member(ada)});
    auto const folder = gatehouse.folder("tickets");
    api.post("/permissions/grant", {{"subject", group_subject(id)}, {"object", of_type("folder", folder)}, {"access_level", "own"}});
    EXPECT_EQ(api.del(path_of(id)).status, 204);
    EXPECT_THAT(api.get(path_of(id)), HasStatus(404));
    EXPECT_THAT(api.del(path_of(id)), HasStatus(404));
    EXPECT_EQ(api.get("/users/" + ada + "?includeGroups=true")["data"]["groups"].size(), 1u);
    EXPECT_THAT(api.get("/permissions/accessList/folder/" + folder)["data"]["group"].each("accessLevel"),
                ElementsAre("use", "own", "edit", "use"));
    EXPECT_EQ(api.post("/groups", {{"name", "support"}})["data"]["id"], id + 1) << "numbers are never used again";
}

TEST(DefaultGroups, can_be_neither_renamed_nor_deleted) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (int id = 1; id <= 4; ++id) {
        EXPECT_THAT(api.del(path_of(id)), IsRefused(403, "is a default group and cannot be deleted")) << id;
        EXPECT_THAT(api.put(path_of(id), {{"name", "other"}}), IsRefused(403, "is a default group and cannot be renamed")) << id;
        EXPECT_THAT(api.replace(path_of(id), "/name", "other"), IsRefused(403, "cannot be renamed")) << id;
    }
    EXPECT_EQ(api.get("/groups")["total_count"], 4);
}

TEST(DefaultGroups, keep_the_levels_of_admin_and_let_the_others_be_set) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const* key : levels) EXPECT_THAT(api.put("/groups/2", {{key, "use"}}), IsRefused(403, "'admin'")) << key;
    for (auto const* key : flags) EXPECT_THAT(api.replace("/groups/2", key, false), IsRefused(403, "'admin'")) << key;
    for (int id : {1, 3, 4})
        for (auto const* key : levels) EXPECT_EQ(api.put(path_of(id), {{key, "none"}})["data"][key], "none") << id << key;
    EXPECT_EQ(api.put("/groups/2", {{"universal_app_access", "own"}, {"name", "admin"}}).status, 200) << "what is so already may be said";
    auto const home = gatehouse.app("home");
    EXPECT_EQ(api.put("/groups/2", {{"landing_page_app_id", home}})["data"]["landing_page_app_id"], home);
}

TEST(AllUsers, holds_everybody_and_its_membership_is_fixed) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    EXPECT_THAT(api.get("/groups/1")["data"]["members"].each("email"), ElementsAre("admin@example.com", "ada@example.com"));
    auto const rule = "Everybody is a member of 'All Users'";
    EXPECT_THAT(api.post("/groups/1/members", {{"members", Array{member(ada)}}}), IsRefused(403, rule));
    EXPECT_THAT(api.del("/groups/1/members/" + ada), IsRefused(403, rule));
    EXPECT_THAT(api.put("/groups/1", {{"members", Array{}}}), IsRefused(403, rule));
    EXPECT_THAT(api.patch_one("/groups/1", "remove", "/members/0"), IsRefused(403, rule));
    EXPECT_EQ(api.put("/groups/1", api.get("/groups/1")["data"].value().as_object()).status, 200) << "the membership as it is may be sent";
}

// --- members ----------------------------------------------------------------------------------------------------------------------

TEST(AddingMembers, adds_or_changes_the_flag_and_removes_nobody) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob");
    auto const path = path_of(gatehouse.group("support", {member(ada)})) + "/members";
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const added = api.post(path, {{"members", Array{member(bob, true)}}});
    EXPECT_EQ(added.status, 200);
    EXPECT_THAT(added["data"]["members"].each("is_group_admin"), ElementsAre("false", "true"));
    EXPECT_EQ(added["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    auto const changed = api.post(path, {{"members", Array{member(bob, false), member(ada, true)}}});
    EXPECT_THAT(changed["data"]["members"].each("is_group_admin"), ElementsAre("true", "false"));
    EXPECT_EQ(api.post(path, {{"members", Array{}}})["data"]["members"].size(), 2u);
}

TEST(AddingMembers, names_the_member_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const group = path_of(gatehouse.group("support"));
    EXPECT_THAT(api.post(group + "/members", "{}"), IsRefused(400, "members: is required"));
    EXPECT_THAT(api.post(group + "/members", {{"members", Array{member(ada), Object{{"id", ada}}}}}),
                IsRefused(400, "members[1].is_group_admin: is required"));
    EXPECT_THAT(api.post(group + "/members", {{"members", Array{member(ada), Object{{"id", 2}, {"is_group_admin", true}}}}}),
                IsRefused(400, "members[1].id: expected a string, found a number"));
    EXPECT_THAT(api.post(group + "/members", {{"members", Array{member(ada), member("user_0")}}}), IsRefused(404, "No user 'user_0'"));
    EXPECT_EQ(api.get(group)["data"]["members"].size(), 0u) << "all or nothing";
    EXPECT_THAT(api.post("/groups/99/members", {{"members", Array{member(ada)}}}), IsRefused(404, "No group '99'"));
}

TEST(RemovingAMember, answers_the_group_that_is_left) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob");
    auto const group = path_of(gatehouse.group("support", {member(ada), member(bob)}));
    auto const removed = api.del(group + "/members/" + ada);
    EXPECT_EQ(removed.status, 200);
    EXPECT_THAT(removed["data"]["members"].each("id"), ElementsAre(bob));
    EXPECT_THAT(api.del(group + "/members/" + ada), IsRefused(404, "is not a member of group 'support'"));
    EXPECT_THAT(api.del(group + "/members/user_0"), IsRefused(404, "No user 'user_0'"));
    EXPECT_THAT(api.del(group + "/members/2"), IsRefused(400, "misformatted"));
    EXPECT_THAT(api.del("/groups/99/members/" + bob), IsRefused(404, "No group '99'"));
}

TEST(TheLastAdmin, stays_in_the_admin_group_by_every_route) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const admin = gatehouse.admin_user();
    auto const ada = gatehouse.user("ada");
    api.post("/groups/2/members", {{"members", Array{member(ada)}}});
    api.del("/users/" + ada);  // a disabled admin is none
    auto const rule = "last active admin";
    EXPECT_THAT(api.del("/groups/2/members/" + admin), IsRefused(409, rule));
    EXPECT_THAT(api.put("/groups/2", {{"members", Array{}}}), IsRefused(409, rule));
    EXPECT_THAT(api.put("/groups/2", {{"members", Array{member(ada)}}}), IsRefused(409, rule));
    EXPECT_THAT(api.replace("/groups/2", "/members", Array{}), IsRefused(409, rule));
    EXPECT_THAT(api.patch_one("/groups/2", "remove", "/members/0"), IsRefused(409, rule));
    EXPECT_THAT(api.patch_one("/groups/2", "add", "/members", Array{}), IsRefused(409, rule));
    EXPECT_THAT(api.get("/groups/2")["data"]["members"].each("id"), ElementsAre(admin, ada));
    EXPECT_EQ(api.del("/groups/2/members/" + ada).status, 200) << "a disabled one may go";
}

TEST(TheLastAdmin, can_hand_the_group_over) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const put = api.put("/groups/2", {{"members", Array{member(ada)}}});
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_THAT(put["data"]["members"].each("id"), ElementsAre(ada));
    EXPECT_EQ(api.get("/users/" + ada)["data"]["is_admin"], true);
    EXPECT_THAT(api.del("/users/" + ada), HasStatus(409));
}

}  // namespace
}  // namespace gatehouse::api_test
