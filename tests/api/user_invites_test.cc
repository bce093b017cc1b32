// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

constexpr std::chrono::hours day{24};

Answer invite(Client& api, std::string const& name, Array const& groups = {}) {
    return api.post("/user_invites", {{"email", name + "@example.com"}, {"defaultGroupIds", groups}});
}
std::string path_of(Json const& invite) { return "/user_invites/" + invite["id"].text(); }
std::string group_path(std::int64_t group) { return fmt::format("/groups/{}", group); }
Answer renew(Client& api, Json const& invite) { return api.post(own("/invites/" + invite["id"].text() + "/renew")); }

std::string token_of(Json const& invite) {
    auto const link = invite["invite_link"].text();
    return link.substr(link.rfind('#') + 1);
}
Answer claim(Client nobody, std::string const& token) {
    return nobody.post(own("/invites/claim"), {{"token", token}, {"first_name", "Ada"}, {"last_name", "Lovelace"}});
}

// --- inviting ---------------------------------------------------------------------------------------------------------------------

TEST(Inviting, answers_the_invite_with_its_link) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/user_invites", {{"email", "Ada@Example.com"}, {"metadata", {{"floor", 2}, {"department", nullptr}}}});
    EXPECT_EQ(made.status, 200) << made.body;
    auto const data = made["data"];
    EXPECT_THAT(data.keys(), ElementsAre("id", "legacy_id", "invited_by", "invited_email", "expires_at", "claimed_by", "claimed_at",
                                         "user_type", "metadata", "created_at", "invite_link"));
    EXPECT_EQ(data["id"], 1);
    EXPECT_EQ(data["legacy_id"], 1);
    EXPECT_EQ(data["invited_by"], gatehouse.admin_user());
    EXPECT_EQ(data["invited_email"], "Ada@Example.com");
    EXPECT_EQ(data["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(data["expires_at"], "2026-01-12T08:00:00.000Z");
    for (auto const* none : {"claimed_by", "claimed_at", "user_type"}) EXPECT_TRUE(data[none].is_null()) << none;
    EXPECT_EQ(data["metadata"].value(), Value(Object{{"floor", 2}, {"department", nullptr}})) << "these need not be attributes";
    EXPECT_THAT(data["invite_link"].text(), MatchesRegex("http://localhost:3000/invite#1\\.[A-Za-z0-9_-]{43}"));
    EXPECT_EQ(api.get("/user_invites/1")["data"], data);
}

TEST(Inviting, links_to_the_domain_of_the_space) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    EXPECT_THAT(invite(space.admin, "ada")["data"]["invite_link"].text(), StartsWith("http://b.example.com:3000/invite#1."));
}

TEST(Inviting, names_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/user_invites", "{}"), IsRefused(400, "email: is required"));
    EXPECT_THAT(api.post("/user_invites", {{"email", "ada"}}), IsRefused(400, "email: 'ada' is not an e-mail address"));
    EXPECT_THAT(api.post("/user_invites", {{"email", "a@example.com"}, {"metadata", 1}}), IsRefused(400, "metadata: expected an object"));
    EXPECT_THAT(api.post("/user_invites", {{"email", "a@example.com"}, {"defaultGroupIds", Array{"4"}}}),
                IsRefused(400, "defaultGroupIds[0]: expected"));
    EXPECT_THAT(api.post("/user_invites", {{"email", "a@example.com"}, {"user_type", "mobile"}}), IsRefused(400, "user_type"));
    EXPECT_THAT(invite(api, "ada", {4, 99}), IsRefused(404, "defaultGroupIds[1]: No group '99' found for organization"));
    EXPECT_EQ(api.get("/user_invites")["total_count"], 0);
}

TEST(Inviting, somebody_who_has_an_account_is_refused_with_its_id) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    EXPECT_THAT(invite(api, "ADA"), IsRefused(409, "'ADA@example.com' is a user already: " + ada));
    api.del("/users/" + ada);
    EXPECT_THAT(invite(api, "ada"), IsRefused(409, "'ada@example.com' is a disabled user; enable the account again: " + ada));
}

