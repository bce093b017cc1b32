// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/driver.h"

#include <filesystem>
#include <memory>

/// SQLite, by the discipline of docs/adr/0001-single-writer-and-storage.md: WAL, one connection that writes and checkpoints,
/// `synchronous=FULL`, no memory mapping.
namespace gatehouse::store::sqlite {

/// `directory/gatehouse.db`, made if it is not there. Holds `directory/gatehouse.lock` while it lives, so that a second server on the same
/// directory is refused. After an unclean stop the file is checked first.
/// Errors: unavailable, naming the directory or what the check found.
Result<std::unique_ptr<Database>> open(std::filesystem::path const& directory);

/// The same on a private temporary file that is never synced and goes with the object. Errors: unavailable.
Result<std::unique_ptr<Database>> open_ephemeral();

}  // namespace gatehouse::store::sqlite
