// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

class Pages : public testing::Test {
protected:
    std::string add(std::string const& name) { return api.post(pages, {{"name", name}})["id"].text(); }
    std::vector<std::string> names() { return api.get(pages)["data"].each("name"); }
    std::vector<std::string> positions() { return api.get(pages)["data"].each("position"); }

    Gatehouse gatehouse;
    Client api = gatehouse.admin();
    std::string app = gatehouse.app("inbox");
    std::string pages = own("/apps/") + app + "/pages";
};

TEST_F(Pages, are_added_at_the_end_unless_told_otherwise) {
    auto const made = api.post(pages, {{"name", "home"}});
    EXPECT_EQ(made.status, 201);
    EXPECT_THAT(made.json.keys(), ElementsAre("id", "app_id", "name", "position", "created_at", "updated_at"));
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["app_id"], app);
    EXPECT_EQ(made["name"], "home");
    EXPECT_EQ(made["position"], 1);
    EXPECT_EQ(made["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(api.post(pages, {{"name", "detail"}})["position"], 2);
    EXPECT_EQ(api.post(pages, {{"name", "start"}, {"position", 1}})["position"], 1);
    EXPECT_EQ(api.post(pages, {{"name", "end"}, {"position", 9999}})["position"], 4);
    EXPECT_THAT(names(), ElementsAre("start", "home", "detail", "end"));
    EXPECT_THAT(positions(), ElementsAre("1", "2", "3", "4"));
    EXPECT_EQ(api.get(pages)["total_count"], 4);
}

TEST_F(Pages, are_renamed_and_moved_within_their_app) {
    auto const first = add("a");
    add("b");
    add("c");
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const moved = api.patch(pages + "/" + first, {{"position", 3}, {"name", "z"}});
    EXPECT_EQ(moved.status, 200) << moved.body;
    EXPECT_EQ(moved["position"], 3);
    EXPECT_EQ(moved["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_THAT(names(), ElementsAre("b", "c", "z"));
    EXPECT_THAT(positions(), ElementsAre("1", "2", "3"));
    EXPECT_EQ(api.patch(pages + "/" + first, {{"position", 1}})["position"], 1);
    EXPECT_THAT(names(), ElementsAre("z", "b", "c"));
    auto const before = api.get(pages).revision();
    EXPECT_EQ(api.patch(pages + "/" + first, "{}").status, 200);
    EXPECT_EQ(api.get(pages).revision(), before) << "nothing changed";
}

TEST_F(Pages, have_one_name_each_in_an_app) {
    auto const home = add("home");
    add("detail");
    EXPECT_THAT(api.post(pages, {{"name", "home"}}), IsRefused(409, "'home' exists in that app already"));
    EXPECT_THAT(api.patch(pages + "/" + home, {{"name", "detail"}}), HasStatus(409));
    EXPECT_EQ(api.patch(pages + "/" + home, {{"name", "home"}}).status, 200) << "its own name is free";
    EXPECT_EQ(api.post(own("/apps/") + gatehouse.app("other") + "/pages", {{"name", "home"}}).status, 201);
}

TEST_F(Pages, close_the_gap_that_one_leaves) {
    add("a");
    auto const b = add("b");
    add("c");
    EXPECT_EQ(api.del(pages + "/" + b).status, 204);
    EXPECT_THAT(api.del(pages + "/" + b), HasStatus(404));
    EXPECT_THAT(names(), ElementsAre("a", "c"));
    EXPECT_THAT(positions(), ElementsAre("1", "2"));
}

TEST_F(Pages, name_the_field_that_is_not_what_it_must_be) {
    auto const home = add("home");
    EXPECT_THAT(api.post(pages, "{}"), IsRefused(400, "name: is required"));
    EXPECT_THAT(api.post(pages, {{"name", ""}}), IsRefused(400, "name: must have at least 1 character"));
    EXPECT_THAT(api.post(pages, {{"name", "x"}, {"position", 0}}), IsRefused(400, "position: must be a whole number from 1"));
    EXPECT_THAT(api.patch(pages + "/" + home, {{"app_id", app}}), IsRefused(400, "app_id: is not a field here"));
}

TEST_F(Pages, are_found_in_their_app_alone) {
    auto const home = add("home");
    auto const other = own("/apps/") + gatehouse.app("other") + "/pages/";
    EXPECT_THAT(api.patch(other + home, {{"name", "x"}}), IsRefused(404, "No page '" + home + "' found in app"));
    EXPECT_THAT(api.del(other + home), HasStatus(404));
    EXPECT_THAT(names(), ElementsAre("home"));
}

TEST_F(Pages, go_with_their_app) {
    auto const home = add("home");
    auto const before = api.get(pages).revision();
    EXPECT_EQ(api.del(own("/apps/") + app).status, 204);
    EXPECT_THAT(api.get(pages), IsRefused(404, "No app"));
    auto const changes = api.get(own(fmt::format("/changes?after={}", before)))["data"];
    EXPECT_EQ(changes.where("kind", "page")["before"]["page"], home);
    EXPECT_THAT(changes.each("kind"), ElementsAre("page", "app")) << "one revision says it all";
}

}  // namespace
}  // namespace gatehouse::api_test
