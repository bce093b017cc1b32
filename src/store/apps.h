// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/app.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<App>> find_app(Session& session, AppId const& app);
/// The app of that name directly inside `folder`.
Result<std::optional<App>> find_app_in(Session& session, FolderId folder, std::string_view name);
Result<std::optional<App>> find_app_by_shortlink(Session& session, std::string_view shortlink);
Result<std::vector<App>> apps(Session& session);                      // oldest first
Result<std::vector<App>> apps_in(Session& session, FolderId folder);  // directly inside, oldest first

}  // namespace gatehouse::store
