// SPDX-License-Identifier: Apache-2.0
#include "base/vault.h"

#include "base/crypto.h"

#include <sodium.h>
#include <stdexcept>

namespace gatehouse::crypto {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Vault::Vault(std::string_view key) {
    static_assert(crypto_kdf_KEYBYTES == key_bytes);
    if (key.size() != key_bytes) throw std::invalid_argument("a vault's key has 32 bytes");
    crypto_kdf_derive_from_key(sealing_.data(), sealing_.size(), 1, "gatehous", bytes(key));
    crypto_kdf_derive_from_key(signing_.data(), signing_.size(), 2, "gatehous", bytes(key));
}

std::string Vault::seal(std::string_view secret, std::string_view place) const {
    auto out = random_bytes(nonce_bytes);
    out.resize(nonce_bytes + secret.size() + tag_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(out) + nonce_bytes, nullptr, bytes(secret), secret.size(), bytes(place), place.size(),
                                               nullptr, bytes(out), sealing_.data());
    return to_base64(out);
}

Result<std::string> Vault::open(std::string_view sealed, std::string_view place) const {
    auto const whole = from_base64(sealed);
    if (!whole || whole->size() < nonce_bytes + tag_bytes) return internal("a sealed secret is damaged");
    std::string out(whole->size() - nonce_bytes - tag_bytes, '\0');
    auto const cipher = std::string_view(*whole).substr(nonce_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(out), nullptr, nullptr, bytes(cipher), cipher.size(), bytes(place), place.size(),
                                                   bytes(*whole), sealing_.data()) != 0)
        return internal("a sealed secret does not open: it was changed, moved, or sealed with another key");
    return out;
}

std::string Vault::sign(std::string_view text) const {
    static_assert(crypto_auth_hmacsha256_KEYBYTES == key_bytes);
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(bytes(mac), bytes(text), text.size(), signing_.data());
    return to_base64(mac);
}

}  // namespace gatehouse::crypto
