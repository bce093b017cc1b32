// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

/// What every request goes through, whatever the endpoint.
namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

// --- the order of refusal ---------------------------------------------------------------------------------------------------------

TEST(Refusals, come_in_one_order) {
    Gatehouse gatehouse;
    auto nobody = gatehouse.nobody();
    auto weak = gatehouse.with_scopes({"folders:read"});
    auto api = gatehouse.admin();
    EXPECT_THAT(nobody.at("unknown.example.com").get("/nothing"), HasStatus(421));
    EXPECT_THAT(nobody.patch("/nothing", "{"), HasStatus(404)) << "an unknown path before everything that is wrong with the request";
    EXPECT_THAT(nobody.patch("/groups", "{"), HasStatus(405)) << "the method before the token";
    EXPECT_THAT(nobody.put("/groups/99", "{"), HasStatus(401)) << "the token before the body";
    EXPECT_THAT(weak.put("/groups/99", "{"), HasStatus(403)) << "the scope before the body";
    EXPECT_THAT(weak.post("/source_control/deploy", "{"), HasStatus(403)) << "the scope before what is not built";
    EXPECT_THAT(api.post("/source_control/deploy", "{"), HasStatus(501));
    EXPECT_THAT(api.put("/groups/99", "{"), HasStatus(400)) << "the body before the object";
    EXPECT_THAT(api.put("/groups/99", {{"name", "admin"}}), HasStatus(404)) << "the object before the conflict";
    EXPECT_THAT(api.post("/groups", {{"name", "admin"}, {"landing_page_app_id", unknown_uuid}}), HasStatus(409))
        << "the conflict before the rule";
}

TEST(Refusals, have_the_form_of_the_api_that_was_asked_even_when_its_path_cannot_be_read) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_EQ(api.get("/groups/%06").header("content-type"), "application/json; charset=utf-8");
    auto const own_api = api.get(own("/apps/%06"));
    EXPECT_THAT(own_api, HasStatus(400));
    EXPECT_EQ(own_api.header("content-type"), "application/problem+json");
    EXPECT_EQ(own_api["instance"], own("/apps/%06"));
}

TEST(Refusals, of_the_contract_have_its_envelope) {
    Gatehouse gatehouse;
    for (auto const& refused : {gatehouse.nobody().get("/groups"), gatehouse.admin().get("/groups/99"), gatehouse.admin().get("/nothing"),
                                gatehouse.admin().ask("TRACE", "/groups"), gatehouse.nobody().at("x.example.com").get("/groups")}) {
        EXPECT_THAT(refused.json.keys(), ElementsAre("success", "message")) << refused.body;
        EXPECT_EQ(refused["success"], false);
        EXPECT_EQ(refused.header("content-type"), "application/json; charset=utf-8");
    }
}

TEST(Refusals, of_our_own_api_are_problems) {
    Gatehouse gatehouse;
    for (auto const& refused : {gatehouse.nobody().get(own("/apps")), gatehouse.admin().get(own("/apps/x")),
                                gatehouse.admin().get(own("/nothing")), gatehouse.admin().put(own("/apps"))}) {
        EXPECT_THAT(refused.json.keys(), ElementsAre("type", "title", "status", "detail", "instance")) << refused.body;
        EXPECT_EQ(refused["status"], refused.status);
        EXPECT_EQ(refused.header("content-type"), "application/problem+json");
    }
}

// --- paths and methods ------------------------------------------------------------------------------------------------------------

TEST(Paths, end_with_or_without_a_slash) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_EQ(api.get("/groups/").status, 200);
    EXPECT_EQ(api.get("/groups/1/").status, 200);
    EXPECT_EQ(api.get("/groups/?x=1").status, 200);
    EXPECT_EQ(api.post("/folders/", {{"name", "a"}, {"folder_type", "app"}}).status, 200);
    EXPECT_EQ(api.get("/organization").status, 200);
    EXPECT_EQ(api.get("/organization/").status, 200);
    EXPECT_THAT(api.del("/sso/config/"), HasStatus(501));
}

