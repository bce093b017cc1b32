// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <fmt/format.h>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace gatehouse::json {
namespace {

/// A recursive-descent reader; `max_depth` bounds the recursion.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<Value> document() {
        Value value;
        skip_space();
        if (at_end()) return fail("expected a value, found the end");
        if (!read_value(value, 1)) return error();
        skip_space();
        if (!at_end()) return fail("expected the end of the document");
        return value;
    }

private:
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return text_[at_]; }

    void skip_space() {
        while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
    }

    bool complain(std::string what) {
        if (what_.empty()) what_ = std::move(what);
        return false;
    }

    Error error() const {
        std::size_t line = 1, column = 1;
        for (char const c : text_.substr(0, at_)) {
            if (c == '\n') {
                ++line;
                column = 0;
            }
            column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }
        return invalid(fmt::format("not valid JSON: line {}, column {}: {}", line, column, what_));
    }

    Error fail(std::string what) {
        complain(std::move(what));
        return error();
    }

    std::string found() const {
        if (at_end()) return "the end";
        auto const c = static_cast<unsigned char>(peek());
        return c > 0x20 && c < 0x7F ? fmt::format("'{}'", peek()) : fmt::format("byte 0x{:02x}", c);
    }

    bool read_value(Value& out, int depth) {
        if (at_end()) return complain("expected a value, found the end");
        switch (peek()) {
            case '{':
                return read_object(out, depth);
            case '[':
                return read_array(out, depth);
            case '"': {
                boost::json::string text;
                if (!read_string(text)) return false;
                out = std::move(text);
                return true;
            }
            case 't':
                return read_word("true", out, true);
            case 'f':
                return read_word("false", out, false);
            case 'n':
                return read_word("null", out, nullptr);
            default:
                return read_number(out);
        }
    }

    bool read_word(std::string_view word, Value& out, Value value) {
        if (!text_.substr(at_).starts_with(word)) return complain("expected a value, found " + found());
        at_ += word.size();
        out = std::move(value);
        return true;
    }

    bool read_object(Value& out, int depth) {
        if (depth > max_depth) return complain(fmt::format("nested deeper than {} levels", max_depth));
        ++at_;
        auto& object = out.emplace_object();
        skip_space();
        if (!at_end() && peek() == '}') return ++at_, true;
        for (;;) {
            skip_space();
            if (at_end() || peek() != '"') return complain("expected a key in double quotes, found " + found());
            auto const key_at = at_;
            boost::json::string key;
            if (!read_string(key)) return false;
            skip_space();
            if (at_end() || peek() != ':') return complain("expected ':', found " + found());
            ++at_;
            skip_space();
            auto const [place, fresh] = object.emplace(key, nullptr);
            if (!fresh) {
                at_ = key_at;
                return complain(fmt::format("the key \"{}\" appears twice in one object", std::string_view(key)));
            }
            Value value;
            if (!read_value(value, depth + 1)) return false;
            place->value() = std::move(value);
            skip_space();
            if (at_end() || (peek() != ',' && peek() != '}')) return complain("expected ',' or '}', found " + found());
            if (text_[at_++] == '}') return true;
        }
    }

    bool read_array(Value& out, int depth) {
        if (depth > max_depth) return complain(fmt::format("nested deeper than {} levels", max_depth));
        ++at_;
        auto& array = out.emplace_array();
        skip_space();
        if (!at_end() && peek() == ']') return ++at_, true;
        for (;;) {
            skip_space();
            Value value;
            if (!read_value(value, depth + 1)) return false;
            array.push_back(std::move(value));
            skip_space();
            if (at_end() || (peek() != ',' && peek() != ']')) return complain("expected ',' or ']', found " + found());
            if (text_[at_++] == ']') return true;
        }
    }

    bool read_number(Value& out) {
        auto const start = at_;
        auto const digit = [&] { return !at_end() && peek() >= '0' && peek() <= '9'; };
        if (peek() == '-') ++at_;
        if (!digit()) return complain("expected a value, found " + found());
        bool whole = true;
        if (peek() == '0') {
            ++at_;
            if (digit()) return complain("a number must not start with 0");
        }
        while (digit()) ++at_;
        if (!at_end() && peek() == '.') {
            whole = false;
            ++at_;
            if (!digit()) return complain("expected a digit, found " + found());
            while (digit()) ++at_;
        }
        if (!at_end() && (peek() == 'e' || peek() == 'E')) {
            whole = false;
            ++at_;
            if (!at_end() && (peek() == '+' || peek() == '-')) ++at_;
            if (!digit()) return complain("expected a digit, found " + found());
            while (digit()) ++at_;
        }
        auto const* first = text_.data() + start;
        auto const* last = text_.data() + at_;
        if (std::int64_t number = 0; whole && std::from_chars(first, last, number).ec == std::errc{}) {
            out = number;
            return true;
        }
        if (std::uint64_t number = 0; whole && std::from_chars(first, last, number).ec == std::errc{}) {
            out = number;
            return true;
        }
        double number = 0;
        if (std::from_chars(first, last, number).ec != std::errc{} || !std::isfinite(number)) {
            at_ = start;
            return complain("a number too large or too small to hold");
        }
        out = number;
        return true;
    }

    bool read_hex4(unsigned& out) {
        if (at_ + 4 > text_.size()) return complain("expected 4 hex digits, found the end");
        auto const [end, error] = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, out, 16);
        if (error != std::errc{} || end != text_.data() + at_ + 4) return complain("expected 4 hex digits");
        at_ += 4;
        return true;
    }

    static void append_utf8(boost::json::string& out, unsigned code) {
        if (code < 0x80) {
            out.push_back(char(code));
        } else if (code < 0x800) {
            out.push_back(char(0xC0 | (code >> 6)));
            out.push_back(char(0x80 | (code & 0x3F)));
        } else if (code < 0x10000) {
            out.push_back(char(0xE0 | code >> 12));
            out.push_back(char(0x80 | (code >> 6 & 0x3F)));
            out.push_back(char(0x80 | (code & 0x3F)));
        } else {
            out.push_back(char(0xF0 | code >> 18));
            out.push_back(char(0x80 | (code >> 12 & 0x3F)));
            out.push_back(char(0x80 | (code >> 6 & 0x3F)));
            out.push_back(char(0x80 | (code & 0x3F)));
        }
    }

    bool read_escape(boost::json::string& out) {
        if (at_end()) return complain("the document ends inside a string");
        switch (text_[at_++]) {
            case '"':
                out.push_back('"');
                return true;
            case '\\':
                out.push_back('\\');
                return true;
            case '/':
                out.push_back('/');
                return true;
            case 'b':
                out.push_back('\b');
                return true;
            case 'f':
                out.push_back('\f');
                return true;
            case 'n':
                out.push_back('\n');
                return true;
            case 'r':
                out.push_back('\r');
                return true;
            case 't':
                out.push_back('\t');
                return true;
            case 'u':
                break;
            default:
                --at_;
                return complain("unknown escape " + found());
        }
        unsigned code = 0;
        if (!read_hex4(code)) return false;
        if (code >= 0xDC00 && code <= 0xDFFF) return complain("half a surrogate pair");
        if (code >= 0xD800 && code <= 0xDBFF) {
            unsigned low = 0;
            if (!text_.substr(at_).starts_with("\\u")) return complain("half a surrogate pair");
            at_ += 2;
            if (!read_hex4(low)) return false;
            if (low < 0xDC00 || low > 0xDFFF) return complain("half a surrogate pair");
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        append_utf8(out, code);
        return true;
    }

    /// The length of the well-formed UTF-8 sequence at `at_` (RFC 3629); 0 if there is none.
    std::size_t sequence_length() const {
        auto const byte = [&](std::size_t i) { return at_ + i < text_.size() ? static_cast<unsigned char>(text_[at_ + i]) : 0u; };
        auto const tail = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
        unsigned const lead = byte(0);
        if (lead >= 0xC2 && lead <= 0xDF && tail(1)) return 2;
        if (lead >= 0xE0 && lead <= 0xEF && tail(1) && tail(2) && !(lead == 0xE0 && byte(1) < 0xA0) && !(lead == 0xED && byte(1) > 0x9F))
            return 3;
        if (lead >= 0xF0 && lead <= 0xF4 && tail(1) && tail(2) && tail(3) && !(lead == 0xF0 && byte(1) < 0x90) &&
            !(lead == 0xF4 && byte(1) > 0x8F))
            return 4;
        return 0;
    }

    bool read_string(boost::json::string& out) {
        ++at_;
        for (;;) {
            auto const start = at_;
            while (!at_end() && peek() != '"' && peek() != '\\' && static_cast<unsigned char>(peek()) >= 0x20) {
                if (static_cast<unsigned char>(peek()) < 0x80) {
                    ++at_;
                } else {
                    auto const length = sequence_length();
                    if (!length) return complain("a string that is not valid UTF-8");
                    at_ += length;
                }
            }
            out.append(text_.substr(start, at_ - start));
            if (at_end()) return complain("the document ends inside a string");
            if (peek() == '"') return ++at_, true;
            if (peek() != '\\')
                return complain(fmt::format("a raw control character (0x{:02x}) in a string", static_cast<unsigned char>(peek())));
            ++at_;
            if (!read_escape(out)) return false;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string what_;
};

}  // namespace

Result<Value> parse(std::string_view text) { return Reader(text).document(); }

namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// The same of any of eight characters.
bool any_needs_escape(char const* eight) {
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x8080808080808080;
    std::uint64_t word = 0;
    std::memcpy(&word, eight, 8);
    auto const has_zero = [&](std::uint64_t bytes) { return (bytes - each) & ~bytes & high; };
    return (((word - each * 0x20) & ~word & high) | has_zero(word ^ each * '"') | has_zero(word ^ each * '\\')) != 0;
}

/// Whether the text can stand between quotes as it is, as nearly all of it can.
bool is_plain(std::string_view text) {
    if (text.size() < 8) return std::none_of(text.begin(), text.end(), needs_escape);
    for (std::size_t i = 0; i + 8 < text.size(); i += 8)
        if (any_needs_escape(text.data() + i)) return false;
    return !any_needs_escape(text.data() + text.size() - 8);
}

}  // namespace

