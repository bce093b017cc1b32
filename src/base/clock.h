// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

/// Time as the API shows it: UTC, milliseconds. Code that needs "now" takes a `Clock`, so that tests decide what time it is.
namespace gatehouse {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 with exactly three decimals and `Z`, as recorded from the original: `2025-11-07T04:21:56.927Z`.
std::string to_text(Timestamp time);

/// Accepts RFC 3339 in UTC with 0 to 9 decimals (cut to milliseconds). Errors: invalid.
Result<Timestamp> parse_timestamp(std::string_view text);

class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
};

/// Stands still until told to move. Any thread may read or move it.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start) : now_(start.time_since_epoch().count()) {}
    Timestamp now() const override { return Timestamp(std::chrono::milliseconds(now_.load())); }
    void advance(std::chrono::milliseconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_;
};

}  // namespace gatehouse
