// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe/enum.hpp>

namespace gatehouse {

/// Totally ordered: own > edit > use > none. Queries of the library stop at `edit`.
enum class AccessLevel { none, use, edit, own };
BOOST_DESCRIBE_ENUM(AccessLevel, none, use, edit, own)

}  // namespace gatehouse
