// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/config.h"

namespace gatehouse::server {

/// Runs the server until SIGINT or SIGTERM; returns the exit code. The first URL on standard output is the server's own, in its ready line.
int serve(Config const& config);

}  // namespace gatehouse::server
