// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

/// Our own view of grants and memberships: every kind of object, where an access came from, and when it ends.
namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Grants : public testing::Test {
protected:
    Answer put(Object const& who, Object const& what, char const* level) {
        return api.put(own("/grants"), {{"subject", who}, {"object", what}, {"access_level", level}});
    }
    static Object subject(std::string const& type, std::string const& id) { return {{"type", type}, {"id", id}}; }
    std::vector<std::string> listed(std::string const& query) {
        std::vector<std::string> texts;
        for (auto const& grant : api.get(own("/grants" + query))["data"].all())
            texts.push_back(fmt::format("{} {} {} {}", grant["subject"]["id"].text(), grant["object"]["type"].text(),
                                        grant["object"]["id"].text(), grant["access_level"].text()));
        return texts;
    }
    bool reaches(std::string const& app) {
        auto const list = api.post("/permissions/listObjects",
                                   {{"subject", user_subject(ada)}, {"object_type", "app"}, {"include_inherited_access", true}});
        return !list["data"].where("id", app).missing();
    }
    /// The end comes by itself, soon after the clock has passed it; how soon, a test need not know.
    template <class Condition>
    static bool comes_true(Condition condition) {
        for (int i = 0; i < 500; ++i) {
            if (condition()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }
    std::string in(std::chrono::minutes time) { return to_text(gatehouse.clock().now() + time); }

    Gatehouse gatehouse{{.default_access = service::DefaultAccess::closed}};
    Client api = gatehouse.admin();
    std::string ada = gatehouse.user("ada");
    std::int64_t group = gatehouse.group("support", {});
    std::string support = std::to_string(group);
    std::string tickets = gatehouse.folder("tickets");
    std::string inbox = gatehouse.app("inbox", tickets);
};

TEST_F(Grants, say_where_they_came_from) {
    auto const made = put(subject("group", support), of_type("folder", tickets), "edit");
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_THAT(made.json.keys(),
                ElementsAre("subject", "object", "access_level", "origin", "given_by", "run", "expires_at", "created_at"));
    EXPECT_EQ(made["subject"]["id"], support);
    EXPECT_EQ(made["object"]["id"], tickets);
    EXPECT_EQ(made["origin"], "api");
    EXPECT_EQ(made["given_by"], gatehouse.admin_user());
    EXPECT_TRUE(made["expires_at"].is_null());
    EXPECT_EQ(api.get(own("/grants"))["data"][0], made.json);
}

TEST_F(Grants, of_the_contract_are_the_same_grants) {
    api.post("/permissions/grant", {{"subject", group_subject(group)}, {"object", of_type("folder", tickets)}, {"access_level", "own"}});
    EXPECT_THAT(listed(""), ElementsAre(support + " folder " + tickets + " own"));
}

TEST_F(Grants, reach_every_kind_of_object) {
    auto const workflow = api.post(own("/workflows"), {{"name", "sync"}})["id"].text();
    auto const agent = api.post(own("/agents"), {{"name", "helper"}})["id"].text();
    auto const query = api.post(own("/queries"), {{"name", "orders"}})["id"].text();
    auto const page = api.post(own("/apps/" + inbox + "/pages"), {{"name", "home"}})["id"].text();
    EXPECT_EQ(put(subject("user", ada), of_type("workflow", workflow), "own").status, 200);
    EXPECT_EQ(put(subject("user", ada), of_type("agent", agent), "use").status, 200);
    EXPECT_EQ(put(subject("user", ada), of_type("query", query), "edit").status, 200);
    EXPECT_THAT(put(subject("user", ada), of_type("query", query), "own"), IsRefused(422, "can be used or edited, not owned"));
    EXPECT_EQ(put(subject("group", support), of_type("screen", page), "use").status, 200);
    EXPECT_THAT(listed("?subject_type=user&subject_id=" + ada),
                ElementsAre(ada + " agent " + agent + " use", ada + " query " + query + " edit", ada + " workflow " + workflow + " own"));
    EXPECT_THAT(listed("?object_type=screen&object_id=" + page), ElementsAre(support + " screen " + page + " use"));
    EXPECT_EQ(api.get("/permissions/accessList/workflow/" + workflow)["data"]["user"].where("accessLevel", "own").missing(), false);
}

TEST_F(Grants, are_taken_away_one_by_one) {
    put(subject("user", ada), of_type("folder", tickets), "use");
    put(subject("user", ada), of_type("app", inbox), "own");
    auto const query = "?subject_type=user&subject_id=" + ada + "&object_type=folder&object_id=" + tickets;
    EXPECT_EQ(api.del(own("/grants" + query)).status, 204);
    EXPECT_THAT(listed(""), ElementsAre(ada + " app " + inbox + " own")) << "unlike the contract's revoke";
    EXPECT_THAT(api.del(own("/grants" + query)), IsRefused(404, "There is no such grant"));
    EXPECT_THAT(api.del(own("/grants?subject_type=user")), IsRefused(400, "all are required"));
    EXPECT_THAT(api.get(own("/grants?subject_id=1")), IsRefused(400, "subject_type and subject_id: both or neither"));
}

TEST_F(Grants, end_by_themselves_and_say_so_in_the_log) {
    auto const made = api.put(own("/grants"), {{"subject", subject("user", ada)},
                                               {"object", of_type("app", inbox)},
                                               {"access_level", "edit"},
                                               {"expires_at", in(std::chrono::minutes(10))}});
    EXPECT_EQ(made["expires_at"], in(std::chrono::minutes(10)));
    EXPECT_TRUE(reaches(inbox));
    gatehouse.clock().advance(std::chrono::minutes(9));
    EXPECT_TRUE(reaches(inbox));
    gatehouse.clock().advance(std::chrono::minutes(2));
    EXPECT_TRUE(comes_true([&] { return !reaches(inbox); }));
    EXPECT_THAT(listed(""), IsEmpty());
    auto const changes = api.get(own("/changes?after=" + std::to_string(made.revision())))["data"].all();
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0]["action"], "access.expire");
    EXPECT_EQ(changes[0]["actor"]["kind"], "system");
}

