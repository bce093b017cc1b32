// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

TEST(Apps, are_answered_with_the_keys_of_the_contract) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.app("inbox");
    auto const list = api.get("/apps");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["total_count"], 1);
    auto const app = list["data"][0];
    EXPECT_THAT(app.keys(), ElementsAre("id", "name", "description", "folder_id", "protected", "synced", "shortlink", "is_module",
                                        "is_mobile_app", "created_at", "updated_at", "release_version"));
    EXPECT_EQ(app["id"], id);
    EXPECT_EQ(app["name"], "inbox");
    EXPECT_TRUE(app["description"].is_null());
    EXPECT_EQ(app["folder_id"], "app_1");
    EXPECT_EQ(app["protected"], false);
    EXPECT_EQ(app["synced"], false);
    EXPECT_TRUE(app["shortlink"].is_null());
    EXPECT_EQ(app["is_module"], false);
    EXPECT_EQ(app["is_mobile_app"], false);
    EXPECT_EQ(app["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(app["release_version"], "latest");
    auto const one = api.get("/apps/" + id);
    EXPECT_THAT(one.json.keys(), ElementsAre("success", "data"));
    EXPECT_EQ(one["data"], app);
    EXPECT_EQ(api.get(own("/apps/") + id).json, app) << "our own API says the same";
}

TEST(Apps, have_settings_that_our_own_api_sets) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    Object const settings{
        {"description", "For support"}, {"shortlink", "inbox"}, {"is_module", true}, {"is_mobile_app", true}, {"protected", true}};
    auto body = settings;
    body["name"] = "inbox";
    auto const made = api.post(own("/apps"), body);
    EXPECT_EQ(made.status, 201) << made.body;
    for (auto const& [key, value] : settings) EXPECT_EQ(made.json[std::string_view(key)].value(), value) << key;
    auto const path = own("/apps/") + made["id"].text();
    EXPECT_EQ(api.patch(path, {{"name", "in"}})["shortlink"], "inbox") << "what is not named stays";
    auto const cleared = api.patch(path, {{"description", nullptr}, {"shortlink", nullptr}, {"is_module", false}, {"protected", false}});
    EXPECT_TRUE(cleared["description"].is_null());
    EXPECT_TRUE(cleared["shortlink"].is_null());
    EXPECT_EQ(cleared["is_module"], false);
    EXPECT_EQ(cleared["protected"], false);
    EXPECT_EQ(cleared["is_mobile_app"], true);
    EXPECT_THAT(api.patch(path, {{"is_module", 1}}), IsRefused(400, "is_module: expected true or false"));
    EXPECT_THAT(api.patch(path, {{"synced", true}}), IsRefused(400, "synced: is not a field here"));
}

TEST(Apps, share_no_shortlink) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    api.post(own("/apps"), {{"name", "one"}, {"shortlink", "inbox"}});
    EXPECT_THAT(api.post(own("/apps"), {{"name", "two"}, {"shortlink", "inbox"}}), IsRefused(409, "'inbox' leads to another app already"));
    auto const two = own("/apps/") + gatehouse.app("two");
    EXPECT_THAT(api.patch(two, {{"shortlink", "inbox"}}), HasStatus(409));
    EXPECT_EQ(api.patch(two, {{"shortlink", "other"}}).status, 200);
    EXPECT_EQ(api.patch(two, {{"shortlink", "other"}, {"name", "zwei"}}).status, 200) << "its own is free";
    for (auto const* bad : {"", "a/b", "a b", "a?b", "#"})
        EXPECT_THAT(api.patch(two, {{"shortlink", bad}}), IsRefused(400, "shortlink: must be 1 to 100 letters, digits")) << bad;
    auto space = gatehouse.space("b.example.com");
    EXPECT_EQ(space.admin.post(own("/apps"), {{"name", "one"}, {"shortlink", "inbox"}}).status, 201) << "elsewhere it is free";
}

TEST(Apps, are_deleted_through_the_contract_too) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.app("inbox");
    auto const gone = api.del("/apps/" + id);
    EXPECT_EQ(gone.status, 204);
    EXPECT_EQ(gone.body, "");
    EXPECT_THAT(api.get("/apps/" + id), IsRefused(404, "No app '" + id + "' found"));
    EXPECT_THAT(api.del("/apps/" + id), HasStatus(404));
    EXPECT_EQ(api.get("/apps")["total_count"], 0);
}

TEST(Apps, are_not_put_into_folders_of_another_type) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.app("inbox");
    for (auto const* other : {"workflow_1", "resource_1"}) {
        EXPECT_THAT(api.post(own("/apps"), {{"name", "x"}, {"folder_id", other}}), IsRefused(422, "is no folder of type app")) << other;
        EXPECT_THAT(api.patch(own("/apps/") + id, {{"folder_id", other}}), IsRefused(422, "is no folder of type app")) << other;
        EXPECT_THAT(api.post("/apps/cloneApp", {{"app_id", id}, {"new_app_name", "x"}, {"folder_id", other}}), HasStatus(422)) << other;
    }
}

TEST(Apps, keep_what_was_given_on_them_when_they_move) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.app("inbox");
    auto const group = gatehouse.group("support");
    api.post("/permissions/grant", {{"subject", group_subject(group)}, {"object", of_type("app", id)}, {"access_level", "edit"}});
    EXPECT_EQ(api.patch(own("/apps/") + id, {{"folder_id", gatehouse.folder("f")}}).status, 200);
    auto const granted = api.post("/permissions/listObjects", {{"subject", group_subject(group)}, {"object_type", "app"}})["data"];
    EXPECT_THAT(granted.each("id"), ElementsAre(id));
    EXPECT_THAT(granted.each("access_level"), ElementsAre("edit"));
}

