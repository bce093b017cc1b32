// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

#include <algorithm>
#include <boost/describe/enum.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// JSON text to values to structs and back. Structs and enums say what they hold with Boost.Describe; everything else follows from
/// their member types:
///
///     T                            required                  "name": "x"
///     std::optional<T>             may be absent             (never written when empty)
///     Nullable<T>                  required, may be null
///     std::optional<Nullable<T>>   absent, null or a T, all three told apart
///     Text<Min, Max>               a string of so many characters
///     std::vector<T>, Object, Value, Timestamp, enums, other described structs
///     std::variant<A, B>           one of several structs, told apart by the member each names as `tag`
///
/// A described struct with `using closed = void;` refuses members it does not know; others ignore them.
namespace gatehouse::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// Reads one JSON document. Stricter than most: at most `max_depth` levels, a key at most once per object, finite numbers only, valid
/// UTF-8, nothing after the value. (Boost.JSON's own parser keeps the last of duplicate keys silently and reads some doubles one bit
/// off.) Errors: invalid, with line and column.
Result<Value> parse(std::string_view text);
inline constexpr int max_depth = 64;

/// Compact text; numbers as short as they can be and still read back the same. Members keep their order.
void write(std::string& out, Value const& value);
void write(std::string& out, std::string_view text);
void write(std::string& out, std::int64_t number);
void write(std::string& out, double number);  // null if not finite
std::string text_of(Value const& value);

template <class T>
struct Nullable {
    std::optional<T> value;

    friend bool operator==(Nullable const&, Nullable const&) = default;
};

/// A string of Min to Max characters (code points).
template <std::size_t Min, std::size_t Max = 65'536>
struct Text {
    std::string value;

    friend bool operator==(Text const&, Text const&) = default;
};

/// Where in a document we are: a list on the stack, turned into text only when something is wrong.
struct Path {
    Path const* up = nullptr;
    std::string_view key;
    std::size_t index = 0;
    bool in_array = false;

    std::string text() const;  // `members[0].id`; empty for the document itself
};

/// What is wrong with a document, all of it (up to 32 findings), each as `members[0].id: expected a string`.
class Problems {
public:
    void add(Path const& at, std::string_view what);
    /// "expected an array, found a string"
    void add_expected(Path const& at, std::string_view what, Value const& found);
    /// "must be one of a, b, not 'c'"
    void add_not_one_of(Path const& at, std::string_view allowed, Value const& found);
    void add_missing(Path const& object, std::string_view member);
    bool empty() const { return found_.empty(); }
    std::vector<std::string> const& found() const { return found_; }
    Error to_error() const;  // invalid; findings joined by "; "

private:
    std::vector<std::string> found_;
};

std::string_view name_of_kind(Value const& value);  // "a string", "null" ...: for messages
std::size_t count_characters(std::string_view utf8);

/// `{"type": type}`, and with a second word what `key` says about it.
Value plain_schema(std::string_view type);
Value plain_schema(std::string_view type, std::string_view key, Value value);

/// How one type is read, written and described (as an OpenAPI 3.0 schema).
template <class T>
struct Codec;

template <class T>
void write_to(std::string& out, T const& value) {
    Codec<T>::write(out, value);
}

template <class T>
std::string to_text(T const& value) {
    std::string out;
    Codec<T>::write(out, value);
    return out;
}

template <class T>
Value schema_of() {
    return Codec<T>::schema();
}

/// Errors: invalid, with every finding.
template <class T>
Result<T> read(Value const& value) {
    T out{};
    Problems problems;
    Codec<T>::read(value, out, problems, Path{});
    if (!problems.empty()) return problems.to_error();
    return out;
}

// --- enums ----------------------------------------------------------------------------------------------------------------------

template <class E>
concept DescribedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

