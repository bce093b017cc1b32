// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"

#include <openssl/evp.h>
#include <sodium.h>

namespace gatehouse::crypto {
namespace {

constexpr std::string_view token_prefix = "gate_";
constexpr std::string_view base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string hex(unsigned char const* data, std::size_t size) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(size * 2);
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[data[i] >> 4];
        out += digits[data[i] & 15];
    }
    return out;
}

std::string sha256(std::string_view data) {
    // Fetching the algorithm and making a context cost three times the hash itself, so each thread keeps them.
    struct Context {
        EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        Context() = default;
        Context(Context const&) = delete;
        Context& operator=(Context const&) = delete;
        ~Context() {
            EVP_MD_CTX_free(context);
            EVP_MD_free(algorithm);
        }
    };
    thread_local Context const own;
    std::string out(32, '\0');
    EVP_DigestInit_ex2(own.context, own.algorithm, nullptr);
    EVP_DigestUpdate(own.context, data.data(), data.size());
    EVP_DigestFinal_ex(own.context, reinterpret_cast<unsigned char*>(out.data()), nullptr);
    return out;
}

/// Six base-62 characters (35 bits) of a hash of what goes before.
std::string checksum(std::string_view text) {
    auto const digest = sha256(text);
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(digest[std::size_t(i)]);
    std::string out;
    for (int i = 0; i < 6; ++i, number /= 62) out += base62[number % 62];
    return out;
}

}  // namespace

std::string sha256_hex(std::string_view data) {
    auto const digest = sha256(data);
    return hex(reinterpret_cast<unsigned char const*>(digest.data()), digest.size());
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string random_hex(std::size_t digits) {
    auto const bytes = random_bytes(digits / 2);
    return hex(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
}

std::string random_uuid() {
    auto bytes = random_bytes(16);
    bytes[6] = char((bytes[6] & 0x0F) | 0x40);
    bytes[8] = char((bytes[8] & 0x3F) | 0x80);
    auto text = hex(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    for (auto const at : {8, 13, 18, 23}) text.insert(std::size_t(at), 1, '-');
    return text;
}

std::string to_base64(std::string_view data) {
    std::string out(sodium_base64_encoded_len(data.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(data.data()), data.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();  // the terminating zero
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    char const* end = nullptr;
    int const failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr, &size,
                                         &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (failed || end != text.data() + text.size()) return std::nullopt;
    out.resize(size);
    return out;
}

std::string make_token() {
    auto token = std::string(token_prefix) + to_base64(random_bytes(32));
    return token + checksum(token);
}

bool is_well_formed_token(std::string_view text) {
    return text.size() == token_prefix.size() + 49 && text.starts_with(token_prefix) &&
           checksum(text.substr(0, text.size() - 6)) == text.substr(text.size() - 6);
}

}  // namespace gatehouse::crypto