class CloningAnApp : public testing::Test {
protected:
    Answer clone(Object body) {
        body["app_id"] = source;
        return api.post("/apps/cloneApp", body);
    }

    Gatehouse gatehouse;
    Client api = gatehouse.admin();
    std::string source = api.post(own("/apps"), {{"name", "inbox"},
                                                 {"description", "For support"},
                                                 {"shortlink", "inbox"},
                                                 {"is_module", true},
                                                 {"is_mobile_app", true},
                                                 {"protected", true},
                                                 {"folder_id", gatehouse.folder("tickets")}})["id"]
                             .text();
};

TEST_F(CloningAnApp, makes_one_of_the_same_kind_in_the_root) {
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const made = clone({{"new_app_name", "copy"}});
    EXPECT_EQ(made.status, 200) << made.body;
    auto const copy = made["data"];
    EXPECT_THAT(copy["id"].text(), MatchesRegex(uuid_form));
    EXPECT_NE(copy["id"].text(), source);
    EXPECT_EQ(copy["name"], "copy");
    EXPECT_EQ(copy["description"], "For support");
    EXPECT_EQ(copy["folder_id"], "app_1");
    EXPECT_EQ(copy["is_module"], true);
    EXPECT_EQ(copy["is_mobile_app"], true);
    EXPECT_EQ(copy["protected"], false) << "source control does not know it";
    EXPECT_TRUE(copy["shortlink"].is_null());
    EXPECT_EQ(copy["created_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(api.get("/apps/" + copy["id"].text())["data"], copy);
    EXPECT_EQ(api.get("/apps/" + source)["data"]["shortlink"], "inbox");
}

TEST_F(CloningAnApp, copies_its_pages) {
    for (auto const* name : {"home", "detail"}) api.post(own("/apps/") + source + "/pages", {{"name", name}});
    auto const copy = clone({{"new_app_name", "copy"}})["data"]["id"].text();
    auto const pages = api.get(own("/apps/") + copy + "/pages")["data"];
    EXPECT_THAT(pages.each("name"), ElementsAre("home", "detail"));
    EXPECT_THAT(pages.each("app_id"), ElementsAre(copy, copy));
    auto const originals = api.get(own("/apps/") + source + "/pages")["data"];
    EXPECT_EQ(originals.size(), 2u);
    EXPECT_TRUE(originals.where("id", pages[0]["id"].text()).missing()) << "with ids of their own";
}

TEST_F(CloningAnApp, gives_nobody_anything_on_the_copy) {
    auto const group = gatehouse.group("support");
    api.post("/permissions/grant", {{"subject", group_subject(group)}, {"object", of_type("app", source)}, {"access_level", "use"}});
    clone({{"new_app_name", "copy"}});
    EXPECT_THAT(api.post("/permissions/listObjects", {{"subject", group_subject(group)}, {"object_type", "app"}})["data"].each("id"),
                ElementsAre(source));
}

TEST_F(CloningAnApp, puts_it_where_it_is_told_to_if_the_name_is_free_there) {
    auto const folder = gatehouse.folder("copies");
    EXPECT_EQ(clone({{"new_app_name", "copy"}, {"folder_id", folder}})["data"]["folder_id"], folder);
    EXPECT_THAT(clone({{"new_app_name", "copy"}, {"folder_id", folder}}), IsRefused(409, "'copy' exists in that folder already"));
    EXPECT_EQ(clone({{"new_app_name", "copy"}}).status, 200);
    EXPECT_THAT(clone({{"new_app_name", "x"}, {"folder_id", "app_99"}}), HasStatus(422));
    EXPECT_THAT(clone({{"new_app_name", "x"}, {"folder_id", "app_2"}}), HasStatus(422)) << "the archive";
}

TEST_F(CloningAnApp, refuses_what_does_not_fit) {
    EXPECT_THAT(api.post("/apps/cloneApp", {{"app_id", unknown_uuid}, {"new_app_name", "x"}}), IsRefused(404, "No app"));
    EXPECT_THAT(api.post("/apps/cloneApp", "{}"), IsRefused(400, "app_id: is required; new_app_name: is required"));
    EXPECT_THAT(clone({{"new_app_name", ""}}), IsRefused(400, "new_app_name: must have at least 1 character"));
    EXPECT_THAT(clone({{"new_app_name", "x"}, {"name", "x"}}), IsRefused(400, "name: is not a field here"));
    EXPECT_THAT(clone({{"new_app_name", "x"}, {"folder_id", nullptr}}), IsRefused(400, "folder_id: expected a string"));
    EXPECT_THAT(api.post("/apps/cloneApp", {{"app_id", "x"}, {"new_app_name", "x"}}), IsRefused(400, "app_id: 'x' is not a UUID"));
    auto space = gatehouse.space("b.example.com");
    EXPECT_THAT(space.admin.post("/apps/cloneApp", {{"app_id", source}, {"new_app_name", "x"}}), HasStatus(404)) << "of another Space";
    EXPECT_EQ(api.get("/apps")["total_count"], 1);
}

}  // namespace
}  // namespace gatehouse::api_test