/// The name as the wire spells it: a C++ keyword carries a trailing underscore here and not there. Enums whose spelling cannot be a C++
/// name specialise this.
template <DescribedEnum E>
struct EnumNames {
    static std::string_view name(E value) {
        std::string_view found = boost::describe::enum_to_string(value, "");
        if (found.ends_with('_')) found.remove_suffix(1);
        return found;
    }
};

template <DescribedEnum E>
std::string_view name_of(E value) {
    return EnumNames<E>::name(value);
}

template <DescribedEnum E>
std::optional<E> enum_from(std::string_view text) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        if (name_of(enumerator.value) == text) found = enumerator.value;
    });
    return found;
}

template <DescribedEnum E>
std::string names_of() {
    std::string out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        if (!out.empty()) out += ", ";
        out += name_of(enumerator.value);
    });
    return out;
}

template <DescribedEnum E>
struct Codec<E> {
    static void read(Value const& in, E& out, Problems& problems, Path const& at) {
        auto const* text = in.if_string();
        auto const found = text ? enum_from<E>(std::string_view(*text)) : std::nullopt;
        if (found)
            out = *found;
        else
            problems.add_not_one_of(at, names_of<E>(), in);
    }
    static void write(std::string& out, E value) { json::write(out, name_of(value)); }
    static Value schema() {
        Array names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) { names.emplace_back(name_of(e.value)); });
        return plain_schema("string", "enum", std::move(names));
    }
};

// --- plain values ---------------------------------------------------------------------------------------------------------------

template <>
struct Codec<bool> {
    static void read(Value const& in, bool& out, Problems& problems, Path const& at);
    static void write(std::string& out, bool value) { out += value ? "true" : "false"; }
    static Value schema() { return plain_schema("boolean"); }
};

template <>
struct Codec<std::int64_t> {
    static void read(Value const& in, std::int64_t& out, Problems& problems, Path const& at);
    static void write(std::string& out, std::int64_t value) { json::write(out, value); }
    static Value schema() { return plain_schema("number"); }
};

template <>
struct Codec<std::string> {
    static void read(Value const& in, std::string& out, Problems& problems, Path const& at);
    static void write(std::string& out, std::string_view value) { json::write(out, value); }
    static Value schema() { return plain_schema("string"); }
};

template <>
struct Codec<Value> {
    static void read(Value const& in, Value& out, Problems&, Path const&) { out = in; }
    static void write(std::string& out, Value const& value) { json::write(out, value); }
    static Value schema() { return Object{}; }
};

template <>
struct Codec<Object> {
    static void read(Value const& in, Object& out, Problems& problems, Path const& at);
    static void write(std::string& out, Object const& value);
    static Value schema() { return plain_schema("object", "additionalProperties", true); }
};

template <>
struct Codec<Timestamp> {
    static void read(Value const& in, Timestamp& out, Problems& problems, Path const& at);
    static void write(std::string& out, Timestamp value);
    static Value schema() { return plain_schema("string", "format", "date-time"); }
};

template <class Kind>
struct Codec<Id<Kind>> {
    static void read(Value const& in, Id<Kind>& out, Problems& problems, Path const& at) {
        Codec<std::int64_t>::read(in, out.number, problems, at);
    }
    static void write(std::string& out, Id<Kind> value) { json::write(out, value.number); }
    static Value schema() { return plain_schema("number"); }
};

template <class Kind>
struct Codec<TextId<Kind>> {
    static void read(Value const& in, TextId<Kind>& out, Problems& problems, Path const& at) {
        Codec<std::string>::read(in, out.text, problems, at);
    }
    static void write(std::string& out, TextId<Kind> const& value) { json::write(out, value.text); }
    static Value schema() { return plain_schema("string"); }
};

