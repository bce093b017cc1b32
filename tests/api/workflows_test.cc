// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <set>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

class Workflows : public testing::Test {
protected:
    std::string add(std::string const& name) { return api.post(all, {{"name", name}})["id"].text(); }

    Gatehouse gatehouse;
    Client api = gatehouse.admin();
    std::string all = own("/workflows");
};

TEST_F(Workflows, are_made_by_our_own_api_and_read_through_the_contract) {
    auto const folder = gatehouse.folder("nightly", {}, "workflow");
    auto const made = api.post(all, {{"name", "sync"},
                                     {"description", "Orders"},
                                     {"crontab", "0 4 * * 1-5"},
                                     {"timezone", "Europe/Berlin"},
                                     {"is_enabled", true},
                                     {"folder_id", folder},
                                     {"protected", true}});
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_THAT(made.json.keys(), ElementsAre("id", "name", "description", "crontab", "timezone", "is_enabled", "folder_id", "protected",
                                              "created_by", "created_at", "updated_at"));
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["name"], "sync");
    EXPECT_EQ(made["description"], "Orders");
    EXPECT_EQ(made["crontab"], "0 4 * * 1-5");
    EXPECT_EQ(made["timezone"], "Europe/Berlin");
    EXPECT_EQ(made["is_enabled"], true);
    EXPECT_EQ(made["folder_id"], folder);
    EXPECT_EQ(made["protected"], true);
    EXPECT_EQ(made["created_by"].value(), api.get("/users/" + gatehouse.admin_user())["data"]["legacy_id"].value()) << "a number";
    EXPECT_EQ(made["created_at"], "2026-01-05T08:00:00.000Z");
    auto const one = api.get("/workflows/" + made["id"].text());
    EXPECT_THAT(one.json.keys(), ElementsAre("success", "data"));
    EXPECT_EQ(one["data"], made.json);
    auto const list = api.get("/workflows");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["data"][0], made.json);
}

TEST_F(Workflows, need_a_name_alone) {
    auto const made = api.post(all, {{"name", "sync"}});
    for (auto const* key : {"description", "crontab", "timezone"}) EXPECT_TRUE(made[key].is_null()) << key;
    EXPECT_EQ(made["is_enabled"], false);
    EXPECT_EQ(made["protected"], false);
    EXPECT_EQ(made["folder_id"], api.get("/folders")["data"].where("folder_type", "workflow")["id"].text());
    EXPECT_THAT(api.post(all, {{"name", "sync"}}), IsRefused(409, "'sync' exists in that folder already"));
    EXPECT_THAT(api.post(all, "{}"), IsRefused(400, "name: is required"));
    EXPECT_THAT(api.post(all, {{"name", "x"}, {"folder_id", "app_1"}}), IsRefused(422, "is no folder of type workflow"));
    EXPECT_THAT(api.post(all, {{"name", "x"}, {"folder_id", "1"}}), IsRefused(422, "app_1 holds apps, not workflows"));
    EXPECT_THAT(api.post(all, {{"name", "x"}, {"owner", "me"}}), IsRefused(400, "owner: is not a field here"));
}

TEST_F(Workflows, are_listed_oldest_first) {
    for (auto const* name : {"c", "a", "b"}) {
        add(name);
        gatehouse.clock().advance(std::chrono::seconds(1));
    }
    EXPECT_THAT(api.get("/workflows")["data"].each("name"), ElementsAre("c", "a", "b"));
    EXPECT_EQ(api.get("/workflows")["total_count"], 3);
}

