// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>
#include <barrier>
#include <set>
#include <thread>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

/// Runs `work(i)` on so many threads that all begin at once. Expectations belong after it, or in EXPECT (which is safe on threads).
template <class Work>
void at_once(int count, Work work) {
    std::barrier start(count);
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            work(i);
        });
    for (auto& thread : threads) thread.join();
}

TEST(WritersAtOnce, lose_nothing_and_number_without_holes) {
    Gatehouse gatehouse({.threads = 2});
    constexpr int writers = 8, each = 12;
    auto const folder = gatehouse.folder("tickets");
    at_once(writers, [&](int writer) {
        auto api = gatehouse.admin();
        for (int i = 0; i < each; ++i) {
            auto const name = fmt::format("w{}n{}", writer, i);
            auto const user = api.post("/users", {{"email", name + "@example.com"}, {"first_name", "A"}, {"last_name", "L"}});
            EXPECT_EQ(user.status, 200) << user.body;
            auto const group = api.post("/groups", {{"name", name}, {"members", Array{member(user["data"]["id"].text())}}});
            EXPECT_EQ(group.status, 200) << group.body;
            auto const granted = api.post("/permissions/grant", {{"subject", group_subject(group["data"]["id"].number())},
                                                                 {"object", of_type("folder", folder)},
                                                                 {"access_level", "edit"}});
            EXPECT_EQ(granted.status, 200) << granted.body;
            EXPECT_GT(granted.revision(), group.revision());
            auto const seen = api.get("/groups/" + group["data"]["id"].text());
            EXPECT_EQ(seen["data"]["members"].size(), 1u) << "a writer reads its own writes";
            EXPECT_GE(seen.revision(), granted.revision());
        }
    });

    auto api = gatehouse.admin();
    auto const numbers = [](Json const& list, std::size_t from) {
        std::vector<std::int64_t> found;
        for (auto const& one : list.all())
            if (one["legacy_id"].number() >= std::int64_t(from)) found.push_back(one["legacy_id"].number());
        return found;
    };
    std::vector<std::int64_t> users(writers * each), groups(writers * each);
    for (int i = 0; i < writers * each; ++i) {
        users[std::size_t(i)] = 2 + i;
        groups[std::size_t(i)] = 5 + i;
    }
    EXPECT_EQ(numbers(api.get("/users")["data"], 2), users);
    EXPECT_EQ(numbers(api.get("/groups")["data"], 5), groups);
    EXPECT_EQ(api.get("/permissions/accessList/folder/" + folder)["data"]["group"].size(), 4u + writers * each);

    // The feed: every revision once, in order, each from one request.
    std::int64_t at = 0, last = 0;
    std::set<std::string> requests;
    std::size_t created = 0;
    for (bool more = true; more;) {
        auto const page = api.get(own(fmt::format("/changes?after={}&limit=50", at)));
        for (auto const& change : page["data"].all()) {
            if (change["revision"] != last) {
                EXPECT_EQ(change["revision"], last + 1);
                last = change["revision"].number();
                if (last > 1) {
                    EXPECT_TRUE(requests.insert(change["request_id"].text()).second) << "one request, one revision";
                }
            } else if (last > 1) {
                EXPECT_TRUE(requests.contains(change["request_id"].text()));
            }
            created += change["action"] == "user.create";
        }
        at = page["next_after"].number();
        more = page["has_more"] == true;
    }
    EXPECT_EQ(last, api.get("/groups").revision());
    EXPECT_EQ(created, std::size_t(writers * each));
    auto const health = gatehouse.operate(http::Method::post, "/admin/doctor");
    for (auto const* key : {"database", "chain", "engine"}) EXPECT_EQ(health[key], "") << health.body;
}

TEST(WritersAtOnce, who_want_the_same_name_get_it_once) {
    Gatehouse gatehouse({.threads = 2});
    std::array<int, 8> users{}, groups{}, folders{};
    at_once(8, [&](int i) {
        auto api = gatehouse.admin();
        auto const at = std::size_t(i);
        users[at] =
            api.post("/users", {{"email", i % 2 ? "ada@example.com" : "ADA@example.com"}, {"first_name", "A"}, {"last_name", "L"}}).status;
        groups[at] = api.post("/groups", {{"name", "support"}}).status;
        folders[at] = api.post("/folders", {{"name", "tickets"}, {"folder_type", "app"}}).status;
    });
    for (auto const* statuses : {&users, &groups, &folders})
        EXPECT_THAT(*statuses, UnorderedElementsAre(200, 409, 409, 409, 409, 409, 409, 409));
}

TEST(WritersAtOnce, who_add_members_to_one_group_all_succeed) {
    Gatehouse gatehouse({.threads = 2});
    auto const path = fmt::format("/groups/{}", gatehouse.group("support"));
    std::vector<std::string> people;
    for (int i = 0; i < 16; ++i) people.push_back(gatehouse.user(fmt::format("u{}", i)));
    at_once(8, [&](int i) {
        auto api = gatehouse.admin();
        auto const first = people[std::size_t(i) * 2], second = people[std::size_t(i) * 2 + 1];
        EXPECT_EQ(api.post(path + "/members", {{"members", Array{member(first)}}}).status, 200);
        EXPECT_EQ(api.patch_one(path, "add", "/members/-", member(second)).status, 200);
    });
    EXPECT_EQ(gatehouse.admin().get(path)["data"]["members"].size(), 16u);
}

