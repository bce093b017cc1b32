// SPDX-License-Identifier: Apache-2.0
#include "service/apps.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/folders.h"
#include "store/apps.h"
#include "store/grants.h"
#include "store/groups.h"
#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, FolderId folder, std::string const& name, AppId const& own) {
    auto const taken = TRY(store::find_app_in(read.session, folder, name));
    if (taken && taken->app != own)
        return conflict(fmt::format("An app with the name '{}' exists in that folder already: {}", name, taken->app.text));
    return {};
}

}  // namespace

Result<std::vector<App>> list_apps(Read& read) { return store::apps(read.session); }

Result<App> find_app(Read& read, AppId const& app) {
    auto found = TRY(store::find_app(read.session, app));
    if (!found) return not_found(fmt::format("No app '{}' found for organization", app.text));
    return *std::move(found);
}

Result<App> create_app(Write& write, std::string const& name, std::optional<FolderId> folder) {
    if (!folder) folder = TRY(root_folder(write, FolderType::app)).folder;
    TRY(require_place_for(write, *folder, FolderType::app));
    TRY(check_name_is_free(write, *folder, name, {}));
    App const app{write.space, {crypto::random_uuid()}, name, std::nullopt, *folder, write.now, write.now};
    TRY(store::insert(write.tx, app));
    return app;
}

Result<App> edit_app(Write& write, AppId const& id, std::optional<std::string> const& name, std::optional<FolderId> folder) {
    auto const before = TRY(find_app(write, id));
    App after = before;
    if (name) after.name = *name;
    if (folder) after.folder = *folder;
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::app));
    TRY(check_name_is_free(write, after.folder, after.name, id));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_app(Write& write, AppId const& id) {
    auto const app = TRY(find_app(write, id));
    for (auto const& grant : TRY(store::grants_on(write.session, object(id)))) TRY(store::erase(write.tx, grant));
    for (auto const& before : TRY(store::groups(write.session))) {
        if (before.landing_page_app_id != id) continue;
        Group after = before;
        after.landing_page_app_id.reset();
        TRY(store::update(write.tx, before, after));
    }
    return store::erase(write.tx, app);
}

}  // namespace gatehouse::service
