// SPDX-License-Identifier: Apache-2.0
#include "tests/api/reference_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::api_test {
namespace {

using json::Value;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Value from(std::string_view text) { return json::parse(text).value(); }

/// Where `value` breaks `schema`.
std::vector<std::string> places(std::string_view schema, std::string_view value, std::string_view document = "{}") {
    std::vector<std::string> where;
    for (auto const& finding : violations(from(schema), from(value), from(document), "200")) where.push_back(finding.where);
    return where;
}

// --- values against schemas -----------------------------------------------------------------------------------------------------------

TEST(AValue, is_of_the_type_that_the_schema_names) {
    EXPECT_THAT(places(R"({"type": "string"})", R"("x")"), IsEmpty());
    EXPECT_THAT(places(R"({"type": "string"})", "1"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "number"})", "1.5"), IsEmpty());
    EXPECT_THAT(places(R"({"type": "integer"})", "1.5"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "boolean"})", "0"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "array", "items": {"type": "string"}})", R"(["x", 1])"), ElementsAre("200[]"));
    EXPECT_THAT(places("{}", "1"), IsEmpty());
}

TEST(AValue, is_null_only_where_that_is_said) {
    EXPECT_THAT(places(R"({"type": "string"})", "null"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "nullable": true, "enum": ["a"]})", "null"), IsEmpty());
    EXPECT_THAT(places(R"({"type": ["string", "null"]})", "null"), IsEmpty());
}

TEST(AValue, is_one_of_the_enum) {
    EXPECT_THAT(places(R"({"type": "string", "enum": ["a", "b"]})", R"("b")"), IsEmpty());
    EXPECT_THAT(places(R"({"type": "string", "enum": ["a", "b"]})", R"("c")"), ElementsAre("200"));
}

TEST(AText, has_length_pattern_and_format) {
    EXPECT_THAT(places(R"({"type": "string", "minLength": 1})", R"("")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "maxLength": 2})", R"("äöü")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "maxLength": 3})", R"("äöü")"), IsEmpty());
    EXPECT_THAT(places(R"({"type": "string", "pattern": "^\\d+$"})", R"("12x")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "format": "uuid"})", R"("23ba02f3-12c2-456e-826f-13b616daa5ce")"), IsEmpty());
    EXPECT_THAT(places(R"({"type": "string", "format": "uuid"})", R"("org_1")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "format": "email"})", R"("ada")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "format": "date-time"})", R"("2026-01-05T08:00:00.000Z")"), IsEmpty());
    EXPECT_THAT(places(R"({"type": "string", "format": "date-time"})", R"("2026-13-05T08:00:00Z")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"type": "string", "format": "uri"})", R"("nowhere")"), ElementsAre("200"));
}

TEST(AnObject, has_every_required_key_and_none_that_a_closed_one_lacks) {
    constexpr auto closed = R"({"type": "object", "properties": {"a": {"type": "string"}, "b": {}}, "required": ["a"],
                                "additionalProperties": false})";
    EXPECT_THAT(places(closed, R"({"a": "x"})"), IsEmpty());
    EXPECT_THAT(places(closed, R"({"b": 1})"), ElementsAre("200 a"));
    EXPECT_THAT(places(closed, R"({"a": "x", "c": 1})"), ElementsAre("200 c"));
    EXPECT_THAT(places(R"({"type": "object", "additionalProperties": {"type": "string"}})", R"({"a": 1})"), ElementsAre("200 a"));
    EXPECT_THAT(places(R"({"type": "object"})", R"({"a": 1})"), IsEmpty());
}

TEST(AChoice, needs_a_form_that_fits_and_complains_by_the_nearest) {
    constexpr auto forms = R"({"anyOf": [
        {"type": "object", "properties": {"type": {"type": "string", "enum": ["app"]}, "id": {"type": "string"}}, "required": ["type", "id"]},
        {"type": "object", "properties": {"type": {"type": "string", "enum": ["page"]}, "at": {"type": "object",
            "properties": {"x": {"type": "number"}}}}, "required": ["type", "at"]}]})";
    EXPECT_THAT(places(forms, R"({"type": "app", "id": "1"})"), IsEmpty());
    EXPECT_THAT(places(forms, R"({"type": "page", "at": {"x": "1"}})"), ElementsAre("200 at.x"));
    EXPECT_THAT(places(R"({"oneOf": [{"type": "string"}, {"type": "string", "minLength": 1}]})", R"("x")"), ElementsAre("200"));
    EXPECT_THAT(places(R"({"oneOf": [{"type": "string"}, {"type": "number"}]})", R"("x")"), IsEmpty());
    EXPECT_THAT(places(R"({"allOf": [{"type": "string"}, {"minLength": 2}]})", R"("x")"), ElementsAre("200"));
}

