// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

std::string path_of(Json const& environment) { return "/environments/" + environment["id"].text(); }

TEST(Environments, of_a_fresh_space_are_production_and_staging) {
    Gatehouse gatehouse;
    auto const list = gatehouse.admin().get("/environments");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["total_count"], 2);
    EXPECT_THAT(list["data"][0].keys(), ElementsAre("id", "name", "description", "color", "default", "created_at", "updated_at"));
    EXPECT_THAT(list["data"].each("name"), ElementsAre("production", "staging"));
    EXPECT_THAT(list["data"].each("color"), ElementsAre("#3C92DC", "#E9AB11"));
    EXPECT_THAT(list["data"].each("default"), ElementsAre("true", "false"));
    EXPECT_NE(list["data"][0]["description"].text(), "null");
    EXPECT_THAT(list["data"][0]["id"].text(), MatchesRegex(uuid_form));
}

TEST(Environments, are_created_after_those_there_are) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/environments", {{"name", "qa"}, {"color", "#00ff7F"}});
    EXPECT_EQ(made.status, 200);
    EXPECT_TRUE(made["data"]["description"].is_null());
    EXPECT_EQ(made["data"]["default"], false);
    EXPECT_EQ(made["data"]["color"], "#00ff7F");
    EXPECT_EQ(api.get(path_of(made["data"]))["data"], made["data"]);
    EXPECT_EQ(api.post("/environments", {{"name", "dev"}, {"color", "#000000"}, {"description", "d"}})["data"]["description"], "d");
    EXPECT_EQ(
        api.post("/environments", {{"name", "lab"}, {"color", "#000000"}, {"description", nullptr}, {"default", true}})["data"]["default"],
        false);
    EXPECT_THAT(api.get("/environments")["data"].each("name"), ElementsAre("production", "staging", "qa", "dev", "lab"));
}

TEST(Environments, name_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/environments", "{}"), IsRefused(400, "name: is required; color: is required"));
    EXPECT_THAT(api.post("/environments", {{"name", ""}, {"color", "#000000"}}), IsRefused(400, "name: must have at least 1 character"));
    for (auto const* bad : {"", "red", "#00000", "#0000000", "000000", "#00000g"})
        EXPECT_THAT(api.post("/environments", {{"name", "x"}, {"color", bad}}), IsRefused(400, "color: ")) << bad;
    EXPECT_THAT(api.post("/environments", {{"name", "x"}, {"color", "#000000"}, {"description", 1}}),
                IsRefused(400, "description: expected a string"));
    EXPECT_THAT(api.post("/environments", {{"name", "staging"}, {"color", "#000000"}}), IsRefused(409, "'staging' exists already"));
    EXPECT_EQ(api.get("/environments")["total_count"], 2);
}

TEST(Environments, are_patched_with_replace_alone) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const staging = api.get("/environments")["data"][1];
    auto const path = path_of(staging);
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const patched = api.patch(path, R"({"operations": [{"op": "replace", "path": "/name", "value": "test"},
                                                            {"op": "replace", "path": "description", "value": null},
                                                            {"op": "replace", "path": "/color", "value": "#111111"}]})");
    EXPECT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched["data"]["name"], "test");
    EXPECT_TRUE(patched["data"]["description"].is_null());
    EXPECT_EQ(patched["data"]["color"], "#111111");
    EXPECT_EQ(patched["data"]["created_at"], staging["created_at"].text());
    EXPECT_EQ(patched["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    for (auto const* op : {"add", "remove", "move", "copy", "test"})
        EXPECT_THAT(api.patch_one(path, op, "/name", "x"), IsRefused(400, "operations[0].op: must be one of replace")) << op;
    EXPECT_THAT(api.replace(path, "/default", true), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(api.replace(path, "/color", "blue"), IsRefused(400, "color: 'blue' is not a colour"));
    EXPECT_THAT(api.replace(path, "/name", nullptr), IsRefused(400, "name: expected a string"));
    EXPECT_THAT(api.replace(path, "/name", "production"), HasStatus(409));
    EXPECT_EQ(api.replace(path, "/name", "test").status, 200) << "its own name is free";
}

TEST(Environments, are_deleted_except_the_default_one) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const list = api.get("/environments")["data"];
    EXPECT_THAT(api.del(path_of(list[0])), IsRefused(422, "default environment"));
    EXPECT_EQ(api.del(path_of(list[1])).status, 204);
    EXPECT_THAT(api.del(path_of(list[1])), HasStatus(404));
    EXPECT_THAT(api.get("/environments")["data"].each("name"), ElementsAre("production"));
    EXPECT_EQ(api.post("/environments", {{"name", "staging"}, {"color", "#000000"}}).status, 200);
}

TEST(Environments, unknown_and_malformed_ids) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.get(fmt::format("/environments/{}", unknown_uuid)), HasStatus(404));
    EXPECT_THAT(api.get("/environments/production"), IsRefused(400, "path parameter environmentId: 'production' is not a UUID"));
    auto const id = api.get("/environments")["data"][0]["id"].text();
    std::string upper = id;
    for (auto& c : upper) c = char(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(api.get("/environments/" + upper)["data"]["id"], id) << "a UUID is the same in capitals";
}

}  // namespace
}  // namespace gatehouse::api_test
