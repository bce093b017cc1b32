// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;

TEST(Health, needs_no_token_and_names_the_release_it_speaks_for) {
    Gatehouse gatehouse;
    auto const health = gatehouse.nobody().get("/api/checkHealth");
    EXPECT_EQ(health.status, 200);
    EXPECT_EQ(health.json.value(), Value(Object{{"version", "3.334.0"}}));
    EXPECT_EQ(health.header("content-type"), "application/json; charset=utf-8");
    EXPECT_EQ(gatehouse.client("a-token-that-is-wrong").get("/api/checkHealth").status, 200);
    EXPECT_EQ(gatehouse.nobody().get("/api/checkHealth/").status, 200);
}

TEST(Documents, need_no_token) {
    Gatehouse gatehouse;
    auto nobody = gatehouse.nobody();
    auto const contract = nobody.get("/spec");
    EXPECT_EQ(contract.status, 200);
    EXPECT_THAT(contract["openapi"].text(), testing::StartsWith("3.0."));
    EXPECT_EQ(contract["info"]["version"], "2.12.0");
    auto const full = nobody.get("/openapi.json");
    EXPECT_EQ(full.status, 200);
    EXPECT_THAT(full["openapi"].text(), testing::StartsWith("3.1."));
}

TEST(Documents, describe_parameters_bodies_and_answers) {
    Gatehouse gatehouse;
    auto const paths = gatehouse.nobody().get("/spec")["paths"];
    auto const list = paths["/users"]["get"];
    EXPECT_THAT(list["parameters"].each("name"), ElementsAre("email", "first_name", "last_name", "limit", "next_token"));
    EXPECT_EQ(list["parameters"][3]["schema"].value(), Value(Object{{"type", "integer"}, {"minimum", 1}, {"maximum", 100}}));
    EXPECT_EQ(paths["/users/{userId}"]["get"]["parameters"][0]["in"], "path");
    auto const body = paths["/users"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    EXPECT_EQ(body["required"].value(), Value(Array{"email", "first_name", "last_name"}));
    EXPECT_EQ(body["additionalProperties"], false);
    EXPECT_FALSE(paths["/groups"]["post"]["requestBody"]["content"]["application/json"]["schema"].has("additionalProperties"));
    EXPECT_TRUE(paths["/users"]["post"]["responses"].has("409"));
    EXPECT_TRUE(paths["/users/{userId}"]["delete"]["responses"].has("204"));
    EXPECT_TRUE(paths["/source_control/config"]["get"]["responses"].has("501"));
}

TEST(Documents, use_the_null_of_their_version) {
    Gatehouse gatehouse;
    auto const in = [&](char const* document, char const* path) {
        return gatehouse.nobody().get(document)["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
                                               ["properties"]["data"]["properties"]["last_active"];
    };
    EXPECT_EQ(in("/spec", "/users/{userId}")["nullable"], true);
    EXPECT_FALSE(in("/openapi.json", "/api/v2/users/{userId}").has("nullable"));
    EXPECT_EQ(in("/openapi.json", "/api/v2/users/{userId}")["type"].value(), Value(Array{"string", "null"}));
}

TEST(Documents, name_each_operation_once) {
    Gatehouse gatehouse;
    std::vector<std::string> ids;
    auto const paths = gatehouse.nobody().get("/openapi.json")["paths"];
    for (auto const& path : paths.keys())
        for (auto const& method : paths[path].keys()) ids.push_back(paths[path][method]["operationId"].text());
    auto unique = ids;
    std::sort(unique.begin(), unique.end());
    auto const twice = std::adjacent_find(unique.begin(), unique.end());
    EXPECT_TRUE(twice == unique.end()) << *twice << " is there twice";
    EXPECT_GT(ids.size(), 150u);
}

}  // namespace
}  // namespace gatehouse::api_test
