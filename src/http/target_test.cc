// SPDX-License-Identifier: Apache-2.0
#include "http/target.h"

#include <gtest/gtest.h>

namespace gatehouse::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Segments = std::vector<std::string>;

Target parsed(std::string_view raw) {
    auto target = parse_target(raw);
    EXPECT_TRUE(target) << raw << ": " << (target ? "" : target.error().message);
    return target ? *target : Target{};
}

void expect_refused(std::initializer_list<std::string_view> targets) {
    for (auto const raw : targets) {
        auto target = parse_target(raw);
        ASSERT_FALSE(target) << raw;
        EXPECT_EQ(target.error().kind, ErrorKind::invalid) << raw;
        EXPECT_FALSE(target.error().message.empty()) << raw;
    }
}

TEST(Target, splits_the_path_into_segments) { EXPECT_EQ(parsed("/api/v2/users"), (Target{"/api/v2/users", {"api", "v2", "users"}, {}})); }

TEST(Target, root_has_no_segments) { EXPECT_EQ(parsed("/"), (Target{"/", {}, {}})); }

TEST(Target, trailing_slash_adds_no_segment) { EXPECT_EQ(parsed("/users/"), (Target{"/users/", {"users"}, {}})); }

TEST(Target, path_is_decoded_exactly_once) {
    auto target = parsed("/a%20b/%252f/c+d/%C3%A9");
    EXPECT_EQ(target.segments, (Segments{"a b", "%2f", "c+d", "\xc3\xa9"}));
    EXPECT_EQ(target.path, "/a b/%2f/c+d/\xc3\xa9");
}

TEST(Target, query_is_decoded_in_order_with_plus_as_space) {
    EXPECT_EQ(parsed("/?b=1&a=x+y%2Bz&b=2").query, (Pairs{{"b", "1"}, {"a", "x y+z"}, {"b", "2"}}));
}

TEST(Target, query_keeps_names_without_value_and_values_with_equals) {
    EXPECT_EQ(parsed("/?flag&empty=&sum=a=b&&=v").query, (Pairs{{"flag", ""}, {"empty", ""}, {"sum", "a=b"}, {"", "v"}}));
}

TEST(Target, query_may_hold_what_would_be_ambiguous_in_a_path) {
    EXPECT_EQ(parsed("/?next=%2Fa//b/../c%5C?d").query, (Pairs{{"next", "/a//b/../c\\?d"}}));
}

TEST(Target, question_mark_alone_is_an_empty_query) { EXPECT_EQ(parsed("/users?"), (Target{"/users", {"users"}, {}})); }

TEST(Target, dots_inside_a_segment_are_ordinary) {
    EXPECT_EQ(parsed("/.well-known/a..b/...").segments, (Segments{".well-known", "a..b", "..."}));
}

TEST(Target, refuses_empty_segments) { expect_refused({"//", "//a", "/a//b", "/a//", "//?q"}); }

TEST(Target, refuses_encoded_slashes_and_any_backslash_in_the_path) {
    expect_refused({"/a%2fb", "/a%2Fb", "/a%5cb", "/a%5Cb", "/a\\b", "/?q=a\\b"});
}

TEST(Target, refuses_dot_segments_also_when_encoded) {
    expect_refused({"/.", "/..", "/a/./b", "/a/../b", "/a/..", "/%2e", "/%2E%2e/b", "/.%2e/", "/%2e/?q"});
}

TEST(Target, refuses_control_bytes_raw_and_encoded) {
    using namespace std::string_view_literals;
    expect_refused({"/a\0b"sv, "/a\tb", "/a b", "/a\x7f", "/a%00b", "/a%0d%0ab", "/a%1F", "/a%7f", "/?q=%00", "/?%0a"});
}

TEST(Target, refuses_raw_bytes_beyond_ascii) { expect_refused({"/\xc3\xa9", "/?q=\xc3\xa9", "/\x80", "/\xff"}); }

TEST(Target, refuses_what_is_not_utf8_after_decoding) {
    expect_refused({"/%80", "/%C3", "/%C3/%A9", "/%c0%af", "/%c0%ae%c0%ae", "/%e0%80%af", "/%f0%80%80%af", "/%ed%a0%80", "/%f4%90%80%80",
                    "/%f8%88%80%80%80", "/%ff", "/?q=%c0%80", "/?q=%fe"});
}

TEST(Target, accepts_the_edges_of_utf8) {
    EXPECT_EQ(parsed("/%c2%80%df%bf%e0%a0%80%ed%9f%bf%ee%80%80%ef%bf%bf%f0%90%80%80%f4%8f%bf%bf").segments.size(), 1U);
}

TEST(Target, refuses_bad_percent_escapes) { expect_refused({"/%", "/%4", "/%4g", "/%g4", "/%%41", "/?q=%", "/?q=%4", "/?q=%zz"}); }

TEST(Target, refuses_every_form_but_the_origin_form) {
    expect_refused({"", "*", "a/b", "?q", "http://host/a", "HTTP://host/", "host:443"});
}

TEST(Target, refuses_fragments) { expect_refused({"/a#b", "/#", "/?q#b"}); }

}  // namespace
}  // namespace gatehouse::http