template <std::size_t Min, std::size_t Max>
struct Codec<Text<Min, Max>> {
    static void read(Value const& in, Text<Min, Max>& out, Problems& problems, Path const& at) {
        Codec<std::string>::read(in, out.value, problems, at);
        if (!in.is_string()) return;
        auto const length = count_characters(out.value);
        if (length < Min) problems.add(at, "must have at least " + std::to_string(Min) + (Min == 1 ? " character" : " characters"));
        if (length > Max) problems.add(at, "must have at most " + std::to_string(Max) + " characters");
    }
    static void write(std::string& out, Text<Min, Max> const& value) { json::write(out, value.value); }
    static Value schema() {
        Value out = plain_schema("string", "minLength", Min);
        if (Max != 65'536) out.as_object()["maxLength"] = Max;
        return out;
    }
};

/// A type that is read from and written as text by its own rule: `static Result<T> parse(std::string_view)`, `std::string to_text()`.
/// `static Value schema()` is optional.
template <class T>
concept ParsedText = requires(T const& value, std::string_view text) {
    { T::parse(text) } -> std::same_as<Result<T>>;
    { value.to_text() } -> std::convertible_to<std::string>;
};

template <ParsedText T>
struct Codec<T> {
    static void read(Value const& in, T& out, Problems& problems, Path const& at) {
        std::string text;
        Codec<std::string>::read(in, text, problems, at);
        if (!in.is_string()) return;
        auto parsed = T::parse(text);
        if (parsed)
            out = std::move(*parsed);
        else
            problems.add(at, parsed.error().message);
    }
    static void write(std::string& out, T const& value) { json::write(out, std::string_view(value.to_text())); }
    static Value schema() {
        if constexpr (requires { T::schema(); })
            return T::schema();
        else
            return plain_schema("string");
    }
};

// --- containers -----------------------------------------------------------------------------------------------------------------

template <class T>
struct Codec<Nullable<T>> {
    static void read(Value const& in, Nullable<T>& out, Problems& problems, Path const& at) {
        if (in.is_null())
            out.value.reset();
        else
            Codec<T>::read(in, out.value.emplace(), problems, at);
    }
    static void write(std::string& out, Nullable<T> const& value) {
        if (value.value)
            Codec<T>::write(out, *value.value);
        else
            out += "null";
    }
    static Value schema() {
        Value inner = Codec<T>::schema();
        inner.as_object()["nullable"] = true;
        return inner;
    }
};

/// Inside a struct an empty optional is left out; on its own (stored records) it is null.
template <class T>
struct Codec<std::optional<T>> {
    static void read(Value const& in, std::optional<T>& out, Problems& problems, Path const& at) {
        Codec<T>::read(in, out.emplace(), problems, at);
    }
    static void write(std::string& out, std::optional<T> const& value) {
        if (value)
            Codec<T>::write(out, *value);
        else
            out += "null";
    }
    static Value schema() { return Codec<T>::schema(); }
};

template <class T>
struct Codec<std::vector<T>> {
    static void read(Value const& in, std::vector<T>& out, Problems& problems, Path const& at) {
        auto const* array = in.if_array();
        if (!array) return problems.add_expected(at, "an array", in);
        out.resize(array->size());
        for (std::size_t i = 0; i < array->size(); ++i) Codec<T>::read((*array)[i], out[i], problems, Path{&at, {}, i, true});
    }
    static void write(std::string& out, std::vector<T> const& values) {
        out += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i) out += ',';
            Codec<T>::write(out, values[i]);
        }
        out += ']';
    }
    static Value schema() { return plain_schema("array", "items", Codec<T>::schema()); }
};

// --- structs --------------------------------------------------------------------------------------------------------------------

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value && !ParsedText<T>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_closed = requires { typename T::closed; };

/// A struct that is one of several names the member that tells, and the value that means it.
template <class T>
concept Tagged = requires {
    { T::tag } -> std::convertible_to<std::string_view>;
    { T::tag_value } -> std::convertible_to<std::string_view>;
};

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

/// `class` and `default` cannot be C++ members: a trailing underscore is not part of the name on the wire.
constexpr std::string_view wire_name(char const* member) {
    std::string_view name(member);
    if (name.ends_with('_')) name.remove_suffix(1);
    return name;
}

