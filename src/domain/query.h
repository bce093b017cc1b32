// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace gatehouse {

/// A query of the library: shared by many apps, used or edited, never owned.
struct Query {
    SpaceId space;
    QueryId query;
    std::string name;
    std::optional<std::string> description;
    FolderId folder;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Query const&, Query const&) = default;
};
BOOST_DESCRIBE_STRUCT(Query, (), (space, query, name, description, folder, created_at, updated_at))

}  // namespace gatehouse
