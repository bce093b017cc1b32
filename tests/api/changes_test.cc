// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include "base/crypto.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<Json> everything(Client& api) { return api.get(own("/changes?limit=1000"))["data"].all(); }
std::vector<Json> after(Client& api, std::int64_t revision) {
    return api.get(own(fmt::format("/changes?limit=1000&after={}", revision)))["data"].all();
}

TEST(Changes, begin_with_the_first_revision_and_have_no_holes) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (int i = 0; i < 5; ++i) gatehouse.user(fmt::format("u{}", i));
    std::int64_t revision = 0, position = 0;
    for (auto const& change : everything(api)) {
        if (change["revision"] == revision) {
            EXPECT_EQ(change["position"], ++position);
        } else {
            EXPECT_EQ(change["revision"], ++revision);
            EXPECT_EQ(change["position"], 0);
            position = 0;
        }
    }
    EXPECT_EQ(revision, api.get("/groups").revision());
}

TEST(Changes, of_one_request_are_one_revision) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob");
    auto const before = api.get("/groups").revision();
    auto const made =
        api.ask("POST", "/groups", {{"name", "support"}, {"members", Array{member(ada), member(bob)}}}, "X-Request-Id: my-request\r\n");
    EXPECT_EQ(made.revision(), before + 1);
    auto const changes = after(api, before);
    ASSERT_EQ(changes.size(), 3u);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        EXPECT_EQ(changes[i]["revision"], before + 1);
        EXPECT_EQ(changes[i]["position"], std::int64_t(i));
        EXPECT_EQ(changes[i]["action"], "group.create");
        EXPECT_EQ(changes[i]["request_id"], "my-request");
        EXPECT_EQ(changes[i]["at"], "2026-01-05T08:00:00.000Z");
        EXPECT_TRUE(changes[i]["before"].is_null());
    }
    EXPECT_EQ(changes[0]["kind"], "group");
    EXPECT_EQ(changes[0]["after"]["name"], "support");
    EXPECT_EQ(changes[1]["kind"], "membership");
}

TEST(Changes, say_who_did_it) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const start = api.get("/groups").revision();
    gatehouse.user("ada");
    gatehouse.operate(http::Method::post, "/admin/tokens", {{"label", "machine"}});
    auto const changes = after(api, start);
    EXPECT_EQ(changes[0]["actor"]["kind"], "token");
    EXPECT_EQ(changes[0]["actor"]["user_legacy_id"], 1);
    EXPECT_EQ(changes[0]["actor"]["access_token_id"],
              api.get("/access_tokens")["data"].where("label", "ADMIN_API_ACCESS_TOKEN")["id"].text());
    EXPECT_EQ(changes[1]["actor"]["kind"], "operator");
    EXPECT_EQ(everything(api)[0]["actor"]["kind"], "system");
}

TEST(Changes, hold_what_was_and_what_is) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const folder = gatehouse.folder("a");
    auto const start = api.get("/groups").revision();
    api.replace("/folders/" + folder, "/name", "b");
    api.del("/folders/" + folder);
    auto const changes = after(api, start);
    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0]["before"]["name"], "a");
    EXPECT_EQ(changes[0]["after"]["name"], "b");
    EXPECT_EQ(changes[1]["before"], changes[0]["after"]);
    EXPECT_TRUE(changes[1]["after"].is_null());
    EXPECT_NE(changes[0]["hash"].text(), changes[1]["hash"].text());
}

TEST(Changes, are_not_made_by_requests_that_fail_or_change_nothing) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const start = api.get("/groups").revision();
    EXPECT_THAT(api.post("/groups", {{"name", "admin"}}), HasStatus(409));
    EXPECT_THAT(api.post("/groups", {{"name", "x"}, {"members", Array{member(ada), member("user_0")}}}), HasStatus(404));
    EXPECT_THAT(api.post("/users", "{"), HasStatus(400));
    EXPECT_EQ(api.patch("/users/" + ada, R"({"operations": []})").status, 200);
    EXPECT_EQ(api.replace("/users/" + ada, "/active", true).status, 200);
    EXPECT_THAT(after(api, start), IsEmpty());
    EXPECT_EQ(api.get("/groups").revision(), start);
}