TEST(Inviting, again_adds_to_the_pending_invite_and_keeps_its_link) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const sales = gatehouse.group("sales"), support = gatehouse.group("support");
    auto const first = api.post(
        "/user_invites", {{"email", "ada@example.com"}, {"defaultGroupIds", Array{sales}}, {"metadata", {{"floor", 1}, {"desk", 7}}}});
    auto const again =
        api.post("/user_invites", {{"email", "ADA@example.com"}, {"defaultGroupIds", Array{support}}, {"metadata", {{"floor", 2}}}});
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again["data"]["id"], first["data"]["id"]);
    EXPECT_EQ(again["data"]["invite_link"], first["data"]["invite_link"]);
    EXPECT_EQ(again["data"]["metadata"].value(), Value(Object{{"floor", 2}, {"desk", 7}}));
    EXPECT_THAT(api.get("/user_invites/1?includeGroups=true")["data"]["groups"].each("name"), ElementsAre("sales", "support"));
    gatehouse.clock().advance(7 * day);
    EXPECT_EQ(invite(api, "ada")["data"]["id"], 2) << "the first one has expired";
}

TEST(Inviting, into_groups_needs_the_scope_that_every_other_way_into_them_needs) {
    Gatehouse gatehouse;
    auto users = gatehouse.with_scopes({"users:write"});
    EXPECT_THAT(invite(users, "ada", {2}), IsRefused(403, "groups:write"));
    EXPECT_EQ(invite(users, "ada").status, 200);
    auto api = gatehouse.admin();
    auto const into_admin = invite(api, "bob", {2})["data"];
    EXPECT_TRUE(into_admin.has("invite_link"));
    EXPECT_FALSE(users.get(path_of(into_admin))["data"].has("invite_link")) << "or they could claim it themselves";
}

TEST(Invites, show_their_groups_only_when_asked) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const group = gatehouse.group("support");
    auto const made = invite(api, "ada", {1, group, 4, group})["data"];
    invite(api, "bob");
    EXPECT_FALSE(made.has("groups"));
    auto const groups = api.get(path_of(made) + "?includeGroups=true")["data"]["groups"];
    EXPECT_EQ(groups.value(), Value(Array{Object{{"legacy_id", 4}, {"id", 4}, {"name", "viewer"}},
                                          Object{{"legacy_id", group}, {"id", group}, {"name", "support"}}}))
        << "All Users says nothing new";
    auto const list = api.get("/user_invites?includeGroups=true");
    EXPECT_EQ(list["data"][0]["groups"], groups);
    EXPECT_THAT(list["data"][1]["groups"].all(), IsEmpty());
    auto const plain = api.get("/user_invites");
    EXPECT_THAT(plain.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(plain["total_count"], 2);
    EXPECT_FALSE(plain["data"][0].has("groups"));
}

TEST(Invites, show_their_link_while_pending_and_to_those_who_could_make_one) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = invite(api, "ada", {4})["data"];
    EXPECT_EQ(api.get("/user_invites")["data"][0]["invite_link"], made["invite_link"]);
    auto reader = gatehouse.with_scopes({"users:read", "groups:write"});
    EXPECT_FALSE(reader.get(path_of(made))["data"].has("invite_link")) << "who has the link can join in the other's place";
    EXPECT_FALSE(reader.get("/groups/4")["data"]["user_invites"][0].has("invite_link"));
    gatehouse.clock().advance(7 * day);
    EXPECT_FALSE(api.get(path_of(made))["data"].has("invite_link")) << "expired";
}

TEST(Invites, are_unknown_with_a_404) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.get("/user_invites/7"), IsRefused(404, "No user invite '7' found for organization"));
    EXPECT_THAT(api.del("/user_invites/x"), IsRefused(400, "'x' is not an invite id"));
}

