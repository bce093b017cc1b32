// SPDX-License-Identifier: Apache-2.0
#include "wire/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::wire {
namespace {

using testing::HasSubstr;

TEST(Crontab, is_five_fields_of_numbers_ranges_steps_and_lists) {
    for (auto const* good : {"* * * * *", "0 0 1 1 0", "59 23 31 12 7", "*/15 * * * *", "0,30 8-18/2 * * 1-5", "5/10 * * * *", "0  4 * * *",
                             "1-5,10-20/5,59 * * * *"}) {
        auto const read = Crontab::parse(good);
        ASSERT_TRUE(read) << good;
        EXPECT_EQ(read->to_text(), good) << "kept as it was written";
    }
}

TEST(Crontab, names_the_field_that_is_wrong) {
    struct Case {
        char const* text;
        char const* field;
    };
    for (auto const& [text, field] :
         {Case{"60 * * * *", "minute: '60'"}, Case{"* 24 * * *", "hour: '24'"}, Case{"* * 0 * *", "day of month: '0'"},
          Case{"* * * 13 *", "month: '13'"}, Case{"* * * * 8", "day of week: '8'"}, Case{"5-1 * * * *", "minute: '5-1'"},
          Case{"*/0 * * * *", "minute: '*/0'"}, Case{"1,,2 * * * *", "minute: '1,,2'"}, Case{"1-2-3 * * * *", "minute: '1-2-3'"},
          Case{"*/2/2 * * * *", "minute: '*/2/2'"}, Case{"* * * * mon", "day of week: 'mon'"}, Case{"+5 * * * *", "minute: '+5'"},
          Case{"* -1 * * *", "hour: '-1'"}, Case{"99999999999 * * * *", "minute: '99999999999'"}, Case{"", "has 0 fields"},
          Case{"* * * *", "has 4 fields"}, Case{"* * * * * *", "has 6 fields"}, Case{"@daily", "has 1 fields"}}) {
        auto const read = Crontab::parse(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().kind, ErrorKind::invalid);
        EXPECT_THAT(read.error().message, HasSubstr(field)) << text;
    }
}

TEST(TimeZone, has_the_form_of_an_iana_name) {
    for (auto const* good : {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"})
        EXPECT_TRUE(TimeZone::parse(good)) << good;
    for (auto const* bad :
         {"", "utc", "Berlin", "Europe/", "/Berlin", "Europe/Ber lin", "a/b/c/d", "../etc/passwd", "+01:00", "Europe//Berlin"})
        EXPECT_FALSE(TimeZone::parse(bad)) << bad;
}

}  // namespace
}  // namespace gatehouse::wire
