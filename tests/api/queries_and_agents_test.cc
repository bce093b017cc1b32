// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

/// Queries of the library and agents differ in words only.
struct Kind {
    std::string noun;
    std::string path;
    std::string scope;
    std::string folder_type;
};
void PrintTo(Kind const& kind, std::ostream* out) { *out << kind.path; }

class QueriesAndAgents : public testing::TestWithParam<Kind> {
protected:
    std::string root() { return api.get("/folders")["data"].where("folder_type", kind.folder_type)["id"].text(); }

    Kind kind = GetParam();
    std::string all = own(kind.path);
    Gatehouse gatehouse;
    Client api = gatehouse.admin();
};

TEST_P(QueriesAndAgents, are_made_in_the_root_or_a_folder) {
    auto const made = api.post(all, {{"name", "one"}});
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_THAT(made.json.keys(), ElementsAre("id", "name", "description", "folder_id", "created_at", "updated_at"));
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["name"], "one");
    EXPECT_TRUE(made["description"].is_null());
    EXPECT_EQ(made["folder_id"], root());
    EXPECT_EQ(made["created_at"], "2026-01-05T08:00:00.000Z");
    auto const folder = gatehouse.folder("f", {}, kind.folder_type);
    auto const inside = api.post(all, {{"name", "one"}, {"folder_id", folder}, {"description", "d"}});
    EXPECT_EQ(inside["folder_id"], folder);
    EXPECT_EQ(inside["description"], "d");
    EXPECT_EQ(api.get(all + "/" + made["id"].text()).json, made.json);
}

TEST_P(QueriesAndAgents, are_listed_oldest_first) {
    for (auto const* name : {"c", "a", "b"}) {
        api.post(all, {{"name", name}});
        gatehouse.clock().advance(std::chrono::seconds(1));
    }
    EXPECT_THAT(api.get(all)["data"].each("name"), ElementsAre("c", "a", "b"));
    EXPECT_EQ(api.get(all)["total_count"], 3);
}

TEST_P(QueriesAndAgents, are_changed_and_moved) {
    auto const path = all + "/" + api.post(all, {{"name", "one"}, {"description", "d"}})["id"].text();
    api.post(all, {{"name", "two"}});
    auto const folder = gatehouse.folder("f", {}, kind.folder_type);
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const changed = api.patch(path, {{"name", "uno"}, {"folder_id", folder}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed["name"], "uno");
    EXPECT_EQ(changed["folder_id"], folder);
    EXPECT_EQ(changed["description"], "d");
    EXPECT_EQ(changed["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_TRUE(api.patch(path, {{"description", nullptr}})["description"].is_null());
    EXPECT_THAT(api.patch(path, {{"name", "two"}, {"folder_id", root()}}), IsRefused(409, "'two' exists in that folder already"));
    EXPECT_THAT(api.patch(path, {{"id", "x"}}), IsRefused(400, "id: is not a field here"));
}

TEST_P(QueriesAndAgents, refuse_places_and_names_that_cannot_be) {
    api.post(all, {{"name", "one"}});
    EXPECT_THAT(api.post(all, {{"name", "one"}}), HasStatus(409));
    EXPECT_THAT(api.post(all, {{"name", ""}}), IsRefused(400, "name: must have at least 1 character"));
    EXPECT_THAT(api.post(all, {{"name", "x"}, {"folder_id", "app_1"}}), IsRefused(422, "is no folder of type " + kind.folder_type));
    EXPECT_THAT(api.post(all, {{"name", "x"}, {"folder_id", kind.folder_type + "_99"}}), HasStatus(422));
    EXPECT_THAT(api.post(all, {{"name", "x"}, {"owner", "me"}}), IsRefused(400, "owner: is not a field here"));
}

TEST_P(QueriesAndAgents, are_deleted) {
    auto const path = all + "/" + api.post(all, {{"name", "one"}})["id"].text();
    auto const before = api.get(all).revision();
    EXPECT_EQ(api.del(path).status, 204);
    EXPECT_THAT(api.get(path), HasStatus(404));
    EXPECT_THAT(api.del(path), HasStatus(404));
    EXPECT_THAT(api.get(own(fmt::format("/changes?after={}", before)))["data"].each("kind"), ElementsAre(kind.noun));
}

TEST_P(QueriesAndAgents, have_scopes_of_their_own) {
    auto reader = gatehouse.with_scopes({kind.scope + ":read"});
    auto writer = gatehouse.with_scopes({kind.scope + ":write"});
    EXPECT_THAT(reader.post(all, {{"name", "x"}}), IsRefused(403, "\"" + kind.scope + ":write\""));
    EXPECT_EQ(writer.post(all, {{"name", "x"}}).status, 201);
    EXPECT_EQ(reader.get(all).status, 200);
    EXPECT_EQ(writer.get(all).status, 200) << "write gives read";
}

INSTANTIATE_TEST_SUITE_P(Both, QueriesAndAgents,
                         testing::Values(Kind{"query", "/queries", "queries", "library"}, Kind{"agent", "/agents", "agents", "agent"}),
                         [](auto const& kind) { return kind.param.noun; });

}  // namespace
}  // namespace gatehouse::api_test
