// SPDX-License-Identifier: Apache-2.0
#include "access/cow_index.h"

#include <algorithm>
#include <bit>

namespace gatehouse::access {

void CowIndex::insert(std::uint64_t hash, std::uint32_t number) {
    make_room();
    place(slot_of(hash, number));
    ++size_;
}

void CowIndex::erase(std::uint64_t hash, std::uint32_t number) {
    if (slots_.empty()) return;
    for (std::size_t at = start(hash); slots_[at] != free_slot; at = next(at)) {
        if (slots_[at] != slot_of(hash, number)) continue;
        slots_.edit(at) = dead_slot;
        --size_;
        return;
    }
}

void CowIndex::place(std::uint64_t slot) {
    std::size_t at = start(slot);
    while (slots_[at] > dead_slot) at = next(at);
    if (slots_[at] == free_slot) ++used_;
    slots_.edit(at) = slot;
}

void CowIndex::make_room() {
    if (4 * (used_ + 1) <= 3 * slots_.size()) return;
    auto const old = std::exchange(slots_, CowVector<std::uint64_t>(std::max<std::size_t>(64, std::bit_ceil(2 * (size_ + 1)))));
    used_ = 0;
    for (std::size_t i = 0; i < old.size(); ++i)
        if (old[i] > dead_slot) place(old[i]);
}

}  // namespace gatehouse::access
