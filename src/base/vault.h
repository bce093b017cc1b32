// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <array>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

/// Keeps secrets that must come back (passwords of databases, secret variables) unreadable to whoever has the database but not the key.
/// XChaCha20-Poly1305 with keys derived from the server's own. Any thread.
class Vault {
public:
    static constexpr std::size_t key_bytes = 32;

    /// `key`: exactly key_bytes.
    explicit Vault(std::string_view key);

    /// Text that only `open` with the same `place` gives back. The same secret never looks the same twice.
    /// `place` says what the secret belongs to, so that it cannot be carried to another record.
    std::string seal(std::string_view secret, std::string_view place) const;
    /// Errors: internal, when `sealed` was not made here, with this key and for this place.
    Result<std::string> open(std::string_view sealed, std::string_view place) const;

    /// 43 characters that nobody without the key can make or guess; the same for the same text.
    std::string sign(std::string_view text) const;

private:
    using Key = std::array<unsigned char, key_bytes>;
    Key sealing_;
    Key signing_;
};

}  // namespace gatehouse::crypto
