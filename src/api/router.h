// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/endpoint.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::api {

/// Finds the endpoint for a path. Words beat parameters, wherever that leads to an endpoint.
class Router {
public:
    /// `base`: "/api/v2". The endpoints are kept by reference and must outlive the router. Endpoints of one path name its parameters alike;
    /// a table that breaks this, or has a row twice, throws std::logic_error at start.
    void add(std::string_view base, std::vector<Endpoint> const& endpoints);

    struct Match {
        std::vector<Endpoint const*> endpoints;  // one per method that this path knows; empty: unknown path
        std::vector<std::pair<std::string_view, std::string>> parameters;
    };
    Match find(std::span<std::string const> segments) const;

private:
    struct Node {
        std::map<std::string, Node, std::less<>> words;
        std::unique_ptr<Node> parameter;
        std::vector<std::string> names;  // of the parameters on the way here
        std::vector<Endpoint const*> endpoints;
    };
    static bool walk(Node const& node, std::span<std::string const> left, std::vector<std::string>& values, Node const*& found);

    Node root_;
};

}  // namespace gatehouse::api
