// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace gatehouse::server {

/// The 32 bytes that secrets are encrypted with, kept as 64 hex digits in a file that only its owner may read. A file that is not there is
/// made. Errors: unavailable, naming the file: unreadable, readable to others, or not a key.
Result<std::string> load_secret_key(std::filesystem::path const& file);

}  // namespace gatehouse::server
