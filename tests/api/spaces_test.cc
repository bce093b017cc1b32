// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

Object named(char const* name, std::string const& domain) { return {{"name", name}, {"domain", domain}}; }

TEST(CreatingASpace, answers_it_as_recorded) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/spaces", named("Support", "Support.Example.com"));
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_THAT(made["data"].keys(), ElementsAre("id", "name", "domain", "created_at", "updated_at"));
    EXPECT_THAT(made["data"]["id"].text(), MatchesRegex("org_[0-9a-f]{32}"));
    EXPECT_EQ(made["data"]["name"], "Support");
    EXPECT_EQ(made["data"]["domain"], "support.example.com");
    EXPECT_EQ(api.get("/spaces/" + made["data"]["id"].text())["data"], made["data"]);
    auto const list = api.get("/spaces");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_THAT(list["data"].each("id"), ElementsAre(made["data"]["id"].text())) << "without the Admin Space itself";
}

TEST(CreatingASpace, fills_it_like_a_fresh_one) {
    Gatehouse gatehouse;
    gatehouse.group("noise");
    gatehouse.folder("noise");
    auto space = gatehouse.space("b.example.com");
    EXPECT_THAT(space.admin.get("/groups")["data"].each("id"), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(space.admin.get("/folders")["data"].each("id"),
                ElementsAre("app_1", "app_2", "app_3", "resource_4", "workflow_5", "workflow_6", "agent_7", "library_8"));
    EXPECT_THAT(space.admin.get("/environments")["data"].each("name"), ElementsAre("production", "staging"));
    EXPECT_THAT(space.admin.get("/users")["data"].each("legacy_id"), ElementsAre("1"));
    EXPECT_EQ(gatehouse.group("first", {}, &space.admin), 5);
}

TEST(CreatingASpace, makes_the_admins_it_is_told_to) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.user("ada");
    auto const off = gatehouse.user("off");
    api.del("/users/" + off);
    auto const with = [&](std::string const& domain, Object const& options) {
        auto body = named("x", domain);
        body["options"] = options;
        return api.post("/spaces", body);
    };
    auto const admins_of = [&](std::string const& domain) {
        auto const token = gatehouse.operate(http::Method::post, "/admin/tokens?space=" + domain, {{"label", "first"}});
        if (token.status != 201) return std::vector<std::string>{std::to_string(token.status)};
        return gatehouse.client(token["access_token"].text(), domain).get("/groups/2")["data"]["members"].each("email");
    };
    EXPECT_EQ(with("none.example.com", {}).status, 200);
    EXPECT_THAT(admins_of("none.example.com"), ElementsAre("admin@example.com")) << "the caller, rather than nobody";
    EXPECT_EQ(with("me.example.com", {{"create_admin_user", true}}).status, 200);
    EXPECT_THAT(admins_of("me.example.com"), ElementsAre("admin@example.com"));
    EXPECT_EQ(with("ada.example.com", {{"users_to_copy_as_admins", Array{"ADA@example.com"}}, {"create_admin_user", false}}).status, 200);
    EXPECT_THAT(admins_of("ada.example.com"), ElementsAre("ada@example.com"));
    EXPECT_EQ(with("all.example.com", {{"copy_sso_settings", true},
                                       {"copy_branding_and_themes_settings", true},
                                       {"users_to_copy_as_admins", Array{"ada@example.com", "admin@example.com", "ada@example.com"}},
                                       {"create_admin_user", true}})
                  .status,
              200);
    EXPECT_THAT(admins_of("all.example.com"), ElementsAre("ada@example.com", "admin@example.com"));
    for (auto const* nobody : {"nobody@example.com", "off@example.com"})
        EXPECT_THAT(with("bad.example.com", {{"users_to_copy_as_admins", Array{"ada@example.com", nobody}}}),
                    IsRefused(422, "options.users_to_copy_as_admins[1]"))
            << nobody;
    EXPECT_EQ(api.get("/spaces")["total_count"], 4) << "and nothing was made";
}

