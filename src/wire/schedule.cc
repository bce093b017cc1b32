// SPDX-License-Identifier: Apache-2.0
#include "wire/schedule.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace gatehouse::wire {
namespace {

struct Field {
    std::string_view name;
    int lowest;
    int highest;
};
constexpr std::array fields{Field{"minute", 0, 59}, Field{"hour", 0, 23}, Field{"day of month", 1, 31}, Field{"month", 1, 12},
                            Field{"day of week", 0, 7}};

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<int> number_in(std::string_view text, int lowest, int highest) {
    int number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || error != std::errc{} || number < lowest || number > highest) return std::nullopt;
    return number;
}

/// One element of a list: `*`, `5`, `1-5`, each with `/2` after it or not.
bool is_element(std::string_view text, Field const& field) {
    auto const parts = split(text, '/');
    if (parts.size() > 2 || (parts.size() == 2 && !number_in(parts[1], 1, field.highest))) return false;
    if (parts[0] == "*") return true;
    auto const ends = split(parts[0], '-');
    auto const from = number_in(ends.front(), field.lowest, field.highest);
    auto const to = number_in(ends.back(), field.lowest, field.highest);
    return ends.size() <= 2 && from && to && *from <= *to;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `Europe`, `Port-au-Prince`, `GMT+5`.
bool is_place(std::string_view text) {
    return !text.empty() && text.size() <= 32 && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+';
    });
}

}  // namespace

Result<Crontab> Crontab::parse(std::string_view text) {
    std::vector<std::string_view> found;
    for (auto const part : split(text, ' '))
        if (!part.empty()) found.push_back(part);
    if (found.size() != fields.size())
        return invalid(fmt::format("'{}' has {} fields, not the five: minute, hour, day of month, month, day of week", text, found.size()));
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const elements = split(found[i], ',');
        if (std::all_of(elements.begin(), elements.end(), [&](auto element) { return is_element(element, fields[i]); })) continue;
        return invalid(fmt::format("{}: '{}' is none; it is made of *, numbers from {} to {}, ranges, steps and lists", fields[i].name,
                                   found[i], fields[i].lowest, fields[i].highest));
    }
    return Crontab{std::string(text)};
}

json::Value Crontab::schema() { return json::Object{{"type", "string"}, {"example", "30 8 * * 1-5"}}; }

Result<TimeZone> TimeZone::parse(std::string_view text) {
    auto const places = split(text, '/');
    bool const named = (places.size() == 2 || places.size() == 3) && std::all_of(places.begin(), places.end(), is_place);
    if (named || text == "UTC") return TimeZone{std::string(text)};
    return invalid(fmt::format("'{}' is not a time zone such as Europe/Berlin or UTC", text));
}

json::Value TimeZone::schema() { return json::Object{{"type", "string"}, {"example", "Europe/Berlin"}}; }

}  // namespace gatehouse::wire
