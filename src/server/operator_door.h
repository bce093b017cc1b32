// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/operator.h"

namespace gatehouse::server {

/// Where a server listens for its operator: a socket in the data directory.
std::string admin_socket_path(std::string const& data_dir);

/// Through the socket of the server that runs on `data_dir`; when none runs, by opening the database in this process.
/// Errors: unavailable, when there is no database either.
Result<cli::Operator> open_operator(std::string const& data_dir);

}  // namespace gatehouse::server