TEST(AReference, is_followed) {
    constexpr auto document = R"({"components": {"schemas": {"id": {"type": "number"}}}})";
    constexpr auto list = R"({"type": "array", "items": {"$ref": "#/components/schemas/id"}})";
    EXPECT_THAT(places(list, "[1]", document), IsEmpty());
    EXPECT_THAT(places(list, R"(["1"])", document), ElementsAre("200[]"));
}

// --- answers against documents --------------------------------------------------------------------------------------------------------

constexpr auto envelope = R"({"content": {"application/json": {"schema": {"type": "object", "properties": {
    "success": {"type": "boolean", "enum": [false]}, "message": {"type": "string"}}, "required": ["success", "message"]}}}})";

Spec document_of(std::string const& paths) { return Spec(from(R"({"paths": )" + paths + "}")); }
Spec groups() {
    return document_of(R"({"/groups/{groupId}/": {"get": {"responses": {
        "200": {"content": {"application/json": {"schema": {"type": "object", "properties": {"data": {"type": "object", "properties": {
            "id": {"type": "number"}, "members": {"type": "array", "items": {"type": "object", "properties": {
                "email": {"type": "string", "format": "email"}}}}}, "required": ["id"]}}, "required": ["data"]}}}},
        "404": )" + std::string(envelope) +
                       R"(}}, "delete": {"responses": {"204": {}}}}, "/groups/all": {"get": {"responses": {}}}})");
}

std::vector<std::string> judged(int status, std::string_view body, char const* method = "GET") {
    auto const spec = groups();
    std::vector<std::string> where;
    for (auto const& finding : spec.judge(*spec.find(method, "/groups/{x}"), status, body, Spec::OtherErrors::need_the_envelope))
        where.push_back(finding.where);
    return where;
}

TEST(AnAnswer, that_is_wrong_is_found_wanting_at_the_place) {
    EXPECT_THAT(judged(200, R"({"data": {"id": 1, "members": [{"email": "ada@example.com"}]}})"), IsEmpty());
    EXPECT_THAT(judged(200, R"({"data": {"id": "1", "members": [{"email": "ada"}]}})"),
                ElementsAre("200 data.id", "200 data.members[].email"));
    EXPECT_THAT(judged(200, R"({"data": {"members": []}})"), ElementsAre("200 data.id"));
    EXPECT_THAT(judged(200, "no JSON"), ElementsAre("200"));
}

TEST(AnAnswer, of_a_status_that_is_not_documented_is_refused_unless_it_is_an_error_with_the_envelope) {
    EXPECT_THAT(judged(201, R"({"data": {"id": 1}})"), ElementsAre("201"));
    EXPECT_THAT(judged(501, R"({"success": false, "message": "not yet"})"), IsEmpty());
    EXPECT_THAT(judged(404, R"({"success": true, "message": "no"})"), ElementsAre("404 success"));
    EXPECT_THAT(judged(403, R"({"success": false})"), ElementsAre("403 message"));
    EXPECT_THAT(judged(403, R"({"success": false, "message": "no", "code": 7})"), ElementsAre("403 code"));
    auto const spec = groups();
    EXPECT_THAT(spec.judge(*spec.find("GET", "/groups/{x}"), 501, "{}", Spec::OtherErrors::are_refused), SizeIs(1));
}

TEST(AnAnswer, without_content_has_no_body) {
    EXPECT_THAT(judged(204, "", "DELETE"), IsEmpty());
    EXPECT_THAT(judged(204, "{}", "DELETE"), ElementsAre("204"));
}