TEST(Paths, have_one_spelling) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (std::string const bad :
         {"/api/v2//groups", "/api//v2/groups", "/api/v2/groups//1", "/api/v2/./groups", "/api/v2/x/../groups", "/api/v2/%2e%2e/v2/groups",
          "/api/v2/groups%2f1", "/api/v2/groups/%00", "/api/v2/%ff", "/api/v2/groups/1%2f..%2f2"})
        EXPECT_THAT(api.again().get(bad), HasStatus(400)) << bad;
    for (std::string const unknown :
         {"/api/V2/groups", "/api/v2/Groups", "/api/v2/groupsx", "/api/v2", "/api", "/", "/api/v3/groups", "/api/gatehouse/v1",
          "/api/gatehouse/v2/apps", "/api/v2/groups/1/members/x/y", "/api/v2/groups/1/name"})
        EXPECT_THAT(api.again().get(unknown), HasStatus(404)) << unknown;
    EXPECT_EQ(api.get("/%67roups").status, 200) << "decoded once, then looked up";
}

TEST(Paths, of_the_operator_are_not_on_this_door) {
    Gatehouse gatehouse;
    EXPECT_THAT(gatehouse.admin().get("/../../admin/tokens"), HasStatus(400));
    for (auto const* path : {"/admin/tokens", "/admin/doctor"}) {
        http::RawClient raw(gatehouse.port());
        EXPECT_EQ(raw.ask(fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", path)).status, 404) << path;
    }
}

TEST(Paths, prefer_words_to_parameters) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/spaces/copyElements", "{}"), HasStatus(501));
    EXPECT_EQ(api.get("/spaces/copyElements").header("allow"), "POST, OPTIONS") << "whatever the method";
    EXPECT_THAT(api.put("/users/reset2fa/user_1"), IsRefused(404, "No user 'user_1'"));
}

TEST(Methods, that_a_path_lacks_are_named_with_those_it_has) {
    Gatehouse gatehouse;
    auto nobody = gatehouse.nobody();
    auto const refused = nobody.del("/groups");
    EXPECT_THAT(refused, IsRefused(405, "DELETE is not possible at /api/v2/groups"));
    EXPECT_EQ(refused.header("allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(nobody.post("/groups/1").header("allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    EXPECT_EQ(nobody.get("/permissions/grant").header("allow"), "POST, OPTIONS");
    EXPECT_EQ(nobody.ask("HEAD", "/permissions/grant").status, 405);
}

TEST(Methods, are_told_by_options) {
    Gatehouse gatehouse;
    auto const told = gatehouse.nobody().ask("OPTIONS", "/users/user_1");
    EXPECT_EQ(told.status, 204);
    EXPECT_EQ(told.header("allow"), "GET, HEAD, PATCH, DELETE, OPTIONS");
    EXPECT_EQ(told.body, "");
    EXPECT_EQ(gatehouse.nobody().ask("OPTIONS", "/nothing").status, 404);
    EXPECT_EQ(told.header("access-control-allow-origin"), "") << "other sites' pages may not call";
}

TEST(Methods, HEAD_is_GET_without_the_body) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const get = api.get("/groups");
    auto const head = api.ask("HEAD", "/groups");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), std::to_string(get.body.size()));
    EXPECT_EQ(head.header("content-type"), get.header("content-type"));
    EXPECT_EQ(api.ask("HEAD", "/groups/99").status, 404);
    EXPECT_EQ(gatehouse.nobody().ask("HEAD", "/groups").status, 401);
    EXPECT_EQ(api.get("/groups").body, get.body) << "on the same connection";
}

// --- headers ----------------------------------------------------------------------------------------------------------------------

TEST(TheRequestId, is_the_clients_or_ours_and_in_the_log) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_EQ(api.ask("GET", "/groups", {}, "X-Request-Id: abc.DEF_1-2\r\n").header("x-request-id"), "abc.DEF_1-2");
    auto const first = api.get("/groups").header("x-request-id");
    EXPECT_THAT(first, MatchesRegex("[A-Za-z0-9._-]+"));
    EXPECT_NE(api.get("/groups").header("x-request-id"), first);
    EXPECT_NE(api.ask("GET", "/groups", {}, "X-Request-Id: not good\r\n").header("x-request-id"), "not good");
    EXPECT_EQ(gatehouse.nobody().ask("GET", "/groups", {}, "X-Request-Id: refused\r\n").header("x-request-id"), "refused");
    std::vector<std::string> logged;
    for (auto const& line : gatehouse.log()) logged.push_back(fmt::format("{} {} {}", line.request_id, line.status, line.authenticated));
    EXPECT_THAT(logged, testing::IsSupersetOf({"abc.DEF_1-2 200 true", "refused 401 false"}));
}

