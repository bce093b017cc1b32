// SPDX-License-Identifier: Apache-2.0
#include "access/engine.h"

#include <algorithm>
#include <array>

namespace gatehouse::access {
namespace {

std::atomic<std::uint64_t> engines_made{0};

struct CacheEntry {
    std::uint64_t engine_number = 0;
    std::uint64_t version = 0;
    std::weak_ptr<void const> engine;  // to notice that it is gone
    // An owner of the World for this thread alone: what `current()` gives out shares this count, which no other thread touches on the
    // way in, rather than the World's, over which all threads would fight.
    std::shared_ptr<World const> world;
};

/// One thread rarely reads from more than one engine; tests do, from one after the other.
thread_local std::array<CacheEntry, 4> cache;
thread_local std::size_t next_entry = 0;

CacheEntry& entry_for(std::uint64_t engine_number) {
    for (auto& entry : cache) {
        if (entry.engine_number == engine_number) return entry;
        if (entry.engine_number != 0 && entry.engine.expired()) entry = {};
    }
    for (auto& entry : cache)
        if (entry.engine_number == 0) return entry;
    return cache[next_entry++ % cache.size()];
}

}  // namespace

Engine::Engine() : engine_number_(++engines_made), latest_(std::make_shared<World const>()), alive_(std::make_shared<char>()) {}

std::shared_ptr<World const> Engine::current() const {
    auto const version = version_.load(std::memory_order_acquire);
    for (auto const& entry : cache)
        if (entry.engine_number == engine_number_ && entry.version == version) return entry.world;

    CacheEntry fresh{engine_number_, 0, alive_, nullptr};
    {
        std::lock_guard const lock(mutex_);
        auto owner = std::make_shared<std::shared_ptr<World const>>(latest_);
        auto const* world = owner->get();
        fresh.world = std::shared_ptr<World const>(std::move(owner), world);
        fresh.version = version_.load(std::memory_order_relaxed);
    }
    auto& entry = entry_for(engine_number_);
    std::swap(entry, fresh);
    return entry.world;
}

void Engine::publish(World world) {
    auto latest = std::make_shared<World const>(std::move(world));
    std::lock_guard const lock(mutex_);
    latest_.swap(latest);
    version_.fetch_add(1, std::memory_order_release);
}

}  // namespace gatehouse::access
