// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr char const* all = "/configuration_variables";
constexpr char const* placeholder = "---encrypted-on-server---";

enum class Kind { open, secret };

class ConfigurationVariables : public testing::Test {
protected:
    static std::string path_of(Json const& variable) { return fmt::format("{}/{}", all, variable["id"].text()); }
    static Object value(std::string const& environment, std::string const& text) {
        return {{"environment_id", environment}, {"value", text}};
    }
    static Object body(std::string const& name, Kind kind, Array const& values) {
        return {{"name", name}, {"secret", kind == Kind::secret}, {"values", values}};
    }
    Json made(Object const& wanted) {
        auto const answer = api.post(all, wanted);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer["data"];
    }
    /// What is stored of each value since the last change.
    std::vector<std::string> stored(Json const& variable) {
        std::vector<std::string> values;
        for (auto const& change : api.get(own("/changes?limit=1000"))["data"].all())
            if (change["after"]["variable"] == variable["id"].text()) values = change["after"]["values"].each("value");
        return values;
    }

    Gatehouse gatehouse;
    Client api = gatehouse.admin();
    std::string production = api.get("/environments")["data"][0]["id"].text();
    std::string staging = api.get("/environments")["data"][1]["id"].text();
};

TEST_F(ConfigurationVariables, are_made_and_read_with_their_values_in_order) {
    auto wanted = body("url", Kind::open, {value(staging, "https://staging"), value(production, "")});
    wanted["description"] = "where it is";
    auto const made = this->made(wanted);
    EXPECT_THAT(made.keys(), ElementsAre("id", "name", "description", "secret", "values"));
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["name"], "url");
    EXPECT_EQ(made["description"], "where it is");
    EXPECT_EQ(made["secret"], false);
    EXPECT_EQ(made["values"].value(), wanted["values"]);
    EXPECT_EQ(api.get(path_of(made))["data"], made);
}

TEST_F(ConfigurationVariables, without_description_have_no_such_key) {
    EXPECT_THAT(made(body("a", Kind::open, {})).keys(), ElementsAre("id", "name", "secret", "values"));
    auto wanted = body("b", Kind::open, {});
    wanted["description"] = nullptr;
    EXPECT_FALSE(made(wanted).has("description"));
}

TEST_F(ConfigurationVariables, are_listed_in_order_of_creation_without_counters) {
    for (auto const* name : {"c", "a", "b"}) made(body(name, Kind::open, {value(production, name)}));
    auto const list = api.get(all);
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data"));
    EXPECT_THAT(list["data"].each("name"), ElementsAre("c", "a", "b"));
    EXPECT_EQ(list["data"][1]["values"][0]["value"], "a");
}

TEST_F(ConfigurationVariables, name_the_field_that_is_not_what_it_must_be) {
    EXPECT_THAT(api.post(all, "{}"), IsRefused(400, "name: is required; secret: is required; values: is required"));
    EXPECT_THAT(api.post(all, body("", Kind::open, {})), IsRefused(400, "name: must have at least 1 character"));
    EXPECT_THAT(api.post(all, body("a", Kind::open, {Object{{"environment_id", staging}}})),
                IsRefused(400, "values[0].value: is required"));
    EXPECT_THAT(api.post(all, body("a", Kind::open, {value(production, "x"), value(staging, "y"), value(production, "z")})),
                IsRefused(400, fmt::format("values[2].environment_id: the environment '{}' has a value already", production)));
    EXPECT_EQ(api.get(all)["data"].size(), 0u);
    made(body("a", Kind::open, {}));
    EXPECT_THAT(api.post(all, body("a", Kind::open, {})), IsRefused(409, "'a' exists already"));
}

TEST_F(ConfigurationVariables, of_environments_that_do_not_exist_are_refused_in_the_words_of_the_original) {
    auto const made = this->made(body("a", Kind::open, {value(production, "x")}));
    for (std::string const id : {"invalid-environment-id", unknown_uuid, ""}) {
        auto const words = fmt::format("Environment with id \"{}\" does not exist", id);
        EXPECT_EQ(api.post(all, body("b", Kind::open, {value(id, "x")})).message(), words);
        auto const answer = api.put(path_of(made), body("a", Kind::open, {value(id, "y")}));
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.message(), words);
    }
    auto space = gatehouse.space("b.example.com");
    EXPECT_THAT(space.admin.post(all, body("a", Kind::open, {value(production, "x")})), IsRefused(400, "does not exist"))
        << "nor one of another Space";
    EXPECT_EQ(api.get(all)["data"].size(), 1u);
    EXPECT_EQ(api.get(path_of(made))["data"], made) << "a failed PUT changes nothing";
}

TEST_F(ConfigurationVariables, are_replaced_as_a_whole) {
    auto wanted = body("a", Kind::open, {value(production, "x"), value(staging, "y")});
    wanted["description"] = "d";
    auto const made = this->made(wanted);
    this->made(body("taken", Kind::open, {}));
    auto const put = api.put(path_of(made), body("b", Kind::open, {value(staging, "z")}));
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_THAT(put["data"].keys(), ElementsAre("id", "name", "secret", "values")) << "the description is gone";
    EXPECT_EQ(put["data"]["id"], made["id"].text());
    EXPECT_EQ(put["data"]["name"], "b");
    EXPECT_EQ(put["data"]["values"].value(), Value(Array{value(staging, "z")}));
    EXPECT_EQ(api.get(path_of(made))["data"], put["data"]);
    EXPECT_THAT(api.put(path_of(made), body("taken", Kind::open, {})), HasStatus(409));
    EXPECT_EQ(api.put(path_of(made), body("b", Kind::open, {})).status, 200) << "its own name is free";
}