TEST_F(Workflows, have_a_schedule_in_a_time_zone) {
    auto const path = all + "/" + add("sync");
    EXPECT_EQ(api.patch(path, {{"crontab", "*/5 * * * *"}, {"timezone", "UTC"}})["crontab"], "*/5 * * * *");
    EXPECT_THAT(api.patch(path, {{"crontab", "61 * * * *"}}), IsRefused(400, "crontab: minute: '61' is none"));
    EXPECT_THAT(api.patch(path, {{"crontab", "* * * *"}}), IsRefused(400, "crontab: '* * * *' has 4 fields"));
    EXPECT_THAT(api.patch(path, {{"timezone", "Berlin"}}), IsRefused(400, "timezone: 'Berlin' is not a time zone"));
    auto const cleared = api.patch(path, {{"crontab", nullptr}, {"timezone", nullptr}});
    EXPECT_TRUE(cleared["crontab"].is_null());
    EXPECT_TRUE(cleared["timezone"].is_null());
}

TEST_F(Workflows, are_changed_and_moved) {
    auto const id = add("sync");
    add("other");
    auto const folder = gatehouse.folder("f", {}, "workflow");
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const changed = api.patch(
        all + "/" + id, {{"name", "copy"}, {"description", "d"}, {"is_enabled", true}, {"folder_id", folder}, {"protected", true}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed["name"], "copy");
    EXPECT_EQ(changed["description"], "d");
    EXPECT_EQ(changed["is_enabled"], true);
    EXPECT_EQ(changed["folder_id"], folder);
    EXPECT_EQ(changed["protected"], true);
    EXPECT_EQ(changed["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(changed["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(api.get("/workflows/" + id)["data"], changed.json);
    EXPECT_THAT(api.patch(all + "/" + id, {{"name", "other"}, {"folder_id", "workflow_5"}}), HasStatus(409));
    EXPECT_THAT(api.patch(all + "/" + id, {{"folder_id", "workflow_6"}}), IsRefused(422, "Nothing can be put under 'archive'"));
    auto const before = api.get("/workflows");
    EXPECT_EQ(api.patch(all + "/" + id, "{}").json, changed.json);
    EXPECT_EQ(api.get("/workflows").revision(), before.revision()) << "nothing changed";
}

TEST_F(Workflows, are_written_with_a_scope_of_their_own) {
    auto reader = gatehouse.with_scopes({"workflows:read"});
    auto writer = gatehouse.with_scopes({"workflows:write"});
    EXPECT_THAT(reader.post(all, {{"name", "x"}}), IsRefused(403, "\"workflows:write\""));
    EXPECT_EQ(writer.post(all, {{"name", "x"}}).status, 201);
    EXPECT_EQ(writer.get("/workflows").status, 200) << "write gives read";
}

class WorkflowRuns : public Workflows {
protected:
    std::string report(std::string const& status) {
        gatehouse.clock().advance(std::chrono::milliseconds(1));
        return api.post(runs, {{"status", status}, {"trigger_type", "schedule"}})["id"].text();
    }

    std::string workflow = add("sync");
    std::string runs = all + "/" + workflow + "/runs";
};

TEST_F(WorkflowRuns, are_reported_and_read_back_without_envelope) {
    auto const made = api.post(runs, {{"status", "SUCCESS"}, {"trigger_type", "webhook"}, {"trigger_id", unknown_uuid}});
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_THAT(made.json.keys(), ElementsAre("status", "workflow_id", "id", "trigger_type", "trigger_id", "created_at"));
    EXPECT_EQ(made["status"], "SUCCESS");
    EXPECT_EQ(made["workflow_id"], workflow);
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["trigger_type"], "webhook");
    EXPECT_EQ(made["trigger_id"], unknown_uuid);
    EXPECT_EQ(made["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(api.get("/workflow_run/" + made["id"].text()).json, made.json);
    EXPECT_THAT(api.post(runs, {{"status", "x"}, {"trigger_type", "x"}})["trigger_id"].text(), MatchesRegex(uuid_form));
}

TEST_F(WorkflowRuns, name_the_field_that_is_not_what_it_must_be) {
    EXPECT_THAT(api.post(runs, "{}"), IsRefused(400, "status: is required; trigger_type: is required"));
    EXPECT_THAT(api.post(runs, {{"status", ""}, {"trigger_type", "x"}}), IsRefused(400, "status: must have at least 1 character"));
    EXPECT_THAT(api.post(runs, {{"status", "x"}, {"trigger_type", "x"}, {"trigger_id", "x"}}), IsRefused(400, "trigger_id: 'x' is not"));
    EXPECT_THAT(api.get("/workflow_run/" + std::string(unknown_uuid)), IsRefused(404, "No workflow run"));
}

TEST_F(WorkflowRuns, are_listed_newest_first_in_pages) {
    for (auto const* status : {"a", "b", "c", "d", "e"}) report(status);
    auto const whole = api.get(runs);
    EXPECT_THAT(whole["data"].each("status"), ElementsAre("e", "d", "c", "b", "a"));
    EXPECT_EQ(whole["total_count"], 5);
    EXPECT_EQ(whole["has_more"], false);
    EXPECT_TRUE(whole["next_token"].is_null());
    auto const first = api.get(runs + "?limit=2");
    EXPECT_THAT(first["data"].each("status"), ElementsAre("e", "d"));
    EXPECT_EQ(first["total_count"], 5);
    EXPECT_EQ(first["has_more"], true);
    auto const second = api.get(runs + "?limit=2&before=" + first["next_token"].text());
    EXPECT_THAT(second["data"].each("status"), ElementsAre("c", "b"));
    auto const third = api.get(runs + "?limit=2&before=" + second["next_token"].text());
    EXPECT_THAT(third["data"].each("status"), ElementsAre("a"));
    EXPECT_EQ(third["has_more"], false);
}

TEST_F(WorkflowRuns, of_one_moment_are_each_on_one_page) {
    for (int i = 0; i < 5; ++i) api.post(runs, {{"status", "x"}, {"trigger_type", "x"}});
    std::set<std::string> seen;
    std::string from;
    for (int page = 0; page < 3; ++page) {
        auto const answer = api.get(runs + "?limit=2" + from);
        for (auto const& id : answer["data"].each("id")) EXPECT_TRUE(seen.insert(id).second) << id;
        from = "&before=" + answer["next_token"].text();
    }
    EXPECT_EQ(seen.size(), 5u);
}

TEST_F(WorkflowRuns, are_a_hundred_on_a_page_at_most) {
    for (int i = 0; i < 101; ++i) report("x");
    EXPECT_EQ(api.get(runs)["data"].size(), 100u);
    EXPECT_EQ(api.get(runs)["has_more"], true);
    for (auto const* bad : {"0", "101", "x"})
        EXPECT_THAT(api.get(runs + "?limit=" + bad), IsRefused(400, "query parameter limit: must be a whole number from 1 to 100")) << bad;
}

TEST_F(WorkflowRuns, are_asked_for_before_one_of_the_same_workflow) {
    auto const run = report("x");
    auto const other = all + "/" + add("other") + "/runs";
    EXPECT_THAT(api.get(other + "?before=" + run), IsRefused(400, "query parameter before: '" + run + "' is no run of this workflow"));
    EXPECT_THAT(api.get(runs + "?before=" + unknown_uuid), IsRefused(400, "is no run of this workflow"));
    EXPECT_THAT(api.get(runs + "?before=x"), IsRefused(400, "query parameter before"));
    EXPECT_THAT(api.get(other)["data"].all(), IsEmpty());
}

TEST_F(WorkflowRuns, go_with_their_workflow) {
    auto const run = report("x");
    EXPECT_EQ(api.del(all + "/" + workflow).status, 204);
    EXPECT_THAT(api.get("/workflows/" + workflow), IsRefused(404, "No workflow"));
    EXPECT_THAT(api.get("/workflow_run/" + run), HasStatus(404));
    EXPECT_THAT(api.get(runs), HasStatus(404));
    EXPECT_THAT(api.del(all + "/" + workflow), HasStatus(404));
}

}  // namespace
}  // namespace gatehouse::api_test
