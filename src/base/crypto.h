// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Hashes and randomness. Any thread.
namespace gatehouse::crypto {

std::string sha256_hex(std::string_view data);  // 64 lower-case hex digits

/// From the operating system's generator.
std::string random_bytes(std::size_t count);
std::string random_hex(std::size_t digits);  // an even number of lower-case hex digits
std::string random_uuid();                   // version 4

/// URL-safe alphabet, without padding.
std::string to_base64(std::string_view data);
std::optional<std::string> from_base64(std::string_view text);  // none: not base64

/// A new access token: `gate_`, 43 characters of 256 random bits, 6 characters of checksum, so that scanners and people can tell a token
/// from a typing error without asking the server.
std::string make_token();
/// Whether `text` has the shape and checksum of `make_token`.
bool is_well_formed_token(std::string_view text);

}  // namespace gatehouse::crypto
