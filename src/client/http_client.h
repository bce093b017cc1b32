// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "http/message.h"

#include <string>
#include <string_view>

/// Requests to a Gatehouse or any server that speaks its API. Blocking; one call, one connection.
namespace gatehouse::client {

struct Target {
    std::string base_url;     // `http://localhost`, without a trailing slash
    std::string unix_socket;  // if set: the connection goes there, whatever the URL says
};

/// `path` with its query, as it goes on the wire. `body` is JSON; empty: none is sent.
/// Errors: unavailable, when no answer came.
Result<http::Response> call(Target const& target, http::Method method, std::string_view path, std::string_view body);

}  // namespace gatehouse::client
