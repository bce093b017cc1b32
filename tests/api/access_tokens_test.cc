// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include "domain/scope.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

// --- the contract's three operations ----------------------------------------------------------------------------------------------

TEST(AccessTokens, show_their_secret_once) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/access_tokens", {{"label", "ci"}, {"description", "for CI"}, {"scopes", Array{"groups:read"}}});
    EXPECT_EQ(made.status, 200);
    auto const token = made["data"];
    EXPECT_THAT(token.keys(), ElementsAre("id", "label", "description", "last4", "owner_legacy_id", "scopes", "created_at", "updated_at",
                                          "access_token"));
    auto const secret = token["access_token"].text();
    EXPECT_THAT(secret, MatchesRegex("gate_[A-Za-z0-9_-]{49}"));
    EXPECT_EQ(token["last4"], secret.substr(secret.size() - 4));
    EXPECT_EQ(token["owner_legacy_id"], 1);
    EXPECT_EQ(token["description"], "for CI");
    EXPECT_EQ(token["scopes"].value(), Value(Array{"groups:read"}));

    auto const found = api.get("/access_tokens/" + token["id"].text());
    EXPECT_THAT(found["data"].keys(),
                ElementsAre("id", "label", "description", "last4", "owner_legacy_id", "scopes", "created_at", "updated_at"));
    EXPECT_THAT(found.body, Not(HasSubstr(secret)));
    auto const list = api.get("/access_tokens");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["data"].where("label", "ci"), found["data"]);
    EXPECT_THAT(list.body, Not(HasSubstr(secret)));
}

TEST(AccessTokens, need_a_label_of_two_characters_and_scopes) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/access_tokens", "{}"), IsRefused(400, "label: is required; scopes: is required"));
    EXPECT_THAT(api.post("/access_tokens", {{"label", "x"}, {"scopes", Array{}}}),
                IsRefused(400, "label: must have at least 2 characters"));
    EXPECT_THAT(api.post("/access_tokens", {{"label", "xy"}, {"scopes", "all"}}), IsRefused(400, "scopes: expected an array"));
    EXPECT_THAT(api.post("/access_tokens", {{"label", "xy"}, {"scopes", Array{1}}}), IsRefused(400, "scopes[0]: expected a string"));
    auto const least = api.post("/access_tokens", {{"label", "xy"}, {"scopes", Array{}}});
    EXPECT_EQ(least.status, 200);
    EXPECT_TRUE(least["data"]["description"].is_null());
    EXPECT_THAT(gatehouse.client(least["data"]["access_token"].text()).get("/groups"), HasStatus(403));
}

TEST(AccessTokens, leave_out_scopes_that_do_not_exist) {
    Gatehouse gatehouse;
    auto const made =
        gatehouse.admin().post("/access_tokens", {{"label", "xy"}, {"scopes", Array{"groups:read", "mcp:admin", "groups:write ", ""}}});
    EXPECT_EQ(made["data"]["scopes"].value(), Value(Array{"groups:read"}));
}

TEST(AccessTokens, unknown_and_malformed_ids) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.get(fmt::format("/access_tokens/{}", unknown_uuid)), HasStatus(404));
    EXPECT_THAT(api.get("/access_tokens/x"), IsRefused(400, "is not a UUID"));
}

// --- scopes -----------------------------------------------------------------------------------------------------------------------

TEST(Scopes, of_writing_include_reading_and_nothing_else) {
    Gatehouse gatehouse;
    auto writer = gatehouse.with_scopes({"groups:write"});
    EXPECT_EQ(writer.get("/groups").status, 200);
    EXPECT_EQ(writer.post("/groups", {{"name", "x"}}).status, 200);
    EXPECT_THAT(writer.get("/users"), IsRefused(403, "Forbidden: API token is missing \"users:read\""));
    auto reader = gatehouse.with_scopes({"groups:read"});
    EXPECT_EQ(reader.get("/groups").status, 200);
    EXPECT_THAT(reader.post("/groups", {{"name", "y"}}), IsRefused(403, "\"groups:write\""));
}

TEST(Scopes, cannot_be_given_by_a_token_that_lacks_them) {
    Gatehouse gatehouse;
    auto minter = gatehouse.with_scopes({"access_tokens:write", "groups:read"});
    auto const mint = [&](Array const& scopes) { return minter.post("/access_tokens", {{"label", "more"}, {"scopes", scopes}}); };
    EXPECT_EQ(mint({"groups:read", "access_tokens:read"}).status, 200);
    EXPECT_THAT(mint({"groups:write"}), IsRefused(403, "\"groups:write\""));
    EXPECT_THAT(mint({"groups:read", "users:read", "spaces:write"}), IsRefused(403, "\"users:read\", \"spaces:write\""));
    EXPECT_THAT(mint({"permissions:all:read"}), HasStatus(403));
    EXPECT_THAT(mint({"permissions:read"}), HasStatus(403)) << "the other spelling of the same scope";
    for (auto const scope : all_scopes()) {
        bool const held = name_of(scope) == "groups:read" || name_of(scope).starts_with("access_tokens:");
        EXPECT_THAT(minter.post(own("/access_tokens"), {{"label", "more"}, {"scopes", Array{Value(name_of(scope))}}}),
                    HasStatus(held ? 201 : 403))
            << name_of(scope);
    }
}

