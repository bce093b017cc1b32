// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse {

struct App {
    SpaceId space;
    AppId app;
    std::string name;
    std::optional<std::string> description;
    FolderId folder;
    Timestamp created_at;
    Timestamp updated_at;
    bool is_protected = false;  // by source control
    bool synced = false;
    std::optional<std::string> shortlink = {};
    bool is_module = false;
    bool is_mobile_app = false;

    friend bool operator==(App const&, App const&) = default;
};
BOOST_DESCRIBE_STRUCT(App, (),
                      (space, app, name, description, folder, created_at, updated_at, is_protected, synced, shortlink, is_module,
                       is_mobile_app))

/// A screen of an app. Its access is `use` or nothing, and only groups are given it.
struct Page {
    SpaceId space;
    PageId page;
    AppId app;
    std::int64_t position = 0;  // order within the app
    std::string name;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Page const&, Page const&) = default;
};
BOOST_DESCRIBE_STRUCT(Page, (), (space, page, app, position, name, created_at, updated_at))

}  // namespace gatehouse
