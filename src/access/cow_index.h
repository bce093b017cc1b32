// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/cow_vector.h"

#include <cstdint>
#include <optional>

namespace gatehouse::access {

/// From the hash of a key to the dense number of what has that key. Keys are kept by whoever owns the numbers: a look-up is told how to
/// verify one, so equal hashes never mix two keys up. Copied in constant time; grows by doubling, so that an insertion is cheap on average.
class CowIndex {
public:
    /// The number inserted under `hash` for which `has_key(number)` holds.
    template <class HasKey>
    std::optional<std::uint32_t> find(std::uint64_t hash, HasKey has_key) const {
        if (slots_.empty()) return std::nullopt;
        for (std::size_t at = start(hash);; at = next(at)) {
            auto const slot = slots_[at];
            if (slot == free_slot) return std::nullopt;
            if (slot != dead_slot && tag_of(slot) == tag_of_hash(hash) && has_key(number_of(slot))) return number_of(slot);
        }
    }

    /// Callers see to it that a key is in here once. `number` is below 2^32 - 2.
    void insert(std::uint64_t hash, std::uint32_t number);

    /// Takes out exactly this pair; nothing happens if it is not there.
    void erase(std::uint64_t hash, std::uint32_t number);

    std::size_t size() const { return size_; }

private:
    // A slot is the upper half of the hash (the tag, which alone decides the place, so that growing needs no keys) and number + 2.
    static constexpr std::uint64_t free_slot = 0;
    static constexpr std::uint64_t dead_slot = 1;

    static std::uint64_t tag_of_hash(std::uint64_t hash) { return hash >> 32; }
    static std::uint64_t tag_of(std::uint64_t slot) { return slot >> 32; }
    static std::uint32_t number_of(std::uint64_t slot) { return static_cast<std::uint32_t>(slot) - 2; }
    static std::uint64_t slot_of(std::uint64_t hash, std::uint32_t number) { return tag_of_hash(hash) << 32 | (number + 2); }

    std::size_t start(std::uint64_t hash) const { return tag_of_hash(hash) & (slots_.size() - 1); }
    std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
    void place(std::uint64_t slot);
    void make_room();

    CowVector<std::uint64_t> slots_;
    std::size_t size_ = 0;  // living slots
    std::size_t used_ = 0;  // living and dead slots
};

}  // namespace gatehouse::access