TEST(Scopes, of_reading_tokens_make_none) {
    Gatehouse gatehouse;
    auto reader = gatehouse.with_scopes({"access_tokens:read"});
    EXPECT_EQ(reader.get("/access_tokens").status, 200);
    EXPECT_THAT(reader.post("/access_tokens", {{"label", "xy"}, {"scopes", Array{}}}), IsRefused(403, "\"access_tokens:write\""));
}

TEST(Scopes, of_a_weaker_token_do_not_reach_a_stronger_one) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto minter = gatehouse.with_scopes({"access_tokens:write"});
    auto const strong = api.post("/access_tokens", {{"label", "strong"}, {"scopes", Array{"groups:write"}}})["data"];
    auto const path = own("/access_tokens/") + strong["id"].text();
    EXPECT_THAT(minter.post(path + "/rotate"), IsRefused(403, "\"groups:write\"")) << "its answer would show the new secret";
    EXPECT_THAT(minter.patch(path, {{"expires_at", nullptr}}), HasStatus(403));
    EXPECT_THAT(minter.del(path), HasStatus(403));
    EXPECT_EQ(gatehouse.client(strong["access_token"].text()).get("/groups").status, 200);
}

// --- their life: our own API ------------------------------------------------------------------------------------------------------

TEST(TokenLife, has_every_scope_of_the_maker_unless_told_otherwise) {
    Gatehouse gatehouse;
    auto minter = gatehouse.with_scopes({"access_tokens:write", "groups:read"});
    auto const made = minter.post(own("/access_tokens"), {{"label", "copy"}});
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_THAT(made.json.keys(), ElementsAre("id", "label", "description", "last4", "owner_legacy_id", "scopes", "expires_at",
                                              "created_at", "updated_at", "access_token"));
    EXPECT_TRUE(made["expires_at"].is_null());
    EXPECT_EQ(made["scopes"].value(), Value(Array{"groups:read", "access_tokens:read", "access_tokens:write"}));
    EXPECT_FALSE(minter.get(own("/access_tokens/") + made["id"].text()).json.has("access_token"));
    EXPECT_FALSE(minter.get(own("/access_tokens"))["data"][0].has("access_token"));
}

TEST(TokenLife, refuses_scopes_fields_and_times_that_do_not_exist) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = own("/access_tokens");
    EXPECT_THAT(api.post(path, {{"label", "xy"}, {"scopes", Array{"groups:read", "mcp:admin"}}}),
                IsRefused(400, "scopes[1]: 'mcp:admin' is no scope"));
    EXPECT_THAT(api.post(path, {{"label", "xy"}, {"owner", 1}}), IsRefused(400, "owner: is not a field here"));
    EXPECT_THAT(api.post(path, {{"label", "xy"}, {"expires_at", "tomorrow"}}), IsRefused(400, "expires_at: "));
    EXPECT_THAT(api.post(path, {{"label", "xy"}, {"expires_at", "2026-01-05T08:00:00Z"}}),
                IsRefused(400, "expires_at: must lie in the future"));
    EXPECT_THAT(api.post(path, {{"label", "xy"}, {"expires_at", "2026-02-30T00:00:00Z"}}), HasStatus(400));
}

TEST(TokenLife, ends_at_the_expiry) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post(own("/access_tokens"), {{"label", "short"}, {"expires_at", "2026-01-05T08:01:00Z"}});
    EXPECT_EQ(made["expires_at"], "2026-01-05T08:01:00.000Z");
    auto holder = gatehouse.client(made["access_token"].text());
    gatehouse.clock().advance(std::chrono::milliseconds(59'999));
    EXPECT_EQ(holder.get("/groups").status, 200);
    gatehouse.clock().advance(std::chrono::milliseconds(1));
    EXPECT_THAT(holder.get("/groups"), HasStatus(401));
    EXPECT_THAT(holder.post("/groups", {{"name", "x"}}), HasStatus(401));

    auto const path = own("/access_tokens/") + made["id"].text();
    EXPECT_EQ(api.patch(path, {{"expires_at", nullptr}}).status, 200);
    EXPECT_EQ(holder.get("/groups").status, 200) << "and begins again when it is taken away";
    EXPECT_EQ(api.patch(path, {{"expires_at", "2026-01-05T08:02:00.5Z"}})["expires_at"], "2026-01-05T08:02:00.500Z");
    EXPECT_THAT(api.patch(path, {{"expires_at", "2026-01-05T08:00:00Z"}}), IsRefused(400, "future"));
    EXPECT_THAT(api.patch(path, "{}"), IsRefused(400, "expires_at: is required"));
    gatehouse.clock().advance(std::chrono::hours(1));
    EXPECT_THAT(holder.get("/groups"), HasStatus(401));
    EXPECT_EQ(api.get("/groups").status, 200);
}

TEST(TokenLife, ends_with_revocation_and_the_next_request_knows) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post(own("/access_tokens"), {{"label", "brief"}});
    auto const path = own("/access_tokens/") + made["id"].text();
    auto holder = gatehouse.client(made["access_token"].text());
    EXPECT_EQ(holder.get("/groups").status, 200);
    EXPECT_EQ(api.del(path).status, 204);
    EXPECT_THAT(holder.get("/groups"), HasStatus(401));
    EXPECT_THAT(api.get(path), HasStatus(404));
    EXPECT_THAT(api.get("/access_tokens/" + made["id"].text()), HasStatus(404));
    EXPECT_THAT(api.del(path), HasStatus(404));
    EXPECT_THAT(api.post(path + "/rotate"), HasStatus(404));
    EXPECT_THAT(api.patch(path, {{"expires_at", nullptr}}), HasStatus(404));
    EXPECT_TRUE(api.get("/access_tokens")["data"].where("label", "brief").missing());
}

