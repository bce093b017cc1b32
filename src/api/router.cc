// SPDX-License-Identifier: Apache-2.0
#include "api/router.h"

#include <algorithm>
#include <stdexcept>

namespace gatehouse::api {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        auto const end = std::min(path.find('/'), path.size());
        if (end) parts.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

}  // namespace

void Router::add(std::string_view base, std::vector<Endpoint> const& endpoints) {
    for (auto const& endpoint : endpoints) {
        std::vector<std::string> names;
        auto* node = &root_;
        for (auto& part : split(std::string(base) + std::string(endpoint.path))) {
            if (part.front() == '{') {
                names.push_back(part.substr(1, part.size() - 2));
                if (!node->parameter) node->parameter = std::make_unique<Node>();
                node = node->parameter.get();
            } else {
                node = &node->words[part];
            }
        }
        auto const same = [&](Endpoint const* other) { return other->method == endpoint.method; };
        if (!node->endpoints.empty() && (node->names != names || std::ranges::any_of(node->endpoints, same)))
            throw std::logic_error("endpoint tables disagree about " + std::string(endpoint.path));
        node->names = std::move(names);
        node->endpoints.push_back(&endpoint);
    }
}

bool Router::walk(Node const& node, std::span<std::string const> left, std::vector<std::string>& values, Node const*& found) {
    if (left.empty()) {
        found = &node;
        return !node.endpoints.empty();
    }
    auto const word = node.words.find(left.front());
    if (word != node.words.end() && walk(word->second, left.subspan(1), values, found)) return true;
    if (!node.parameter) return false;
    values.push_back(left.front());
    if (walk(*node.parameter, left.subspan(1), values, found)) return true;
    values.pop_back();
    return false;
}

Router::Match Router::find(std::span<std::string const> segments) const {
    Match match;
    std::vector<std::string> values;
    Node const* node = nullptr;
    if (!walk(root_, segments, values, node)) return match;
    for (std::size_t i = 0; i < node->names.size(); ++i) match.parameters.emplace_back(node->names[i], std::move(values[i]));
    match.endpoints = node->endpoints;
    return match;
}

}  // namespace gatehouse::api
