// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace gatehouse::bench {

/// The least an HTTP server can do: one epoll loop that answers every request head with the same 200 and `body_bytes` of body. Prints its
/// URL and never returns; the one who started it ends it.
[[noreturn]] void respond_forever(std::size_t body_bytes);

}  // namespace gatehouse::bench
