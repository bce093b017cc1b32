// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

Object attribute(std::string const& name, std::string const& type = "string") {
    return {{"name", name}, {"label", "About " + name}, {"dataType", type}};
}
std::string path_of(Json const& attribute) { return "/user_attributes/" + attribute["id"].text(); }
std::string values_of(std::string const& user) { return "/users/" + user + "/user_attributes"; }

std::string invite(Client& api, std::string const& email, Object const& metadata = {}) {
    return "/user_invites/" + api.post("/user_invites", {{"email", email}, {"metadata", metadata}})["data"]["id"].text();
}

Json give(Client& api, std::string const& user, std::string const& name, AnyValue value) {
    return api.post(values_of(user), {{"name", name}, {"value", value}})["data"]["metadata"];
}

Answer rename(Client& api, Json const& attribute, std::string const& to, std::optional<bool> update_existing) {
    Object body{{"operations", Array{Object{{"op", "replace"}, {"path", "/name"}, {"value", to}}}}};
    if (update_existing) body["update_existing"] = *update_existing;
    return api.patch(path_of(attribute), body);
}

// --- definitions ------------------------------------------------------------------------------------------------------------------

TEST(UserAttributes, of_a_fresh_space_are_none) {
    Gatehouse gatehouse;
    auto const list = gatehouse.admin().get("/user_attributes");
    EXPECT_EQ(list.status, 200);
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data"));
    EXPECT_EQ(list["data"].value(), Value(Array{}));
}

TEST(UserAttributes, are_taken_in_camel_case_and_answered_in_snake_case) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made =
        api.post("/user_attributes", {{"name", "cost_center_2"}, {"label", "Cost"}, {"dataType", "number"}, {"defaultValue", "70"}});
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_THAT(made["data"].keys(), ElementsAre("id", "name", "label", "data_type", "default_value", "intercom_attribute_name"));
    EXPECT_THAT(made["data"]["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["data"]["name"], "cost_center_2");
    EXPECT_EQ(made["data"]["label"], "Cost");
    EXPECT_EQ(made["data"]["data_type"], "number");
    EXPECT_EQ(made["data"]["default_value"], "70");
    EXPECT_TRUE(made["data"]["intercom_attribute_name"].is_null());
    auto const plain = api.post("/user_attributes", attribute("department"));
    EXPECT_TRUE(plain["data"]["default_value"].is_null());
    EXPECT_THAT(api.get("/user_attributes")["data"].each("name"), ElementsAre("cost_center_2", "department")) << "in order of creation";
    EXPECT_EQ(api.get("/user_attributes")["data"][0], made["data"]);
}

TEST(UserAttributes, name_the_field_that_is_not_what_it_must_be) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/user_attributes", "{}"), IsRefused(400, "name: is required; label: is required; dataType: is required"));
    for (auto const& bad : std::vector<std::string>{"", "Department", "a b", "a-b", "ä", std::string(256, 'a')})
        EXPECT_THAT(api.post("/user_attributes", attribute(bad)), IsRefused(400, "name: must be 1 to 255 of the characters")) << bad;
    EXPECT_EQ(api.post("/user_attributes", attribute(std::string(255, 'a'))).status, 200);
    EXPECT_THAT(api.post("/user_attributes", attribute("x", "text")), IsRefused(400, "dataType: must be one of string, number, json"));
    EXPECT_THAT(api.post("/user_attributes", {{"name", "x"}, {"label", "l"}, {"dataType", "string"}}),
                IsRefused(400, "label: must have at least 2 characters"));
    auto with_default = attribute("x", "number");
    with_default["defaultValue"] = "seven";
    EXPECT_THAT(api.post("/user_attributes", with_default), IsRefused(400, "defaultValue: 'seven' is not a number"));
    with_default["dataType"] = "json";
    EXPECT_THAT(api.post("/user_attributes", with_default), IsRefused(400, "defaultValue: 'seven' is not JSON"));
    with_default["defaultValue"] = nullptr;
    EXPECT_EQ(api.post("/user_attributes", with_default).status, 200);
    EXPECT_THAT(api.post("/user_attributes", attribute("x")), IsRefused(409, "A user attribute with the name 'x' exists already"));
}

