// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/snapshot.h"
#include "access/world.h"
#include "base/clock.h"
#include "base/vault.h"
#include "service/actor.h"

#include <string>

namespace gatehouse::store {
class Connection;
class Session;
class Transaction;
}  // namespace gatehouse::store

namespace gatehouse::service {

/// What everybody may do with apps and resources of a fresh Space: `open` as in the original (use), `closed` nothing.
enum class DefaultAccess { open, closed };

/// What the operator decided about this server.
struct Rules {
    DefaultAccess default_access = DefaultAccess::open;
    std::string public_url;  // where people reach this server: `http://localhost:3000`. A Space's own domain takes the place of the host
};

/// What a use case works with. One that only reads takes a `Read`; one that writes takes a `Write`, which only commit.h makes, so that a
/// write outside a commit does not compile. A Write is a Read: it sees what it wrote.
struct Read {
    store::Session& session;
    access::World const& world;
    Actor const& actor;
    SpaceId space;
    Timestamp now;
    Rules const& rules;
    crypto::Vault const& vault;

    /// This Space's facts, up to the last write of this use case. Look them up again after a write.
    access::Snapshot const& facts() const { return *world.space(space); }
};

struct Write : Read {
    store::Transaction& tx;
};

}  // namespace gatehouse::service
