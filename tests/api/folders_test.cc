// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;

TEST(FolderList, of_a_fresh_space_has_the_system_folders_roots_first) {
    Gatehouse gatehouse;
    auto const list = gatehouse.admin().get("/folders");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["total_count"], 8);
    EXPECT_THAT(list["data"].each("id"),
                ElementsAre("app_1", "app_2", "app_3", "resource_4", "workflow_5", "workflow_6", "agent_7", "library_8"));
    EXPECT_THAT(list["data"].each("name"), ElementsAre("root", "archive", "personalRoot", "root", "root", "archive", "root", "root"));
    EXPECT_THAT(list["data"].each("parent_folder_id"), ElementsAre("null", "app_1", "null", "null", "null", "workflow_5", "null", "null"));
    for (auto const& folder : list["data"].all()) EXPECT_EQ(folder["is_system_folder"], true);
}

TEST(FolderList, sorts_by_type_and_then_by_number) {
    Gatehouse gatehouse;
    for (int i = 0; i < 3; ++i) {
        gatehouse.folder(fmt::format("w{}", i), {}, "workflow");
        gatehouse.folder(fmt::format("a{}", i));
    }
    EXPECT_THAT(gatehouse.admin().get("/folders")["data"].each("id"),
                ElementsAre("app_1", "app_2", "app_3", "app_10", "app_12", "app_14", "resource_4", "workflow_5", "workflow_6", "workflow_9",
                            "workflow_11", "workflow_13", "agent_7", "library_8"));
}

TEST(CreatingAFolder, answers_it_as_recorded) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/folders", {{"name", "tickets"}, {"folder_type", "app"}});
    EXPECT_EQ(made.status, 200);
    auto const folder = made["data"];
    EXPECT_THAT(folder.keys(),
                ElementsAre("id", "legacy_id", "name", "parent_folder_id", "is_system_folder", "folder_type", "updated_at", "created_at"));
    EXPECT_EQ(folder["id"], "app_9");
    EXPECT_EQ(folder["legacy_id"], "app_9");
    EXPECT_EQ(folder["parent_folder_id"], "app_1");
    EXPECT_EQ(folder["is_system_folder"], false);
    EXPECT_EQ(folder["folder_type"], "app");
    EXPECT_EQ(folder["created_at"], folder["updated_at"].text());
    EXPECT_EQ(api.get("/folders/app_9")["data"], folder);
}

TEST(CreatingAFolder, puts_it_under_the_root_of_its_type_unless_told_otherwise) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const& [type, root] : {std::pair("app", "app_1"), std::pair("resource", "resource_4"), std::pair("workflow", "workflow_5"),
                                     std::pair("agent", "agent_7"), std::pair("library", "library_8")}) {
        auto const made = api.post("/folders", {{"name", "x"}, {"folder_type", type}, {"parent_folder_id", nullptr}});
        EXPECT_EQ(made["data"]["parent_folder_id"], root) << made.body;
        auto const inside = api.post("/folders", {{"name", "x"}, {"folder_type", type}, {"parent_folder_id", made["data"]["id"].text()}});
        EXPECT_EQ(inside["data"]["parent_folder_id"], made["data"]["id"].text());
    }
}

TEST(CreatingAFolder, names_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/folders", "{}"), IsRefused(400, "name: is required; folder_type: is required"));
    EXPECT_THAT(api.post("/folders", {{"name", ""}, {"folder_type", "app"}}), IsRefused(400, "name: must have at least 1 character"));
    EXPECT_THAT(api.post("/folders", {{"name", "x"}, {"folder_type", "file"}}),
                IsRefused(400, "folder_type: must be one of app, resource, workflow, agent, library, not 'file'"));
    EXPECT_THAT(api.post("/folders", {{"name", "x"}, {"folder_type", "app"}, {"parent_folder_id", 1}}),
                IsRefused(400, "parent_folder_id: expected a string"));
    for (auto const* bad : {"", "root", "app_", "app_0", "app_01", "app_x", "file_6", "app_-1", "app_1 "})
        EXPECT_THAT(api.post("/folders", {{"name", "x"}, {"folder_type", "app"}, {"parent_folder_id", bad}}),
                    IsRefused(400, "parent_folder_id: "))
            << bad;
    EXPECT_EQ(api.post("/folders", {{"name", "x"}, {"folder_type", "app"}, {"colour", 1}}).status, 200) << "the body is open";
}

