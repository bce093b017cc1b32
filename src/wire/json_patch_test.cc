// SPDX-License-Identifier: Apache-2.0
#include "wire/json_patch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace gatehouse::wire {
namespace {

using ::testing::HasSubstr;

json::Value parsed(std::string_view text) { return json::parse(text).value(); }

PatchStep step(PatchOp op, std::string path, std::string_view value = {}) {
    return {op, std::move(path), value.empty() ? std::nullopt : std::optional(parsed(value)), std::nullopt};
}
PatchStep step_from(PatchOp op, std::string from, std::string path) { return {op, std::move(path), std::nullopt, std::move(from)}; }

/// The patched document as text; "refused: ..." when it is not.
std::string apply(std::string_view document, std::vector<PatchStep> const& steps) {
    auto const result = apply_patch(parsed(document).as_object(), steps);
    if (!result) {
        EXPECT_EQ(result.error().kind, ErrorKind::invalid);
        return "refused: " + result.error().message;
    }
    return json::text_of(*result);
}

using enum PatchOp;

TEST(JsonPatch, replaces_a_member_whether_its_path_begins_with_a_slash_or_not) {
    for (auto const* path : {"/name", "name"}) EXPECT_EQ(apply(R"({"name":"a"})", {step(replace, path, R"("b")")}), R"({"name":"b"})");
}

TEST(JsonPatch, reaches_below_a_member_with_both_spellings) {
    for (auto const* path : {"/metadata/team/name", "metadata/team/name"})
        EXPECT_EQ(apply(R"({"metadata":{"team":{"name":"a"}}})", {step(replace, path, "1")}), R"({"metadata":{"team":{"name":1}}})");
}

TEST(JsonPatch, refuses_a_path_that_is_not_among_the_documents_own_members) {
    for (auto const* path : {"/id", "id", "/id/x", "", "/", "//name", "/NAME", "/name~1x"}) {
        for (auto const op : {add, remove, replace, PatchOp::test})
            EXPECT_THAT(apply(R"({"name":"a","other":1})", {step(op, path, "1")}), HasSubstr("these can: /name, /other")) << path;
        EXPECT_THAT(apply(R"({"name":"a","other":1})", {step_from(copy, path, "/name")}), HasSubstr("cannot be changed here")) << path;
    }
}

TEST(JsonPatch, add_puts_a_member_or_replaces_the_one_there_is) {
    EXPECT_EQ(apply(R"({"m":{}})", {step(add, "/m/a", "1")}), R"({"m":{"a":1}})");
    EXPECT_EQ(apply(R"({"m":{"a":1}})", {step(add, "/m/a", "null")}), R"({"m":{"a":null}})");
}

TEST(JsonPatch, add_inserts_into_an_array_and_dash_means_its_end) {
    EXPECT_EQ(apply(R"({"l":[1,3]})", {step(add, "/l/1", "2")}), R"({"l":[1,2,3]})");
    EXPECT_EQ(apply(R"({"l":[1,2]})", {step(add, "/l/2", "3")}), R"({"l":[1,2,3]})");
    EXPECT_EQ(apply(R"({"l":[1,2]})", {step(add, "/l/-", "3")}), R"({"l":[1,2,3]})");
    EXPECT_EQ(apply(R"({"l":[]})", {step(add, "l/-", "[1]"), step(add, "l/0/-", "2")}), R"({"l":[[1,2]]})");
}

TEST(JsonPatch, refuses_an_index_outside_the_array_or_badly_written) {
    for (auto const* index : {"3", "01", "-1", "1e0", "x", "", "18446744073709551616", "+1", " 1"})
        EXPECT_THAT(apply(R"({"l":[1,2]})", {step(add, std::string("/l/") + index, "9")}), HasSubstr("refused: path: there is nothing at"))
            << index;
    for (auto const* index : {"2", "-", "01"}) {
        EXPECT_THAT(apply(R"({"l":[1,2]})", {step(replace, std::string("/l/") + index, "9")}), HasSubstr("to replace")) << index;
        EXPECT_THAT(apply(R"({"l":[1,2]})", {step(remove, std::string("/l/") + index)}), HasSubstr("to remove")) << index;
    }
}

TEST(JsonPatch, refuses_to_add_below_what_is_not_there_or_holds_nothing) {
    EXPECT_THAT(apply(R"({"m":{}})", {step(add, "/m/a/b", "1")}), HasSubstr("nothing at '/m/a/b'"));
    EXPECT_THAT(apply(R"({"m":"text"})", {step(add, "/m/a", "1")}), HasSubstr("nothing at '/m/a'"));
    EXPECT_THAT(apply(R"({"m":null})", {step(add, "/m/0", "1")}), HasSubstr("nothing at '/m/0'"));
}

TEST(JsonPatch, replace_wants_something_there) {
    EXPECT_EQ(apply(R"({"l":[1,2]})", {step(replace, "/l/1", "9")}), R"({"l":[1,9]})");
    EXPECT_THAT(apply(R"({"m":{}})", {step(replace, "/m/a", "1")}), HasSubstr("nothing at '/m/a' to replace"));
}

TEST(JsonPatch, remove_takes_members_and_elements_away) {
    EXPECT_EQ(apply(R"({"m":{"a":1,"b":2}})", {step(remove, "/m/a")}), R"({"m":{"b":2}})");
    EXPECT_EQ(apply(R"({"l":[1,2,3]})", {step(remove, "/l/1")}), R"({"l":[1,3]})");
    EXPECT_EQ(apply(R"({"l":[1]})", {step(remove, "/l")}), "{}");
    EXPECT_THAT(apply(R"({"m":{}})", {step(remove, "/m/a")}), HasSubstr("nothing at '/m/a' to remove"));
    EXPECT_THAT(apply(R"({"m":1})", {step(remove, "/m"), step(remove, "/m")}), HasSubstr("to remove"));
}

TEST(JsonPatch, a_null_value_is_a_value_and_a_missing_one_is_refused) {
    EXPECT_EQ(apply(R"({"name":"a"})", {step(replace, "/name", "null")}), R"({"name":null})");
    for (auto const op : {add, replace, PatchOp::test})
        EXPECT_THAT(apply(R"({"name":"a"})", {step(op, "/name")}), HasSubstr("a value is required for " + std::string(json::name_of(op))));
}

TEST(JsonPatch, tilde_0_and_tilde_1_stand_for_tilde_and_slash) {
    EXPECT_EQ(apply(R"({"m":{"a/b":1}})", {step(replace, "/m/a~1b", "2")}), R"({"m":{"a/b":2}})");
    EXPECT_EQ(apply(R"({"m":{"a~b":1}})", {step(replace, "/m/a~0b", "2")}), R"({"m":{"a~b":2}})");
    EXPECT_EQ(apply(R"({"m":{"~1":1}})", {step(replace, "/m/~01", "2")}), R"({"m":{"~1":2}})");
}

TEST(JsonPatch, keys_may_be_empty_or_in_any_script) {
    EXPECT_EQ(apply(R"({"m":{}})", {step(add, "/m/", "1"), step(add, "/m/名", "2")}), R"({"m":{"":1,"名":2}})");
}

TEST(JsonPatch, test_compares_whole_values_whatever_the_order_of_keys) {
    auto const* const document = R"({"m":{"a":[1,{"x":null}],"b":"t"}})";
    EXPECT_EQ(apply(document, {step(PatchOp::test, "/m", R"({"b":"t","a":[1,{"x":null}]})")}), document);
    EXPECT_THAT(apply(document, {step(PatchOp::test, "/m/a", R"([{"x":null},1])")}), HasSubstr("/m/a: the test does not hold"));
    EXPECT_THAT(apply(document, {step(PatchOp::test, "/m/c", "null")}), HasSubstr("the test does not hold"));
    EXPECT_THAT(apply(document, {step(PatchOp::test, "/m/b", R"("T")")}), HasSubstr("the test does not hold"));
}

TEST(JsonPatch, test_compares_numbers_by_value) {
    EXPECT_EQ(apply(R"({"m":[1,2.5,{"n":10}]})", {step(PatchOp::test, "/m", R"([1.0,2.5,{"n":1e1}])")}), R"({"m":[1,2.5,{"n":10}]})");
    EXPECT_THAT(apply(R"({"m":1})", {step(PatchOp::test, "/m", "1.5")}), HasSubstr("the test does not hold"));
    EXPECT_THAT(apply(R"({"m":9007199254740993})", {step(PatchOp::test, "/m", "9007199254740992")}), HasSubstr("does not hold"));
}

TEST(JsonPatch, move_takes_away_where_it_was_and_copy_does_not) {
    EXPECT_EQ(apply(R"({"m":{"a":1}})", {step_from(move, "/m/a", "/m/b")}), R"({"m":{"b":1}})");
    EXPECT_EQ(apply(R"({"m":{"a":1}})", {step_from(copy, "m/a", "m/b")}), R"({"m":{"a":1,"b":1}})");
    EXPECT_EQ(apply(R"({"l":[1,2,3]})", {step_from(move, "/l/0", "/l/2")}), R"({"l":[2,3,1]})");
    EXPECT_EQ(apply(R"({"m":{"a":1}})", {step_from(move, "/m/a", "/m/a")}), R"({"m":{"a":1}})");
}

TEST(JsonPatch, move_and_copy_want_a_from_that_is_there) {
    for (auto const op : {move, copy}) {
        EXPECT_THAT(apply(R"({"m":{}})", {step(op, "/m/a")}), HasSubstr("from: is required"));
        EXPECT_THAT(apply(R"({"m":{}})", {step_from(op, "/m/x", "/m/a")}), HasSubstr("from: there is nothing at '/m/x'"));
    }
}

TEST(JsonPatch, nothing_can_be_moved_into_itself) {
    EXPECT_THAT(apply(R"({"m":{"a":{"b":1}}})", {step_from(move, "/m/a", "/m/a/b")}), HasSubstr("refused"));
}

TEST(JsonPatch, steps_apply_in_order_and_any_that_fails_fails_all) {
    EXPECT_EQ(apply(R"({"m":{}})", {step(add, "/m/a", "1"), step(replace, "/m/a", "2"), step(PatchOp::test, "/m/a", "2")}),
              R"({"m":{"a":2}})");
    auto const before = parsed(R"({"m":{},"n":1})").as_object();
    EXPECT_FALSE(apply_patch(before, {step(replace, "/n", "2"), step(remove, "/m/a")}));
    EXPECT_EQ(json::text_of(before), R"({"m":{},"n":1})");
    EXPECT_EQ(apply(R"({"n":1})", {}), R"({"n":1})");
}

struct View {
    json::Text<1, 5> name;
    bool active = true;
    json::Nullable<std::string> note;
};
BOOST_DESCRIBE_STRUCT(View, (), (name, active, note))

template <class Op>
Result<View> patch_view(std::string_view body) {
    auto read = json::read<PatchBody<Op>>(parsed(body));
    if (!read) return read.error();
    return patched(View{{"old"}, true, {"text"}}, *read);
}

TEST(PatchBody, is_read_and_applied_to_a_view) {
    auto const view = patch_view<BasicPatchOp>(
        R"({"operations":[{"op":"replace","path":"/name","value":"new"},{"op":"add","path":"note","value":null},
            {"op":"replace","path":"active","value":false}]})");
    ASSERT_TRUE(view) << view.error().message;
    EXPECT_EQ(view->name.value, "new");
    EXPECT_FALSE(view->active);
    EXPECT_EQ(view->note.value, std::nullopt);
}