TEST(UserAttributes, are_patched_with_replace_alone) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/user_attributes", attribute("department"))["data"];
    api.post("/user_attributes", attribute("taken"));
    auto const path = path_of(made);
    auto const patched = api.patch(path, R"({"operations": [{"op": "replace", "path": "/name", "value": "unit"},
                                                            {"op": "replace", "path": "/label", "value": "Unit"},
                                                            {"op": "replace", "path": "/data_type", "value": "json"},
                                                            {"op": "replace", "path": "/default_value", "value": "[1]"},
                                                            {"op": "replace", "path": "/intercom_attribute_name", "value": "org_unit"}]})");
    EXPECT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched["data"].value(), Value(Object{{"id", made["id"].text()},
                                                    {"name", "unit"},
                                                    {"label", "Unit"},
                                                    {"data_type", "json"},
                                                    {"default_value", "[1]"},
                                                    {"intercom_attribute_name", "org_unit"}}));
    EXPECT_EQ(api.get("/user_attributes")["data"][0], patched["data"]);
    EXPECT_TRUE(api.replace(path, "/intercom_attribute_name", nullptr)["data"]["intercom_attribute_name"].is_null());
    EXPECT_THAT(api.replace(path, "/data_type", "number"), IsRefused(400, "default_value: '[1]' is not a number"));
    EXPECT_THAT(api.replace(path, "/name", "taken"), IsRefused(409, "'taken' exists already"));
    EXPECT_THAT(api.replace(path, "/name", "Unit"), IsRefused(400, "name: must be 1 to 255"));
    EXPECT_THAT(api.replace(path, "/id", unknown_uuid), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(api.patch_one(path, "remove", "/default_value"), IsRefused(400, "operations[0].op: must be one of replace"));
    EXPECT_THAT(api.patch(path, R"({"operations": [], "update": true})"), IsRefused(400, "update"));
    EXPECT_THAT(api.patch(path, R"({"operations": [], "update_existing": "true"})"), IsRefused(400, "update_existing: expected"));
}

TEST(RenamingAnAttribute, takes_the_values_along_only_when_asked) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada"), bob = gatehouse.user("bob");
    api.replace("/users/" + bob, "/metadata", Object{{"inner", Object{{"department", "x"}}}});
    auto const invited = invite(api, "cleo@example.com", {{"a", 1}, {"department", "sales"}, {"z", 2}});
    auto const made = api.post("/user_attributes", attribute("department"))["data"];
    give(api, ada, "department", "support");

    EXPECT_EQ(rename(api, made, "dept", std::nullopt).status, 200);
    EXPECT_THAT(api.get("/users/" + ada)["data"]["metadata"].keys(), ElementsAre("department")) << "values stay";
    EXPECT_EQ(rename(api, made, "department", false).status, 200);
    EXPECT_EQ(rename(api, made, "unit", true).status, 200);
    EXPECT_EQ(api.get("/users/" + ada)["data"]["metadata"].value(), Value(Object{{"unit", "support"}}));
    EXPECT_THAT(api.get(invited)["data"]["metadata"].keys(), ElementsAre("a", "unit", "z"));
    EXPECT_EQ(api.get(invited)["data"]["metadata"]["unit"], "sales");
    EXPECT_THAT(api.get("/users/" + bob)["data"]["metadata"]["inner"].keys(), ElementsAre("department")) << "only attributes follow";
}

TEST(DeletingAnAttribute, takes_the_values_along_only_when_asked) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    auto const invited = invite(api, "cleo@example.com", {{"department", "sales"}, {"floor", "2"}});
    auto const first = api.post("/user_attributes", attribute("department"))["data"];
    give(api, ada, "department", "support");
    EXPECT_EQ(api.del(path_of(first) + "?update_existing_users=false").status, 204);
    EXPECT_THAT(api.get("/user_attributes")["data"].all(), IsEmpty());
    EXPECT_EQ(api.get("/users/" + ada)["data"]["metadata"]["department"], "support");
    EXPECT_THAT(api.del(path_of(first)), IsRefused(404, "No user attribute '"));

    auto const second = api.post("/user_attributes", attribute("department"))["data"];
    EXPECT_THAT(api.del(path_of(second) + "?update_existing_users=yes"),
                IsRefused(400, "update_existing_users: must be one of true, false"));
    EXPECT_EQ(api.del(path_of(second) + "?update_existing_users=true").status, 204);
    EXPECT_THAT(api.get("/users/" + ada)["data"]["metadata"].keys(), IsEmpty());
    EXPECT_THAT(api.get(invited)["data"]["metadata"].keys(), ElementsAre("floor"));
}

TEST(UserAttributes, are_read_with_either_scope) {
    Gatehouse gatehouse;
    EXPECT_EQ(gatehouse.with_scopes({"users:read"}).get("/user_attributes").status, 200);
    EXPECT_EQ(gatehouse.with_scopes({"user_attributes:read"}).get("/user_attributes").status, 200);
    EXPECT_THAT(gatehouse.with_scopes({"users:write"}).post("/user_attributes", attribute("x")), HasStatus(403));
}

// --- values -----------------------------------------------------------------------------------------------------------------------