void write(std::string& out, std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    if (is_plain(text)) {
        out += text;
        out += '"';
        return;
    }
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (!needs_escape(text[i])) continue;
        out.append(text, start, i - start);
        start = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += "\\u00";
                out += hex[c >> 4];
                out += hex[c & 15];
        }
    }
    out.append(text, start);
    out += '"';
}

void write(std::string& out, std::int64_t number) {
    char buffer[24];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    out.append(buffer, end);
}

void write(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    char buffer[64];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    out.append(buffer, end);
}

void write(std::string& out, Value const& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            out += "null";
            break;
        case boost::json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case boost::json::kind::int64:
            write(out, value.get_int64());
            break;
        case boost::json::kind::uint64:
            out += fmt::format("{}", value.get_uint64());
            break;
        case boost::json::kind::double_:
            write(out, value.get_double());
            break;
        case boost::json::kind::string:
            write(out, std::string_view(value.get_string()));
            break;
        case boost::json::kind::array: {
            char before = '[';
            for (auto const& item : value.get_array()) {
                out += before;
                before = ',';
                write(out, item);
            }
            if (before == '[') out += '[';
            out += ']';
            break;
        }
        case boost::json::kind::object:
            Codec<Object>::write(out, value.get_object());
            break;
    }
}

std::string text_of(Value const& value) {
    std::string out;
    write(out, value);
    return out;
}

