// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/shared.h"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace gatehouse::access {

/// A vector that is copied in constant time. Elements live in chunks of 64, chunks hang in tables of 128, tables in a root. The first write
/// after a copy copies the root, one table and one chunk; further writes nearby copy nothing, as long as no new copy was taken.
/// Copies may be read by other threads while this one is written to.
template <class T>
class CowVector {
public:
    CowVector() = default;
    explicit CowVector(std::size_t size) {
        for (std::size_t i = 0; i < size; i += chunk_size) edit_chunk(i);
        size_ = size;
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    T const& operator[](std::size_t i) const {
        return root_->tables[i / table_span]->chunks[i / chunk_size % table_size]->values[i % chunk_size];
    }

    /// Good until the next copy of this vector is taken.
    T& edit(std::size_t i) { return edit_chunk(i).values[i % chunk_size]; }

    void push_back(T value) {
        edit(size_) = std::move(value);
        ++size_;
    }

private:
    static constexpr std::size_t chunk_size = 64;
    static constexpr std::size_t table_size = 128;
    static constexpr std::size_t table_span = chunk_size * table_size;

    struct Chunk : Shared {
        std::array<T, chunk_size> values{};
    };
    struct Table : Shared {
        std::array<Ref<Chunk>, table_size> chunks;
    };
    struct Root : Shared {
        std::vector<Ref<Table>> tables;
    };

    Chunk& edit_chunk(std::size_t i) {
        Root& root = root_.edit();
        if (i / table_span == root.tables.size()) root.tables.emplace_back();
        return root.tables[i / table_span].edit().chunks[i / chunk_size % table_size].edit();
    }

    Ref<Root> root_;
    std::size_t size_ = 0;
};

}  // namespace gatehouse::access
