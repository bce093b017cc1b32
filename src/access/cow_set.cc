// SPDX-License-Identifier: Apache-2.0
#include "access/cow_set.h"

#include <algorithm>
#include <new>

namespace gatehouse::access {
namespace {

/// The leaf header and this many values fill a size class of common allocators (16n + 8 bytes).
std::size_t rounded_capacity(std::size_t wanted) { return (wanted + 1) / 4 * 4 + 2; }

}  // namespace

Ref<CowSet::Node> CowSet::Node::make_leaf(std::span<std::uint32_t const> values, std::size_t wanted_capacity) {
    auto const capacity = rounded_capacity(wanted_capacity);
    auto* leaf = new (::operator new(sizeof(Node) + capacity * sizeof(std::uint32_t))) Node();
    leaf->capacity = static_cast<std::uint32_t>(capacity);
    leaf->size = static_cast<std::uint32_t>(values.size());
    std::copy(values.begin(), values.end(), leaf->data());
    return Ref<Node>(leaf);
}

void CowSet::Node::destroy(Node* node) {
    if (node->is_tree) {
        delete &node->tree();
    } else {
        node->~Node();
        ::operator delete(node);
    }
}

std::optional<std::uint32_t> CowSet::first_from(std::uint32_t low) const {
    if (!root_) return std::nullopt;
    if (!root_->is_tree) {
        auto const values = root_->values();
        auto const found = std::lower_bound(values.begin(), values.end(), low);
        return found == values.end() ? std::nullopt : std::optional(*found);
    }
    auto const& branches = root_->tree().branches;
    for (std::size_t i = branch_for(root_->tree(), low); i < branches.size(); ++i) {
        auto const values = branches[i].leaf->values();
        auto const found = std::lower_bound(values.begin(), values.end(), low);
        if (found != values.end()) return *found;
    }
    return std::nullopt;
}

bool CowSet::insert(std::uint32_t value) {
    if (contains(value)) return false;
    if (!root_) root_ = Node::make_leaf({}, 1);
    if (!root_->is_tree && root_->size < leaf_limit) {
        insert_into(root_, value);
        return true;
    }
    Tree& tree = edit_tree();
    auto const at = branch_for(tree, value);
    insert_into(tree.branches[at].leaf, value);
    ++tree.size;
    if (auto const values = tree.branches[at].leaf->values(); values.size() > leaf_limit) {
        auto const upper = values.subspan(values.size() / 2);
        Branch split{upper.front(), Node::make_leaf(upper, upper.size())};
        tree.branches[at].leaf = Node::make_leaf(values.first(values.size() / 2), values.size() / 2);
        tree.branches.insert(tree.branches.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(split));
    }
    return true;
}

bool CowSet::erase(std::uint32_t value) {
    if (!contains(value)) return false;
    if (!root_->is_tree) {
        erase_from(root_, value);
        return true;
    }
    Tree& tree = edit_tree();
    auto const at = branch_for(tree, value);
    erase_from(tree.branches[at].leaf, value);
    --tree.size;
    if (!tree.branches[at].leaf) tree.branches.erase(tree.branches.begin() + static_cast<std::ptrdiff_t>(at));
    if (tree.branches.size() == 1) {
        auto last = tree.branches.front().leaf;
        root_ = std::move(last);
    }
    return true;
}

void CowSet::insert_into(Ref<Node>& leaf, std::uint32_t value) {
    if (!leaf.sole() || leaf->size == leaf->capacity) leaf = Node::make_leaf(leaf->values(), leaf->size + 1 + leaf->size / 4);
    Node& node = leaf.sole_owned();
    auto* const end = node.data() + node.size;
    auto* const at = std::lower_bound(node.data(), end, value);
    std::copy_backward(at, end, end + 1);
    *at = value;
    ++node.size;
}

void CowSet::erase_from(Ref<Node>& leaf, std::uint32_t value) {
    if (leaf->size == 1) {
        leaf = {};
        return;
    }
    if (!leaf.sole()) leaf = Node::make_leaf(leaf->values(), leaf->size);
    Node& node = leaf.sole_owned();
    auto* const end = node.data() + node.size;
    auto* const at = std::lower_bound(node.data(), end, value);
    std::copy(at + 1, end, at);
    --node.size;
}

/// The branch that holds `value` or would: the last one that does not start above it.
std::size_t CowSet::branch_for(Tree const& tree, std::uint32_t value) {
    auto const above = std::upper_bound(tree.branches.begin() + 1, tree.branches.end(), value,
                                        [](std::uint32_t wanted, Branch const& branch) { return wanted < branch.first; });
    return static_cast<std::size_t>(above - tree.branches.begin()) - 1;
}

/// The root as a tree that nobody else sees; a leaf becomes the only branch of a new one.
CowSet::Tree& CowSet::edit_tree() {
    if (root_->is_tree && root_.sole()) return root_.sole_owned().tree();
    auto* const tree = root_->is_tree ? new Tree(root_->tree()) : new Tree();
    if (!tree->is_tree) {
        tree->is_tree = true;
        tree->size = root_->size;
        tree->branches.push_back({root_->values().front(), root_});
    }
    root_ = Ref<Node>(tree);
    return *tree;
}

}  // namespace gatehouse::access
