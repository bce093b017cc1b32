// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <string>
#include <string_view>

/// When a workflow runs by itself, as the contract writes it: kept as text, because nothing here runs workflows.
namespace gatehouse::wire {

/// Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday); each `*`, numbers, ranges, steps and lists of
/// those: `0,30 8-18/2 * * 1-5`.
struct Crontab {
    std::string text;

    /// Errors: invalid, naming the field.
    static Result<Crontab> parse(std::string_view text);
    std::string const& to_text() const { return text; }
    static json::Value schema();
};

/// `UTC` or an IANA name such as `Europe/Berlin`. Its form is all that is looked at: which names there are changes several times a year,
/// and neither every standard library nor every machine has the list.
struct TimeZone {
    std::string text;

    static Result<TimeZone> parse(std::string_view text);
    std::string const& to_text() const { return text; }
    static json::Value schema();
};

}  // namespace gatehouse::wire
