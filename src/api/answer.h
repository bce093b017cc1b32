// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

/// What handlers answer with. The type says status and envelope; the generated documents read it from there.
namespace gatehouse::api {

/// An answer as it goes out.
struct Reply {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

/// Always `true`.
struct Success {};

/// A T that is JSON text already: for lists so long that structs of them would cost more than all else about an answer.
template <class T>
struct Written {
    std::string json;
};

template <class T>
struct Enveloped {
    Success success;
    T data{};
    BOOST_DESCRIBE_CLASS(Enveloped, (), (success, data), (), ())
};
template <class T>
struct Counted {
    Success success;
    std::vector<T> data;
    std::int64_t total_count = 0;
    json::Nullable<std::string> next_token;
    bool has_more = false;
    BOOST_DESCRIBE_CLASS(Counted, (), (success, data, total_count, next_token, has_more), (), ())
};

/// `{"success": true, "data": {...}}`
template <class T>
struct Item {
    T value;

    static constexpr int status = 200;
    using Body = Enveloped<T>;
    Body body() && { return {{}, std::move(value)}; }
};

/// A whole list with its counters: one answer, no paging.
template <class T>
struct WholeList {
    std::vector<T> values;

    static constexpr int status = 200;
    using Body = Counted<T>;
    Body body() && {
        auto const count = std::int64_t(values.size());
        return {{}, std::move(values), count, {}, false};
    }
};

/// A page of a list with its counters.
template <class T>
struct PagedList {
    std::vector<T> values;
    std::int64_t total = 0;
    std::optional<std::string> next_token;

    static constexpr int status = 200;
    using Body = Counted<T>;
    Body body() && {
        bool const more = next_token.has_value();
        return {{}, std::move(values), total, {std::move(next_token)}, more};
    }
};

/// A list without counters.
template <class T>
struct BareList {
    std::vector<T> values;

    static constexpr int status = 200;
    using Body = Enveloped<std::vector<T>>;
    Body body() && { return {{}, std::move(values)}; }
};

/// The value itself, without an envelope: our own API, and the contract's exceptions.
template <class T, int Status = 200>
struct Plain {
    T value;

    static constexpr int status = Status;
    using Body = T;
    Body body() && { return std::move(value); }
};

struct NoContent {
    static constexpr int status = 204;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::json::Codec<gatehouse::api::Success> {
    static void write(std::string& out, api::Success) { out += "true"; }
    static Value schema() { return plain_schema("boolean", "enum", Array{true}); }
};

template <class T>
struct gatehouse::json::Codec<gatehouse::api::Written<T>> {
    static void write(std::string& out, api::Written<T> const& value) {
        // Room for what follows as well: growing by a little after a long list would copy all of it once more.
        if (out.capacity() - out.size() < value.json.size()) out.reserve(out.size() + 2 * value.json.size());
        out += value.json;
    }
    static Value schema() { return schema_of<T>(); }
};
