// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

/// What every body must be, whatever the endpoint.
namespace gatehouse::api_test {
namespace {

using testing::HasSubstr;

std::string nested(int levels) {
    std::string text = R"({"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "metadata": {"x": )";
    for (int i = 0; i < levels; ++i) text += '[';
    for (int i = 0; i < levels; ++i) text += ']';
    return text + "}}";
}

/// A good body of exactly so many bytes.
std::string of_size(std::size_t bytes) {
    std::string text = R"({"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "metadata": {"x": ")";
    text.append(bytes - text.size() - 3, 'x');
    return text + "\"}}";
}

TEST(Bodies, that_are_not_json_are_refused_with_the_place_and_the_expected_shape) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const refused = api.post("/users", "{\n  \"email\": \"ada@example.com\",\n  \"first_name\" \"Ada\"\n}");
    EXPECT_THAT(refused, IsRefused(400, "not valid JSON: line 3, column 16: expected ':', found '\"'"));
    EXPECT_THAT(refused.message(),
                HasSubstr(R"(expected {"email": string, "first_name": string, "last_name": string, "active"?: boolean)"));
    for (auto const* bad :
         {"{", "{\"email\"", "{'email': 1}", "{\"email\": }", "{,}", "{\"a\": 1,}", "{} {}", "{\"a\": 01}", "{\"a\": NaN}",
          "{\"a\": \"\\x\"}", "{\"a\": \"\xff\"}", "\xef\xbb\xbf{}", "// no\n{}", "{\"a\": 1e999}", "tru"})
        EXPECT_THAT(api.post("/users", bad), IsRefused(400, "not valid JSON")) << bad;
}

TEST(Bodies, as_the_guide_prints_them_wrongly_get_an_answer_that_helps) {
    Gatehouse gatehouse;
    auto const refused = gatehouse.admin().post("/groups/4/members", R"({"members": {"id": "user_1", "is_group_admin": false}]})");
    EXPECT_THAT(refused, IsRefused(400, "line 1"));
    EXPECT_THAT(refused.message(), HasSubstr(R"({"members": [{"id": string, "is_group_admin": boolean}]})"));
}

TEST(Bodies, are_objects) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const* bad : {"[]", "null", "5", "\"text\"", "true"})
        EXPECT_THAT(api.post("/users", bad), IsRefused(400, "; expected {\"email\": string")) << bad;
    EXPECT_THAT(api.post("/users"), IsRefused(400, "A JSON body is missing; expected {"));
    EXPECT_THAT(api.post("/users", ""), IsRefused(400, "A JSON body is missing"));
}

TEST(Bodies, name_a_key_once) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/users", R"({"email": "a@example.com", "first_name": "A", "last_name": "L", "email": "b@example.com"})"),
                IsRefused(400, "the key \"email\" appears twice"));
    EXPECT_THAT(api.post("/users", R"({"email": "a@example.com", "\u0065mail": "b@example.com", "first_name": "A", "last_name": "L"})"),
                IsRefused(400, "appears twice"));
    EXPECT_THAT(
        api.post("/users", R"({"email": "a@example.com", "first_name": "A", "last_name": "L", "metadata": {"x": {"k": 1, "k": 2}}})"),
        IsRefused(400, "appears twice"));
    EXPECT_EQ(api.get("/users")["total_count"], 1);
}

TEST(Bodies, nest_64_levels_deep) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/users", nested(63)), IsRefused(400, "nested deeper than 64 levels"));
    EXPECT_THAT(api.post("/users", nested(100'000)), IsRefused(400, "nested deeper than 64 levels"));
    EXPECT_EQ(api.post("/users", nested(62)).status, 200);
}

TEST(Bodies, have_up_to_one_mebibyte) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const refused = api.post("/users", of_size((1 << 20) + 1));
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused["success"], false);
    EXPECT_EQ(api.again().post("/users", of_size(1 << 20)).status, 200);
}

TEST(Bodies, may_stand_where_none_is_needed) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_EQ(api.ask("GET", "/users", "null").status, 200) << "as a client in the field sends it";
    EXPECT_EQ(api.ask("GET", "/users", "{ not json").status, 200);
    auto const folder = gatehouse.folder("a");
    EXPECT_EQ(api.ask("DELETE", "/folders/" + folder, "").status, 204);
    EXPECT_EQ(api.ask("DELETE", "/folders/" + gatehouse.folder("b"), "{}").status, 204);
}

TEST(Bodies, keep_their_numbers) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const metadata = R"({"a":0.1,"b":-1,"c":9007199254740993,"d":1e+21,"e":9223372036854775807,"f":2.5})";
    auto const made =
        api.post("/users", fmt::format(R"({{"email": "n@example.com", "first_name": "A", "last_name": "L", "metadata": {}}})", metadata));
    ASSERT_EQ(made.status, 200);
    EXPECT_THAT(made.body, HasSubstr(fmt::format("\"metadata\":{}", metadata)));
    EXPECT_THAT(api.get("/users/" + made["data"]["id"].text()).body, HasSubstr(metadata));
}

TEST(Bodies, as_go_encodes_them_are_understood) {
    Gatehouse gatehouse;
    auto const made = gatehouse.admin().post("/groups", "{\"name\":\"R\\u0026D \\u003cx\\u003e\"}\n");
    EXPECT_EQ(made["data"]["name"], "R&D <x>");
}

}  // namespace
}  // namespace gatehouse::api_test