TEST(CreatingAFolder, refuses_parents_that_cannot_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const in = [&](char const* parent) { return Content{{"name", "x"}, {"folder_type", "app"}, {"parent_folder_id", parent}}; };
    EXPECT_THAT(api.post("/folders", in("app_99")), IsRefused(422, "99"));
    EXPECT_THAT(api.post("/folders", in("resource_4")), IsRefused(422, "resource_4"));
    EXPECT_THAT(api.post("/folders", in("app_4")), IsRefused(422, "resource_4 holds resources")) << "a wrong type in the id";
    EXPECT_THAT(api.post("/folders", in("app_2")), IsRefused(422, "archive"));
    EXPECT_THAT(api.post("/folders", in("app_3")), IsRefused(422, "personalRoot"));
    EXPECT_EQ(api.get("/folders")["total_count"], 8);
}

TEST(CreatingAFolder, refuses_a_name_that_its_parent_holds) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const tickets = gatehouse.folder("tickets");
    EXPECT_THAT(api.post("/folders", {{"name", "tickets"}, {"folder_type", "app"}}), IsRefused(409, tickets));
    EXPECT_THAT(api.post("/folders", {{"name", "archive"}, {"folder_type", "app"}}), HasStatus(409));
    EXPECT_EQ(api.post("/folders", {{"name", "tickets"}, {"folder_type", "workflow"}}).status, 200);
    EXPECT_EQ(api.post("/folders", {{"name", "tickets"}, {"folder_type", "app"}, {"parent_folder_id", tickets}}).status, 200);
}

TEST(CreatingAFolder, stops_at_a_hundred_levels) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    std::string at = "app_1";
    for (int depth = 2; depth <= 100; ++depth) at = gatehouse.folder("x", at, "app", &api);
    EXPECT_THAT(api.post("/folders", {{"name", "x"}, {"folder_type", "app"}, {"parent_folder_id", at}}),
                IsRefused(422, "at most 100 deep"));
    auto const tall = gatehouse.folder("tall");
    gatehouse.folder("top", tall);
    auto const parent = api.get("/folders/" + at)["data"]["parent_folder_id"].text();
    EXPECT_THAT(api.replace("/folders/" + tall, "/parent_folder_id", parent), IsRefused(422, "at most 100 deep"));
}

TEST(GettingAFolder, takes_the_bare_number_too) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_EQ(api.get("/folders/4")["data"]["id"], "resource_4");
    EXPECT_EQ(api.get("/folders/resource_4").status, 200);
    EXPECT_THAT(api.get("/folders/app_4"), IsRefused(404, "No folder 'app_4' found for organization"));
    EXPECT_THAT(api.get("/folders/99"), HasStatus(404));
    for (auto const* bad : {"x", "0", "app_", "file_1", "app_1x"})
        EXPECT_THAT(api.get(fmt::format("/folders/{}", bad)), HasStatus(400)) << bad;
}

TEST(PatchingAFolder, renames_and_moves) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a"), b = gatehouse.folder("b");
    gatehouse.clock().advance(std::chrono::seconds(3));
    EXPECT_EQ(api.replace("/folders/" + a, "/name", "A")["data"]["name"], "A");
    auto const moved = api.replace("/folders/" + a, "parent_folder_id", b);
    EXPECT_EQ(moved.status, 200);
    EXPECT_EQ(moved["data"]["parent_folder_id"], b);
    EXPECT_EQ(moved["data"]["updated_at"], "2026-01-05T08:00:03.000Z");
    EXPECT_EQ(moved["data"]["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(api.get("/folders/" + a)["data"], moved["data"]);
    auto const both = api.patch("/folders/" + a, R"({"operations": [{"op": "replace", "path": "/name", "value": "C"},
                                                                    {"op": "replace", "path": "/parent_folder_id", "value": "app_1"}]})");
    EXPECT_EQ(both["data"]["name"], "C");
    EXPECT_EQ(both["data"]["parent_folder_id"], "app_1");
}

TEST(PatchingAFolder, without_a_parent_moves_it_to_the_top) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a");
    auto const b = gatehouse.folder("b", a), c = gatehouse.folder("c", a);
    EXPECT_EQ(api.replace("/folders/" + b, "/parent_folder_id", nullptr)["data"]["parent_folder_id"], "app_1");
    auto const removed = api.patch_one("/folders/" + c, "remove", "/parent_folder_id");
    EXPECT_EQ(removed.status, 200) << removed.body;
    EXPECT_EQ(removed["data"]["parent_folder_id"], "app_1");
}