TEST(TheRevision, grows_with_every_write_and_only_then) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const start = api.get("/groups").revision();
    EXPECT_GT(start, 0);
    EXPECT_EQ(api.get("/users").revision(), start);
    auto const made = api.post("/groups", {{"name", "a"}});
    EXPECT_EQ(made.revision(), start + 1);
    EXPECT_EQ(api.get("/groups").revision(), start + 1);
    EXPECT_EQ(api.del(fmt::format("/groups/{}", made["data"]["id"].number())).revision(), start + 2);
    EXPECT_EQ(api.del("/groups/99").revision(), start + 2);
    EXPECT_EQ(api.post(own("/apps"), {{"name", "a"}}).revision(), start + 3);
}

// --- the rate limit ---------------------------------------------------------------------------------------------------------------

TEST(TheRateLimit, counts_the_calls_of_each_token) {
    Gatehouse gatehouse({.calls_per_minute = 6});
    auto api = gatehouse.admin();
    auto const other = api.post("/access_tokens", {{"label", "other"}, {"scopes", Array{"groups:read"}}});
    EXPECT_EQ(other.header("ratelimit-policy"), "\"default\";q=6;w=60");
    EXPECT_EQ(other.header("ratelimit"), "\"default\";r=5;t=0");
    for (int left = 4; left >= 0; --left) EXPECT_EQ(api.get("/groups").header("ratelimit"), fmt::format("\"default\";r={};t=0", left));
    auto const refused = api.get("/groups");
    EXPECT_THAT(refused, IsRefused(429, "More than 6 calls a minute with this token; try again in 10 s"));
    EXPECT_EQ(refused.header("retry-after"), "10");
    EXPECT_EQ(refused.header("ratelimit"), "\"default\";r=0;t=10");
    EXPECT_THAT(refused.json.keys(), ElementsAre("success", "message"));
    EXPECT_EQ(gatehouse.client(other["data"]["access_token"].text()).get("/groups").status, 200) << "another token has its own budget";
    EXPECT_EQ(gatehouse.nobody().get("/api/checkHealth").status, 200);
}

TEST(TheRateLimit, lets_calls_through_again_as_time_goes) {
    Gatehouse gatehouse({.calls_per_minute = 6});
    auto api = gatehouse.admin();
    for (int i = 0; i < 6; ++i) EXPECT_EQ(api.get("/groups").status, 200);
    gatehouse.clock().advance(std::chrono::milliseconds(9'999));
    EXPECT_THAT(api.get("/groups"), HasStatus(429));
    gatehouse.clock().advance(std::chrono::milliseconds(2));
    EXPECT_EQ(api.get("/groups").status, 200);
    EXPECT_THAT(api.get("/groups"), HasStatus(429));
    gatehouse.clock().advance(std::chrono::hours(24));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(api.get("/groups").status, 200);
    EXPECT_THAT(api.get("/groups"), HasStatus(429)) << "a day saves no more than a minute's calls";
}

TEST(TheRateLimit, changes_nothing_when_it_refuses) {
    Gatehouse gatehouse({.calls_per_minute = 1});
    auto api = gatehouse.admin();
    auto const revision = api.get("/groups").revision();
    EXPECT_THAT(api.post("/groups", {{"name", "x"}}), HasStatus(429));
    gatehouse.clock().advance(std::chrono::minutes(1));
    EXPECT_EQ(api.get("/groups").revision(), revision);
}

TEST(TheRateLimit, is_absent_when_switched_off) {
    Gatehouse gatehouse;
    auto const answer = gatehouse.admin().get("/groups");
    EXPECT_EQ(answer.header("ratelimit"), "");
    EXPECT_EQ(answer.header("ratelimit-policy"), "");
}

}  // namespace
}  // namespace gatehouse::api_test
