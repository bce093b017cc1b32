// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "http/message.h"

#include <string>
#include <string_view>

/// The only place that knows both our errors and HTTP.
namespace gatehouse::api {

int http_status(ErrorKind kind);

/// How an error looks: `{"success": false, "message": ...}` where existing clients are, RFC 9457 problems on our own API.
enum class ErrorStyle { envelope, problem };
ErrorStyle error_style(std::string_view path);

http::Response to_response(Error const& error, http::Request const& request);
/// For refusals that happen below the endpoints and have a status already.
http::Response to_response(int status, std::string_view message, http::Request const& request);

}  // namespace gatehouse::api
