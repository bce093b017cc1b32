// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/world.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

namespace gatehouse::access {

/// Holds the World that readers see. One writer publishes; any number of threads read without a lock.
class Engine {
public:
    Engine();

    /// The latest published World. The pointer is kept per thread and renewed when a newer one was published, so a read costs one
    /// atomic load. (Not `atomic<shared_ptr>`: in libstdc++ 12 it collapses with two readers and is not TSan-clean.)
    std::shared_ptr<World const> current() const;

    /// Makes `world` the one that every later `current()` of every thread returns.
    void publish(World world);

private:
    std::uint64_t const engine_number_;  // tells this engine's entries in a thread's cache from those of another engine
    std::atomic<std::uint64_t> version_{1};
    mutable std::mutex mutex_;
    std::shared_ptr<World const> latest_;
    std::shared_ptr<void const> alive_;  // ends with the engine, so that threads drop what they kept of it
};

}  // namespace gatehouse::access