TEST(DeletingAnInvite, takes_it_out_of_its_groups_and_voids_its_link) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = invite(api, "ada", {4})["data"];
    auto const answer = api.del(path_of(made));
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.body, "");
    EXPECT_THAT(api.get(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.del(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.get("/groups/4")["data"]["user_invites"].all(), IsEmpty());
    EXPECT_THAT(claim(gatehouse.nobody(), token_of(made)), HasStatus(404));
    EXPECT_EQ(invite(api, "ada")["data"]["id"], 2) << "numbers are never used again";
}

TEST(RenewingAnInvite, gives_it_a_new_link_and_seven_days) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = invite(api, "ada", {4})["data"];
    gatehouse.clock().advance(9 * day);
    auto const renewed = renew(api, made);
    EXPECT_EQ(renewed.status, 200) << renewed.body;
    EXPECT_EQ(renewed["id"], 1);
    EXPECT_EQ(renewed["created_at"], made["created_at"].text());
    EXPECT_EQ(renewed["expires_at"], "2026-01-21T08:00:00.000Z");
    EXPECT_EQ(api.get(path_of(made))["data"], renewed.json);
    EXPECT_THAT(claim(gatehouse.nobody(), token_of(made)), HasStatus(404)) << "the old link";
    EXPECT_EQ(claim(gatehouse.nobody(), token_of(renewed.json)).status, 201);
    EXPECT_THAT(renew(api, made), IsRefused(409, "Invite '1' was claimed"));
}

TEST(RenewingAnInvite, is_refused_when_there_is_an_account_or_another_invite) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = invite(api, "ada")["data"], bob = invite(api, "bob")["data"];
    gatehouse.clock().advance(7 * day);
    invite(api, "ada");
    gatehouse.user("bob");
    EXPECT_THAT(renew(api, ada), IsRefused(409, "Another invite to 'ada@example.com' is pending: 3"));
    EXPECT_THAT(renew(api, bob), IsRefused(409, "'bob@example.com' is a user already"));
    EXPECT_THAT(gatehouse.with_scopes({"users:read"}).post(own("/invites/1/renew")), HasStatus(403));
}

// --- claiming ---------------------------------------------------------------------------------------------------------------------

TEST(ClaimingAnInvite, makes_a_user_with_the_groups_and_metadata_of_the_invite) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const group = gatehouse.group("support");
    auto const made = api.post(
        "/user_invites", {{"email", "Ada@example.com"}, {"defaultGroupIds", Array{group, 4}}, {"metadata", {{"floor", "2"}}}})["data"];
    gatehouse.clock().advance(7 * day - std::chrono::seconds(1));
    auto const claimed = claim(gatehouse.nobody(), token_of(made));
    EXPECT_EQ(claimed.status, 201) << claimed.body;
    EXPECT_THAT(claimed.json.keys(), ElementsAre("id", "email"));
    auto const user = api.get("/users/" + claimed["id"].text() + "?includeGroups=true")["data"];
    EXPECT_EQ(user["email"], "Ada@example.com");
    EXPECT_EQ(user["first_name"], "Ada");
    EXPECT_EQ(user["last_name"], "Lovelace");
    EXPECT_EQ(user["active"], true);
    EXPECT_EQ(user["user_type"], "default");
    EXPECT_EQ(user["metadata"].value(), Value(Object{{"floor", "2"}}));
    EXPECT_THAT(user["groups"].each("name"), ElementsAre("All Users", "viewer", "support"));

    auto const after = api.get(path_of(made))["data"];
    EXPECT_EQ(after["claimed_by"], claimed["id"].text());
    EXPECT_EQ(after["claimed_at"], "2026-01-12T07:59:59.000Z");
    EXPECT_FALSE(after.has("invite_link"));
    EXPECT_EQ(api.get("/user_invites")["total_count"], 1) << "it stays listed";
    auto const shown = api.get(group_path(group))["data"];
    EXPECT_THAT(shown["members"].each("email"), ElementsAre("Ada@example.com"));
    EXPECT_THAT(shown["user_invites"].all(), IsEmpty()) << "as a member, no longer as an invite";
}