class SchemaOfStruct {
public:
    void add_tag(std::string_view name, std::string_view value);
    void add(std::string_view name, Value schema, bool optional);
    Value finish(bool closed) &&;

private:
    Object properties_;
    Array required_;
};

template <DescribedStruct T>
struct Codec<T> {
    static void read(Value const& in, T& out, Problems& problems, Path const& at) {
        auto const* object = in.if_object();
        if (!object) return problems.add_expected(at, "an object", in);
        std::size_t known = 0;
        boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
            auto const name = wire_name(member.name);
            auto const* found = object->if_contains(name);
            auto& field = out.*member.pointer;
            if (found) {
                ++known;
                Codec<std::remove_reference_t<decltype(field)>>::read(*found, field, problems, Path{&at, name});
            } else if constexpr (!is_optional<std::remove_reference_t<decltype(field)>>) {
                problems.add_missing(at, name);
            }
        });
        if constexpr (Tagged<T>) known += object->contains(T::tag);
        if constexpr (is_closed<T>)
            if (known < object->size()) report_unknown(*object, problems, at);
    }
    static void write(std::string& out, T const& value) {
        char before = '{';
        if constexpr (Tagged<T>) {
            out += '{';
            json::write(out, T::tag);
            out += ':';
            json::write(out, T::tag_value);
            before = ',';
        }
        boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
            auto const& field = value.*member.pointer;
            using Field = std::remove_cvref_t<decltype(field)>;
            if constexpr (is_optional<Field>)
                if (!field) return;
            out += before;
            before = ',';
            json::write(out, wire_name(member.name));
            out += ':';
            Codec<Field>::write(out, field);
        });
        if (before == '{') out += '{';
        out += '}';
    }
    static Value schema() {
        SchemaOfStruct schema;
        if constexpr (Tagged<T>) schema.add_tag(T::tag, T::tag_value);
        boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
            schema.add(wire_name(member.name), Codec<Field>::schema(), is_optional<Field>);
        });
        return std::move(schema).finish(is_closed<T>);
    }

private:
    static void report_unknown(Object const& object, Problems& problems, Path const& at) {
        for (auto const& [key, value] : object) {
            bool known = false;
            if constexpr (Tagged<T>) known = key == T::tag;
            boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) { known = known || wire_name(member.name) == std::string_view(key); });
            if (!known) problems.add(Path{&at, key}, "is not a field here");
        }
    }
};

template <class... Alternatives>
    requires(sizeof...(Alternatives) > 1 && (Tagged<Alternatives> && ...))
struct Codec<std::variant<Alternatives...>> {
    static constexpr std::string_view tag = boost::mp11::mp_first<std::variant<Alternatives...>>::tag;

    static void read(Value const& in, std::variant<Alternatives...>& out, Problems& problems, Path const& at) {
        auto const* object = in.if_object();
        if (!object) return problems.add_expected(at, "an object", in);
        auto const* kind = object->if_contains(tag);
        if (!kind) return problems.add_missing(at, tag);
        bool const matched = (read_if<Alternatives>(*kind, in, out, problems, at) || ...);
        if (matched) return;
        std::string allowed;
        ((allowed += (allowed.empty() ? "" : ", "), allowed += Alternatives::tag_value), ...);
        problems.add_not_one_of(Path{&at, tag}, allowed, *kind);
    }
    static void write(std::string& out, std::variant<Alternatives...> const& value) {
        std::visit([&](auto const& alternative) { write_to(out, alternative); }, value);
    }
    static Value schema() { return Object{{"anyOf", Array{Codec<Alternatives>::schema()...}}}; }

private:
    template <class T>
    static bool read_if(Value const& kind, Value const& in, std::variant<Alternatives...>& out, Problems& problems, Path const& at) {
        if (!kind.is_string() || std::string_view(kind.get_string()) != T::tag_value) return false;
        Codec<T>::read(in, out.template emplace<T>(), problems, at);
        return true;
    }
};

}  // namespace gatehouse::json
