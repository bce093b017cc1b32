// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <gtest/gtest.h>
#include <random>
#include <string>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

Timestamp at(std::int64_t milliseconds_since_1970) { return Timestamp(std::chrono::milliseconds(milliseconds_since_1970)); }

/// The time as text, so that a failing comparison shows it; "refused" when it does not parse.
std::string reread(std::string_view text) {
    auto const parsed = parse_timestamp(text);
    return parsed ? to_text(*parsed) : "refused";
}

TEST(Timestamp, is_written_in_utc_with_three_decimals) {
    EXPECT_EQ(to_text(at(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(to_text(at(1'762'489'316'927)), "2025-11-07T04:21:56.927Z");
    EXPECT_EQ(to_text(at(951'782'400'001)), "2000-02-29T00:00:00.001Z");
}

TEST(Timestamp, before_1970_is_written_right) {
    EXPECT_EQ(to_text(at(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(reread("1900-03-01T12:00:00.500Z"), "1900-03-01T12:00:00.500Z");
}

TEST(Timestamp, reads_what_it_writes) {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<std::int64_t> any(-62'135'596'800'000, 253'402'300'799'999);  // years 1 to 9999
    for (int i = 0; i < 20'000; ++i) {
        auto const time = at(any(random));
        auto const parsed = parse_timestamp(to_text(time));
        ASSERT_TRUE(parsed) << to_text(time);
        ASSERT_EQ(parsed->time_since_epoch().count(), time.time_since_epoch().count()) << to_text(time);
    }
}

TEST(Timestamp, is_read_with_no_decimals_to_nine_and_cut_to_milliseconds) {
    EXPECT_EQ(reread("2026-01-31T09:30:00Z"), "2026-01-31T09:30:00.000Z");
    EXPECT_EQ(reread("2026-01-31T09:30:00.5Z"), "2026-01-31T09:30:00.500Z");
    EXPECT_EQ(reread("2026-01-31T09:30:00.05Z"), "2026-01-31T09:30:00.050Z");
    EXPECT_EQ(reread("2026-01-31T09:30:00.123456789Z"), "2026-01-31T09:30:00.123Z");
    EXPECT_EQ(reread("2026-01-31T09:30:00.999999999Z"), "2026-01-31T09:30:00.999Z");
}

TEST(Timestamp, knows_the_lengths_of_months) {
    EXPECT_EQ(reread("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(reread("2026-02-29T00:00:00Z"), "refused");
    EXPECT_EQ(reread("1900-02-29T00:00:00Z"), "refused");
    EXPECT_EQ(reread("2026-04-31T00:00:00Z"), "refused");
    EXPECT_EQ(reread("2026-00-10T00:00:00Z"), "refused");
    EXPECT_EQ(reread("2026-13-10T00:00:00Z"), "refused");
    EXPECT_EQ(reread("2026-01-00T00:00:00Z"), "refused");
}

TEST(Timestamp, refuses_a_time_of_day_that_is_none) {
    EXPECT_EQ(reread("2026-01-31T23:59:59Z"), "2026-01-31T23:59:59.000Z");
    EXPECT_EQ(reread("2026-01-31T24:00:00Z"), "refused");
    EXPECT_EQ(reread("2026-01-31T23:60:00Z"), "refused");
    EXPECT_EQ(reread("2026-01-31T23:59:60Z"), "refused");
}

TEST(Timestamp, refuses_every_other_spelling) {
    for (auto const* text : {
             "",
             "Z",
             "now",
             "2026-01-31",
             "2026-01-31T09:30Z",
             "2026-01-31T09:30:00",        // no zone
             "2026-01-31T09:30:00+00:00",  // UTC is spelt Z
             "2026-01-31T09:30:00+02:00",
             "2026-01-31 09:30:00Z",
             "2026/01/31T09:30:00Z",
             "2026-1-31T09:30:00.0Z",
             "2026-01-31T09:30:00.Z",
             "2026-01-31T09:30:00,5Z",
             "2026-01-31T09:30:00.1234567890Z",
             "2026-01-31T09:30:00.12x4Z",
             "2026-01-31T09:30:00.-12Z",
             " 2026-01-31T09:30:00Z",
             "2026-01-31T09:30:00Z ",
             "2026-01-31T09:30:00ZZ",
             "+026-01-31T09:30:00Z",
             "-026-01-31T09:30:00Z",
             "20 6-01-31T09:30:00Z",
             "2026-01-31T-0:30:00Z",
             "2026-01-31T09:-0:00Z",
             "2026-01-31T09:30:-0Z",
             "0x26-01-31T09:30:00Z",
         })
        EXPECT_EQ(reread(text), "refused") << text;
}

TEST(Timestamp, that_cannot_be_read_is_named_beside_one_that_can) {
    auto const refused = parse_timestamp("yesterday");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_EQ(refused.error().message, "'yesterday' is not a time such as 2026-01-31T09:30:00.000Z");
}

TEST(ManualClock, stands_still_until_it_is_moved) {
    ManualClock clock(at(1000));
    EXPECT_EQ(clock.now(), at(1000));
    EXPECT_EQ(clock.now(), at(1000));
    clock.advance(250ms);
    EXPECT_EQ(clock.now(), at(1250));
    clock.advance(-1s);
    EXPECT_EQ(clock.now(), at(250));
}

TEST(SystemClock, tells_todays_time) {
    auto const before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto const now = SystemClock{}.now();
    auto const after = std::chrono::system_clock::now();
    EXPECT_LE(before, now);
    EXPECT_LE(now, after);
}

}  // namespace
}  // namespace gatehouse
