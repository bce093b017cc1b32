// SPDX-License-Identifier: Apache-2.0
#include "service/pages.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/apps.h"
#include "service/erase_access.h"
#include "store/pages.h"
#include "store/record.h"

#include <fmt/format.h>
#include <algorithm>

namespace gatehouse::service {
namespace {

Result<Page> find_page(Read& read, AppId const& app, PageId const& page) {
    TRY(find_app(read, app));
    auto found = TRY(store::find_page(read.session, page));
    if (!found || found->app != app) return not_found(fmt::format("No page '{}' found in app '{}'", page.text, app.text));
    return *std::move(found);
}

Result<void> check_name_is_free(std::vector<Page> const& pages, std::string const& name, PageId const& own) {
    for (auto const& page : pages)
        if (page.name == name && page.page != own)
            return conflict(fmt::format("A page with the name '{}' exists in that app already: {}", name, page.page.text));
    return {};
}

/// Stores every page whose place in `order` is not the one it has.
Result<void> number_through(Write& write, std::vector<Page> const& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        Page after = order[i];
        after.position = std::int64_t(i) + 1;
        if (after == order[i]) continue;
        after.updated_at = write.now;
        TRY(store::update(write.tx, order[i], after));
    }
    return {};
}

}  // namespace

Result<std::vector<Page>> list_pages(Read& read, AppId const& app) {
    TRY(find_app(read, app));
    return store::pages_of(read.session, app);
}

Result<Page> create_page(Write& write, AppId const& app, PageEdit const& wanted) {
    auto pages = TRY(list_pages(write, app));
    TRY(check_name_is_free(pages, *wanted.name, {}));
    auto const end = std::int64_t(pages.size()) + 1;
    Page page;
    page.space = write.space;
    page.page = {crypto::random_uuid()};
    page.app = app;
    page.position = std::min(wanted.position.value_or(end), end);
    page.name = *wanted.name;
    page.created_at = page.updated_at = write.now;
    pages.insert(pages.begin() + (page.position - 1), page);
    TRY(store::insert(write.tx, page));
    TRY(number_through(write, pages));
    return page;
}

Result<Page> edit_page(Write& write, AppId const& app, PageId const& id, PageEdit const& edit) {
    auto const before = TRY(find_page(write, app, id));
    auto pages = TRY(store::pages_of(write.session, app));
    Page after = before;
    if (edit.name) after.name = *edit.name;
    if (edit.position) after.position = std::min(*edit.position, std::int64_t(pages.size()));
    if (after == before) return before;
    TRY(check_name_is_free(pages, after.name, id));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    std::erase(pages, before);
    pages.insert(pages.begin() + (after.position - 1), after);
    TRY(number_through(write, pages));
    return after;
}

Result<void> delete_page(Write& write, AppId const& app, PageId const& id) {
    auto const page = TRY(find_page(write, app, id));
    TRY(erase_access_to(write, object(id)));
    TRY(store::erase(write.tx, page));
    return number_through(write, TRY(store::pages_of(write.session, app)));
}

}  // namespace gatehouse::service
