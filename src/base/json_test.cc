// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <gtest/gtest.h>
#include <bit>
#include <boost/describe/class.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace gatehouse::json {
namespace {

/// The document parsed and written again, or the complaint without its common beginning.
std::string reread(std::string_view text) {
    auto const parsed = parse(text);
    if (parsed) return text_of(*parsed);
    static constexpr std::string_view beginning = "not valid JSON: ";
    EXPECT_TRUE(parsed.error().message.starts_with(beginning)) << parsed.error().message;
    EXPECT_EQ(parsed.error().kind, ErrorKind::invalid);
    return parsed.error().message.substr(beginning.size());
}

bool accepted(std::string_view text) { return bool(parse(text)); }

std::string nested(int levels, std::string const& open, std::string const& close) {
    std::string out;
    for (int i = 0; i < levels; ++i) out += open;
    for (int i = 0; i < levels; ++i) out += close;
    return out;
}

// --- parse ----------------------------------------------------------------------------------------------------------------------

TEST(JsonParse, reads_every_kind_of_value) {
    EXPECT_EQ(reread("null"), "null");
    EXPECT_EQ(reread("true"), "true");
    EXPECT_EQ(reread("false"), "false");
    EXPECT_EQ(reread("-12"), "-12");
    EXPECT_EQ(reread("1.5e3"), "1500");
    EXPECT_EQ(reread("\"x\""), "\"x\"");
    EXPECT_EQ(reread("[]"), "[]");
    EXPECT_EQ(reread("{}"), "{}");
}

TEST(JsonParse, allows_white_space_between_tokens_and_keeps_the_order_of_members) {
    EXPECT_EQ(reread(" \t\r\n{ \"b\" : [ 1 , 2 ] ,\n\"a\" : { } } \n"), R"({"b":[1,2],"a":{}})");
}

TEST(JsonParse, refuses_what_is_not_quite_json) {
    for (auto const* text : {"",
                             " ",
                             "nul",
                             "nulL",
                             "True",
                             "NaN",
                             "Infinity",
                             "-Infinity",
                             "undefined",
                             "'x'",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "[",
                             "]",
                             "{",
                             "}",
                             "{a:1}",
                             "{'a':1}",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{,}",
                             "{1:2}",
                             "{\"a\":1 \"b\":2}",
                             "[1}",
                             "{\"a\":1]",
                             "// x\n1",
                             "/* */1",
                             "01",
                             "-01",
                             "+1",
                             "-",
                             ".5",
                             "1.",
                             "1.e5",
                             "1e",
                             "1e+",
                             "0x10",
                             "1_000",
                             "--1",
                             "1..2",
                             "\"",
                             "\"\\\"",
                             "\"\\x41\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"\\U0041\"",
                             "\xEF\xBB\xBF{}",
                             "\f1",
                             "\v1",
                             "\u00A01",
                             "\"\\u-123\"",
                             "\"\\u+123\"",
                             "\"\\u 123\""})
        EXPECT_FALSE(accepted(text)) << text;
}

TEST(JsonParse, refuses_anything_after_the_value) {
    EXPECT_EQ(reread("{} {}"), "line 1, column 4: expected the end of the document");
    EXPECT_EQ(reread("1 2"), "line 1, column 3: expected the end of the document");
    EXPECT_FALSE(accepted("[1]]"));
    EXPECT_FALSE(accepted("nullx"));
    EXPECT_FALSE(accepted(std::string_view("1\0", 2)));
}

TEST(JsonParse, refuses_a_key_that_appears_twice_in_one_object_and_says_where) {
    EXPECT_EQ(reread("{\"a\":1,\n \"b\":2,\n \"a\":3}"), "line 3, column 2: the key \"a\" appears twice in one object");
    EXPECT_FALSE(accepted(R"({"a":1,"\u0061":2})"));
    EXPECT_FALSE(accepted(R"({"x":{"a":1,"a":1}})"));
    EXPECT_FALSE(accepted(R"({"":1,"":2})"));
    EXPECT_TRUE(accepted(R"({"a":{"a":1},"b":{"a":2}})"));
    EXPECT_TRUE(accepted(R"({"a":1,"A":2})"));
}

TEST(JsonParse, finds_the_duplicate_among_many_keys) {
    std::string text = "{";
    for (int i = 0; i < 1000; ++i) text += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
    EXPECT_TRUE(accepted(text + "\"k1000\":0}"));
    EXPECT_FALSE(accepted(text + "\"k500\":0}"));
}

TEST(JsonParse, reads_64_levels_and_refuses_65) {
    EXPECT_TRUE(accepted(nested(64, "[", "]")));
    EXPECT_EQ(reread(nested(65, "[", "]")), "line 1, column 65: nested deeper than 64 levels");
    EXPECT_TRUE(accepted(nested(63, "{\"a\":", "}").insert(63 * 5, "{}")));
    EXPECT_FALSE(accepted(nested(64, "{\"a\":", "}").insert(64 * 5, "{}")));
    EXPECT_TRUE(accepted(nested(64, "[", "]").insert(64, "1"))) << "a plain value is not a level";
}

TEST(JsonParse, survives_a_very_deep_document) {
    EXPECT_FALSE(accepted(std::string(1'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
    EXPECT_FALSE(accepted(objects));
}

TEST(JsonParse, refuses_numbers_no_double_can_hold) {
    EXPECT_EQ(reread("[1, 1e999]"), "line 1, column 5: a number too large or too small to hold");
    EXPECT_FALSE(accepted("-1e999"));
    EXPECT_FALSE(accepted("1e-999"));
    EXPECT_FALSE(accepted("1" + std::string(400, '0')));
    EXPECT_TRUE(accepted("1.7976931348623157e308"));
    EXPECT_TRUE(accepted("5e-324"));
}

TEST(JsonParse, keeps_whole_numbers_exact_up_to_64_bits) {
    for (std::int64_t const number : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{9'007'199'254'740'993},
                                      std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        auto const parsed = parse(std::to_string(number));
        ASSERT_TRUE(parsed && parsed->is_int64()) << number;
        EXPECT_EQ(parsed->get_int64(), number);
        EXPECT_EQ(text_of(*parsed), std::to_string(number));
    }
    for (auto const* beyond_signed : {"9223372036854775808", "18446744073709551615"})
        EXPECT_EQ(text_of(*parse(beyond_signed)), beyond_signed);
    EXPECT_TRUE(parse("18446744073709551616")->is_double());
    EXPECT_FALSE(read<std::int64_t>(*parse("9223372036854775808"))) << "no 64-bit whole number with a sign";
    EXPECT_TRUE(parse("1.0")->is_double());
}

TEST(JsonParse, reads_and_writes_every_64_bit_whole_number_exactly) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 100'000; ++i) {
        auto const number = static_cast<std::int64_t>(random()) >> (random() % 64);
        auto const parsed = parse(to_text(number));
        ASSERT_TRUE(parsed && parsed->is_int64() && parsed->get_int64() == number) << number;
    }
}

TEST(JsonParse, reads_and_writes_every_finite_double_exactly) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 200'000; ++i) {
        auto const number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        std::string text;
        write(text, number);
        auto const parsed = parse(text);
        ASSERT_TRUE(parsed) << text;
        // A double without a fraction may be written without one, and is then read as a whole number.
        auto const back = parsed->to_number<double>();
        ASSERT_EQ(back, number) << text;
    }
}

TEST(JsonParse, reads_long_decimals_to_the_nearest_double) {
    EXPECT_EQ(parse("0.1")->get_double(), 0.1);
    EXPECT_EQ(parse("9007199254740993.0")->get_double(), 9007199254740992.0);
    EXPECT_EQ(parse("2.2250738585072011e-308")->get_double(), 2.2250738585072011e-308);
    EXPECT_EQ(parse("0.1000000000000000055511151231257827021181583404541015625")->get_double(), 0.1);
    EXPECT_EQ(parse("17976931348623157e292")->get_double(), 1.7976931348623157e308);
}

TEST(JsonParse, refuses_strings_that_are_not_utf8) {
    for (std::string const bytes : {
             "\x80",              // a tail without a lead
             "\xC3",              // a lead without its tail
             "\xC3(",             //
             "\xC0\xAF",          // '/' in two bytes
             "\xC1\xBF",          //
             "\xE0\x9F\xBF",      // two-byte code in three
             "\xED\xA0\x80",      // half a surrogate pair
             "\xED\xBF\xBF",      //
             "\xF0\x8F\xBF\xBF",  // three-byte code in four
             "\xF4\x90\x80\x80",  // above U+10FFFF
             "\xF5\x80\x80\x80",  //
             "\xE2\x82",          // cut short
             "\xF0\x9F\x98",      //
             "\xFF",
         }) {
        EXPECT_FALSE(accepted("\"" + bytes + "\""));
        EXPECT_FALSE(accepted("\"" + bytes));
        EXPECT_FALSE(accepted("{\"" + bytes + "\":1}"));
    }
    EXPECT_EQ(reread("[\"ab\xFF\"]"), "line 1, column 5: a string that is not valid UTF-8");
}

TEST(JsonParse, reads_every_utf8_length_and_the_ends_of_each) {
    for (std::string const bytes : {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                                    "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_EQ(reread("\"" + bytes + "\""), "\"" + bytes + "\"");
}

TEST(JsonParse, reads_escapes) {
    EXPECT_EQ(parse(R"("\"\\\/\b\f\n\r\t")")->get_string(), "\"\\/\b\f\n\r\t");
    EXPECT_EQ(parse(R"("\u0041\u00e9\u20AC\uFFFF")")->get_string(), "A\xC3\xA9\xE2\x82\xAC\xEF\xBF\xBF");
    EXPECT_EQ(parse(R"("a\u0000b")")->get_string(), boost::json::string_view("a\0b", 3));
}

TEST(JsonParse, joins_surrogate_pairs_and_refuses_halves) {
    EXPECT_EQ(parse(R"("\ud83d\ude00")")->get_string(), "\xF0\x9F\x98\x80");
    EXPECT_EQ(parse(R"("\uD800\uDC00")")->get_string(), "\xF0\x90\x80\x80");
    EXPECT_EQ(parse(R"("\uDBFF\uDFFF")")->get_string(), "\xF4\x8F\xBF\xBF");
    for (auto const* text : {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\n")", R"("\ud83d\ud83d")", R"("\ude00\ud83d")",
                             R"("\ud83d\u0041")", R"("\ud83d\ude0")"})
        EXPECT_FALSE(accepted(text)) << text;
}

TEST(JsonParse, refuses_raw_control_characters_in_strings) {
    for (char c = 1; c < 0x20; ++c) EXPECT_FALSE(accepted(std::string("\"a") + c + "\"")) << int(c);
    EXPECT_FALSE(accepted(std::string_view("\"a\0\"", 4)));
    EXPECT_EQ(reread("\"a\nb\""), "line 1, column 3: a raw control character (0x0a) in a string");
}

TEST(JsonParse, says_line_and_column_in_characters) {
    EXPECT_EQ(reread("{"), "line 1, column 2: expected a key in double quotes, found the end");
    EXPECT_EQ(reread("{[{\"id\": \"x\"}]}"), "line 1, column 2: expected a key in double quotes, found '['");
    EXPECT_EQ(reread("{\n  \"a\": 1,\n  \"b\" 2\n}"), "line 3, column 7: expected ':', found '2'");
    EXPECT_EQ(reread("[\"\xC3\xA9\xE2\x82\xAC\", x]"), "line 1, column 8: expected a value, found 'x'");
    EXPECT_EQ(reread("[1\n,\n]"), "line 3, column 1: expected a value, found ']'");
    EXPECT_EQ(reread(""), "line 1, column 1: expected a value, found the end");
    EXPECT_EQ(reread("[1, \x01]"), "line 1, column 5: expected a value, found byte 0x01");
    EXPECT_EQ(reread("\"abc"), "line 1, column 5: the document ends inside a string");
}

TEST(JsonParse, never_reads_past_the_end_of_a_cut_document) {
    std::string const whole = R"({"a":[1,-2.5e+3,"\u00e9\ud83d\ude00\n",true,false,null],"é":{"b":{}}})";
    ASSERT_TRUE(accepted(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        std::string const cut(whole, 0, length);  // its own allocation, so that a sanitizer sees one byte too many
        EXPECT_FALSE(accepted(std::string_view(cut.data(), cut.size()))) << cut;
    }
}

// --- write ----------------------------------------------------------------------------------------------------------------------

TEST(JsonWrite, escapes_what_must_be_and_nothing_else) {
    std::string out;
    write(out, std::string_view("\"\\/\b\f\n\r\t\x01\x1F\x7F\xC3\xA9<>&"));
    EXPECT_EQ(out, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\xC3\xA9<>&\"");
}

TEST(JsonWrite, finds_what_must_be_escaped_wherever_it_stands) {
    for (std::string const special : {"\"", "\\", "\n", "\x1F", "\x01"})
        for (std::size_t length = 0; length < 40; ++length)
            for (std::size_t at = 0; at <= length; ++at) {
                auto const text = std::string(at, '\x7F') + special + std::string(length - at, '\xFF');
                std::string out, piece;
                write(out, text);
                write(piece, special);
                auto const escaped = piece.substr(1, piece.size() - 2);
                ASSERT_EQ(out, '"' + std::string(at, '\x7F') + escaped + std::string(length - at, '\xFF') + '"') << at << " of " << length;
            }
}

TEST(JsonWrite, spells_numbers_as_short_as_they_can_be) {
    auto const spelt = [](double number) {
        std::string out;
        write(out, number);
        return out;
    };
    EXPECT_EQ(spelt(1.0), "1");
    EXPECT_EQ(spelt(0.1), "0.1");
    EXPECT_EQ(spelt(-2.5), "-2.5");
    EXPECT_EQ(spelt(1e300), "1e+300");
    EXPECT_EQ(spelt(0.1 + 0.2), "0.30000000000000004");
}

TEST(JsonWrite, has_no_way_to_say_infinity) {
    EXPECT_EQ(text_of(Value(std::numeric_limits<double>::infinity())), "null");
    EXPECT_EQ(text_of(Value(-std::numeric_limits<double>::infinity())), "null");
    EXPECT_EQ(text_of(Value(std::numeric_limits<double>::quiet_NaN())), "null");
}

TEST(JsonWrite, writes_the_largest_unsigned_number) {
    EXPECT_EQ(text_of(Value(std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
}

/// A random document: what is written must be read back the same.
Value random_value(std::mt19937_64& random, int depth) {
    auto const random_string = [&] {
        static constexpr std::string_view pieces[] = {"a", "\"", "\\", "\n", "\x01", "é", "€", "😀", " ", "{", "/"};
        std::string out;
        for (auto n = random() % 6; n > 0; --n) out += pieces[random() % std::size(pieces)];
        return out;
    };
    switch (random() % (depth > 4 ? 5 : 7)) {
        case 0:
            return nullptr;
        case 1:
            return random() % 2 == 0;
        case 2:
            return static_cast<std::int64_t>(random());
        case 3:
            return static_cast<double>(random() % 1000) + 0.25;
        case 4:
            return Value(random_string());
        case 5: {
            Array out;
            for (auto n = random() % 4; n > 0; --n) out.push_back(random_value(random, depth + 1));
            return out;
        }
        default: {
            Object out;
            for (auto n = random() % 4; n > 0; --n) out[random_string()] = random_value(random, depth + 1);
            return out;
        }
    }
}

TEST(JsonWrite, is_read_back_the_same_for_random_documents) {
    std::mt19937_64 random(4);
    for (int i = 0; i < 20'000; ++i) {
        auto const value = random_value(random, 0);
        auto const text = text_of(value);
        auto const parsed = parse(text);
        ASSERT_TRUE(parsed) << text;
        ASSERT_EQ(*parsed, value) << text;
        ASSERT_EQ(text_of(*parsed), text);
    }
}

// --- structs --------------------------------------------------------------------------------------------------------------------

enum class Level { none, use, own, default_ };
BOOST_DESCRIBE_ENUM(Level, none, use, own, default_)

struct Member {
    std::string id;
    bool is_group_admin = false;

    friend bool operator==(Member const&, Member const&) = default;
};
BOOST_DESCRIBE_STRUCT(Member, (), (id, is_group_admin))

struct Body {
    std::string name;
    std::int64_t count = 0;
    std::optional<bool> active;
    Nullable<std::string> parent;
    std::optional<Nullable<std::string>> note;
    std::vector<Member> members;
    std::optional<Level> class_;

    friend bool operator==(Body const&, Body const&) = default;
};
BOOST_DESCRIBE_STRUCT(Body, (), (name, count, active, parent, note, members, class_))

struct Closed {
    using closed = void;
    std::optional<std::int64_t> a;
    std::optional<Member> member;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (a, member))

struct Wider : Member {
    std::string email;
};
BOOST_DESCRIBE_STRUCT(Wider, (Member), (email))

struct Labels {
    Text<1, 3> code;
    std::optional<Text<2>> title;
};
BOOST_DESCRIBE_STRUCT(Labels, (), (code, title))

struct Replace {
    using closed = void;
    static constexpr std::string_view tag = "op";
    static constexpr std::string_view tag_value = "replace";
    std::string path;
    Value value;

    friend bool operator==(Replace const&, Replace const&) = default;
};
BOOST_DESCRIBE_STRUCT(Replace, (), (path, value))

struct Remove {
    using closed = void;
    static constexpr std::string_view tag = "op";
    static constexpr std::string_view tag_value = "remove";
    std::string path;

    friend bool operator==(Remove const&, Remove const&) = default;
};
BOOST_DESCRIBE_STRUCT(Remove, (), (path))

using Operation = std::variant<Replace, Remove>;

struct Color {
    int red = 0;

    static Result<Color> parse(std::string_view text) {
        if (text == "red") return Color{255};
        return invalid("is not a color we know");
    }
    std::string to_text() const { return red ? "red" : "black"; }
};

struct Painted {
    Color color;
};
BOOST_DESCRIBE_STRUCT(Painted, (), (color))

template <class T>
std::string problems_of(std::string_view text) {
    auto const parsed = parse(text);
    EXPECT_TRUE(parsed) << parsed.error().message;
    auto const value = read<T>(*parsed);
    return value ? "none" : value.error().message;
}

template <class T>
T must_read(std::string_view text) {
    auto value = read<T>(parse(text).value());
    EXPECT_TRUE(value) << value.error().message;
    return value ? *std::move(value) : T{};
}

TEST(JsonStruct, is_read_from_its_members) {
    auto const body = must_read<Body>(
        R"({"name":"n","count":3,"active":true,"parent":"p","note":"x","members":[{"id":"u1","is_group_admin":true}],"class":"use"})");
    EXPECT_EQ(body, (Body{"n", 3, true, {"p"}, Nullable<std::string>{"x"}, {{"u1", true}}, Level::use}));
}

TEST(JsonStruct, is_written_in_the_order_of_its_members_without_the_empty_optional_ones) {
    EXPECT_EQ(to_text(Body{"n", 3, {}, {}, {}, {{"u1", true}}, {}}),
              R"({"name":"n","count":3,"parent":null,"members":[{"id":"u1","is_group_admin":true}]})");
    EXPECT_EQ(to_text(Body{"n", 3, false, {"p"}, Nullable<std::string>{}, {}, Level::default_}),
              R"({"name":"n","count":3,"active":false,"parent":"p","note":null,"members":[],"class":"default"})");
    EXPECT_EQ(to_text(Closed{}), "{}");
}

TEST(JsonStruct, is_read_back_as_it_was_written) {
    for (auto const& body : {Body{}, Body{"n", -1, true, {"p"}, Nullable<std::string>{"x"}, {{"a", false}, {"b", true}}, Level::own},
                             Body{"\"\\\n", 0, {}, {}, Nullable<std::string>{}, {}, {}}})
        EXPECT_EQ(must_read<Body>(to_text(body)), body);
}

TEST(JsonStruct, tells_absent_null_and_set_apart) {
    auto const with_note = [](std::string const& note) {
        return must_read<Body>(R"({"name":"n","count":3,"parent":null,"members":[])" + note + "}").note;
    };
    EXPECT_FALSE(with_note(""));
    ASSERT_TRUE(with_note(R"(,"note":null)"));
    EXPECT_FALSE(with_note(R"(,"note":null)")->value);
    EXPECT_EQ(with_note(R"(,"note":"x")")->value, "x");
}

TEST(JsonStruct, asks_for_every_member_that_is_not_optional) {
    EXPECT_EQ(problems_of<Body>("{}"), "name: is required; count: is required; parent: is required; members: is required");
}

TEST(JsonStruct, takes_no_null_where_none_is_said) {
    EXPECT_EQ(
        problems_of<Body>(R"({"name":null,"count":null,"active":null,"parent":null,"members":null,"class":null})"),
        "name: expected a string, found null; count: expected a whole number, found null; active: expected true or false, found null; "
        "members: expected an array, found null; class: must be one of none, use, own, default");
}

TEST(JsonStruct, says_where_in_the_document_a_value_is_wrong) {
    EXPECT_EQ(problems_of<Body>(R"({"name":"n","count":1,"parent":null,"members":[{"id":7,"is_group_admin":false}]})"),
              "members[0].id: expected a string, found a number");
    EXPECT_EQ(problems_of<Body>(R"({"name":"n","count":1,"parent":null,"members":[{"id":"a","is_group_admin":false},[],{"id":"b"}]})"),
              "members[1]: expected an object, found an array; members[2].is_group_admin: is required");
    EXPECT_EQ(problems_of<Body>(R"({"name":"n","count":1,"parent":{},"members":{}})"),
              "parent: expected a string, found an object; members: expected an array, found an object");
    EXPECT_EQ(problems_of<Body>("[]"), "expected an object, found an array");
    EXPECT_EQ(problems_of<std::vector<std::vector<std::string>>>("[[],[\"a\",1]]"), "[1][1]: expected a string, found a number");
}

TEST(JsonStruct, lists_at_most_32_problems) {
    std::string text = "[";
    for (int i = 0; i < 100; ++i) text += (i ? ",1" : "1");
    auto const value = read<std::vector<std::string>>(*parse(text + "]"));
    ASSERT_FALSE(value);
    auto const& message = value.error().message;
    EXPECT_EQ(std::count(message.begin(), message.end(), ';'), 31);
    EXPECT_TRUE(message.ends_with("; [31]: expected a string, found a number")) << message;
}

TEST(JsonStruct, ignores_members_it_does_not_know_unless_it_is_closed) {
    EXPECT_EQ(problems_of<Member>(R"({"id":"u","is_group_admin":true,"email":"x"})"), "none");
    EXPECT_EQ(problems_of<Closed>(R"({"a":1,"b":2,"member":{"id":"u","is_group_admin":true,"email":"x"},"":3})"),
              "b: is not a field here; is not a field here");
    EXPECT_EQ(problems_of<std::vector<Closed>>(R"([{},{"b":2}])"), "[1].b: is not a field here");
}

TEST(JsonStruct, has_the_members_of_its_base) {
    auto const wider = must_read<Wider>(R"({"id":"u","is_group_admin":true,"email":"x"})");
    EXPECT_EQ(wider.id, "u");
    EXPECT_EQ(wider.email, "x");
    EXPECT_EQ(to_text(wider), R"({"id":"u","is_group_admin":true,"email":"x"})");
}

TEST(JsonStruct, drops_the_trailing_underscore_of_a_member_on_the_wire) {
    EXPECT_EQ(must_read<Body>(R"({"name":"n","count":1,"parent":null,"members":[],"class":"own"})").class_, Level::own);
    EXPECT_FALSE(must_read<Body>(R"({"name":"n","count":1,"parent":null,"members":[],"class_":"own"})").class_);
}

// --- plain values ---------------------------------------------------------------------------------------------------------------

TEST(JsonWhole, is_any_number_without_a_fraction) {
    EXPECT_EQ(must_read<std::int64_t>("3"), 3);
    EXPECT_EQ(must_read<std::int64_t>("3.0"), 3);
    EXPECT_EQ(must_read<std::int64_t>("3e2"), 300);
    EXPECT_EQ(must_read<std::int64_t>("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(problems_of<std::int64_t>("3.5"), "expected a whole number, found 3.5");
    EXPECT_EQ(problems_of<std::int64_t>("9223372036854775808"), "expected a whole number, found 9223372036854775808");
    EXPECT_EQ(problems_of<std::int64_t>("1e18"), "expected a whole number, found 1e+18");
    EXPECT_EQ(problems_of<std::int64_t>("\"3\""), "expected a whole number, found a string");
    EXPECT_EQ(problems_of<std::int64_t>("true"), "expected a whole number, found a boolean");
}

TEST(JsonBoolean, is_no_number_and_no_string) {
    EXPECT_EQ(problems_of<bool>("1"), "expected true or false, found a number");
    EXPECT_EQ(problems_of<bool>("\"true\""), "expected true or false, found a string");
}

TEST(JsonEnum, is_its_name_without_the_trailing_underscore) {
    EXPECT_EQ(must_read<Level>("\"own\""), Level::own);
    EXPECT_EQ(must_read<Level>("\"default\""), Level::default_);
    EXPECT_EQ(to_text(Level::default_), "\"default\"");
    EXPECT_EQ(names_of<Level>(), "none, use, own, default");
}

TEST(JsonEnum, lists_what_it_may_be) {
    EXPECT_EQ(problems_of<Level>("\"admin\""), "must be one of none, use, own, default, not 'admin'");
    EXPECT_EQ(problems_of<Level>("\"default_\""), "must be one of none, use, own, default, not 'default_'");
    EXPECT_EQ(problems_of<Level>("\"Own\""), "must be one of none, use, own, default, not 'Own'");
    EXPECT_EQ(problems_of<Level>("1"), "must be one of none, use, own, default");
    EXPECT_FALSE(enum_from<Level>(""));
}

TEST(JsonText, counts_characters_not_bytes) {
    EXPECT_EQ(count_characters("aé€😀"), 4u);
    EXPECT_EQ(problems_of<Labels>(R"({"code":"é€😀"})"), "none");
    EXPECT_EQ(problems_of<Labels>(R"({"code":"","title":"x"})"),
              "code: must have at least 1 character; title: must have at least 2 characters");
    EXPECT_EQ(problems_of<Labels>(R"({"code":"abcd"})"), "code: must have at most 3 characters");
    EXPECT_EQ(problems_of<Labels>(R"({"code":5})"), "code: expected a string, found a number");
    EXPECT_EQ(must_read<Labels>(R"({"code":"abc"})").code.value, "abc");
}

TEST(JsonTimestamp, is_read_from_text_and_written_with_three_decimals) {
    EXPECT_EQ(to_text(must_read<Timestamp>("\"2026-01-31T09:30:00Z\"")), "\"2026-01-31T09:30:00.000Z\"");
    EXPECT_EQ(problems_of<Timestamp>("\"today\""), "'today' is not a time such as 2026-01-31T09:30:00.000Z");
    EXPECT_EQ(problems_of<Timestamp>("5"), "expected a time, found a number");
}

TEST(JsonParsedText, follows_its_own_rule) {
    EXPECT_EQ(must_read<Painted>(R"({"color":"red"})").color.red, 255);
    EXPECT_EQ(to_text(Painted{}), R"({"color":"black"})");
    EXPECT_EQ(problems_of<Painted>(R"({"color":"mauve"})"), "color: is not a color we know");
    EXPECT_EQ(problems_of<Painted>(R"({"color":1})"), "color: expected a string, found a number");
}

TEST(JsonId, is_a_number_or_a_text_by_its_kind) {
    EXPECT_EQ(must_read<Id<struct SomeKind>>("17").number, 17);
    EXPECT_EQ(to_text(Id<struct SomeKind>{17}), "17");
    EXPECT_EQ(must_read<TextId<struct SomeKind>>("\"u-1\"").text, "u-1");
    EXPECT_EQ(to_text(TextId<struct SomeKind>{"u-1"}), "\"u-1\"");
    EXPECT_EQ(problems_of<Id<struct SomeKind>>("\"17\""), "expected a whole number, found a string");
}

TEST(JsonObject, keeps_whatever_it_is_given) {
    EXPECT_EQ(to_text(must_read<Object>(R"({"b":[1,null],"a":{}})")), R"({"b":[1,null],"a":{}})");
    EXPECT_EQ(problems_of<Object>("[]"), "expected an object, found an array");
}

// --- variants -------------------------------------------------------------------------------------------------------------------

TEST(JsonVariant, is_chosen_by_its_tag) {
    EXPECT_EQ(must_read<Operation>(R"({"op":"replace","path":"/a","value":[1]})"), Operation(Replace{"/a", Array{1}}));
    EXPECT_EQ(must_read<Operation>(R"({"path":"/a","op":"remove"})"), Operation(Remove{"/a"}));
}

TEST(JsonVariant, is_written_with_its_tag_first) {
    EXPECT_EQ(to_text(Operation(Replace{"/a", nullptr})), R"({"op":"replace","path":"/a","value":null})");
    EXPECT_EQ(to_text(Operation(Remove{"/a"})), R"({"op":"remove","path":"/a"})");
}

TEST(JsonVariant, names_the_tags_it_knows) {
    EXPECT_EQ(problems_of<Operation>("{}"), "op: is required");
    EXPECT_EQ(problems_of<Operation>(R"({"op":"move"})"), "op: must be one of replace, remove, not 'move'");
    EXPECT_EQ(problems_of<Operation>(R"({"op":1})"), "op: must be one of replace, remove");
    EXPECT_EQ(problems_of<Operation>("null"), "expected an object, found null");
}

TEST(JsonVariant, reports_the_problems_of_the_chosen_alternative_only) {
    EXPECT_EQ(problems_of<std::vector<Operation>>(R"([{"op":"remove","path":"/a"},{"op":"replace","path":1}])"),
              "[1].path: expected a string, found a number; [1].value: is required");
    EXPECT_EQ(problems_of<Operation>(R"({"op":"remove","path":"/a","value":1})"), "value: is not a field here");
}

// --- schemas --------------------------------------------------------------------------------------------------------------------

TEST(JsonSchema, says_what_a_struct_requires) {
    EXPECT_EQ(
        text_of(schema_of<Body>()),
        R"({"type":"object","properties":{"name":{"type":"string"},"count":{"type":"number"},"active":{"type":"boolean"},)"
        R"("parent":{"type":"string","nullable":true},"note":{"type":"string","nullable":true},)"
        R"("members":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"is_group_admin":{"type":"boolean"}},)"
        R"("required":["id","is_group_admin"]}},"class":{"type":"string","enum":["none","use","own","default"]}},)"
        R"("required":["name","count","parent","members"]})");
}

TEST(JsonSchema, says_that_a_struct_is_closed) {
    EXPECT_EQ(schema_of<Closed>().at("additionalProperties"), Value(false));
    EXPECT_FALSE(schema_of<Closed>().as_object().contains("required"));
    EXPECT_FALSE(schema_of<Member>().as_object().contains("additionalProperties"));
}

TEST(JsonSchema, says_how_long_a_text_may_be) {
    EXPECT_EQ(text_of((schema_of<Text<1, 3>>())), R"({"type":"string","minLength":1,"maxLength":3})");
    EXPECT_EQ(text_of(schema_of<Text<2>>()), R"({"type":"string","minLength":2})");
}

TEST(JsonSchema, names_the_tag_of_each_alternative) {
    EXPECT_EQ(text_of(schema_of<Operation>()),
              R"({"anyOf":[{"type":"object","properties":{"op":{"type":"string","enum":["replace"]},"path":{"type":"string"},"value":{}},)"
              R"("required":["op","path","value"],"additionalProperties":false},)"
              R"({"type":"object","properties":{"op":{"type":"string","enum":["remove"]},"path":{"type":"string"}},)"
              R"("required":["op","path"],"additionalProperties":false}]})");
}

TEST(JsonSchema, says_that_a_time_is_a_date_time) {
    EXPECT_EQ(text_of(schema_of<Timestamp>()), R"({"type":"string","format":"date-time"})");
}

}  // namespace
}  // namespace gatehouse::json
