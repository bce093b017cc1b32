// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <string>

namespace gatehouse {

/// A place in a list of records that have no number: by the moment they were made, then by id. The default lies before all of them.
struct Place {
    Timestamp created_at;
    std::string id;
};

}  // namespace gatehouse
