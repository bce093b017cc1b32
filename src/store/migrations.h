// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/driver.h"

namespace gatehouse::store {

/// Brings the schema to the version this program knows, step by step, each in a transaction of its own. Forward only.
/// Errors: unavailable, when the file was written by a newer program.
Result<void> migrate(Connection& writer);

}  // namespace gatehouse::store