std::string Path::text() const {
    std::string before = up ? up->text() : "";
    if (in_array) return before + "[" + std::to_string(index) + "]";
    if (key.empty() && !up) return before;
    return before.empty() ? std::string(key) : before + "." + std::string(key);
}

void Problems::add(Path const& at, std::string_view what) {
    if (found_.size() >= 32) return;
    auto where = at.text();
    found_.push_back(where.empty() ? std::string(what) : where + ": " + std::string(what));
}

void Problems::add_expected(Path const& at, std::string_view what, Value const& found) {
    add(at, fmt::format("expected {}, found {}", what, name_of_kind(found)));
}

void Problems::add_not_one_of(Path const& at, std::string_view allowed, Value const& found) {
    auto const* text = found.if_string();
    add(at,
        text ? fmt::format("must be one of {}, not '{}'", allowed, std::string_view(*text)) : fmt::format("must be one of {}", allowed));
}

void Problems::add_missing(Path const& object, std::string_view member) { add(Path{&object, member}, "is required"); }

Value plain_schema(std::string_view type) { return Object{{"type", type}}; }

Value plain_schema(std::string_view type, std::string_view key, Value value) { return Object{{"type", type}, {key, std::move(value)}}; }

void SchemaOfStruct::add_tag(std::string_view name, std::string_view value) {
    add(name, plain_schema("string", "enum", Array{Value(value)}), false);
}

