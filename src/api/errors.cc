// SPDX-License-Identifier: Apache-2.0
#include "api/errors.h"

#include "base/json.h"

#include <cstdlib>

namespace gatehouse::api {

int http_status(ErrorKind kind) {
    switch (kind) {  // no default: a new kind must not compile until it is mapped here
        case ErrorKind::invalid:
            return 400;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::too_large:
            return 413;
        case ErrorKind::misdirected:
            return 421;
        case ErrorKind::unprocessable:
            return 422;
        case ErrorKind::rate_limited:
            return 429;
        case ErrorKind::internal:
            return 500;
        case ErrorKind::not_built:
            return 501;
        case ErrorKind::unavailable:
            return 503;
    }
    std::abort();
}

ErrorStyle error_style(std::string_view path) {
    return path.starts_with("/api/gatehouse/") || path.starts_with("/admin/") ? ErrorStyle::problem : ErrorStyle::envelope;
}

http::Response to_response(int status, std::string_view message, http::Request const& request) {
    http::Response response;
    response.status = status;
    if (error_style(request.path) == ErrorStyle::envelope) {
        response.content_type = "application/json; charset=utf-8";
        response.body = "{\"success\":false,\"message\":";
        json::write(response.body, message);
        response.body += '}';
        return response;
    }
    response.content_type = "application/problem+json";
    response.body = "{\"type\":\"about:blank\",\"title\":";
    json::write(response.body, http::reason_of(status));
    response.body += ",\"status\":" + std::to_string(status) + ",\"detail\":";
    json::write(response.body, message);
    response.body += ",\"instance\":";
    json::write(response.body, std::string_view(request.path));
    response.body += '}';
    return response;
}

http::Response to_response(Error const& error, http::Request const& request) {
    auto response = to_response(http_status(error.kind), error.message, request);
    if (error.kind == ErrorKind::unauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (error.kind == ErrorKind::unavailable) response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace gatehouse::api
