// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/api.h"
#include "base/clock.h"
#include "server/config.h"

#include <string_view>

/// Log lines on standard error, each written whole. Never a secret: no token, no query string, no body. Any thread.
namespace gatehouse::server {

void log_request(LogFormat format, Clock const& clock, api::LogLine const& line);
void log_event(LogFormat format, Clock const& clock, std::string_view event, std::string_view text);

}  // namespace gatehouse::server
