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

/// What may be set about an app. Everything is set.
struct AppEdit {
    std::string name;
    std::optional<FolderId> folder;  // none: the app root
    std::optional<std::string> description = {};
    std::optional<std::string> shortlink = {};
    bool is_module = false;
    bool is_mobile_app = false;
    bool is_protected = false;

    static AppEdit of(App const& app);
};
/// Errors: conflict when the folder holds one of that name, or the shortlink is another app's; unprocessable for a folder that takes no
/// apps.
Result<App> create_app(Write& write, AppEdit const& wanted);
/// Moved, its own grants go along; what it inherited stays behind. Errors: as create_app.
Result<App> edit_app(Write& write, App const& before, AppEdit const& edit);
/// A new app of the same make, pages included. Nobody is given anything on it, and a shortlink has one owner.
/// Errors: not_found for the app; as create_app.
Result<App> clone_app(Write& write, AppId const& app, std::string const& name, std::optional<FolderId> folder);
/// Its pages and what was given on it and them go, and groups that land on it land nowhere. Errors: not_found.
Result<void> delete_app(Write& write, AppId const& app);

}  // namespace gatehouse::service