TEST_F(Grants, are_over_for_the_next_write_whoever_makes_it) {
    api.put(own("/grants"), {{"subject", subject("user", ada)},
                             {"object", of_type("app", inbox)},
                             {"access_level", "edit"},
                             {"expires_at", in(std::chrono::minutes(10))}});
    gatehouse.clock().advance(std::chrono::minutes(11));
    gatehouse.group("somebody else's business", {});
    EXPECT_FALSE(reaches(inbox));
}

TEST_F(Grants, keep_their_end_when_the_contract_changes_the_level) {
    auto const end = in(std::chrono::minutes(10));
    api.put(own("/grants"),
            {{"subject", subject("user", ada)}, {"object", of_type("app", inbox)}, {"access_level", "edit"}, {"expires_at", end}});
    api.post("/permissions/grant", {{"subject", user_subject(ada)}, {"object", of_type("app", inbox)}, {"access_level", "own"}});
    EXPECT_EQ(api.get(own("/grants"))["data"][0]["expires_at"], end);
    EXPECT_TRUE(put(subject("user", ada), of_type("app", inbox), "own")["expires_at"].is_null());
}

TEST_F(Grants, must_end_in_the_future) {
    EXPECT_THAT(api.put(own("/grants"), {{"subject", subject("user", ada)},
                                         {"object", of_type("app", inbox)},
                                         {"access_level", "edit"},
                                         {"expires_at", in(std::chrono::minutes(0))}}),
                IsRefused(400, "expires_at: must lie in the future"));
}

TEST_F(Grants, memberships_have_an_origin_and_an_end_too) {
    put(subject("group", support), of_type("app", inbox), "use");
    auto const path = own("/groups/" + support + "/members");
    auto const made = api.put(path + "/" + ada, {{"is_group_admin", true}, {"expires_at", in(std::chrono::minutes(10))}});
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_THAT(made.json.keys(),
                ElementsAre("user_id", "email", "is_group_admin", "origin", "given_by", "run", "expires_at", "created_at"));
    EXPECT_EQ(api.get(path)["data"][0], made.json);
    EXPECT_EQ(made["given_by"], gatehouse.admin_user());
    EXPECT_TRUE(reaches(inbox));
    gatehouse.clock().advance(std::chrono::minutes(11));
    EXPECT_TRUE(comes_true([&] { return !reaches(inbox); }));
    EXPECT_THAT(api.get(path)["data"].all(), IsEmpty());
    EXPECT_THAT(api.put(own("/groups/1/members/" + ada), "{}"), IsRefused(403, "Everybody is a member"));
}

TEST_F(Grants, the_last_admin_stays_for_good) {
    auto const admin = gatehouse.admin_user();
    auto const path = own("/groups/2/members");
    EXPECT_EQ(api.put(path + "/" + admin, {{"expires_at", in(std::chrono::minutes(10))}}).status, 200);
    gatehouse.clock().advance(std::chrono::minutes(11));
    EXPECT_TRUE(comes_true([&] { return api.get(path)["data"][0]["expires_at"].is_null(); }));
    EXPECT_EQ(api.get("/users/" + admin)["data"]["is_admin"], true);
}

}  // namespace
}  // namespace gatehouse::api_test
