// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"

#include <string>
#include <string_view>

/// `Response` to the bytes in front of its body.
namespace gatehouse::http {

enum class Persistence {
    keep_alive,           // HTTP/1.1: needs no word
    keep_alive_http_1_0,  // must be said
    close,
};

/// What the response answers, as far as its head depends on it.
struct ResponseContext {
    std::string_view date;  // as `http_date` writes it
    std::string_view request_id;
    Persistence persistence = Persistence::keep_alive;
};

/// 204 and 304 have neither a body nor the headers that describe one.
bool may_have_body(int status);

/// Appends the status line, the headers and the empty line. Content-Length is that of `response.body`, also when the body is not
/// sent (HEAD). Headers that the server itself answers for (Date, Content-Length, Connection ...) are left out of `response.headers`,
/// and so are names that are no tokens; CR, LF and NUL are dropped from values, so that no value can become a header.
void append_head(std::string& out, Response const& response, ResponseContext const& context);

/// Now, as the Date header wants it (RFC 9110, 5.6.7).
std::string http_date();

}  // namespace gatehouse::http
