// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/app.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

Result<std::vector<App>> list_apps(Read& read);  // oldest first
/// Errors: not_found.
Result<App> find_app(Read& read, AppId const& app);
/// `folder`: none means the app root. Errors: conflict when the folder holds one of that name; unprocessable for a folder that takes no
/// apps.
Result<App> create_app(Write& write, std::string const& name, std::optional<FolderId> folder);
/// Renames or moves. Its own grants go along; what it inherited stays behind. Errors: not_found; as create_app.
Result<App> edit_app(Write& write, AppId const& app, std::optional<std::string> const& name, std::optional<FolderId> folder);
/// Its grants go, and groups that land on it land nowhere. Errors: not_found.
Result<void> delete_app(Write& write, AppId const& app);

}  // namespace gatehouse::service
