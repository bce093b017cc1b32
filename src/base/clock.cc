// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <fmt/format.h>

namespace gatehouse {

std::string to_text(Timestamp time) {
    using namespace std::chrono;
    auto const day = floor<days>(time);
    year_month_day const date(day);
    auto const clock = time - day;
    auto const ms = clock.count();
    auto const year = int(date.year());
    if (year < 0 || year > 9999)
        return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", year, unsigned(date.month()), unsigned(date.day()), ms / 3'600'000,
                           ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
    // By hand, because a list has two of these in every row.
    std::string text = "0000-00-00T00:00:00.000Z";
    auto const put = [&](std::size_t last, std::int64_t number) {
        for (auto at = last; number > 0; --at, number /= 10) text[at] = char('0' + number % 10);
    };
    put(3, year);
    put(6, unsigned(date.month()));
    put(9, unsigned(date.day()));
    put(12, ms / 3'600'000);
    put(15, ms / 60'000 % 60);
    put(18, ms / 1000 % 60);
    put(22, ms % 1000);
    return text;
}

Result<Timestamp> parse_timestamp(std::string_view text) {
    using namespace std::chrono;
    auto const bad = [&] { return invalid(fmt::format("'{}' is not a time such as 2026-01-31T09:30:00.000Z", text)); };
    auto const number = [&](std::size_t at, std::size_t length, int& out) {
        for (char const c : text.substr(at, length)) {
            if (c < '0' || c > '9') return false;
            out = out * 10 + (c - '0');
        }
        return true;
    };
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (text.size() < 20 || !number(0, 4, year) || text[4] != '-' || !number(5, 2, month) || text[7] != '-' || !number(8, 2, day) ||
        text[10] != 'T' || !number(11, 2, hour) || text[13] != ':' || !number(14, 2, minute) || text[16] != ':' || !number(17, 2, second) ||
        text.back() != 'Z')
        return bad();
    int ms = 0;
    if (text.size() > 20) {
        if (text[19] != '.' || text.size() < 22 || text.size() > 30) return bad();
        int scale = 100;
        for (char const c : text.substr(20, text.size() - 21)) {
            if (c < '0' || c > '9') return bad();
            ms += (c - '0') * scale;
            scale /= 10;
        }
    }
    year_month_day const date{std::chrono::year(year), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return bad();
    return Timestamp(sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + milliseconds(ms));
}

Timestamp SystemClock::now() const { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace gatehouse