TEST(CreatingASpace, invites_the_caller_who_does_not_want_to_be_an_admin_at_once) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.user("ada");
    auto body = named("x", "ada.example.com");
    body["options"] = Object{{"users_to_copy_as_admins", Array{"ada@example.com"}}, {"create_admin_user", false}};
    api.post("/spaces", body);
    body["domain"] = "us.example.com";
    body["options"].as_object()["users_to_copy_as_admins"] = Array{"ada@example.com", "admin@example.com"};
    api.post("/spaces", body);
    auto const invites_at = [&](std::string const& domain) {
        auto const token = gatehouse.operate(http::Method::post, "/admin/tokens?space=" + domain, {{"label", "first"}});
        return gatehouse.client(token["access_token"].text(), domain).get("/user_invites?includeGroups=true")["data"];
    };
    auto const invited = invites_at("ada.example.com");
    EXPECT_THAT(invited.each("invited_email"), ElementsAre("admin@example.com"));
    EXPECT_EQ(invited[0]["invited_by"], "") << "nobody of that Space did";
    EXPECT_THAT(invited[0]["groups"].each("name"), ElementsAre("admin"));
    EXPECT_THAT(invited[0]["invite_link"].text(), HasSubstr("http://ada.example.com:3000/invite#"));
    EXPECT_EQ(invites_at("us.example.com").size(), 0u) << "the caller was copied";
}

TEST(CreatingASpace, names_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/spaces", "{}"), IsRefused(400, "name: is required; domain: is required"));
    EXPECT_THAT(api.post("/spaces", named("", "a.example.com")), IsRefused(400, "name: must have at least 1 character"));
    EXPECT_THAT(api.post("/spaces", named("x", "")), IsRefused(400, "domain: must have at least 1 character"));
    EXPECT_THAT(api.post("/spaces", {{"name", "x"}, {"domain", "a.example.com"}, {"id", "org_1"}}),
                IsRefused(400, "id: is not a field here"));
    EXPECT_THAT(api.post("/spaces", {{"name", "x"}, {"domain", "a.example.com"}, {"options", {{"create_admin_user", "yes"}}}}),
                IsRefused(400, "options.create_admin_user: expected"));
    EXPECT_THAT(
        api.post("/spaces", {{"name", "x"}, {"domain", "a.example.com"}, {"options", Object{{"users_to_copy_as_admins", Array{1}}}}}),
        IsRefused(400, "options.users_to_copy_as_admins[0]: expected a string"));
}

TEST(CreatingASpace, takes_only_domains_that_a_host_header_can_name) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.space("taken.example.com");
    for (std::string const bad :
         {"localhost", "LOCALHOST", "127.0.0.1", "10", "[::1]", "a b.com", "a..com", ".a.com", "a.com.", "-a.com", "a-.com", "a_b.com",
          "a.com:80", "http://a.com", "a.com/x", "ü.com", "taken.example.com", "Taken.Example.COM"})
        EXPECT_THAT(api.post("/spaces", named("x", bad)), IsRefused(422, "domain: ")) << bad;
    EXPECT_THAT(api.post("/spaces", named("x", std::string(64, 'a') + ".com")), HasStatus(422));
    EXPECT_EQ(api.post("/spaces", named("x", std::string(63, 'a') + ".com")).status, 200);
    EXPECT_EQ(api.post("/spaces", named("x", "a1-b.c2")).status, 200);
}

