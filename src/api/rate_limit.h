// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::api {

/// So many calls a minute for each caller: a bucket that holds a minute's worth and refills evenly. Any thread.
class RateLimit {
public:
    explicit RateLimit(std::int64_t calls_per_minute) : calls_per_minute_(calls_per_minute) {}

    struct Verdict {
        bool allowed = true;
        std::int64_t remaining = 0;        // calls left right now
        std::int64_t seconds_to_next = 0;  // until one more is allowed, rounded up; 0 if one is
    };
    /// `caller`: the hash of a token, or an address.
    Verdict take(std::string const& caller, Timestamp now);

    std::int64_t calls_per_minute() const { return calls_per_minute_; }

private:
    struct Bucket {
        double calls = 0;
        Timestamp filled_at;
    };

    std::int64_t const calls_per_minute_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;  // never more than max_buckets
};

}  // namespace gatehouse::api
