// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

Object ada() { return {{"email", "ada@example.com"}, {"first_name", "Ada"}, {"last_name", "Lovelace"}}; }

Object with(Object body, std::string_view key, AnyValue value) {
    body[key] = Value(value);
    return body;
}
Object without(Object body, std::string_view key) {
    body.erase(key);
    return body;
}

// --- list -------------------------------------------------------------------------------------------------------------------------

TEST(UserList, has_counters_and_every_user_by_number) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const* name : {"zoe", "ada", "bob"}) gatehouse.user(name);
    auto const list = api.get("/users");
    EXPECT_EQ(list.status, 200);
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_THAT(list["data"].each("email"), ElementsAre("admin@example.com", "zoe@example.com", "ada@example.com", "bob@example.com"));
    EXPECT_THAT(list["data"].each("legacy_id"), ElementsAre("1", "2", "3", "4"));
    EXPECT_EQ(list["success"], true);
    EXPECT_EQ(list["total_count"], 4);
    EXPECT_TRUE(list["next_token"].is_null());
    EXPECT_EQ(list["has_more"], false);
    EXPECT_EQ(list["data"][0]["is_admin"], true);
    EXPECT_EQ(list["data"][1]["is_admin"], false);
}

TEST(UserList, holds_disabled_users_too) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    api.del("/users/" + gatehouse.user("ada"));
    EXPECT_EQ(api.get("/users")["data"][1]["active"], false);
}

TEST(UserList, filters_by_email_whatever_its_case_and_by_names_exactly) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    api.post("/users", ada());
    api.post("/users", {{"email", "Ada.B@example.com"}, {"first_name", "Ada"}, {"last_name", "Byron"}});
    EXPECT_EQ(api.get("/users?email=ADA%40Example.com")["data"].size(), 1u);
    EXPECT_EQ(api.get("/users?email=ada.b@example.com")["data"].size(), 1u);
    EXPECT_EQ(api.get("/users?email=ada")["data"].size(), 0u);
    EXPECT_EQ(api.get("/users?email=")["data"].size(), 0u);
    EXPECT_EQ(api.get("/users?first_name=Ada")["data"].size(), 2u);
    EXPECT_EQ(api.get("/users?first_name=ada")["total_count"], 0);
    EXPECT_EQ(api.get("/users?first_name=Ada&last_name=Byron")["data"][0]["email"], "Ada.B@example.com");
    EXPECT_EQ(api.get("/users?email=ada@example.com&last_name=Byron")["data"].size(), 0u);
}

TEST(UserList, comes_in_pages_when_limit_asks_for_it) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (int i = 0; i < 4; ++i) gatehouse.user(fmt::format("u{}", i));
    std::vector<std::string> seen;
    std::string token;
    for (int page = 0; page < 3; ++page) {
        auto const answer = api.get("/users?limit=2" + (token.empty() ? "" : "&next_token=" + token));
        ASSERT_EQ(answer.status, 200) << answer.body;
        for (auto const& number : answer["data"].each("legacy_id")) seen.push_back(number);
        EXPECT_EQ(answer["total_count"], 5);
        EXPECT_EQ(answer["has_more"], page < 2);
        EXPECT_EQ(answer["next_token"].is_null(), page == 2);
        token = answer["next_token"].text();
        if (page < 2) {
            EXPECT_THAT(token, testing::StartsWith("eyJ"));
        }
    }
    EXPECT_THAT(seen, ElementsAre("1", "2", "3", "4", "5"));
}

TEST(UserList, ends_without_a_token_when_the_last_page_is_full) {
    Gatehouse gatehouse;
    gatehouse.user("ada");
    auto const page = gatehouse.admin().get("/users?limit=2");
    EXPECT_EQ(page["data"].size(), 2u);
    EXPECT_EQ(page["has_more"], false);
    EXPECT_TRUE(page["next_token"].is_null());
}

TEST(UserList, pages_through_the_matches_of_a_filter) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (int i = 0; i < 3; ++i) {
        gatehouse.user(fmt::format("noise{}", i));
        api.post("/users", with(ada(), "email", fmt::format("ada{}@example.com", i)));
    }
    auto const first = api.get("/users?first_name=Ada&limit=2");
    EXPECT_EQ(first["total_count"], 3);
    auto const second = api.get("/users?first_name=Ada&limit=2&next_token=" + first["next_token"].text());
    EXPECT_THAT(second["data"].each("email"), ElementsAre("ada2@example.com"));
    EXPECT_EQ(second["has_more"], false);
}