TEST(ClaimingAnInvite, is_logged_as_somebodys_doing_with_where_the_memberships_came_from) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = invite(api, "ada", {4})["data"];
    auto const revision = claim(gatehouse.nobody(), token_of(made)).revision();
    std::vector<std::string> kinds;
    for (auto const& change : api.get(own(fmt::format("/changes?after={}", revision - 1)))["data"].all()) {
        kinds.push_back(change["kind"].text());
        EXPECT_EQ(change["action"], "user_invite.claim");
        EXPECT_THAT(change["actor"].keys(), ElementsAre("kind"));
        EXPECT_EQ(change["actor"]["kind"], "user");
        if (change["kind"] == "membership") {
            EXPECT_EQ(change["after"]["origin"], "invite");
            EXPECT_EQ(change["after"]["given_by"], 1);
        }
    }
    EXPECT_THAT(kinds, ElementsAre("user", "group_invite", "membership", "invite"));
}

TEST(ClaimingAnInvite, tells_nothing_about_what_is_wrong_with_a_token) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto nobody = gatehouse.nobody();
    auto space = gatehouse.space("b.example.com");
    auto const ada = token_of(invite(api, "ada")["data"]), bob = token_of(invite(api, "bob")["data"]);
    auto const expiring = token_of(invite(api, "cleo")["data"]);
    gatehouse.clock().advance(day);
    auto const used = token_of(invite(api, "dan")["data"]);
    EXPECT_EQ(claim(gatehouse.nobody(), used).status, 201);
    auto const refused = claim(gatehouse.nobody(), "99." + ada.substr(2));
    EXPECT_THAT(refused, IsRefused(404, "This invite is not valid, or not any more"));
    auto const same = [&](Client client, std::string const& token) {
        auto const answer = claim(std::move(client), token);
        EXPECT_EQ(answer.status, 404) << token;
        EXPECT_EQ(answer.message(), refused.message()) << token;
    };
    auto altered = ada;
    altered.back() = altered.back() == 'A' ? 'B' : 'A';
    for (auto const& token : {std::string(), std::string("x"), std::string("1"), std::string("1."), "01" + ada.substr(1), ada + "A",
                              ada.substr(0, ada.size() - 1), altered, "2" + ada.substr(1), "1" + bob.substr(1), used})
        same(gatehouse.nobody(), token);
    invite(space.admin, "ada");
    same(gatehouse.nobody().at("b.example.com"), ada);
    gatehouse.clock().advance(6 * day);
    same(gatehouse.nobody(), expiring);
    EXPECT_EQ(api.get("/users")["total_count"], 2) << "the admin and dan";
}

TEST(ClaimingAnInvite, of_somebody_who_is_disabled_by_now_is_no_use) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const boss = gatehouse.user("boss");
    api.post("/groups/2/members", {{"members", Array{member(boss)}}});
    auto const invited = invite(api, "ada")["data"];
    api.replace("/users/" + gatehouse.admin_user(), "/active", false);
    EXPECT_THAT(claim(gatehouse.nobody(), token_of(invited)), IsRefused(404, "This invite is not valid"));
}

TEST(ClaimingAnInvite, is_tried_so_many_times_a_minute_from_one_address) {
    Gatehouse gatehouse{{.calls_per_minute = 1'000}};
    for (int i = 0; i < 30; ++i) EXPECT_EQ(claim(gatehouse.nobody(), "1.x").status, 404);
    EXPECT_THAT(claim(gatehouse.nobody(), "1.x"), IsRefused(429, "Too many calls without a token"));
}

TEST(ClaimingAnInvite, needs_names_and_nothing_else) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto nobody = gatehouse.nobody();
    auto const token = token_of(invite(api, "ada")["data"]);
    auto const path = own("/invites/claim");
    EXPECT_THAT(nobody.post(path, "{}"), IsRefused(400, "token: is required; first_name: is required; last_name: is required"));
    EXPECT_THAT(nobody.post(path, {{"token", token}, {"first_name", ""}, {"last_name", std::string(37, 'x')}}),
                IsRefused(400, "first_name: must have at least 1 character; last_name: must have at most 36 characters"));
    EXPECT_THAT(nobody.post(path, {{"token", token}, {"first_name", "a"}, {"last_name", "b"}, {"email", "evil@example.com"}}),
                IsRefused(400, "email"));
    EXPECT_EQ(claim(gatehouse.nobody(), token).status, 201) << "it was not used up";
}

TEST(ClaimingAnInvite, is_refused_when_there_is_an_account_by_now) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = invite(api, "ada", {4})["data"];
    auto const ada = gatehouse.user("ada");
    EXPECT_THAT(claim(gatehouse.nobody(), token_of(made)), IsRefused(409, "exists already: " + ada));
    EXPECT_TRUE(api.get(path_of(made))["data"]["claimed_by"].is_null());
    EXPECT_EQ(api.get("/groups/4")["data"]["members"].size(), 0u);
}

