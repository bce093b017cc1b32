// SPDX-License-Identifier: Apache-2.0
#include "store/apps.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<App>> find_app(Session& session, AppId const& app) {
    return select_one<App>(session, "app = $app", {{"app", app.text}});
}

Result<std::optional<App>> find_app_in(Session& session, FolderId folder, std::string_view name) {
    return select_one<App>(session, "folder = $folder and name = $name", {{"folder", folder.number}, {"name", std::string(name)}});
}

Result<std::optional<App>> find_app_by_shortlink(Session& session, std::string_view shortlink) {
    return select_one<App>(session, "shortlink = $shortlink", {{"shortlink", std::string(shortlink)}});
}

Result<std::vector<App>> apps(Session& session) { return select<App>(session, "true order by created_at, app"); }

Result<std::vector<App>> apps_in(Session& session, FolderId folder) {
    return select<App>(session, "folder = $folder order by created_at, app", {{"folder", folder.number}});
}

}  // namespace gatehouse::store