TEST(UserList, finds_users_who_came_while_it_was_paged) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.user("ada");
    gatehouse.user("bob");
    auto const first = api.get("/users?limit=2");
    gatehouse.user("cleo");
    auto const second = api.get("/users?limit=2&next_token=" + first["next_token"].text());
    EXPECT_THAT(second["data"].each("email"), ElementsAre("bob@example.com", "cleo@example.com"));
}

TEST(UserList, takes_limits_from_1_to_100) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_EQ(api.get("/users?limit=1").status, 200);
    EXPECT_EQ(api.get("/users?limit=100").status, 200);
    for (auto const* bad : {"0", "101", "-1", "x", "", "1e3", "1.5", "4294967297", "9223372036854775808", "0x10", "%20"})
        EXPECT_THAT(api.get(fmt::format("/users?limit={}", bad)),
                    IsRefused(400, "query parameter limit: must be a whole number from 1 to 100"))
            << bad;
    EXPECT_THAT(api.get("/users?limit=5&limit=6"), IsRefused(400, "limit: appears twice"));
}

TEST(UserList, refuses_a_token_without_limit_and_one_it_never_gave) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.user("ada");
    auto const token = api.get("/users?limit=1")["next_token"].text();
    EXPECT_THAT(api.get("/users?next_token=" + token), IsRefused(400, "next_token: is only valid together with limit"));
    for (std::string const bad : {"x", "", "eyJ", "bnVsbA==", "e30=", "eyJhZnRlciI6LTF9", "eyJhZnRlciI6Im9uZSJ9", "%00"})
        EXPECT_THAT(api.get("/users?limit=1&next_token=" + bad), HasStatus(400)) << bad;
}

TEST(UserList, ignores_parameters_it_does_not_know) {
    Gatehouse gatehouse;
    auto const list = gatehouse.admin().get("/users?next=abc&order=desc&constructor=1");
    EXPECT_EQ(list.status, 200);
    EXPECT_EQ(list["data"].size(), 1u);
}

// --- create -----------------------------------------------------------------------------------------------------------------------

TEST(CreatingAUser, answers_it_as_recorded) {
    Gatehouse gatehouse;
    auto const made = gatehouse.admin().post("/users", ada());
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(made.header("content-type"), "application/json; charset=utf-8");
    EXPECT_THAT(made.json.keys(), ElementsAre("success", "data"));
    auto const user = made["data"];
    EXPECT_THAT(user.keys(), ElementsAre("id", "legacy_id", "first_name", "last_name", "created_at", "last_active", "email", "active",
                                         "metadata", "is_admin", "two_factor_auth_enabled", "user_type"));
    EXPECT_THAT(user["id"].text(), MatchesRegex("user_[0-9a-f]{32}"));
    EXPECT_EQ(user["legacy_id"], 2);
    EXPECT_EQ(user["email"], "ada@example.com");
    EXPECT_EQ(user["first_name"], "Ada");
    EXPECT_EQ(user["last_name"], "Lovelace");
    EXPECT_EQ(user["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_TRUE(user["last_active"].is_null());
    EXPECT_EQ(user["active"], true);
    EXPECT_EQ(user["metadata"].value(), Value(Object{}));
    EXPECT_EQ(user["is_admin"], false);
    EXPECT_EQ(user["two_factor_auth_enabled"], false);
    EXPECT_EQ(user["user_type"], "default");
}

TEST(CreatingAUser, keeps_everything_that_may_be_given) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto body = with(with(ada(), "active", false), "user_type", "embed");
    body["metadata"] = Object{{"team", "x"}, {"n", 1.5}, {"big", 12345678901}, {"deep", {1, nullptr, {{"k", "ü"}}}}};
    auto const made = api.post("/users", body);
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made["data"]["active"], false);
    EXPECT_EQ(made["data"]["user_type"], "embed");
    EXPECT_EQ(made["data"]["metadata"].value(), body["metadata"]);
    EXPECT_EQ(api.get("/users/" + made["data"]["id"].text())["data"], made["data"]);
    EXPECT_EQ(api.post("/users", with(with(ada(), "email", "m@example.com"), "user_type", "mobile"))["data"]["user_type"], "mobile");
}

