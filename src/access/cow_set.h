// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/shared.h"
#include "domain/access_level.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gatehouse::access {

/// A sorted set of 32-bit numbers that copies share. Small ones (most) are one packed array behind one pointer; beyond `leaf_limit` the
/// set is a row of such arrays, and a write copies one of them.
class CowSet {
public:
    static constexpr std::uint32_t leaf_limit = 1024;

    bool empty() const { return !root_; }
    std::size_t size() const { return root_ ? root_->size : 0; }
    bool contains(std::uint32_t value) const { return first_from(value) == value; }

    /// The smallest member that is not below `low`.
    std::optional<std::uint32_t> first_from(std::uint32_t low) const;

    /// In rising order, until `visit(value)` answers false. Answers whether it came to the end.
    template <class Visit>
    bool for_each(Visit visit) const {
        if (!root_) return true;
        if (!root_->is_tree) return for_each_in(root_->values(), visit);
        for (auto const& branch : root_->tree().branches)
            if (!for_each_in(branch.leaf->values(), visit)) return false;
        return true;
    }

    /// Whether the set changed.
    bool insert(std::uint32_t value);
    bool erase(std::uint32_t value);

private:
    struct Tree;
    struct Node : Shared {  // a leaf, unless is_tree: then it is the base of a Tree
        bool is_tree = false;
        std::uint32_t size = 0;
        std::uint32_t capacity = 0;

        std::span<std::uint32_t const> values() const { return {reinterpret_cast<std::uint32_t const*>(this + 1), size}; }
        std::uint32_t* data() { return reinterpret_cast<std::uint32_t*>(this + 1); }
        Tree const& tree() const { return static_cast<Tree const&>(*this); }
        Tree& tree() { return static_cast<Tree&>(*this); }

        static Ref<Node> make_leaf(std::span<std::uint32_t const> values, std::size_t wanted_capacity);
        static void destroy(Node* node);
    };
    struct Branch {
        std::uint32_t first = 0;  // no member of `leaf` is below
        Ref<Node> leaf;
    };
    struct Tree : Node {
        std::vector<Branch> branches;
    };

    template <class Visit>
    static bool for_each_in(std::span<std::uint32_t const> values, Visit& visit) {
        for (auto const value : values)
            if (!visit(value)) return false;
        return true;
    }
    static void insert_into(Ref<Node>& leaf, std::uint32_t value);
    static void erase_from(Ref<Node>& leaf, std::uint32_t value);
    static std::size_t branch_for(Tree const& tree, std::uint32_t value);
    Tree& edit_tree();

    Ref<Node> root_;
};

/// A sorted map from 30-bit numbers to access levels, packed four bytes an entry.
class LevelMap {
public:
    static constexpr std::uint32_t key_limit = 1u << 30;

    bool empty() const { return packed_.empty(); }
    std::size_t size() const { return packed_.size(); }
    bool contains(std::uint32_t key) const { return find(key).has_value(); }

    std::optional<AccessLevel> find(std::uint32_t key) const {
        auto const entry = packed_.first_from(key << 2);
        if (!entry || *entry >> 2 != key) return std::nullopt;
        return static_cast<AccessLevel>(*entry & 3);
    }

    /// Keys in rising order, until `visit(key)` answers false. Answers whether it came to the end.
    template <class Visit>
    bool for_each(Visit visit) const {
        return packed_.for_each([&](std::uint32_t entry) { return visit(entry >> 2); });
    }

    void put(std::uint32_t key, AccessLevel level) {
        auto const before = find(key);
        if (before == level) return;
        if (before) packed_.erase(pack(key, *before));
        packed_.insert(pack(key, level));
    }
    void erase(std::uint32_t key) {
        if (auto const before = find(key)) packed_.erase(pack(key, *before));
    }

private:
    static std::uint32_t pack(std::uint32_t key, AccessLevel level) { return key << 2 | static_cast<std::uint32_t>(level); }

    CowSet packed_;
};

}  // namespace gatehouse::access