TEST(WritersAtOnce, cannot_move_two_folders_into_each_other) {
    Gatehouse gatehouse({.threads = 2});
    auto api = gatehouse.admin();
    for (int round = 0; round < 10; ++round) {
        auto const a = gatehouse.folder(fmt::format("a{}", round)), b = gatehouse.folder(fmt::format("b{}", round));
        std::array<int, 2> statuses{};
        at_once(2, [&](int i) {
            statuses[std::size_t(i)] = gatehouse.admin().replace("/folders/" + (i ? a : b), "/parent_folder_id", i ? b : a).status;
        });
        EXPECT_THAT(statuses, UnorderedElementsAre(200, 422));
    }
}

TEST(WritersAtOnce, leave_one_of_two_admins) {
    Gatehouse gatehouse({.threads = 2});
    auto api = gatehouse.admin();
    std::array const admins{gatehouse.admin_user(), gatehouse.user("ada")};
    auto const both = Array{member(admins[0]), member(admins[1])};
    auto const remove = [&](int route, std::string const& who, std::string const& other) {
        auto client = gatehouse.admin();
        if (route == 0) return client.del("/groups/2/members/" + who).status;
        if (route == 1) return client.put("/groups/2", {{"members", Array{member(other)}}}).status;
        return client.patch_one("/groups/2", "remove", "/members/0").status;
    };
    for (int round = 0; round < 10; ++round) {
        ASSERT_EQ(api.put("/groups/2", {{"members", both}}).status, 200);
        std::array<int, 2> statuses{};
        at_once(2, [&](int i) { statuses[std::size_t(i)] = remove(0, admins[std::size_t(i)], {}); });
        EXPECT_THAT(statuses, UnorderedElementsAre(200, 409)) << "removing members";

        ASSERT_EQ(api.put("/groups/2", {{"members", both}}).status, 200);
        at_once(2, [&](int i) { statuses[std::size_t(i)] = remove(2, {}, {}); });
        EXPECT_THAT(statuses, UnorderedElementsAre(200, 409)) << "patching members";

        ASSERT_EQ(api.put("/groups/2", {{"members", both}}).status, 200);
        at_once(2, [&](int i) { remove(1, admins[std::size_t(i)], admins[std::size_t(1 - i)]); });
        EXPECT_EQ(api.get("/groups/2")["data"]["members"].size(), 1u) << "the later one put its own list, which has an admin";
    }
}

TEST(WritersAtOnce, leave_one_of_two_admins_when_both_are_disabled) {
    Gatehouse gatehouse({.threads = 2});
    auto api = gatehouse.admin();
    auto const bob = gatehouse.user("bob"), ada = gatehouse.user("ada");
    for (int round = 0; round < 10; ++round) {
        // The token's owner steps down, so that the token outlives the race.
        ASSERT_EQ(api.put("/groups/2", {{"members", Array{member(ada), member(bob)}}}).status, 200);
        std::array<int, 2> statuses{};
        at_once(2, [&](int i) {
            auto client = gatehouse.admin();
            statuses[std::size_t(i)] = round % 2 ? client.del("/users/" + (i ? ada : bob)).status
                                                 : client.replace("/users/" + (i ? ada : bob), "/active", false).status;
        });
        EXPECT_THAT(statuses, UnorderedElementsAre(round % 2 ? 204 : 200, 409));
        for (auto const& who : {ada, bob}) ASSERT_EQ(api.replace("/users/" + who, "/active", true).status, 200);
    }
}

TEST(Revocation, holds_for_every_request_after_its_answer) {
    Gatehouse gatehouse({.threads = 2});
    auto api = gatehouse.admin();
    for (int round = 0; round < 5; ++round) {
        auto const made = api.post(own("/access_tokens"), {{"label", "brief"}, {"scopes", Array{"groups:write"}}});
        auto const secret = made["access_token"].text();
        std::atomic<bool> revoked{false};
        std::atomic<int> early{0};
        std::barrier start(5);
        std::vector<std::thread> users;
        for (int i = 0; i < 4; ++i)
            users.emplace_back([&, i] {
                auto client = gatehouse.client(secret);
                start.arrive_and_wait();
                for (int n = 0; n < 200; ++n) {
                    bool const after = revoked.load();  // before the request is sent
                    auto const status = i % 2 ? client.get("/groups/1").status
                                              : client.post("/groups", {{"name", fmt::format("r{}i{}n{}", round, i, n)}}).status;
                    if (after) {
                        EXPECT_EQ(status, 401);
                        return;
                    }
                    EXPECT_TRUE(status == 200 || status == 401) << status;
                    early += status == 200;
                }
            });
        start.arrive_and_wait();
        while (early.load() < 8) std::this_thread::yield();
        EXPECT_EQ(api.del(own("/access_tokens/") + made["id"].text()).status, 204);
        revoked = true;
        for (auto& user : users) user.join();
    }
}

}  // namespace
}  // namespace gatehouse::api_test
