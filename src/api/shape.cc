// SPDX-License-Identifier: Apache-2.0
#include "api/shape.h"

#include <algorithm>

namespace gatehouse::api {
namespace {

bool is_required(json::Object const& schema, std::string_view name) {
    auto const* required = schema.if_contains("required");
    return required &&
           std::ranges::any_of(required->get_array(), [&](json::Value const& one) { return std::string_view(one.get_string()) == name; });
}

std::string join(json::Array const& parts, std::string_view between, auto text) {
    std::string out;
    for (auto const& part : parts) out += (out.empty() ? std::string() : std::string(between)) + text(part);
    return out;
}

}  // namespace

std::string shape_of(json::Value const& value) {
    auto const& schema = value.as_object();
    auto const* nullable = schema.if_contains("nullable");
    std::string const or_null = nullable ? "|null" : "";
    if (auto const* choices = schema.if_contains("anyOf")) {
        auto const all = join(choices->get_array(), " | ", shape_of);
        // The options of resources fill pages; the document has them.
        return (all.size() > 800 ? "object" : all) + or_null;
    }
    if (auto const* names = schema.if_contains("enum"))
        return join(names->get_array(), "|", [](json::Value const& one) { return json::text_of(one); }) + or_null;
    auto const* type = schema.if_contains("type");
    if (!type) return "any";
    if (auto const* items = schema.if_contains("items")) return "[" + shape_of(*items) + "]" + or_null;
    auto const* properties = schema.if_contains("properties");
    if (!properties) return std::string(type->get_string()) + or_null;
    std::string out;
    for (auto const& [name, member] : properties->get_object()) {
        out += out.empty() ? "{" : ", ";
        out += "\"" + std::string(name) + "\"" + (is_required(schema, name) ? "" : "?") + ": " + shape_of(member);
    }
    return out + "}" + or_null;
}

}  // namespace gatehouse::api
