// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

/// What a resource is and how it is reached. Source: Retool API reference, "Resources" and "Resource Configurations".
namespace gatehouse::wire {

/// One of the contract's words, such as `postgresql`.
struct ResourceType {
    std::string name;

    static Result<ResourceType> parse(std::string_view text);
    std::string const& to_text() const { return name; }
    static json::Value schema();
};

/// The options of a resource of any type, as a body or an answer has them. Whether they fit a type, `read_options` says.
struct ResourceOptions {
    json::Object values;
};

/// The options of a resource of this type: those that fit no field are refused, and what the contract fills in is there.
/// Errors: invalid, naming the field as in `options.database_options.port`.
Result<json::Object> read_options(std::string_view type, json::Object const& options);

/// Where in the options of this type secrets can lie: `authentication_options.bearer_token`.
std::vector<std::string> const& secrets_in_options(std::string_view type);

}  // namespace gatehouse::wire

template <>
struct gatehouse::json::Codec<gatehouse::wire::ResourceOptions> {
    static void read(Value const& in, wire::ResourceOptions& out, Problems& problems, Path const& at);
    static void write(std::string& out, wire::ResourceOptions const& value);
    static Value schema();
};
