// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "changes/change.h"
#include "domain/ids.h"
#include "store/driver.h"

#include <functional>

namespace gatehouse::store {

/// A view of one Space's tables at one moment. Opened for a Space, so that no query can forget which one it is in.
class Session {
public:
    Session(Connection& connection, SpaceId space) : connection_(connection), space_(space) {}

    Connection& connection() { return connection_; }
    SpaceId space() const { return space_; }

private:
    Connection& connection_;
    SpaceId space_;
};

/// A Session that may also write. Every write leaves a change behind (see record.h), so that nothing changes without one.
/// Only service/commit makes these.
class Transaction : public Session {
public:
    /// `on_change` hears of every write as it is made, and outlives the transaction.
    Transaction(Connection& connection, SpaceId space, std::function<void(changes::Change)> const& on_change)
        : Session(connection, space), on_change_(on_change) {}

    /// The same transaction, looking at another Space.
    Transaction in(SpaceId space) { return {connection(), space, on_change_}; }

    void record(changes::Change change) { on_change_(std::move(change)); }

private:
    std::function<void(changes::Change)> const& on_change_;
};

}  // namespace gatehouse::store
