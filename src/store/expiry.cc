// SPDX-License-Identifier: Apache-2.0
#include "store/expiry.h"

#include "store/column.h"

namespace gatehouse::store {

Result<std::optional<Timestamp>> next_expiry(Connection& connection) {
    std::optional<Timestamp> next;
    TRY(
        connection.run("select min(at) from (select min(expires_at) as at from grants where expires_at is not null union all "
                       "select min(expires_at) from memberships where expires_at is not null) both",
                       {}, [&](Row const& row) { Column<std::optional<Timestamp>>::from(row, 0, next); }));
    return next;
}

Result<std::vector<SpaceId>> spaces_with_expired(Connection& connection, Timestamp now) {
    std::vector<SpaceId> spaces;
    TRY(connection.run("select space from grants where expires_at <= $now union select space from memberships where expires_at <= $now",
                       std::vector<Param>{{"now", Column<Timestamp>::to_value(now)}},
                       [&](Row const& row) { spaces.push_back({row.integer(0)}); }));
    return spaces;
}

}  // namespace gatehouse::store