TEST(PatchingAFolder, knows_all_six_operations) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const path = "/folders/" + gatehouse.folder("a");
    auto const patch = [&](char const* operations) { return api.patch(path, fmt::format(R"({{"operations": {}}})", operations)); };
    EXPECT_EQ(patch(R"([{"op": "add", "path": "/name", "value": "b"}])")["data"]["name"], "b");
    EXPECT_EQ(patch(R"([{"op": "test", "path": "/name", "value": "b"}, {"op": "replace", "path": "/name", "value": "c"}])")["data"]["name"],
              "c");
    EXPECT_THAT(patch(R"([{"op": "test", "path": "/name", "value": "b"}, {"op": "replace", "path": "/name", "value": "d"}])"),
                IsRefused(400, "the test does not hold"));
    EXPECT_EQ(patch(R"([{"op": "test", "path": "/parent_folder_id", "value": "app_1"}])").status, 200);
    EXPECT_EQ(patch(R"([{"op": "copy", "from": "/parent_folder_id", "path": "/name"}])")["data"]["name"], "app_1");
    EXPECT_EQ(patch(R"([{"op": "add", "path": "/name", "value": "app_1"}, {"op": "move", "from": "name", "path": "parent_folder_id"},
                        {"op": "add", "path": "/name", "value": "z"}])")["data"]["name"],
              "z");
    EXPECT_THAT(patch(R"([{"op": "move", "from": "/name", "path": "/parent_folder_id"}])"), HasStatus(400)) << "no name is left";
    EXPECT_THAT(patch(R"([{"op": "move", "path": "/name"}])"), IsRefused(400, "from: is required"));
    EXPECT_THAT(patch(R"([{"op": "copy", "from": "/id", "path": "/name"}])"), IsRefused(400, "'/id' cannot be changed here"));
    EXPECT_THAT(patch(R"([{"op": "remove", "path": "/name"}])"), IsRefused(400, "name: is required"));
    EXPECT_THAT(patch(R"([{"op": "test", "path": "/name"}])"), IsRefused(400, "a value is required"));
    EXPECT_THAT(patch(R"([{"op": "replace", "path": "/folder_type", "value": "workflow"}])"), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(patch(R"([{"op": "replace", "path": "/is_system_folder", "value": true}])"), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(patch(R"([{"op": "replace", "path": "/parent_folder_id", "value": "nowhere"}])"),
                IsRefused(400, "Patched document failed schema validation: parent_folder_id"));
}

TEST(PatchingAFolder, makes_no_cycles) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a");
    auto const b = gatehouse.folder("b", a);
    auto const c = gatehouse.folder("c", b);
    for (auto const& parent : {a, b, c})
        EXPECT_THAT(api.replace("/folders/" + a, "/parent_folder_id", parent),
                    IsRefused(422, "cannot be moved into itself or a folder below it"))
            << parent;
    EXPECT_EQ(api.replace("/folders/" + c, "/parent_folder_id", a).status, 200);
    EXPECT_EQ(api.replace("/folders/" + b, "/parent_folder_id", c).status, 200);
}

TEST(PatchingAFolder, refuses_places_and_names_as_creating_does) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a"), b = gatehouse.folder("b");
    gatehouse.folder("a", b);
    EXPECT_THAT(api.replace("/folders/" + a, "/name", "b"), HasStatus(409));
    EXPECT_THAT(api.replace("/folders/" + a, "/parent_folder_id", b), HasStatus(409));
    for (auto const* parent : {"app_99", "app_2", "app_3", "resource_4", "4"})
        EXPECT_THAT(api.replace("/folders/" + a, "/parent_folder_id", parent), HasStatus(422)) << parent;
    EXPECT_THAT(api.replace("/folders/app_99", "/name", "x"), HasStatus(404));
    EXPECT_THAT(api.replace("/folders/workflow_9", "/name", "x"), HasStatus(404)) << "app_9 it is";
}

TEST(SystemFolders, stay_as_they_are) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const& id : api.get("/folders")["data"].each("id")) {
        EXPECT_THAT(api.replace("/folders/" + id, "/name", "x"), IsRefused(422, "is a system folder")) << id;
        EXPECT_THAT(api.del("/folders/" + id), IsRefused(422, "is a system folder")) << id;
        EXPECT_THAT(api.del("/folders/" + id + "?recursive=true"), IsRefused(422, "is a system folder")) << id;
    }
    EXPECT_EQ(api.get("/folders")["total_count"], 8);
}