TEST(AnOperation, is_found_by_request_and_words_beat_parameters) {
    auto const spec = groups();
    EXPECT_EQ(spec.find_for("GET", "/groups/7")->path, "/groups/{groupId}/");
    EXPECT_EQ(spec.find_for("GET", "/groups/all")->path, "/groups/all");
    EXPECT_EQ(spec.find_for("GET", "/groups"), nullptr);
    EXPECT_EQ(spec.find_for("PATCH", "/groups/7"), nullptr);
}

TEST(ADifference, excuses_what_is_at_its_place_only) {
    Differences const known({{"GET /groups/{groupId}", "200 data.id", "R", "a reason"}});
    std::vector<Finding> const found{{"200 data.id", "is wrong"}, {"200 data.name", "is wrong"}};
    EXPECT_THAT(known.without_accepted("GET /groups/{groupId}", found), ElementsAre(found[1]));
    EXPECT_THAT(known.without_accepted("GET /groups", found), SizeIs(2));
    EXPECT_THAT(known.without_accepted("GET /groups/{id}", found), SizeIs(1)) << "however a parameter is called";
    Differences const wide({{"GET /groups", "200 data*", "R", "a reason"}});
    EXPECT_THAT(wide.without_accepted("GET /groups", {{"200 data.id", ""}, {"200 data[].x.y", ""}, {"200 success", ""}}),
                ElementsAre(Finding{"200 success", ""}));
}

// --- documents against each other -----------------------------------------------------------------------------------------------------

/// Where POST /x differs, when its body (or answer) has these schemas.
std::vector<std::string> body_differences(std::string const& ours, std::string const& theirs) {
    auto const spec = [](std::string const& schema) {
        return document_of(R"({"/x": {"post": {"requestBody": {"content": {"application/json": {"schema": )" + schema +
                           R"(}}}, "responses": {}}}})");
    };
    auto const mine = spec(ours);
    auto const published = spec(theirs);
    std::vector<std::string> where;
    for (auto const& finding :
         differences_between(mine, *mine.find("POST", "/x"), published, *published.find("POST", "/x"), Depth::everything))
        where.push_back(finding.where);
    return where;
}
std::vector<std::string> answer_differences(std::string const& ours, std::string const& theirs) {
    auto const spec = [](std::string const& schema) {
        return document_of(R"({"/x": {"post": {"responses": {"200": {"content": {"application/json": {"schema": )" + schema + "}}}}}}}");
    };
    auto const mine = spec(ours);
    auto const published = spec(theirs);
    std::vector<std::string> where;
    for (auto const& finding :
         differences_between(mine, *mine.find("POST", "/x"), published, *published.find("POST", "/x"), Depth::everything))
        where.push_back(finding.where);
    return where;
}

TEST(TwoBodies, are_alike_only_when_they_say_the_same) {
    constexpr auto a = R"({"type": "object", "properties": {"name": {"type": "string", "minLength": 1}}, "required": ["name"]})";
    EXPECT_THAT(body_differences(a, a), IsEmpty());
    EXPECT_THAT(body_differences(a, R"({"type": "object", "properties": {"name": {"type": "number"}}, "required": ["name"]})"),
                ElementsAre("body name"));
    EXPECT_THAT(body_differences(a, R"({"type": "object", "properties": {"name": {"type": "string", "minLength": 1}}})"),
                ElementsAre("body name"));
    EXPECT_THAT(body_differences(a, R"({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]})"),
                ElementsAre("body name"));
    EXPECT_THAT(body_differences(a, R"({"type": "object", "properties": {"name": {"type": "string", "minLength": 1}, "at": {}},
                                        "required": ["name"], "additionalProperties": false})"),
                ElementsAre("body at", "body"));
    EXPECT_THAT(body_differences(R"({"type": "string", "enum": ["a"]})", R"({"type": "string", "enum": ["a", "b"]})"), ElementsAre("body"));
    EXPECT_THAT(body_differences(R"({"type": "string"})", R"({"type": "string", "nullable": true})"), ElementsAre("body"));
    EXPECT_THAT(body_differences(R"({"type": "object"})", a), ElementsAre("body"));
}

