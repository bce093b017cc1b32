// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// What `X-Request-Id` may be, and what it is when the client sent none.
namespace gatehouse::http {

/// 1..128 of [A-Za-z0-9._-]: safe in a header, a log line and a URL.
bool is_request_id(std::string_view text);

/// 16 random bytes as 32 hex digits. Unique, not secret: do not use it as a credential.
std::string make_request_id();

}  // namespace gatehouse::http