TEST(CreatingAUser, needs_email_first_and_last_name) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (std::string const key : {"email", "first_name", "last_name"})
        EXPECT_THAT(api.post("/users", without(ada(), key)), IsRefused(400, key + ": is required"));
    EXPECT_THAT(api.post("/users", "{}"), IsRefused(400, "email: is required; first_name: is required; last_name: is required"));
}

TEST(CreatingAUser, names_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const refused = [&](std::string const& key, AnyValue value, std::string const& why) {
        EXPECT_THAT(api.post("/users", with(ada(), key, value)), IsRefused(400, key + ": " + why));
    };
    refused("email", 5, "expected a string, found a number");
    refused("email", nullptr, "expected a string, found null");
    for (auto const* bad :
         {"", "ada", "@example.com", "ada@", "a b@example.com", "ada@ex_ample.com", "<ada@example.com>", "ada@example..com"})
        refused("email", bad, fmt::format("'{}' is not an e-mail address", bad));
    refused("first_name", "", "must have at least 1 character");
    refused("first_name", std::string(37, 'x'), "must have at most 36 characters");
    refused("last_name", Object{}, "expected a string, found an object");
    refused("active", "true", "expected");
    refused("active", 1, "expected");
    refused("metadata", Array{}, "expected an object");
    refused("metadata", "{}", "expected an object");
    refused("user_type", "robot", "must be one of default, mobile, embed, not 'robot'");
    refused("user_type", nullptr, "must be one of default, mobile, embed");
    EXPECT_EQ(api.get("/users")["total_count"], 1) << "and nothing was made";
}

TEST(CreatingAUser, counts_characters_and_not_bytes) {
    Gatehouse gatehouse;
    std::string name;
    for (int i = 0; i < 36; ++i) name += "ü";
    EXPECT_EQ(gatehouse.admin().post("/users", with(ada(), "first_name", name))["data"]["first_name"], name);
}

TEST(CreatingAUser, refuses_what_is_no_field_of_a_new_user) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (std::string const key : {"is_admin", "id", "legacy_id", "created_at", "two_factor_auth_enabled", "__proto__", "Email"})
        EXPECT_THAT(api.post("/users", with(ada(), key, true)), IsRefused(400, key + ": is not a field here"));
}

TEST(CreatingAUser, refuses_an_address_that_is_taken_whatever_its_case_and_whether_active) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = api.post("/users", ada())["data"]["id"].text();
    EXPECT_THAT(api.post("/users", ada()), IsRefused(409, id));
    EXPECT_THAT(api.post("/users", with(ada(), "email", "ADA@EXAMPLE.com")), IsRefused(409, id));
    api.del("/users/" + id);
    EXPECT_THAT(api.post("/users", ada()), IsRefused(409, "(disabled)"));
    EXPECT_EQ(api.get("/users")["total_count"], 2);
}

TEST(CreatingAUser, uses_no_number_when_it_is_refused) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    api.post("/users", with(ada(), "email", "admin@example.com"));
    EXPECT_EQ(api.post("/users", ada())["data"]["legacy_id"], 2);
}

// --- get --------------------------------------------------------------------------------------------------------------------------

TEST(GettingAUser, has_groups_only_when_asked) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.user("ada");
    auto const support = gatehouse.group("support", {member(id)});
    for (auto const* query : {"", "?includeGroups=false"}) EXPECT_FALSE(api.get("/users/" + id + query)["data"].has("groups")) << query;
    auto const user = api.get("/users/" + id + "?includeGroups=true")["data"];
    EXPECT_EQ(user.keys().back(), "groups");
    EXPECT_THAT(user["groups"].each("name"), ElementsAre("All Users", "support"));
    EXPECT_THAT(user["groups"][0].keys(), ElementsAre("legacy_id", "id", "name"));
    EXPECT_EQ(user["groups"][1]["id"], support);
    EXPECT_EQ(user["groups"][1]["legacy_id"], support);
    EXPECT_THAT(api.get("/users/" + id + "?includeGroups=1"), IsRefused(400, "query parameter includeGroups"));
}

TEST(GettingAUser, answers_404_for_one_that_is_not_there_and_400_for_what_is_no_id) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.get("/users/user_0"), IsRefused(404, "No user 'user_0' found for organization"));
    for (std::string const bad : {"1", "user_", "user_ABC", "User_1", "user_a-b", "user_a%27or%271"})
        EXPECT_THAT(api.get("/users/" + bad), IsRefused(400, "User sid is misformatted")) << bad;
}

