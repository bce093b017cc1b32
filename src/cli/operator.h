// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "http/message.h"

#include <functional>
#include <string>
#include <string_view>

/// How commands reach the server: the admin socket of the one that runs on the data directory or, when none runs, the database itself. The
/// commands cannot tell which; both answer the operator's endpoints.
namespace gatehouse::cli {

class Operator {
public:
    /// `path` below the operator's surface, with its query: `/tokens?space=acme.example.com`. An empty body sends none.
    using Send = std::function<Result<http::Response>(http::Method method, std::string const& path, std::string const& body)>;
    explicit Operator(Send send) : send_(std::move(send)) {}

    /// The answer's JSON; null when it has none. Errors: what the server refused, in its words.
    Result<json::Value> ask(http::Method method, std::string const& path, std::string const& body = {}) const;

private:
    Send send_;
};

/// `name=value`, ready for a query.
std::string query_part(std::string_view name, std::string_view value);

/// Opens the way to the data directory the command was given. Errors: unavailable.
using OpenOperator = std::function<Result<Operator>(std::string const& data_dir)>;

}  // namespace gatehouse::cli
