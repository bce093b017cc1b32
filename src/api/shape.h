// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

#include <string>

namespace gatehouse::api {

/// A schema as a person reads it: `{"members": [{"id": string, "is_group_admin": boolean}]}`. Members that may be absent carry a `?`.
std::string shape_of(json::Value const& schema);

}  // namespace gatehouse::api