TEST(PuttingASpace, renames_it_and_changes_its_domain_at_once) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto space = gatehouse.space("old.example.com");
    gatehouse.space("taken.example.com");
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const put = api.put("/spaces/" + space.id, named("New", "new.example.com"));
    EXPECT_EQ(put.status, 200);
    EXPECT_EQ(put["data"]["name"], "New");
    EXPECT_EQ(put["data"]["domain"], "new.example.com");
    EXPECT_EQ(put["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_THAT(space.admin.get("/groups"), IsRefused(421, "No Space has the domain 'old.example.com'"));
    EXPECT_EQ(space.admin.at("new.example.com").get("/groups").status, 200) << "with the same token";
    EXPECT_THAT(api.put("/spaces/" + space.id, named("x", "taken.example.com")), IsRefused(422, "belongs to another Space"));
    EXPECT_THAT(api.put("/spaces/" + space.id, named("x", "no domain")), HasStatus(422));
    EXPECT_THAT(api.put("/spaces/" + space.id, {{"name", "x"}}), IsRefused(400, "domain: is required"));
    EXPECT_THAT(api.put("/spaces/org_0", named("x", "z.example.com")), IsRefused(404, "No space 'org_0' found"));
    auto again = named("Newer", "NEW.example.com");
    again["colour"] = "blue";
    EXPECT_EQ(api.put("/spaces/" + space.id, again)["data"]["domain"], "new.example.com") << "its own domain, and an open body";
}

TEST(DeletingASpace, takes_everything_in_it_along) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto space = gatehouse.space("gone.example.com");
    auto const ada = gatehouse.user("ada", &space.admin);
    auto const group = gatehouse.group("support", {member(ada)}, &space.admin);
    auto const folder = gatehouse.folder("tickets", {}, "app", &space.admin);
    gatehouse.app("inbox", folder, &space.admin);
    gatehouse.resource("orders", {}, &space.admin);
    space.admin.post("/permissions/grant",
                     {{"subject", group_subject(group)}, {"object", of_type("folder", folder)}, {"access_level", "use"}});
    EXPECT_EQ(api.del("/spaces/" + space.id).status, 204);
    EXPECT_THAT(space.admin.get("/groups"), HasStatus(421));
    EXPECT_THAT(space.admin.at("localhost").get("/groups"), HasStatus(401)) << "its token is gone with it";
    EXPECT_THAT(api.get("/spaces/" + space.id), HasStatus(404));
    EXPECT_THAT(api.del("/spaces/" + space.id), HasStatus(404));
    EXPECT_EQ(api.get("/spaces")["total_count"], 0);

    auto fresh = gatehouse.space("gone.example.com");
    EXPECT_NE(fresh.id, space.id);
    EXPECT_THAT(fresh.admin.get("/users")["data"].each("email"), ElementsAre("admin@example.com"));
    EXPECT_EQ(fresh.admin.get("/groups")["total_count"], 4);
    EXPECT_EQ(fresh.admin.get(own("/apps"))["total_count"], 0);
    EXPECT_THAT(fresh.admin.with_token(space.admin.token()).get("/groups"), HasStatus(401));
    auto const health = gatehouse.operate(http::Method::post, "/admin/doctor");
    EXPECT_EQ(health["engine"], "") << health.body;
    EXPECT_EQ(health["chain"], "") << health.body;
}

TEST(TheAdminSpace, is_neither_changed_nor_deleted) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    std::string id;
    for (auto const& change : api.get(own("/changes?limit=1000"))["data"].all())
        if (change["kind"] == "space") id = change["after"]["sid"].text();
    ASSERT_THAT(id, MatchesRegex("org_[0-9a-f]{32}"));
    EXPECT_THAT(api.put("/spaces/" + id, named("x", "x.example.com")), IsRefused(409, "Admin Space"));
    EXPECT_THAT(api.del("/spaces/" + id), IsRefused(409, "Admin Space"));
    EXPECT_THAT(api.at("x.example.com").get("/groups"), HasStatus(421));
    EXPECT_EQ(api.get("/groups").status, 200);
}

TEST(Spaces, are_managed_from_the_admin_space_only) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    auto& inside = space.admin;
    auto const rule = "Spaces are managed from the Admin Space only";
    EXPECT_EQ(inside.get("/spaces")["total_count"], 0) << "it has no Spaces of its own";
    EXPECT_THAT(inside.post("/spaces", named("x", "c.example.com")), IsRefused(403, rule));
    EXPECT_THAT(inside.get("/spaces/" + space.id), IsRefused(403, rule));
    EXPECT_THAT(inside.put("/spaces/" + space.id, named("x", "c.example.com")), IsRefused(403, rule));
    EXPECT_THAT(inside.del("/spaces/" + space.id), IsRefused(403, rule));
    EXPECT_THAT(inside.get("/spaces/org_0"), IsRefused(403, rule));
}

TEST(TheHostHeader, selects_the_space) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    gatehouse.user("only-in-admin-space");
    for (std::string const host : {"b.example.com", "B.Example.COM", "b.example.com:8080"})
        EXPECT_EQ(space.admin.at(host).get("/users")["total_count"], 1) << host;
    for (std::string const host : {"localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:3000", "192.168.7.9", "[::1]", "[::1]:3000"})
        EXPECT_EQ(gatehouse.admin().at(host).get("/users")["total_count"], 2) << host;
}

TEST(TheHostHeader, that_no_space_has_is_misdirected) {
    Gatehouse gatehouse;
    gatehouse.space("b.example.com");
    for (std::string const host : {"evil.example.com", "example.com", "x.b.example.com", "b.example.com.evil.com", "localhost.evil.com"}) {
        EXPECT_THAT(gatehouse.admin().at(host).get("/groups"), IsRefused(421, "No Space has the domain")) << host;
        EXPECT_THAT(gatehouse.nobody().at(host).get("/nothing"), HasStatus(421)) << host;
    }
}

