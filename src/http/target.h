// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The one parse of a request target (RFC 9112, origin-form only). Routing, authorisation and logging all use its result, so
/// that no two of them can read the same bytes differently.
namespace gatehouse::http {

struct Target {
    std::string path;                                        // decoded; starts with '/', keeps a trailing slash
    std::vector<std::string> segments;                       // decoded; a trailing slash adds none
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order; '+' is a space; a name alone has an empty value

    friend bool operator==(Target const&, Target const&) = default;
};

/// Whatever could mean two things is refused, not repaired: `//`, `.` and `..` segments, slashes and backslashes hidden behind
/// percent-encoding in the path, control bytes, text that is not UTF-8, fragments, absolute-form and `*`.
/// Errors: invalid, for every refusal.
Result<Target> parse_target(std::string_view raw);

}  // namespace gatehouse::http