TEST(AttributeValues, lie_in_the_metadata_of_the_user) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    api.replace("/users/" + ada, "/metadata", Object{{"free", 1}});
    api.post("/user_attributes", attribute("department"));
    auto const set = api.post(values_of(ada), {{"name", "department"}, {"value", "support"}});
    EXPECT_EQ(set.status, 200) << set.body;
    EXPECT_EQ(set["data"].value(), Value(Object{{"metadata", Object{{"free", 1}, {"department", "support"}}}}));
    EXPECT_EQ(api.get("/users/" + ada)["data"]["metadata"], set["data"]["metadata"]);
    EXPECT_EQ(give(api, ada, "department", "sales")["department"], "sales");
    EXPECT_TRUE(give(api, ada, "department", nullptr)["department"].is_null());
    auto const removed = api.del(values_of(ada) + "/department");
    EXPECT_EQ(removed.status, 200);
    EXPECT_EQ(removed["data"].value(), Value(Object{{"metadata", Object{{"free", 1}}}}));
    EXPECT_EQ(api.del(values_of(ada) + "/department").status, 200) << "what is not held is gone already";
    EXPECT_THAT(api.del(values_of(ada) + "/free")["data"]["metadata"].keys(), IsEmpty()) << "held, though not defined";
}

TEST(AttributeValues, must_be_defined_and_of_their_type) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    api.post("/user_attributes", attribute("age", "number"));
    api.post("/user_attributes", attribute("prefs", "json"));
    auto const refused = [&](std::string const& name, std::string const& value, std::string const& why) {
        EXPECT_THAT(api.post(values_of(ada), {{"name", name}, {"value", value}}), IsRefused(400, why)) << value;
    };
    refused("Age", "1", "no user attribute is called 'Age'");
    refused("color", "red", "no user attribute is called 'color'");
    for (auto const* bad : {"", "old", "1,5", "0x10", "NaN", "\"1\"", "[1]"}) refused("age", bad, "'age' is of type number");
    for (auto const* bad : {"", "{", "{'a': 1}", "[1]]"}) refused("prefs", bad, "'prefs' is of type json");
    for (auto const* good : {"7", "-1.5", "1e3"}) EXPECT_EQ(give(api, ada, "age", good)["age"], good);
    for (auto const* good : {"{\"a\": [1]}", "null", "3"}) EXPECT_EQ(give(api, ada, "prefs", good)["prefs"], good);
    EXPECT_THAT(api.del(values_of(ada) + "/color"), IsRefused(400, "no user attribute is called 'color'"));
}

TEST(AttributeValues, come_in_a_closed_body_with_both_members) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const ada = gatehouse.user("ada");
    api.post("/user_attributes", attribute("department"));
    EXPECT_THAT(api.post(values_of(ada), "{}"), IsRefused(400, "name: is required; value: is required"));
    EXPECT_THAT(api.post(values_of(ada), {{"name", "department"}, {"value", 7}}), IsRefused(400, "value: expected a string"));
    EXPECT_THAT(api.post(values_of(ada), {{"name", "department"}, {"value", "x"}, {"more", 1}}), IsRefused(400, "more"));
    EXPECT_THAT(api.post(values_of("user_0"), {{"name", "department"}, {"value", "x"}}), IsRefused(404, "No user 'user_0'"));
}

TEST(AttributeValues, are_written_with_either_scope) {
    Gatehouse gatehouse;
    auto const ada = gatehouse.user("ada");
    gatehouse.admin().post("/user_attributes", attribute("department"));
    for (std::string const scope : {"users:write", "user_attributes:write"}) {
        auto api = gatehouse.with_scopes({scope});
        EXPECT_EQ(api.post(values_of(ada), {{"name", "department"}, {"value", scope}})["data"]["metadata"]["department"], scope);
        EXPECT_EQ(api.del(values_of(ada) + "/department").status, 200);
    }
}

TEST(AttributeValues, of_an_invite_work_alike_in_an_open_body) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const invited = invite(api, "cleo@example.com");
    api.post("/user_attributes", attribute("age", "number"));
    auto const set = api.post(invited + "/user_attributes", {{"name", "age"}, {"value", "7"}, {"more", 1}});
    EXPECT_EQ(set.status, 200) << set.body;
    EXPECT_EQ(set["data"].value(), Value(Object{{"metadata", Object{{"age", "7"}}}}));
    EXPECT_EQ(api.get(invited)["data"]["metadata"]["age"], "7");
    EXPECT_THAT(api.post(invited + "/user_attributes", {{"name", "age"}, {"value", "old"}}), IsRefused(400, "'old' is not a number"));
    EXPECT_THAT(api.post(invited + "/user_attributes", {{"name", "size"}, {"value", "7"}}), IsRefused(400, "called 'size'"));
    auto const removed = api.del(invited + "/user_attributes/age");
    EXPECT_EQ(removed.status, 200);
    EXPECT_EQ(removed["data"].value(), Value(Object{{"metadata", Object{}}}));
}

}  // namespace
}  // namespace gatehouse::api_test
