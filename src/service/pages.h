// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/app.h"
#include "service/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The pages (the contract says screens) of an app. Their positions count from 1 without gaps.
namespace gatehouse::service {

/// Errors: not_found for the app.
Result<std::vector<Page>> list_pages(Read& read, AppId const& app);

struct PageEdit {
    std::optional<std::string> name;
    std::optional<std::int64_t> position;  // from 1; beyond the end is the end. Those after it move on
};

/// `name` must be there; no position: at the end. Errors: not_found for the app; conflict when it has a page of that name.
Result<Page> create_page(Write& write, AppId const& app, PageEdit const& wanted);
/// Errors: not_found when the app has no such page; as create_page.
Result<Page> edit_page(Write& write, AppId const& app, PageId const& page, PageEdit const& edit);
/// What was given on it goes. Errors: not_found.
Result<void> delete_page(Write& write, AppId const& app, PageId const& page);

}  // namespace gatehouse::service
