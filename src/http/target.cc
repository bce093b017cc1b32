// SPDX-License-Identifier: Apache-2.0
#include "http/target.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace gatehouse::http {
namespace {

enum class Part { path, query };

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(unsigned char byte) { return byte < 0x20 || byte == 0x7f; }

/// RFC 3629: shortest form only, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        auto const lead = static_cast<unsigned char>(text[at++]);
        if (lead < 0x80) continue;

        int more = 0;
        std::uint32_t code_point = 0;
        std::uint32_t smallest = 0;
        if ((lead & 0xe0) == 0xc0) {
            more = 1, code_point = lead & 0x1f, smallest = 0x80;
        } else if ((lead & 0xf0) == 0xe0) {
            more = 2, code_point = lead & 0x0f, smallest = 0x800;
        } else if ((lead & 0xf8) == 0xf0) {
            more = 3, code_point = lead & 0x07, smallest = 0x10000;
        } else {
            return false;
        }
        for (; more > 0; --more) {
            if (at == text.size()) return false;
            auto const next = static_cast<unsigned char>(text[at++]);
            if ((next & 0xc0) != 0x80) return false;
            code_point = (code_point << 6) | (next & 0x3f);
        }
        bool const surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
        if (code_point < smallest || code_point > 0x10ffff || surrogate) return false;
    }
    return true;
}

Result<std::string> decode(std::string_view raw, Part part) {
    std::string text;
    text.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        char c = raw[at];
        if (c == '%') {
            int const high = at + 2 < raw.size() ? hex_digit(raw[at + 1]) : -1;
            int const low = high >= 0 ? hex_digit(raw[at + 2]) : -1;
            if (low < 0) return invalid("The request target has a '%' that is not followed by two hexadecimal digits");
            c = static_cast<char>(high * 16 + low);
            at += 2;
            if (is_control(static_cast<unsigned char>(c))) return invalid("The request target has an encoded control character");
            if (part == Part::path && (c == '/' || c == '\\')) return invalid("The path has an encoded slash or backslash");
        } else if (c == '+' && part == Part::query) {
            c = ' ';
        }
        text += c;
    }
    if (!is_utf8(text)) return invalid("The request target is not UTF-8");
    return text;
}

Result<void> check_characters(std::string_view raw) {
    for (char const c : raw) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f) return invalid("The request target has a character that must be percent-encoded");
        if (c == '\\') return invalid("The request target has a backslash");
        if (c == '#') return invalid("The request target has a fragment");
    }
    return {};
}

Result<void> parse_path(std::string_view raw, Target& target) {
    target.path.reserve(raw.size());
    std::size_t at = 0;
    while (at < raw.size()) {  // `raw[at]` is the slash before the next segment
        auto const end = std::min(raw.find('/', at + 1), raw.size());
        auto const raw_segment = raw.substr(at + 1, end - at - 1);
        target.path += '/';
        if (raw_segment.empty()) {
            if (end != raw.size()) return invalid("The path has an empty segment ('//')");
            break;
        }
        auto segment = TRY(decode(raw_segment, Part::path));
        if (segment == "." || segment == "..") return invalid("The path has a '.' or '..' segment");
        target.path += segment;
        target.segments.push_back(std::move(segment));
        at = end;
    }
    return {};
}

Result<void> parse_query(std::string_view raw, Target& target) {
    while (!raw.empty()) {
        auto const end = std::min(raw.find('&'), raw.size());
        auto const pair = raw.substr(0, end);
        raw.remove_prefix(std::min(end + 1, raw.size()));
        if (pair.empty()) continue;

        auto const equals = std::min(pair.find('='), pair.size());
        auto name = TRY(decode(pair.substr(0, equals), Part::query));
        auto value = TRY(decode(pair.substr(std::min(equals + 1, pair.size())), Part::query));
        target.query.emplace_back(std::move(name), std::move(value));
    }
    return {};
}

}  // namespace

Result<Target> parse_target(std::string_view raw) {
    if (!raw.starts_with('/')) return invalid("The request target must be a path that starts with '/'");
    TRY(check_characters(raw));

    Target target;
    auto const question = std::min(raw.find('?'), raw.size());
    TRY(parse_path(raw.substr(0, question), target));
    TRY(parse_query(raw.substr(std::min(question + 1, raw.size())), target));
    return target;
}

}  // namespace gatehouse::http
