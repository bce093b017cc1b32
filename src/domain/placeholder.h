// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse {

/// What answers show in place of a secret that is kept. A client that sends it back means the secret that is there.
/// Source: Retool API reference, "Secrets in answers".
inline constexpr std::string_view secret_placeholder = "---encrypted-on-server---";

}  // namespace gatehouse
