// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

TEST(TheOrganization, is_the_space_with_the_settings_it_starts_with) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    auto const got = space.admin.get("/organization/");
    EXPECT_EQ(got.status, 200);
    EXPECT_THAT(
        got["data"].keys(),
        ElementsAre("id", "request_access_enabled", "ai_support_bot_disabled", "retool_forms_disabled", "release_management_enabled",
                    "cache_queries_per_user", "apply_preloaded_css_to_homepage", "preloaded_css", "preloaded_javascript",
                    "javascript_links", "workflow_run_retention_period_mins", "app_owners_permissions_management",
                    "two_factor_auth_required", "two_factor_auth_type", "disable_new_login_ip_notification_email"));
    EXPECT_EQ(got["data"]["id"], space.id);
    EXPECT_EQ(got["data"]["request_access_enabled"], true);
    EXPECT_EQ(got["data"]["app_owners_permissions_management"], true);
    EXPECT_EQ(got["data"]["workflow_run_retention_period_mins"], 60 * 24 * 30);
    EXPECT_EQ(got["data"]["javascript_links"].value(), Value(Array{}));
    for (auto const* none : {"cache_queries_per_user", "preloaded_css", "preloaded_javascript", "two_factor_auth_type"})
        EXPECT_TRUE(got["data"][none].is_null()) << none;
    EXPECT_THAT(gatehouse.admin().get("/organization")["data"]["id"].text(), MatchesRegex("org_[0-9a-f]{32}"));
}

TEST(TheOrganization, keeps_every_setting_that_is_changed) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const set = [&](char const* key, AnyValue value) {
        Value const wanted(value);
        auto const answer = api.replace("/organization/", fmt::format("/{}", key), wanted);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer["data"][key].value(), wanted) << key;
        EXPECT_EQ(api.get("/organization")["data"], answer["data"]);
    };
    for (auto const* flag : {"request_access_enabled", "ai_support_bot_disabled", "retool_forms_disabled", "release_management_enabled",
                             "cache_queries_per_user", "apply_preloaded_css_to_homepage", "app_owners_permissions_management",
                             "two_factor_auth_required", "disable_new_login_ip_notification_email"}) {
        set(flag, true);
        set(flag, false);
    }
    for (auto const* text : {"preloaded_css", "preloaded_javascript"}) {
        set(text, "x { }");
        set(text, nullptr);
    }
    set("cache_queries_per_user", nullptr);
    set("javascript_links", Array{"https://cdn.example.com/a.js", "https://cdn.example.com/b.js"});
    set("workflow_run_retention_period_mins", 1);
    set("workflow_run_retention_period_mins", 525600);
    set("two_factor_auth_type", "fido2");
    set("two_factor_auth_type", "otp");
    set("two_factor_auth_type", nullptr);
}

TEST(TheOrganization, refuses_what_does_not_fit) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const refused = [&](std::string const& key, AnyValue value, std::string const& why) {
        EXPECT_THAT(api.replace("/organization", "/" + key, value), IsRefused(400, why)) << key;
    };
    refused("workflow_run_retention_period_mins", 0, "workflow_run_retention_period_mins: must be a whole number from 1 to 525600");
    refused("workflow_run_retention_period_mins", 525601, "must be a whole number from 1 to 525600");
    refused("workflow_run_retention_period_mins", nullptr, "must be a whole number");
    refused("two_factor_auth_type", "sms", "two_factor_auth_type: must be one of fido2, otp");
    refused("request_access_enabled", nullptr, "request_access_enabled: expected");
    refused("javascript_links", "x", "javascript_links: expected an array");
    refused("preloaded_css", 7, "preloaded_css: expected a string");
    refused("id", "org_0", "cannot be changed here");
    refused("sessions_valid_from", nullptr, "cannot be changed here");
    EXPECT_THAT(api.patch_one("/organization", "remove", "/preloaded_css"), IsRefused(400, "operations[0].op: must be one of replace"));
    EXPECT_THAT(api.patch("/organization", R"({"operations": [{"op": "replace", "path": "/preloaded_css", "value": "x"},
                                                              {"op": "replace", "path": "/two_factor_auth_type", "value": 1}]})"),
                HasStatus(400));
    EXPECT_TRUE(api.get("/organization")["data"]["preloaded_css"].is_null()) << "all or nothing";
}

TEST(TheOrganization, of_another_space_is_another) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    space.admin.replace("/organization", "/two_factor_auth_required", true);
    EXPECT_EQ(gatehouse.admin().get("/organization")["data"]["two_factor_auth_required"], false);
}

TEST(TheOrganization, gets_no_record_by_saying_what_holds_already) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const revision = api.get("/organization").revision();
    EXPECT_EQ(api.replace("/organization", "/request_access_enabled", true).revision(), revision);
    EXPECT_EQ(api.replace("/organization", "/request_access_enabled", false).revision(), revision + 1);
    EXPECT_EQ(api.replace("/organization", "/request_access_enabled", false).revision(), revision + 1);
}

TEST(InvalidatingSessions, is_a_fact_of_its_moment_and_survives_other_changes) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.clock().advance(std::chrono::seconds(5));
    auto const answer = api.post("/organization/invalidate_sessions/");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.body, "");
    api.replace("/organization", "/retool_forms_disabled", true);
    auto const last = api.get(own("/changes?limit=1000"))["data"].all().back();
    EXPECT_EQ(last["kind"], "organization_settings");
    EXPECT_EQ(last["after"]["sessions_valid_from"], "2026-01-05T08:00:05.000Z");
    EXPECT_EQ(api.get("/organization")["data"].size(), 15u) << "no key is added to the answer";
}

TEST(TheOrganization, is_guarded_by_its_own_scopes) {
    Gatehouse gatehouse;
    auto reader = gatehouse.with_scopes({"organizations:read"});
    EXPECT_EQ(reader.get("/organization").status, 200);
    EXPECT_THAT(reader.replace("/organization", "/preloaded_css", "x"), IsRefused(403, "organizations:write"));
    EXPECT_THAT(reader.post("/organization/invalidate_sessions"), IsRefused(403, "organizations:write"));
}

}  // namespace
}  // namespace gatehouse::api_test