TEST(TokenLife, can_be_ended_by_the_token_itself) {
    Gatehouse gatehouse;
    auto const made = gatehouse.admin().post(own("/access_tokens"), {{"label", "brief"}});
    auto holder = gatehouse.client(made["access_token"].text());
    EXPECT_EQ(holder.del(own("/access_tokens/") + made["id"].text()).status, 204);
    EXPECT_THAT(holder.get("/groups"), HasStatus(401));
}

TEST(TokenLife, goes_on_with_a_new_secret_after_rotation) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post(own("/access_tokens"), {{"label", "turn"}, {"scopes", Array{"groups:read"}}});
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const rotated = api.post(own("/access_tokens/") + made["id"].text() + "/rotate");
    EXPECT_EQ(rotated.status, 200) << rotated.body;
    EXPECT_EQ(rotated["id"], made["id"].text());
    EXPECT_NE(rotated["access_token"].text(), made["access_token"].text());
    EXPECT_EQ(rotated["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_THAT(gatehouse.client(made["access_token"].text()).get("/groups"), HasStatus(401));
    EXPECT_EQ(gatehouse.client(rotated["access_token"].text()).get("/groups").status, 200);
    EXPECT_THAT(gatehouse.client(rotated["access_token"].text()).get("/users"), HasStatus(403));
}

TEST(TokenLife, ends_while_the_owner_is_disabled) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const owner = gatehouse.admin_user();
    auto const ada = gatehouse.user("ada");
    api.post("/groups/2/members", {{"members", Array{member(ada)}}});
    EXPECT_EQ(api.del("/users/" + owner).status, 204);
    EXPECT_THAT(api.get("/groups"), HasStatus(401));
    EXPECT_THAT(api.replace("/users/" + owner, "/active", true), HasStatus(401));

    auto const made = gatehouse.operate(http::Method::post, "/admin/tokens", {{"label", "from the machine"}});
    EXPECT_EQ(made["owner_legacy_id"], 2) << made.body;
    auto by_ada = gatehouse.client(made["access_token"].text());
    EXPECT_EQ(by_ada.replace("/users/" + owner, "/active", true).status, 200);
    EXPECT_EQ(api.get("/groups").status, 200);
}

// --- the header -------------------------------------------------------------------------------------------------------------------

TEST(TheAuthorizationHeader, must_hold_exactly_the_token) {
    Gatehouse gatehouse;
    auto const token = gatehouse.with_scopes({"groups:read"}).token();
    EXPECT_EQ(gatehouse.client(token).get("/groups").status, 200);
    auto swapped = token;
    swapped[10] = swapped[10] == 'a' ? 'b' : 'a';
    std::string upper = token, lower = token;
    for (auto& c : upper) c = char(std::toupper(static_cast<unsigned char>(c)));
    for (auto& c : lower) c = char(std::tolower(static_cast<unsigned char>(c)));
    for (auto const& bad : {token.substr(0, token.size() - 1), token.substr(1), token + "x", token + token, swapped, upper, lower,
                            token + " x", std::string("null")})
        EXPECT_THAT(gatehouse.client(bad).get("/groups"), HasStatus(401)) << bad;
}

TEST(TheAuthorizationHeader, has_one_scheme) {
    Gatehouse gatehouse;
    auto const token = gatehouse.admin().token();
    auto nobody = gatehouse.nobody();
    auto const with = [&](std::string const& value) { return nobody.ask("GET", "/groups", {}, "Authorization: " + value + "\r\n"); };
    EXPECT_EQ(with("Bearer " + token).status, 200);
    EXPECT_EQ(with("bearer " + token).status, 200);
    EXPECT_EQ(with("BEARER   " + token).status, 200);
    for (std::string const bad : {"", "Bearer", "Bearer ", token.c_str(), "Basic abc", "Token x"})
        EXPECT_THAT(with(bad), HasStatus(401)) << bad;
    auto const refused = nobody.get("/groups");
    EXPECT_THAT(refused, IsRefused(401, "An access token is missing"));
    EXPECT_EQ(refused.header("www-authenticate"), "Bearer");
    EXPECT_THAT(nobody.get("/groups?access_token=" + token), HasStatus(401)) << "a token never stands in the URL";
}

}  // namespace
}  // namespace gatehouse::api_test
