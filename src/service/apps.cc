// SPDX-License-Identifier: Apache-2.0
#include "service/apps.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/erase_access.h"
#include "service/folders.h"
#include "store/apps.h"
#include "store/groups.h"
#include "store/pages.h"
#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, App const& wanted) {
    auto const taken = TRY(store::find_app_in(read.session, wanted.folder, wanted.name));
    if (taken && taken->app != wanted.app)
        return conflict(fmt::format("An app with the name '{}' exists in that folder already: {}", wanted.name, taken->app.text));
    return {};
}

Result<void> check_shortlink_is_free(Read& read, App const& wanted) {
    if (!wanted.shortlink) return {};
    auto const taken = TRY(store::find_app_by_shortlink(read.session, *wanted.shortlink));
    if (taken && taken->app != wanted.app)
        return conflict(fmt::format("The shortlink '{}' leads to another app already: {}", *wanted.shortlink, taken->app.text));
    return {};
}

Result<void> assign(Read& read, App& app, AppEdit const& edit) {
    app.name = edit.name;
    app.folder = edit.folder ? *edit.folder : TRY(root_folder(read, FolderType::app)).folder;
    app.description = edit.description;
    app.shortlink = edit.shortlink;
    app.is_module = edit.is_module;
    app.is_mobile_app = edit.is_mobile_app;
    app.is_protected = edit.is_protected;
    return {};
}

}  // namespace

Result<std::vector<App>> list_apps(Read& read) { return store::apps(read.session); }

Result<App> find_app(Read& read, AppId const& app) {
    auto found = TRY(store::find_app(read.session, app));
    if (!found) return not_found(fmt::format("No app '{}' found for organization", app.text));
    return *std::move(found);
}

AppEdit AppEdit::of(App const& app) {
    return {app.name, app.folder, app.description, app.shortlink, app.is_module, app.is_mobile_app, app.is_protected};
}

Result<App> create_app(Write& write, AppEdit const& wanted) {
    App app;
    app.space = write.space;
    app.app = {crypto::random_uuid()};
    app.created_at = app.updated_at = write.now;
    TRY(assign(write, app, wanted));
    TRY(require_place_for(write, app.folder, FolderType::app));
    TRY(check_name_is_free(write, app));
    TRY(check_shortlink_is_free(write, app));
    TRY(store::insert(write.tx, app));
    return app;
}

Result<App> edit_app(Write& write, App const& before, AppEdit const& edit) {
    App after = before;
    TRY(assign(write, after, edit));
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::app));
    TRY(check_name_is_free(write, after));
    TRY(check_shortlink_is_free(write, after));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<App> clone_app(Write& write, AppId const& id, std::string const& name, std::optional<FolderId> folder) {
    auto const source = TRY(find_app(write, id));
    AppEdit wanted{name, folder, source.description};
    wanted.is_module = source.is_module;
    wanted.is_mobile_app = source.is_mobile_app;
    auto copy = TRY(create_app(write, wanted));
    for (auto page : TRY(store::pages_of(write.session, id))) {
        page.page = {crypto::random_uuid()};
        page.app = copy.app;
        page.created_at = page.updated_at = write.now;
        TRY(store::insert(write.tx, page));
    }
    return copy;
}

Result<void> delete_app(Write& write, AppId const& id) {
    auto const app = TRY(find_app(write, id));
    for (auto const& page : TRY(store::pages_of(write.session, id))) {
        TRY(erase_access_to(write, object(page.page)));
        TRY(store::erase(write.tx, page));
    }
    TRY(erase_access_to(write, object(id)));
    for (auto const& before : TRY(store::groups_landing_on(write.session, id))) {
        Group after = before;
        after.landing_page_app_id.reset();
        TRY(store::update(write.tx, before, after));
    }
    return store::erase(write.tx, app);
}

}  // namespace gatehouse::service
