// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// HTTP/1.1 clients: one that asks once, and a closed loop of many that ask again as soon as they have their answer.
/// What goes wrong, an unexpected status included, is a std::runtime_error.
namespace gatehouse::bench {

struct Answer {
    int status = 0;
    std::string body;
};

/// Asks over a connection of its own; gives up after 10 seconds.
Answer ask(std::uint16_t port, std::string const& request);

struct Load {
    std::uint16_t port = 0;
    int connections = 64;
    std::chrono::milliseconds duration{};
    int status = 200;                             // what every answer must have
    std::function<void(std::string&)> next = {};  // appends one whole request
};

/// How many were done in what time, and how long each took.
struct Rate {
    std::int64_t count = 0;
    double seconds = 0;
    double p50_us = 0;
    double p99_us = 0;

    double per_second() const { return double(count) / seconds; }
};

/// `nanoseconds`: one per request or row, in any order.
Rate rate_of(std::vector<std::uint32_t> nanoseconds, std::chrono::nanoseconds elapsed);

Rate run_load(Load const& load);

}  // namespace gatehouse::bench
