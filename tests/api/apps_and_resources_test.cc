// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

/// Apps and resources differ in words only.
struct Kind {
    std::string path;
    std::string name_key;
    std::string root;
    std::string other_root;
    std::string folder_type;
    Object body;  // of the smallest one
};
void PrintTo(Kind const& kind, std::ostream* out) { *out << kind.path; }

class AppsAndResources : public testing::TestWithParam<Kind> {
protected:
    Content body(std::string const& name, std::optional<std::string> const& folder = {}) {
        auto object = kind.body;
        object[kind.name_key] = name;
        if (folder) object["folder_id"] = *folder;
        return object;
    }
    Kind kind = GetParam();
    std::string all = own(kind.path);
    Gatehouse gatehouse;
    Client api = gatehouse.admin();
};

TEST_P(AppsAndResources, are_made_in_the_root_or_a_folder) {
    auto const made = api.post(all, body("one"));
    EXPECT_EQ(made.status, 201);
    EXPECT_FALSE(made.json.has("success")) << "our own API has no envelope";
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made[kind.name_key.c_str()], "one");
    EXPECT_EQ(made["folder_id"], kind.root);
    EXPECT_THAT(made["created_at"].text(), MatchesRegex(time_form));
    auto const folder = gatehouse.folder("f", {}, kind.folder_type);
    EXPECT_EQ(api.post(all, body("one", folder))["folder_id"], folder) << "the same name, elsewhere";
    auto by_null = kind.body;
    by_null[kind.name_key] = "two";
    by_null["folder_id"] = nullptr;
    EXPECT_EQ(api.post(all, by_null)["folder_id"], kind.root);
    EXPECT_EQ(api.get(all + "/" + made["id"].text()).json, made.json);
}

TEST_P(AppsAndResources, are_listed_oldest_first) {
    for (auto const* name : {"one", "two", "three"}) {
        api.post(all, body(name));
        gatehouse.clock().advance(std::chrono::seconds(1));
    }
    auto const list = api.get(all);
    EXPECT_EQ(list.status, 200);
    EXPECT_EQ(list["total_count"], 3);
    EXPECT_THAT(list["data"].each(kind.name_key), ElementsAre("one", "two", "three"));
}

TEST_P(AppsAndResources, name_the_field_that_is_not_what_it_must_be) {
    EXPECT_THAT(api.post(all, "{}"), IsRefused(400, kind.name_key + ": is required"));
    EXPECT_THAT(api.post(all, body("")), IsRefused(400, kind.name_key + ": must have at least 1 character"));
    EXPECT_THAT(api.post(all, body(std::string(256, 'x'))), IsRefused(400, "must have at most 255 characters"));
    EXPECT_THAT(api.post(all, body("x", "nowhere")), IsRefused(400, "folder_id: 'nowhere' is not a folder id"));
    auto extra = kind.body;
    extra[kind.name_key] = "x";
    extra["owner"] = "me";
    EXPECT_THAT(api.post(all, extra), IsRefused(400, "owner: is not a field here"));
    auto const bad = api.post(all, "{}");
    EXPECT_EQ(bad.header("content-type"), "application/problem+json");
    EXPECT_THAT(bad.json.keys(), ElementsAre("type", "title", "status", "detail", "instance"));
    EXPECT_EQ(bad["status"], 400);
    EXPECT_EQ(bad["instance"], all);
}

TEST_P(AppsAndResources, refuse_places_and_names_that_cannot_be) {
    api.post(all, body("one"));
    EXPECT_THAT(api.post(all, body("one")), HasStatus(409));
    EXPECT_THAT(api.post(all, body("x", kind.other_root)), HasStatus(422));
    EXPECT_THAT(api.post(all, body("x", kind.folder_type + "_99")), HasStatus(422));
    EXPECT_THAT(api.post(all, body("x", "app_2")), HasStatus(422)) << "the archive";
    EXPECT_THAT(api.post(all, body("x", "app_3")), HasStatus(422)) << "personal folders";
}

TEST_P(AppsAndResources, are_renamed_and_moved) {
    auto const path = all + "/" + api.post(all, body("one"))["id"].text();
    api.post(all, body("two"));
    auto const folder = gatehouse.folder("f", {}, kind.folder_type);
    gatehouse.clock().advance(std::chrono::seconds(1));
    Object rename;
    rename[kind.name_key] = "uno";
    auto const renamed = api.patch(path, rename);
    EXPECT_EQ(renamed.status, 200) << renamed.body;
    EXPECT_EQ(renamed[kind.name_key.c_str()], "uno");
    EXPECT_EQ(renamed["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(renamed["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(api.patch(path, {{"folder_id", folder}})["folder_id"], folder);
    auto const before = api.get(path);
    EXPECT_EQ(api.patch(path, "{}").json, before.json);
    EXPECT_EQ(api.get(path).revision(), before.revision()) << "nothing changed";
    EXPECT_THAT(api.patch(path, {{"folder_id", kind.other_root}}), HasStatus(422));
    EXPECT_THAT(api.patch(path, {{"folder_id", nullptr}}), HasStatus(400));
    EXPECT_THAT(api.patch(path, {{"id", "x"}}), IsRefused(400, "id: is not a field here"));
    rename[kind.name_key] = "two";
    rename["folder_id"] = kind.root;
    EXPECT_THAT(api.patch(path, rename), HasStatus(409));
}

TEST_P(AppsAndResources, take_their_grants_along_when_they_go) {
    auto const id = api.post(all, body("one"))["id"].text();
    auto const group = gatehouse.group("support");
    Object const granted{{"subject", group_subject(group)}, {"object", of_type(kind.folder_type, id)}, {"access_level", "use"}};
    EXPECT_EQ(api.post("/permissions/grant", granted)["data"].size(), 1u);
    EXPECT_EQ(api.del(all + "/" + id).status, 204);
    EXPECT_THAT(api.get(all + "/" + id), HasStatus(404));
    EXPECT_THAT(api.del(all + "/" + id), HasStatus(404));
    EXPECT_EQ(api.post("/permissions/listObjects", {{"subject", group_subject(group)}, {"object_type", kind.folder_type}})["data"].size(),
              0u);
    EXPECT_THAT(api.post("/permissions/grant", granted), HasStatus(404));
}

INSTANTIATE_TEST_SUITE_P(Both, AppsAndResources,
                         testing::Values(Kind{"/apps", "name", "app_1", "resource_4", "app", {}},
                                         Kind{"/resources", "display_name", "resource_4", "app_1", "resource", {{"type", "restapi"}}}),
                         [](auto const& kind) { return kind.param.folder_type; });

TEST(Apps, that_groups_land_on_leave_them_without_landing_page) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const home = gatehouse.app("home");
    api.replace("/groups/4", "/landing_page_app_id", home);
    api.del(own("/apps/") + home);
    EXPECT_TRUE(api.get("/groups/4")["data"]["landing_page_app_id"].is_null());
}

}  // namespace
}  // namespace gatehouse::api_test
