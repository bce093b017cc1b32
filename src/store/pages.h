// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/app.h"
#include "store/session.h"

#include <optional>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Page>> find_page(Session& session, PageId const& page);
Result<std::vector<Page>> pages_of(Session& session, AppId const& app);  // in the order of the app

}  // namespace gatehouse::store