TEST(GettingAUser, still_finds_a_disabled_one) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.user("ada");
    api.del("/users/" + id);
    auto const found = api.get("/users/" + id);
    EXPECT_EQ(found.status, 200);
    EXPECT_EQ(found["data"]["active"], false);
}

// --- patch ------------------------------------------------------------------------------------------------------------------------

TEST(PatchingAUser, takes_paths_with_and_without_a_slash) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    EXPECT_EQ(api.replace(path, "/first_name", "Augusta")["data"]["first_name"], "Augusta");
    EXPECT_EQ(api.replace(path, "last_name", "King")["data"]["last_name"], "King");
    auto const now = api.get(path)["data"];
    EXPECT_EQ(now["first_name"], "Augusta");
    EXPECT_EQ(now["last_name"], "King");
    EXPECT_EQ(now["email"], "ada@example.com");
}

TEST(PatchingAUser, changes_each_field_that_may_change) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    EXPECT_EQ(api.replace(path, "/active", false)["data"]["active"], false);
    EXPECT_EQ(api.replace(path, "/active", true)["data"]["active"], true);
    EXPECT_EQ(api.replace(path, "/user_type", "mobile")["data"]["user_type"], "mobile");
    EXPECT_EQ(api.replace(path, "/metadata", Object{{"a", 1}})["data"]["metadata"].value(), Value(Object{{"a", 1}}));
    EXPECT_EQ(api.patch_one(path, "add", "/metadata/b", 2)["data"]["metadata"].value(), Value(Object{{"a", 1}, {"b", 2}}));
    EXPECT_EQ(api.patch_one(path, "remove", "/metadata/a")["data"]["metadata"].value(), Value(Object{{"b", 2}}));
    EXPECT_EQ(api.replace(path, "/metadata", Object{})["data"]["metadata"].value(), Value(Object{}));
    EXPECT_EQ(api.patch_one(path, "add", "/first_name", "Augusta")["data"]["first_name"], "Augusta");
}

TEST(PatchingAUser, applies_operations_in_order) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    auto const patched = api.patch(path, R"({"operations": [{"op": "replace", "path": "/first_name", "value": "One"},
                                                            {"op": "add", "path": "/metadata/x", "value": [1]},
                                                            {"op": "add", "path": "/metadata/x/0", "value": 0},
                                                            {"op": "replace", "path": "/first_name", "value": "Two"}]})");
    ASSERT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched["data"]["first_name"], "Two");
    EXPECT_EQ(patched["data"]["metadata"]["x"].value(), Value(Array{0, 1}));
}

TEST(PatchingAUser, fails_as_a_whole) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    auto const before = api.get(path);
    EXPECT_THAT(api.patch(path, R"({"operations": [{"op": "replace", "path": "/first_name", "value": "New"},
                                                   {"op": "replace", "path": "/last_name", "value": ""}]})"),
                IsRefused(400, "Patched document failed schema validation: last_name: must have at least 1 character"));
    EXPECT_EQ(api.get(path).json, before.json);
    EXPECT_EQ(api.get(path).revision(), before.revision());
}

TEST(PatchingAUser, touches_nothing_else) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    for (auto const* key :
         {"/email", "email", "/id", "/legacy_id", "/is_admin", "/created_at", "/groups", "/", "", "/__proto__", "/constructor"})
        EXPECT_THAT(api.replace(path, key, "x@example.com"), IsRefused(400, "cannot be changed here; these can: /first_name")) << key;
}

TEST(PatchingAUser, says_what_is_wrong_with_an_operation) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    EXPECT_THAT(api.patch(path, "{}"), IsRefused(400, "operations: is required"));
    EXPECT_THAT(api.patch(path, R"({"operations": {}})"), IsRefused(400, "operations: expected an array, found an object"));
    EXPECT_THAT(api.patch(path, R"({"operations": [5]})"), IsRefused(400, "operations[0]: expected an object"));
    EXPECT_THAT(api.patch(path, R"({"operations": [], "active": false})"), IsRefused(400, "active: is not a field here"));
    // The body is closed, an operation in it is not.
    EXPECT_THAT(api.patch(path, R"({"operations": [{"op": "replace", "path": "/active", "value": true, "x": 1}]})"), HasStatus(200));
    for (auto const* op : {"move", "copy", "test", "REPLACE", ""})
        EXPECT_THAT(api.patch_one(path, op, "/active", true), IsRefused(400, "operations[0].op: must be one of add, remove, replace"))
            << op;
    EXPECT_THAT(api.patch_one(path, "replace", "/active"), IsRefused(400, "a value is required"));
    EXPECT_THAT(api.patch_one(path, "remove", "/first_name"), IsRefused(400, "first_name: is required"));
    EXPECT_THAT(api.replace(path, "/active", "no"), IsRefused(400, "active: expected"));
    EXPECT_THAT(api.replace(path, "/metadata", nullptr), IsRefused(400, "metadata: expected an object"));
    EXPECT_THAT(api.patch_one(path, "remove", "/metadata/none"), IsRefused(400, "nothing at '/metadata/none' to remove"));
    EXPECT_THAT(api.replace(path, "/metadata/none", 1), IsRefused(400, "nothing at '/metadata/none' to replace"));
}

