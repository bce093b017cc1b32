// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

/// Query parameters as a described struct: each member is optional and read from text. Keys it does not name are ignored, as the original
/// does.
namespace gatehouse::api {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

namespace detail {

/// Text to the JSON value that the member's type expects; the codec then says what is wrong with it.
template <class T>
json::Value to_json_value(std::string const& text) {
    if constexpr (std::is_same_v<T, bool>) {
        if (text == "true") return true;
        if (text == "false") return false;
    } else if constexpr (requires { T::is_number; } || std::is_same_v<T, std::int64_t>) {
        std::int64_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc{} && end == text.data() + text.size()) return number;
    }
    return json::Value(text);
}

}  // namespace detail

/// A whole number between two bounds.
template <std::int64_t Min, std::int64_t Max>
struct Between {
    static constexpr bool is_number = true;
    std::int64_t value = Min;
};

/// Errors: invalid, naming the parameter.
template <class T>
Result<T> read_query(QueryPairs const& query) {
    T out{};
    json::Problems problems;
    boost::mp11::mp_for_each<json::MembersOf<T>>([&](auto member) {
        auto& field = out.*member.pointer;
        using Field = typename std::remove_reference_t<decltype(field)>::value_type;
        static_assert(json::is_optional<std::remove_reference_t<decltype(field)>>, "a query parameter may always be absent");
        json::Path const top;
        json::Path const at{&top, json::wire_name(member.name)};
        int seen = 0;
        for (auto const& [key, text] : query) {
            if (key != at.key) continue;
            if (++seen > 1) return problems.add(at, "appears twice");
            // The contract calls its booleans nullable.
            if (std::is_same_v<Field, bool> && (text.empty() || text == "null")) continue;
            json::Codec<Field>::read(detail::to_json_value<Field>(text), field.emplace(), problems, at);
        }
    });
    if (!problems.empty()) {
        auto error = problems.to_error();
        error.message = "query parameter " + error.message;
        return error;
    }
    return out;
}

}  // namespace gatehouse::api

template <std::int64_t Min, std::int64_t Max>
struct gatehouse::json::Codec<gatehouse::api::Between<Min, Max>> {
    static void read(Value const& in, api::Between<Min, Max>& out, Problems& problems, Path const& at) {
        if (in.is_int64() && in.get_int64() >= Min && in.get_int64() <= Max)
            out.value = in.get_int64();
        else
            problems.add(at, "must be a whole number from " + std::to_string(Min) + " to " + std::to_string(Max));
    }
    static void write(std::string& out, api::Between<Min, Max> const& value) { json::write(out, value.value); }
    static Value schema() { return Object{{"type", "integer"}, {"minimum", Min}, {"maximum", Max}}; }
};
