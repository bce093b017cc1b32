// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Answer ask(Client& api, std::string const& name) { return api.post(own("/access_requests"), {{"email", name + "@example.com"}}); }
std::string path_of(Json const& request) { return "/access_requests/" + request["id"].text(); }
Answer decide(Client& api, Json const& request, char const* status) { return api.replace(path_of(request), "/status", status); }

TEST(AskingToJoin, makes_a_pending_request) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const asked = ask(api, "Ada");
    EXPECT_EQ(asked.status, 201) << asked.body;
    EXPECT_THAT(asked.json.keys(),
                ElementsAre("id", "status", "legacy_id", "requesting_email", "updated_by_id", "created_at", "updated_at"));
    EXPECT_EQ(asked["id"], 1);
    EXPECT_EQ(asked["legacy_id"], 1);
    EXPECT_EQ(asked["status"], "PENDING");
    EXPECT_EQ(asked["requesting_email"], "Ada@example.com");
    EXPECT_TRUE(asked["updated_by_id"].is_null());
    EXPECT_EQ(asked["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(asked["updated_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(api.get("/access_requests/1")["data"], asked.json);
}

TEST(AskingToJoin, is_refused_where_there_is_nothing_to_ask_for) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(ask(api, "not an address"), IsRefused(400, "email: "));
    EXPECT_THAT(ask(api, "ADMIN"), IsRefused(409, "'ADMIN@example.com' has an account already: " + gatehouse.admin_user()));
    auto const first = ask(api, "ada").json;
    EXPECT_THAT(ask(api, "ADA"), IsRefused(409, "An access request of 'ADA@example.com' is pending already: 1"));
    decide(api, first, "DENIED");
    EXPECT_EQ(ask(api, "ada")["id"], 2) << "somebody who was denied may ask again";
    api.replace("/organization", "/request_access_enabled", false);
    EXPECT_THAT(ask(api, "bob"), IsRefused(422, "request_access_enabled is false"));
}

TEST(AccessRequests, are_listed_by_status_and_page) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const* name : {"a", "b", "c", "d"}) ask(api, name);
    decide(api, api.get("/access_requests/2")["data"], "DENIED");
    auto const all = api.get("/access_requests");
    EXPECT_THAT(all.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(all["total_count"], 4);
    EXPECT_THAT(all["data"].each("id"), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(api.get("/access_requests?status=DENIED")["data"].each("id"), ElementsAre("2"));
    EXPECT_THAT(api.get("/access_requests?status=APPROVED")["data"].all(), IsEmpty());
    EXPECT_THAT(api.get("/access_requests?status=pending"), IsRefused(400, "status: must be one of PENDING, APPROVED, DENIED"));
    auto const first = api.get("/access_requests?status=PENDING&limit=2");
    EXPECT_THAT(first["data"].each("id"), ElementsAre("1", "3"));
    EXPECT_EQ(first["total_count"], 3);
    EXPECT_EQ(first["has_more"], true);
    auto const second = api.get("/access_requests?status=PENDING&limit=2&next_token=" + first["next_token"].text());
    EXPECT_THAT(second["data"].each("id"), ElementsAre("4"));
    EXPECT_EQ(second["has_more"], false);
    EXPECT_TRUE(second["next_token"].is_null());
    EXPECT_THAT(api.get("/access_requests?limit=101"), IsRefused(400, "limit"));
    EXPECT_THAT(api.get("/access_requests?next_token=" + first["next_token"].text()), IsRefused(400, "next_token"));
}

TEST(ApprovingARequest, invites_the_person) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const asked = ask(api, "ada").json;
    gatehouse.clock().advance(std::chrono::seconds(3));
    auto const approved = decide(api, asked, "APPROVED");
    EXPECT_EQ(approved.status, 200) << approved.body;
    EXPECT_EQ(approved["data"]["status"], "APPROVED");
    EXPECT_EQ(approved["data"]["updated_by_id"], gatehouse.admin_user());
    EXPECT_EQ(approved["data"]["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(approved["data"]["updated_at"], "2026-01-05T08:00:03.000Z");
    EXPECT_EQ(api.get(path_of(asked))["data"], approved["data"]);
    EXPECT_THAT(api.get("/user_invites")["data"].each("invited_email"), ElementsAre("ada@example.com"));
}

TEST(ApprovingARequest, invites_nobody_who_is_a_user_or_invited_already) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = ask(api, "ada").json, bob = ask(api, "bob").json, cleo = ask(api, "cleo").json;
    gatehouse.user("ada");
    api.post("/user_invites", {{"email", "bob@example.com"}});
    api.del("/users/" + gatehouse.user("cleo"));
    EXPECT_EQ(decide(api, ada, "APPROVED").status, 200);
    EXPECT_EQ(decide(api, bob, "APPROVED").status, 200);
    EXPECT_THAT(decide(api, cleo, "APPROVED"), IsRefused(409, "'cleo@example.com' is a disabled user"));
    EXPECT_EQ(api.get(path_of(cleo))["data"]["status"], "PENDING");
    EXPECT_THAT(api.get("/user_invites")["data"].each("invited_email"), ElementsAre("bob@example.com"));
}

TEST(DecidingARequest, is_final) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const asked = ask(api, "ada").json;
    EXPECT_EQ(decide(api, asked, "DENIED")["data"]["status"], "DENIED");
    EXPECT_THAT(decide(api, asked, "APPROVED"), IsRefused(409, "Access request '1' is decided: DENIED"));
    EXPECT_EQ(decide(api, asked, "DENIED")["data"]["status"], "DENIED") << "again the same is no fault";
    EXPECT_THAT(api.get("/user_invites")["data"].all(), IsEmpty());
}

TEST(DecidingARequest, takes_one_of_two_words) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const asked = ask(api, "ada").json;
    EXPECT_THAT(decide(api, asked, "PENDING"), IsRefused(400, "status: must be one of APPROVED, DENIED"));
    EXPECT_THAT(decide(api, asked, "MAYBE"), IsRefused(400, "status: must be one of"));
    EXPECT_THAT(api.replace(path_of(asked), "/requesting_email", "x@example.com"), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(api.patch_one(path_of(asked), "add", "/status", "DENIED"), IsRefused(400, "operations[0].op: must be one of replace"));
    EXPECT_THAT(api.get("/access_requests/2"), IsRefused(404, "No access request '2' found for organization"));
    EXPECT_EQ(api.get(path_of(asked))["data"]["status"], "PENDING");
}

}  // namespace
}  // namespace gatehouse::api_test