void SchemaOfStruct::add(std::string_view name, Value schema, bool optional) {
    properties_[name] = std::move(schema);
    if (!optional) required_.emplace_back(name);
}

Value SchemaOfStruct::finish(bool closed) && {
    Object out{{"type", "object"}, {"properties", std::move(properties_)}};
    if (!required_.empty()) out["required"] = std::move(required_);
    if (closed) out["additionalProperties"] = false;
    return out;
}

Error Problems::to_error() const {
    std::string all;
    for (auto const& one : found_) all += (all.empty() ? "" : "; ") + one;
    return invalid(std::move(all));
}

std::string_view name_of_kind(Value const& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return "null";
        case boost::json::kind::bool_:
            return "a boolean";
        case boost::json::kind::string:
            return "a string";
        case boost::json::kind::array:
            return "an array";
        case boost::json::kind::object:
            return "an object";
        default:
            return "a number";
    }
}

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void Codec<bool>::read(Value const& in, bool& out, Problems& problems, Path const& at) {
    if (in.is_bool())
        out = in.get_bool();
    else
        problems.add_expected(at, "true or false", in);
}

void Codec<std::int64_t>::read(Value const& in, std::int64_t& out, Problems& problems, Path const& at) {
    if (in.is_int64())
        out = in.get_int64();
    else if (in.is_double() && std::abs(in.get_double()) < 9e15 && in.get_double() == std::trunc(in.get_double()))
        out = static_cast<std::int64_t>(in.get_double());
    else
        problems.add(at, "expected a whole number, found " + (in.is_number() ? text_of(in) : std::string(name_of_kind(in))));
}

void Codec<std::string>::read(Value const& in, std::string& out, Problems& problems, Path const& at) {
    if (auto const* text = in.if_string())
        out.assign(text->data(), text->size());
    else
        problems.add_expected(at, "a string", in);
}

void Codec<Object>::read(Value const& in, Object& out, Problems& problems, Path const& at) {
    if (auto const* object = in.if_object())
        out = *object;
    else
        problems.add_expected(at, "an object", in);
}

void Codec<Object>::write(std::string& out, Object const& value) {
    char before = '{';
    for (auto const& [key, item] : value) {
        out += before;
        before = ',';
        json::write(out, std::string_view(key));
        out += ':';
        json::write(out, item);
    }
    if (before == '{') out += '{';
    out += '}';
}

void Codec<Timestamp>::read(Value const& in, Timestamp& out, Problems& problems, Path const& at) {
    auto const* text = in.if_string();
    auto parsed = text ? parse_timestamp(std::string_view(*text))
                       : Result<Timestamp>(invalid("expected a time, found " + std::string(name_of_kind(in))));
    if (parsed)
        out = *parsed;
    else
        problems.add(at, parsed.error().message);
}

void Codec<Timestamp>::write(std::string& out, Timestamp value) { json::write(out, std::string_view(gatehouse::to_text(value))); }

}  // namespace gatehouse::json