TEST(ClaimingAnInvite, happens_in_the_space_of_the_host) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    auto const made = invite(space.admin, "ada", {2})["data"];
    auto const claimed = claim(gatehouse.nobody().at("b.example.com"), token_of(made));
    EXPECT_EQ(claimed.status, 201) << claimed.body;
    EXPECT_EQ(space.admin.get("/users/" + claimed["id"].text())["data"]["is_admin"], true);
    EXPECT_EQ(gatehouse.admin().get("/users")["total_count"], 1);
}

// --- groups -----------------------------------------------------------------------------------------------------------------------

TEST(InvitesOfAGroup, are_added_and_removed) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = group_path(gatehouse.group("support"));
    auto const ada = invite(api, "ada")["data"], bob = invite(api, "bob")["data"];
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const added = api.post(path + "/user_invites", {{"userInviteIds", Array{2, 1, 2}}});
    EXPECT_EQ(added.status, 200) << added.body;
    EXPECT_THAT(added["data"]["user_invites"].all(), ElementsAre(ada, bob)) << "whole invites, as they are by themselves";
    EXPECT_EQ(added["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(api.get(path)["data"], added["data"]);
    EXPECT_EQ(api.post(path + "/user_invites", {{"userInviteIds", Array{1}}})["data"]["user_invites"].size(), 2u) << "removes none";
    auto const removed = api.del(path + "/user_invites/1");
    EXPECT_EQ(removed.status, 204);
    EXPECT_THAT(api.get(path)["data"]["user_invites"].all(), ElementsAre(bob));
    EXPECT_THAT(api.del(path + "/user_invites/1"), IsRefused(404, "User invite '1' does not lead to group 'support'"));
}

TEST(InvitesOfAGroup, that_cannot_be_added_are_named) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = group_path(gatehouse.group("support")) + "/user_invites";
    auto const made = invite(api, "ada")["data"];
    EXPECT_THAT(api.post(path, {{"userInviteIds", Array{1, 9}}}), IsRefused(404, "userInviteIds[1]: No user invite '9' found"));
    claim(gatehouse.nobody(), token_of(made));
    EXPECT_THAT(api.post(path, {{"userInviteIds", Array{1}}}), IsRefused(409, "userInviteIds[0]: invite '1' was claimed"));
    EXPECT_THAT(api.post(path, {{"userInviteIds", Array{"1"}}}), IsRefused(400, "userInviteIds[0]: expected a"));
    EXPECT_THAT(api.post(path, "{}"), IsRefused(400, "userInviteIds: is required"));
    EXPECT_THAT(api.post("/groups/1/user_invites", {{"userInviteIds", Array{1}}}), IsRefused(403, "Everybody is a member of 'All Users'"));
    EXPECT_THAT(api.del("/groups/1/user_invites/1"), HasStatus(403));
    EXPECT_THAT(api.del(path + "/9"), IsRefused(404, "No user invite '9'"));
}

