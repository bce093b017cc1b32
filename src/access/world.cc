// SPDX-License-Identifier: Apache-2.0
#include "access/world.h"

#include "access/cow_index.h"
#include "access/cow_vector.h"
#include "access/hash.h"
#include "access/snapshot.h"

#include <utility>

namespace gatehouse::access {
namespace {

struct SharedSnapshot : Shared {
    Snapshot snapshot;
};

/// What is in a Space may come before the Space itself: until then `known` is false.
struct SpaceEntry : Shared {
    SpaceFacts facts;
    bool known = false;
    Ref<SharedSnapshot> content;
};

struct TokenEntry : Shared {
    TokenFacts facts;
    std::string hash;
    bool known = false;
};

std::uint64_t hash_of(std::uint64_t seed, SpaceId space) { return keyed_hash(seed, static_cast<std::uint64_t>(space.number)); }

std::uint64_t hash_of(std::uint64_t seed, SpaceId space, TokenId const& token) { return keyed_hash(hash_of(seed, space), token.text); }

}  // namespace

struct World::Impl {
    CowVector<Ref<SpaceEntry>> spaces;
    CowIndex space_numbers;
    CowIndex space_domains;
    CowVector<Ref<TokenEntry>> tokens;
    CowIndex token_ids;
    CowIndex token_hashes;
    std::int64_t revision = 0;
    std::uint64_t seed = process_seed();

    std::optional<std::uint32_t> find(SpaceId space) const {
        return space_numbers.find(hash_of(seed, space), [&](std::uint32_t i) { return spaces[i]->facts.space == space; });
    }

    SpaceEntry const* known(SpaceId space) const {
        auto const found = find(space);
        return found && spaces[*found]->known ? &*spaces[*found] : nullptr;
    }

    std::uint32_t intern(SpaceId space) {
        if (auto const found = find(space)) return *found;
        auto const number = static_cast<std::uint32_t>(spaces.size());
        Ref<SpaceEntry> entry;
        entry.edit().facts.space = space;
        entry.edit().content.edit();
        spaces.push_back(std::move(entry));
        space_numbers.insert(hash_of(seed, space), number);
        return number;
    }

    void put(Space const& space) {
        erase(space);
        auto const number = intern(space.space);
        auto& entry = spaces.edit(number).edit();
        entry.facts = {space.space, space.sid, space.domain, !space.parent};
        entry.known = true;
        space_domains.insert(keyed_hash(seed, space.domain), number);
    }

    void erase(Space const& space) {
        auto const found = find(space.space);
        if (!found || !spaces[*found]->known) return;
        space_domains.erase(keyed_hash(seed, spaces[*found]->facts.domain), *found);
        spaces.edit(*found).edit().known = false;
    }

    std::optional<std::uint32_t> find(SpaceId space, TokenId const& token) const {
        return token_ids.find(hash_of(seed, space, token),
                              [&](std::uint32_t i) { return tokens[i]->facts.space == space && tokens[i]->facts.token == token; });
    }

    void put(AccessToken const& token) {
        erase(token);
        auto const found = find(token.space, token.token);
        auto const number = found ? *found : static_cast<std::uint32_t>(tokens.size());
        if (!found) {
            tokens.push_back({});
            token_ids.insert(hash_of(seed, token.space, token.token), number);
        }
        auto& entry = tokens.edit(number).edit();
        entry.facts = {token.space, token.token, token.owner, token.scopes, token.expires_at, token.revoked_at.has_value()};
        entry.hash = token.hash;
        entry.known = true;
        token_hashes.insert(keyed_hash(seed, token.hash), number);
    }

    void erase(AccessToken const& token) {
        auto const found = find(token.space, token.token);
        if (!found || !tokens[*found]->known) return;
        token_hashes.erase(keyed_hash(seed, tokens[*found]->hash), *found);
        tokens.edit(*found).edit().known = false;
    }

    /// What Facts does not take does not bear on access.
    template <class Fact>
    void put(Fact const& fact) {
        if constexpr (requires(Facts& facts) { facts.put(fact); })
            spaces.edit(intern(fact.space)).edit().content.edit().snapshot.edit_facts().put(fact);
    }
    template <class Fact>
    void erase(Fact const& fact) {
        if constexpr (requires(Facts& facts) { facts.erase(fact); })
            if (find(fact.space)) spaces.edit(intern(fact.space)).edit().content.edit().snapshot.edit_facts().erase(fact);
    }
};

World::World() : impl_(std::make_unique<Impl>()) {}
World::World(World const& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
World::World(World&&) noexcept = default;
World& World::operator=(World const& other) {
    if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
    return *this;
}
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

void World::put(Record const& record) {
    std::visit([&](auto const& fact) { impl_->put(fact); }, record);
}

void World::erase(Record const& record) {
    std::visit([&](auto const& fact) { impl_->erase(fact); }, record);
}

Snapshot const* World::space(SpaceId space) const {
    auto const* entry = impl_->known(space);
    return entry ? &entry->content->snapshot : nullptr;
}

std::optional<SpaceFacts> World::space_at(std::string_view domain) const {
    auto const& spaces = impl_->spaces;
    auto const found =
        impl_->space_domains.find(keyed_hash(impl_->seed, domain), [&](std::uint32_t i) { return spaces[i]->facts.domain == domain; });
    return found ? std::optional(spaces[*found]->facts) : std::nullopt;
}

std::optional<SpaceFacts> World::space_facts(SpaceId space) const {
    auto const* entry = impl_->known(space);
    return entry ? std::optional(entry->facts) : std::nullopt;
}

TokenFacts const* World::token(std::string_view hash) const {
    auto const& tokens = impl_->tokens;
    auto const found = impl_->token_hashes.find(keyed_hash(impl_->seed, hash), [&](std::uint32_t i) { return tokens[i]->hash == hash; });
    return found ? &tokens[*found]->facts : nullptr;
}

std::int64_t World::revision() const { return impl_->revision; }

void World::set_revision(std::int64_t revision) { impl_->revision = revision; }

std::string World::digest() const {
    Digest digest;
    for (std::size_t i = 0; i < impl_->spaces.size(); ++i) {
        auto const& entry = *impl_->spaces[i];
        auto const& facts = entry.facts;
        if (entry.known) digest.add(Spelling("space").add(facts.space.number).add(facts.sid).add(facts.domain).add(facts.admin).text());
        entry.content->snapshot.facts().add_to(digest, facts.space);
    }
    for (std::size_t i = 0; i < impl_->tokens.size(); ++i) {
        auto const& entry = *impl_->tokens[i];
        auto const& facts = entry.facts;
        if (!entry.known) continue;
        Spelling token("token");
        token.add(facts.space.number).add(facts.token.text).add(entry.hash).add(facts.owner.number).add(facts.revoked);
        token.add(facts.expires_at ? facts.expires_at->time_since_epoch().count() : -1);
        for (auto const& scope : facts.scopes) token.add(scope);
        digest.add(token.text());
    }
    return digest.text();
}

}  // namespace gatehouse::access