TEST(Changes, of_a_recursive_delete_name_everything_that_went) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a");
    gatehouse.app("inbox", gatehouse.folder("b", a));
    auto const start = api.get("/groups").revision();
    api.del("/folders/" + a + "?recursive=true");
    std::vector<std::string> kinds;
    for (auto const& change : after(api, start)) kinds.push_back(change["kind"].text());
    EXPECT_THAT(kinds, ElementsAre("app", "folder", "folder"));
}

TEST(Changes, come_in_pages_of_whole_revisions) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (int i = 0; i < 7; ++i) gatehouse.group(fmt::format("g{}", i), {member(gatehouse.user(fmt::format("u{}", i)))});
    auto const all = everything(api);
    for (int limit : {1, 2, 3, 50}) {
        std::vector<Json> seen;
        std::int64_t at = 0;
        bool more = true;
        while (more) {
            auto const page = api.get(own(fmt::format("/changes?after={}&limit={}", at, limit)));
            ASSERT_EQ(page.status, 200) << page.body;
            ASSERT_GT(page["data"].size(), 0u);
            EXPECT_EQ(page["data"][0]["position"], 0) << "a page begins with a revision";
            for (auto const& change : page["data"].all()) seen.push_back(change);
            at = page["next_after"].number();
            EXPECT_EQ(seen.back()["revision"], at);
            more = page["has_more"] == true;
        }
        EXPECT_EQ(seen, all) << "limit " << limit;
    }
    auto const end = api.get(own(fmt::format("/changes?after={}", api.get("/groups").revision())));
    EXPECT_EQ(end["data"].size(), 0u);
    EXPECT_EQ(end["has_more"], false);
    EXPECT_EQ(end["next_after"], api.get("/groups").revision());
}

TEST(Changes, take_sensible_parameters_only) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const* bad : {"after=-1", "after=x", "after=9223372036854775807", "limit=0", "limit=1001", "limit=x", "after=1&after=2"})
        EXPECT_THAT(api.get(own(fmt::format("/changes?{}", bad))), HasStatus(400)) << bad;
    EXPECT_EQ(api.get(own("/changes?after=999999")).status, 200);
}

TEST(Changes, of_other_spaces_are_not_seen) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto space = gatehouse.space("b.example.com");
    gatehouse.user("only-there", &space.admin);
    EXPECT_THAT(api.get(own("/changes?limit=1000")).body, Not(HasSubstr("only-there")));
    gatehouse.user("only-here");
    EXPECT_THAT(space.admin.get(own("/changes?limit=1000")).body, AllOf(HasSubstr("only-there"), Not(HasSubstr("only-here"))));
}

TEST(Changes, never_hold_a_secret) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    std::vector<std::string> secrets{api.token()};
    auto const made = api.post(own("/access_tokens"), {{"label", "one"}});
    secrets.push_back(made["access_token"].text());
    secrets.push_back(api.post(own("/access_tokens/") + made["id"].text() + "/rotate")["access_token"].text());
    secrets.push_back(api.post("/access_tokens", {{"label", "two"}, {"scopes", Array{}}})["data"]["access_token"].text());
    api.del(own("/access_tokens/") + made["id"].text());
    auto const feed = api.get(own("/changes?limit=1000"));
    EXPECT_THAT(feed.body, HasSubstr("access_token.rotate"));
    for (auto const& secret : secrets) {
        EXPECT_THAT(feed.body, Not(HasSubstr(secret)));
        EXPECT_THAT(feed.body, Not(HasSubstr(crypto::sha256_hex(secret))));
    }
    for (auto const& line : gatehouse.log())
        for (auto const& secret : secrets) EXPECT_THAT(line.path + line.detail, Not(HasSubstr(secret)));
}

TEST(Changes, are_chained_and_agree_with_engine_and_database) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    gatehouse.group("g", {member(gatehouse.user("ada"))});
    api.del("/groups/5");
    auto const audit = gatehouse.operate(http::Method::post, "/admin/audit/verify");
    EXPECT_EQ(audit["broken"], "") << audit.body;
    EXPECT_EQ(audit["revisions"], api.get("/groups").revision());
    auto const health = gatehouse.operate(http::Method::post, "/admin/doctor");
    for (auto const* key : {"database", "chain", "engine"}) EXPECT_EQ(health[key], "") << health.body;
}

}  // namespace
}  // namespace gatehouse::api_test
