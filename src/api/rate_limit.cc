// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::api {
namespace {

// Tokens that were ever good are far fewer; addresses may be many, and forgetting them all at once is better than keeping them.
constexpr std::size_t max_buckets = 100'000;

}  // namespace

RateLimit::Verdict RateLimit::take(std::string const& caller, Timestamp now) {
    std::lock_guard const lock(mutex_);
    if (buckets_.size() >= max_buckets) buckets_.clear();
    auto const full = double(calls_per_minute_);
    auto const per_ms = full / 60'000;
    auto& bucket = buckets_.try_emplace(caller, Bucket{full, now}).first->second;
    auto const elapsed = std::max<std::int64_t>(0, (now - bucket.filled_at).count());
    bucket.calls = std::min(full, bucket.calls + double(elapsed) * per_ms);
    bucket.filled_at = now;
    if (bucket.calls < 1) return {false, 0, std::int64_t(std::ceil((1 - bucket.calls) / per_ms / 1000))};
    bucket.calls -= 1;
    return {true, std::int64_t(bucket.calls), 0};
}

}  // namespace gatehouse::api
