// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The facts that decide access, at one revision. A `World` is a value: copying it is cheap (copies share structure), changing a copy
/// leaves the other as it was. Facts of different Spaces are kept apart: nothing in one `Snapshot` can name something in another.
namespace gatehouse::access {

class Snapshot;  // one Space: see snapshot.h

/// What authentication needs to know about an access token. Looked up by hash, so that the time taken says nothing about the secret.
struct TokenFacts {
    SpaceId space;
    TokenId token;
    UserId owner;
    std::vector<std::string> scopes;
    std::optional<Timestamp> expires_at;
    bool revoked = false;
};

struct SpaceFacts {
    SpaceId space;
    std::string sid;
    std::string domain;
    bool admin = false;
};

class World {
public:
    World();
    World(World const&);
    World(World&&) noexcept;
    World& operator=(World const&);
    World& operator=(World&&) noexcept;
    ~World();

    /// Takes in a fact, or replaces the one with the same key. Erasing a fact does not erase others that name it: whoever erases a group
    /// erases its memberships and grants one by one. Records that do not bear on access are ignored. References to things not (or not
    /// yet) there are kept and take effect when they appear. Not thread-safe; cost: a few copied chunks, never a rebuild.
    void put(Record const& record);
    void erase(Record const& record);

    /// nullptr: unknown. Good as long as this World is.
    Snapshot const* space(SpaceId space) const;
    std::optional<SpaceFacts> space_at(std::string_view domain) const;
    std::optional<SpaceFacts> space_facts(SpaceId space) const;

    /// `hash`: 64 hex digits, as in AccessToken::hash. nullptr: unknown. Good as long as this World is.
    TokenFacts const* token(std::string_view hash) const;

    /// The number of the last commit this World contains.
    std::int64_t revision() const;
    void set_revision(std::int64_t revision);

    /// A digest of all facts that does not depend on the order in which they came: two Worlds with the same facts have the same one.
    std::string digest() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace gatehouse::access
