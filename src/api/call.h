// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "http/message.h"
#include "service/actor.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::api {

/// One request on its way through the pipeline, after routing and the checks that need no endpoint.
struct Call {
    std::shared_ptr<http::Request const> request;
    service::Actor actor;
    SpaceId space;
    std::string base_url;                                        // scheme and host as the client used them
    std::vector<std::pair<std::string_view, std::string>> path;  // `{groupId}` -> `7`, in order

    /// A path parameter; the router made sure it is there.
    std::string const& parameter(std::string_view name) const;
    /// The same, read as a T (a `ParsedText`). Errors: invalid, naming the parameter.
    template <class T>
    Result<T> parameter_as(std::string_view name) const {
        auto parsed = T::parse(parameter(name));
        if (!parsed) return invalid("path parameter " + std::string(name) + ": " + parsed.error().message);
        return parsed;
    }
};

}  // namespace gatehouse::api
