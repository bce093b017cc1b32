// SPDX-License-Identifier: Apache-2.0
#include "http/response_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include <fmt/format.h>

namespace gatehouse::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view left, std::string_view right) { return std::ranges::equal(left, right, {}, lower, lower); }

bool is_ours(std::string_view name) {
    constexpr std::array<std::string_view, 7> ours{"connection", "content-length",    "content-type", "date",
                                                   "keep-alive", "transfer-encoding", "x-request-id"};
    return std::ranges::any_of(ours, [&](std::string_view known) { return equal_ignoring_case(known, name); });
}

bool is_token(std::string_view text) {
    auto const is_token_char = [](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, is_token_char);
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (char const c : value) {
        if (c != '\r' && c != '\n' && c != '\0') out += c;
    }
    out.append("\r\n");
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, Response const& response, ResponseContext const& context) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_of(response.status)).append("\r\n");

    append_header(out, "Date", context.date);
    append_header(out, "X-Request-Id", context.request_id);
    if (may_have_body(response.status)) {
        if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
        out.append("Content-Length: ");
        append_number(out, response.body.size());
        out.append("\r\n");
    }
    if (context.persistence == Persistence::close) append_header(out, "Connection", "close");
    if (context.persistence == Persistence::keep_alive_http_1_0) append_header(out, "Connection", "keep-alive");
    for (auto const& [name, value] : response.headers) {
        if (is_token(name) && !is_ours(name)) append_header(out, name, value);
    }
    out.append("\r\n");
}

std::string http_date() {
    // Not strftime: its names follow the locale of the process.
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::time_t const now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                       months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace gatehouse::http