TEST(TwoAnswers, are_alike_when_ours_says_more_exactly_what_it_holds) {
    constexpr auto theirs = R"({"type": "object", "properties": {"at": {"type": "string"}}})";
    EXPECT_THAT(answer_differences(R"({"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}},
                                       "required": ["at"], "additionalProperties": false})",
                                   theirs),
                IsEmpty());
    EXPECT_THAT(answer_differences(theirs, R"({"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}},
                                               "required": ["at"], "additionalProperties": false})"),
                ElementsAre("200 at", "200 at", "200"));
    EXPECT_THAT(answer_differences(R"({"type": "object", "properties": {"at": {"type": "string"}, "by": {}}})", theirs),
                ElementsAre("200 by"));
    EXPECT_THAT(answer_differences(R"({"type": "object", "properties": {}})", theirs), ElementsAre("200 at"));
}

TEST(TwoAnswers, are_alike_when_ours_is_never_null_or_always_whole) {
    EXPECT_THAT(answer_differences(R"({"type": "integer"})", R"({"type": "number", "nullable": true})"), IsEmpty());
    EXPECT_THAT(answer_differences(R"({"type": "number", "nullable": true})", R"({"type": "number"})"), ElementsAre("200"));
    EXPECT_THAT(body_differences(R"({"type": "integer"})", R"({"type": "number"})"), ElementsAre("body"));
}

TEST(TwoChoices, are_compared_form_by_form) {
    constexpr auto app = R"({"type": "object", "properties": {"type": {"type": "string", "enum": ["app"]}, "id": {"type": "string"}}})";
    constexpr auto user = R"({"type": "object", "properties": {"type": {"type": "string", "enum": ["user"]}, "id": {"type": "string"}}})";
    constexpr auto bad_user =
        R"({"type": "object", "properties": {"type": {"type": "string", "enum": ["user"]}, "id": {"type": "number"}}})";
    auto const any = [](std::string const& a, std::string const& b) { return R"({"anyOf": [)" + a + ", " + b + "]}"; };
    auto const one = [](std::string const& a, std::string const& b) { return R"({"oneOf": [)" + a + ", " + b + "]}"; };
    EXPECT_THAT(body_differences(any(user, app), one(app, user)), IsEmpty());
    EXPECT_THAT(body_differences(any(bad_user, app), one(app, user)), ElementsAre("body id"));
    EXPECT_THAT(body_differences(any(app, user), app), ElementsAre("body"));
}

TEST(TwoChoices, are_alike_when_one_form_with_an_optional_key_stands_for_two) {
    constexpr auto without = R"({"type": "object", "properties": {"id": {"type": "number"}}, "required": ["id"]})";
    constexpr auto with =
        R"({"type": "object", "properties": {"id": {"type": "number"}, "more": {"type": "string"}}, "required": ["id", "more"]})";
    constexpr auto ours = R"({"type": "object", "properties": {"id": {"type": "number"}, "more": {"type": "string"}}, "required": ["id"]})";
    EXPECT_THAT(answer_differences(ours, std::string(R"({"anyOf": [)") + without + ", " + with + "]}"), IsEmpty());
    EXPECT_THAT(answer_differences(without, std::string(R"({"anyOf": [)") + without + ", " + with + "]}"), ElementsAre("200 more"));
}

TEST(Parameters, are_compared_by_place_in_the_path_and_by_name_in_the_query) {
    auto const spec = [](std::string const& path, std::string const& parameters) {
        return document_of(R"({")" + path + R"(": {"get": {"responses": {}, "parameters": )" + parameters + "}}}");
    };
    auto const mine = spec("/x/{xId}", R"([{"name": "xId", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
                                           {"name": "limit", "in": "query", "required": false, "schema": {"type": "integer", "maximum": 100}}])");
    auto const published = spec("/x/{id}/", R"([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                                                {"name": "status", "in": "query", "required": false, "schema": {"type": "string"}}])");
    auto const found = [&](Depth depth) {
        std::vector<std::string> where;
        for (auto const& finding : differences_between(mine, mine.operations()[0], published, published.operations()[0], depth))
            where.push_back(finding.where);
        return where;
    };
    EXPECT_THAT(found(Depth::everything), ElementsAre("path xId", "query status", "query limit"));
    EXPECT_THAT(found(Depth::path_only), ElementsAre("path xId"));
}

}  // namespace
}  // namespace gatehouse::api_test