TEST(DeletingAFolder, needs_it_to_be_empty) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a");
    auto const b = gatehouse.folder("b", a);
    auto const with_app = gatehouse.folder("with app");
    gatehouse.app("inbox", with_app);
    EXPECT_THAT(api.del("/folders/" + a), IsRefused(422, "'a' (app_9) is not empty; 'recursive=true' deletes its contents too"));
    EXPECT_THAT(api.del("/folders/" + a + "?recursive=false"), HasStatus(422));
    EXPECT_THAT(api.del("/folders/" + with_app), HasStatus(422));
    EXPECT_EQ(api.del("/folders/" + b).status, 204);
    EXPECT_EQ(api.del("/folders/" + a).status, 204);
    EXPECT_THAT(api.del("/folders/" + a), HasStatus(404));
    EXPECT_THAT(api.get("/folders/" + a), HasStatus(404));
}

TEST(DeletingAFolder, takes_the_contents_of_app_folders_along_when_told_so) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const a = gatehouse.folder("a");
    auto const b = gatehouse.folder("b", a);
    auto const inside = gatehouse.app("inside", b);
    auto const outside = gatehouse.app("outside");
    auto const group = gatehouse.group("support");
    for (auto const& object : {of_type("folder", a), of_type("folder", b), of_type("app", inside), of_type("app", outside)})
        api.post("/permissions/grant", {{"subject", group_subject(group)}, {"object", object}, {"access_level", "use"}});
    api.replace(fmt::format("/groups/{}", group), "/landing_page_app_id", inside);
    EXPECT_EQ(api.del("/folders/" + a + "?recursive=true").status, 204);
    EXPECT_THAT(api.get("/folders/" + b), HasStatus(404));
    EXPECT_THAT(api.get(own("/apps/") + inside), HasStatus(404));
    EXPECT_EQ(api.get(own("/apps/") + outside).status, 200);
    EXPECT_TRUE(api.get(fmt::format("/groups/{}", group))["data"]["landing_page_app_id"].is_null());
    auto const granted = [&](char const* type) {
        return api.post("/permissions/listObjects", {{"subject", group_subject(group)}, {"object_type", type}})["data"].each("id");
    };
    EXPECT_THAT(granted("folder"), ElementsAre());
    EXPECT_THAT(granted("app"), ElementsAre(outside));
}

TEST(DeletingAFolder, of_any_type_needs_it_to_be_empty) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    struct {
        char const* type;
        char const* path;
        Object body;
    } const kinds[] = {
        {"app", "/apps", {{"name", "x"}}},           {"resource", "/resources", {{"display_name", "x"}, {"type", "restapi"}}},
        {"workflow", "/workflows", {{"name", "x"}}}, {"agent", "/agents", {{"name", "x"}}},
        {"library", "/queries", {{"name", "x"}}},
    };
    for (auto const& [type, path, body] : kinds) {
        SCOPED_TRACE(type);
        auto const folder = gatehouse.folder("full", {}, type);
        auto inside = body;
        inside["folder_id"] = folder;
        auto const made = api.post(own(path), inside);
        ASSERT_EQ(made.status, 201) << made.body;
        EXPECT_THAT(api.del("/folders/" + folder), IsRefused(422, "is not empty"));
        EXPECT_EQ(api.del(own(path) + "/" + made["id"].text()).status, 204);
        EXPECT_EQ(api.del("/folders/" + folder).status, 204);
    }
}

TEST(DeletingAFolder, of_another_kind_never_takes_contents_along) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const databases = gatehouse.folder("databases", {}, "resource");
    auto const orders = gatehouse.resource("orders", databases);
    EXPECT_THAT(api.del("/folders/" + databases + "?recursive=true"),
                IsRefused(422, "only app folders can be deleted with their contents"));
    EXPECT_EQ(api.get(own("/resources/") + orders).status, 200);
    EXPECT_EQ(api.del("/folders/" + gatehouse.folder("empty", {}, "workflow") + "?recursive=true").status, 204);
    EXPECT_THAT(api.del("/folders/" + databases + "?recursive=yes"), IsRefused(400, "query parameter recursive"));
}

}  // namespace
}  // namespace gatehouse::api_test