TEST_F(ConfigurationVariables, are_deleted) {
    auto const made = this->made(body("a", Kind::open, {}));
    EXPECT_EQ(api.del(path_of(made)).status, 204);
    EXPECT_THAT(api.get(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.del(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.put(path_of(made), body("a", Kind::open, {})), HasStatus(404));
    EXPECT_EQ(this->made(body("a", Kind::open, {}))["name"], "a");
}

TEST_F(ConfigurationVariables, lose_the_value_for_an_environment_that_goes) {
    auto const made = this->made(body("a", Kind::open, {value(staging, "x"), value(production, "y")}));
    this->made(body("b", Kind::open, {value(production, "y")}));
    auto const before = api.get(all).revision();
    EXPECT_EQ(api.del("/environments/" + staging).status, 204);
    EXPECT_EQ(api.get(path_of(made))["data"]["values"].value(), Value(Array{value(production, "y")}));
    auto const changes = api.get(own(fmt::format("/changes?after={}", before)))["data"];
    EXPECT_THAT(changes.each("kind"), ElementsAre("configuration_variable", "environment")) << "the other one is as it was";
}

TEST_F(ConfigurationVariables, that_are_secret_never_show_their_values) {
    auto const made = this->made(body("key", Kind::secret, {value(staging, "hidden-one"), value(production, "hidden-two")}));
    Value const shown = Array{value(staging, placeholder), value(production, placeholder)};
    EXPECT_EQ(made["secret"], true);
    EXPECT_EQ(made["values"].value(), shown);
    EXPECT_EQ(api.get(path_of(made))["data"]["values"].value(), shown);
    EXPECT_EQ(api.get(all)["data"][0]["values"].value(), shown);
    auto const put = api.put(path_of(made), body("key", Kind::secret, {value(staging, "hidden-three"), value(production, "hidden-four")}));
    EXPECT_EQ(put["data"]["values"].value(), shown);
    EXPECT_THAT(api.get(own("/changes?limit=1000")).body, Not(HasSubstr("hidden"))) << "nor does any stored record hold one";
    EXPECT_THAT(stored(made), Not(IsEmpty()));
    EXPECT_THAT(stored(made), Not(testing::Contains(placeholder)));
}

TEST_F(ConfigurationVariables, keep_a_secret_that_comes_back_as_it_was_shown) {
    auto const made = this->made(body("key", Kind::secret, {value(staging, "one"), value(production, "two")}));
    auto const before = stored(made);
    auto const put = api.put(path_of(made), body("renamed", Kind::secret, {value(production, placeholder), value(staging, "new")}));
    EXPECT_EQ(put.status, 200) << put.body;
    auto const after = stored(made);
    ASSERT_EQ(after.size(), 2u);
    EXPECT_EQ(after[0], before[1]) << "by environment, not by place";
    EXPECT_NE(after[1], before[0]);
}

TEST_F(ConfigurationVariables, refuse_the_placeholder_where_no_secret_is_kept) {
    EXPECT_THAT(api.post(all, body("a", Kind::secret, {value(staging, placeholder)})),
                IsRefused(400, "values[0].value: '---encrypted-on-server---' stands for a secret that is kept, and none is"));
    EXPECT_THAT(api.post(all, body("a", Kind::open, {value(staging, placeholder)})), IsRefused(400, "values[0].value: "));
    auto const secret = made(body("a", Kind::secret, {value(staging, "x")}));
    EXPECT_THAT(api.put(path_of(secret), body("a", Kind::secret, {value(staging, placeholder), value(production, placeholder)})),
                IsRefused(400, "values[1].value: "));
    auto const open = made(body("b", Kind::open, {value(staging, "x")}));
    EXPECT_THAT(api.put(path_of(open), body("b", Kind::secret, {value(staging, placeholder)})), IsRefused(400, "values[0].value: "));
}

TEST_F(ConfigurationVariables, become_open_with_new_values_only) {
    auto const made = this->made(body("key", Kind::secret, {value(staging, "hidden")}));
    EXPECT_THAT(api.put(path_of(made), body("key", Kind::open, {value(staging, placeholder)})),
                IsRefused(400, "values[0].value: a variable that is no longer secret needs its values anew"));
    EXPECT_EQ(api.get(path_of(made))["data"], made);
    auto const put = api.put(path_of(made), body("key", Kind::open, {value(staging, "shown")}));
    EXPECT_EQ(put["data"]["secret"], false);
    EXPECT_EQ(put["data"]["values"][0]["value"], "shown");
}

TEST_F(ConfigurationVariables, become_secret_with_the_values_that_are_sent) {
    auto const made = this->made(body("key", Kind::open, {value(staging, "x")}));
    auto const put = api.put(path_of(made), body("key", Kind::secret, {value(staging, "hidden")}));
    EXPECT_EQ(put["data"]["values"][0]["value"], placeholder);
    EXPECT_THAT(api.get(own("/changes?limit=1000")).body, Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace gatehouse::api_test