TEST(InvitesOfAGroup, are_set_by_id_when_it_is_made_or_put) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = invite(api, "ada")["data"], bob = invite(api, "bob")["data"];
    auto const made = api.post("/groups", {{"name", "support"}, {"user_invites", Array{ada.value()}}});
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_THAT(made["data"]["user_invites"].all(), ElementsAre(ada));
    auto const path = group_path(made["data"]["id"].number());
    EXPECT_THAT(api.put(path, {{"name", "help"}})["data"]["user_invites"].all(), ElementsAre(ada)) << "left out: unchanged";
    EXPECT_EQ(api.put(path, api.get(path)["data"].value().as_object())["data"]["user_invites"].size(), 1u) << "takes back its own";
    EXPECT_THAT(api.put(path, {{"user_invites", Array{Object{{"id", 2}}}}})["data"]["user_invites"].all(), ElementsAre(bob));
    EXPECT_THAT(api.put(path, {{"user_invites", Array{Object{{"id", 9}}}}}), IsRefused(404, "user_invites[0]: No user invite '9'"));
    EXPECT_THAT(api.put(path, {{"user_invites", Array{Object{}}}}), IsRefused(400, "user_invites[0].id: is required"));
    EXPECT_THAT(api.put("/groups/1", {{"user_invites", Array{Object{{"id", 2}}}}}), HasStatus(403));
    EXPECT_EQ(api.put(path, {{"user_invites", Array{}}})["data"]["user_invites"].size(), 0u);
}

TEST(InvitesOfAGroup, that_were_claimed_meanwhile_do_no_harm) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = invite(api, "ada")["data"];
    auto const path = group_path(gatehouse.group("support"));
    api.post(path + "/user_invites", {{"userInviteIds", Array{1}}});
    auto body = api.get(path)["data"].value().as_object();
    body.erase("members");
    claim(gatehouse.nobody(), token_of(made));
    auto const put = api.put(path, body);
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_THAT(put["data"]["user_invites"].all(), IsEmpty());
    EXPECT_THAT(put["data"]["members"].each("email"), ElementsAre("ada@example.com"));
}

TEST(InvitesOfAGroup, are_patched_like_its_members) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = invite(api, "ada")["data"], bob = invite(api, "bob")["data"];
    auto const path = group_path(gatehouse.group("support"));
    EXPECT_THAT(api.patch_one(path, "add", "/user_invites/-", bob.value())["data"]["user_invites"].each("id"), ElementsAre("2"));
    EXPECT_THAT(api.patch_one(path, "add", "/user_invites/0", Object{{"id", 1}})["data"]["user_invites"].each("id"), ElementsAre("1", "2"));
    EXPECT_THAT(api.patch_one(path, "remove", "/user_invites/1")["data"]["user_invites"].all(), ElementsAre(ada));
    EXPECT_EQ(api.replace(path, "/name", "help")["data"]["user_invites"].size(), 1u);
    EXPECT_EQ(api.replace(path, "/user_invites", Array{})["data"]["user_invites"].size(), 0u);
}

TEST(InvitesOfAGroup, stand_in_the_list_of_all_groups_and_go_with_their_group) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const first = gatehouse.group("first"), second = gatehouse.group("second");
    auto const ada = invite(api, "ada", {second, first})["data"], bob = invite(api, "bob", {second, 4})["data"];
    auto const list = api.get("/groups")["data"];
    EXPECT_THAT(list.where("name", "first")["user_invites"].all(), ElementsAre(ada));
    EXPECT_THAT(list.where("name", "second")["user_invites"].all(), ElementsAre(ada, bob));
    EXPECT_THAT(list.where("name", "viewer")["user_invites"].all(), ElementsAre(bob));
    EXPECT_THAT(list.where("name", "All Users")["user_invites"].all(), IsEmpty());
    EXPECT_EQ(api.del(group_path(second)).status, 204);
    EXPECT_THAT(api.get(path_of(ada) + "?includeGroups=true")["data"]["groups"].each("name"), ElementsAre("first"));
    EXPECT_EQ(claim(gatehouse.nobody(), token_of(bob)).status, 201);
}

}  // namespace
}  // namespace gatehouse::api_test
