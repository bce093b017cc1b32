// SPDX-License-Identifier: Apache-2.0
#include "store/pages.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Page>> find_page(Session& session, PageId const& page) {
    return select_one<Page>(session, "page = $page", {{"page", page.text}});
}

Result<std::vector<Page>> pages_of(Session& session, AppId const& app) {
    return select<Page>(session, "app = $app order by position, page", {{"app", app.text}});
}

}  // namespace gatehouse::store