TEST(Isolation, a_token_works_in_its_own_space_only) {
    Gatehouse gatehouse;
    auto b = gatehouse.space("b.example.com");
    auto c = gatehouse.space("c.example.com");
    EXPECT_EQ(b.admin.get("/groups").status, 200);
    auto const refused = gatehouse.nobody().with_token("no-such-token-at-all").get("/groups");
    for (auto& client : {std::ref(b.admin), std::ref(c.admin)}) EXPECT_THAT(client.get().at("localhost").get("/groups"), HasStatus(401));
    EXPECT_THAT(b.admin.at("c.example.com").get("/groups"), HasStatus(401));
    auto const foreign = gatehouse.admin().at("b.example.com").get("/groups");
    EXPECT_EQ(foreign.status, 401);
    EXPECT_EQ(foreign.body, refused.body) << "a foreign token and an unknown one look the same";
}

TEST(Isolation, ids_of_another_space_are_unknown_here) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto space = gatehouse.space("b.example.com");
    auto& there = space.admin;
    auto const ada = gatehouse.user("ada", &there);
    auto const group = gatehouse.group("support", {}, &there);
    auto const folder = gatehouse.folder("tickets", {}, "app", &there);
    auto const app = gatehouse.app("inbox", folder, &there);
    auto const resource = gatehouse.resource("orders", {}, &there);
    auto const before = there.get(own("/changes?limit=1000")).json;

    EXPECT_EQ(api.get("/users/" + ada).body, fmt::format(R"({{"success":false,"message":"No user '{}' found for organization"}})", ada));
    EXPECT_THAT(api.post("/groups", {{"name", "x"}, {"members", Array{member(ada)}}}), HasStatus(404));
    EXPECT_THAT(api.post("/groups/4/members", {{"members", Array{member(ada)}}}), HasStatus(404));
    EXPECT_THAT(api.post("/groups", {{"name", "x"}, {"landing_page_app_id", app}}), HasStatus(422));
    EXPECT_THAT(api.post("/folders", {{"name", "x"}, {"folder_type", "app"}, {"parent_folder_id", folder}}), HasStatus(422));
    EXPECT_THAT(api.post(own("/apps"), {{"name", "x"}, {"folder_id", folder}}), HasStatus(422));
    for (auto const& object : {of_type("app", app), of_type("folder", folder), of_type("resource", resource)})
        EXPECT_THAT(api.post("/permissions/grant", {{"subject", group_subject(4)}, {"object", object}, {"access_level", "use"}}),
                    HasStatus(404));
    for (auto const& subject : {user_subject(ada), group_subject(group)}) {
        EXPECT_THAT(api.post("/permissions/grant", {{"subject", subject}, {"object", of_type("folder", "app_1")}, {"access_level", "use"}}),
                    HasStatus(404));
        EXPECT_THAT(api.post("/permissions/listObjects", {{"subject", subject}, {"object_type", "app"}}), HasStatus(404));
    }
    EXPECT_THAT(api.get("/permissions/accessList/app/" + app), HasStatus(404));
    EXPECT_THAT(api.get("/permissions/accessList/folder/" + folder), HasStatus(404));
    EXPECT_EQ(there.get(own("/changes?limit=1000")).json, before) << "and nothing happened there";
}

TEST(Isolation, the_same_names_and_numbers_live_side_by_side) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto space = gatehouse.space("b.example.com");
    auto const here = gatehouse.group("support"), there = gatehouse.group("support", {}, &space.admin);
    EXPECT_EQ(here, there);
    gatehouse.user("ada");
    gatehouse.user("ada", &space.admin);
    api.replace(fmt::format("/groups/{}", here), "/name", "renamed");
    EXPECT_EQ(space.admin.get(fmt::format("/groups/{}", there))["data"]["name"], "support");
    api.post("/permissions/grant", {{"subject", group_subject(here)}, {"object", of_type("folder", "app_1")}, {"access_level", "own"}});
    EXPECT_EQ(space.admin.post("/permissions/listObjects", {{"subject", group_subject(there)}, {"object_type", "folder"}})["data"].size(),
              0u);
    api.del(fmt::format("/groups/{}", here));
    EXPECT_EQ(space.admin.get(fmt::format("/groups/{}", there)).status, 200);
}

}  // namespace
}  // namespace gatehouse::api_test