TEST(PatchBody, refuses_operations_its_endpoint_does_not_take) {
    for (auto const* op : {"move", "copy", "test"})
        EXPECT_FALSE(
            patch_view<BasicPatchOp>(std::string(R"({"operations":[{"op":")") + op + R"(","path":"/name","from":"/note","value":1}]})"));
    EXPECT_FALSE(patch_view<ReplaceOp>(R"({"operations":[{"op":"add","path":"/name","value":"x"}]})"));
    EXPECT_TRUE(patch_view<PatchOp>(R"({"operations":[{"op":"test","path":"/name","value":"old"}]})"));
    EXPECT_FALSE(patch_view<PatchOp>(R"({"operations":[{"op":"Replace","path":"/name","value":"x"}]})"));
}

TEST(PatchBody, refuses_members_it_does_not_know_and_misses_those_it_needs) {
    EXPECT_TRUE(patch_view<PatchOp>(R"({"operations":[{"op":"replace","path":"/name","value":"x","extra":1}]})")) << "operations are open";
    for (auto const* body : {R"({"operations":[],"extra":1})", R"({"operations":[{"path":"/name","value":"x"}]})",
                             R"({"operations":[{"op":"replace","value":"x"}]})", R"({})", R"([])", R"({"operations":{}})"})
        EXPECT_FALSE(patch_view<PatchOp>(body)) << body;
}

TEST(PatchBody, refuses_a_result_that_is_no_view) {
    for (auto const* body :
         {R"({"operations":[{"op":"remove","path":"/name"}]})", R"({"operations":[{"op":"replace","path":"/name","value":""}]})",
          R"({"operations":[{"op":"replace","path":"/name","value":"too long"}]})",
          R"({"operations":[{"op":"replace","path":"/active","value":"yes"}]})"}) {
        auto const view = patch_view<PatchOp>(body);
        ASSERT_FALSE(view) << body;
        EXPECT_EQ(view.error().kind, ErrorKind::invalid);
        EXPECT_THAT(view.error().message, HasSubstr("Patched document failed schema validation"));
    }
}

}  // namespace
}  // namespace gatehouse::wire