TEST(PatchingAUser, with_no_operations_changes_nothing) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    auto const before = api.get(path);
    auto const patched = api.patch(path, R"({"operations": []})");
    EXPECT_EQ(patched.status, 200);
    EXPECT_EQ(patched.json, before.json);
    EXPECT_EQ(patched.revision(), before.revision());
}

TEST(PatchingAUser, keeps_hostile_metadata_as_plain_data) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    auto const patched = api.patch_one(path, "add", "/metadata/__proto__", Object{{"is_admin", true}});
    EXPECT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched["data"]["is_admin"], false);
    EXPECT_EQ(patched["data"]["metadata"]["__proto__"]["is_admin"], true);
    auto const hostile = R"(<script>"';--\u0000\u202e)";
    EXPECT_EQ(api.replace(path, "/first_name", hostile)["data"]["first_name"], hostile);
}

// --- disable ----------------------------------------------------------------------------------------------------------------------

TEST(DeletingAUser, disables_it_and_may_be_repeated) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.user("ada");
    for (int i = 0; i < 2; ++i) {
        auto const gone = api.del(path);
        EXPECT_EQ(gone.status, 204);
        EXPECT_EQ(gone.body, "");
        EXPECT_EQ(gone.header("content-type"), "");
    }
    EXPECT_EQ(api.get(path)["data"]["active"], false);
    EXPECT_THAT(api.del("/users/user_0"), HasStatus(404));
}

TEST(DeletingAUser, keeps_memberships_for_the_day_it_comes_back) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const id = gatehouse.user("ada");
    auto const group = fmt::format("/groups/{}", gatehouse.group("support", {member(id)}));
    api.del("/users/" + id);
    EXPECT_EQ(api.get(group)["data"]["members"].size(), 1u);
    api.replace("/users/" + id, "/active", true);
    EXPECT_EQ(api.get("/users/" + id + "?includeGroups=true")["data"]["groups"].size(), 2u);
}

TEST(ResettingTheSecondFactor, leaves_it_off) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const before = api.get("/users/" + ada)["data"];
    auto const reset = api.put("/users/reset2fa/" + ada);
    EXPECT_EQ(reset.status, 204);
    EXPECT_EQ(reset.body, "");
    EXPECT_EQ(before["two_factor_auth_enabled"], false);
    EXPECT_EQ(api.get("/users/" + ada)["data"], before);
    EXPECT_THAT(api.put("/users/reset2fa/user_0"), IsRefused(404, "No user 'user_0' found for organization"));
    EXPECT_THAT(gatehouse.with_scopes({"users:read"}).put("/users/reset2fa/" + ada), HasStatus(403));
}

TEST(TheLastAdmin, cannot_be_disabled_by_delete_or_patch) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/users/" + gatehouse.admin_user();
    EXPECT_THAT(api.del(path), IsRefused(409, "last active admin"));
    EXPECT_THAT(api.replace(path, "/active", false), IsRefused(409, "last active admin"));
    EXPECT_EQ(api.get(path)["data"]["active"], true);
}

TEST(TheLastAdmin, is_not_helped_by_a_disabled_one) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    api.post("/groups/2/members", {{"members", Array{member(ada)}}});
    EXPECT_EQ(api.del("/users/" + ada).status, 204) << "there are two";
    EXPECT_EQ(api.get("/users/" + ada)["data"]["is_admin"], true);
    EXPECT_THAT(api.del("/users/" + gatehouse.admin_user()), IsRefused(409, "last active admin"));
}

}  // namespace
}  // namespace gatehouse::api_test
