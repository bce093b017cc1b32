// SPDX-License-Identifier: Apache-2.0
#include "access/hash.h"

#include <fmt/format.h>
#include <bit>
#include <cstddef>
#include <random>

namespace gatehouse::access {
namespace {

struct SipState {
    std::uint64_t v0, v1, v2, v3;

    SipState(std::uint64_t key0, std::uint64_t key1)
        : v0(key0 ^ 0x736f6d6570736575), v1(key1 ^ 0x646f72616e646f6d), v2(key0 ^ 0x6c7967656e657261), v3(key1 ^ 0x7465646279746573) {}

    void round() {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }
    std::uint64_t finish() {
        v2 ^= 0xff;
        for (int i = 0; i < 3; ++i) round();
        return v0 ^ v1 ^ v2 ^ v3;
    }
};

std::uint64_t word_of(std::string_view bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return word;
}

}  // namespace

std::uint64_t keyed_hash(std::uint64_t seed, std::string_view bytes) {
    SipState state(seed, ~seed);
    auto const length = bytes.size();
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) state.take(word_of(bytes.substr(0, 8)));
    state.take(word_of(bytes) | std::uint64_t{length} << 56);
    return state.finish();
}

std::uint64_t keyed_hash(std::uint64_t seed, std::uint64_t number) {
    std::uint64_t mixed = seed ^ number;
    for (std::uint64_t const factor : {0xbf58476d1ce4e5b9, 0x94d049bb133111eb}) {
        mixed ^= mixed >> 31;
        mixed *= factor;
    }
    return mixed ^ mixed >> 31;
}

std::uint64_t process_seed() {
    static std::uint64_t const seed = [] {
        std::random_device device;
        return std::uint64_t{device()} << 32 | device();
    }();
    return seed;
}

void Digest::add(std::string_view fact) {
    high_ += keyed_hash(std::uint64_t{1}, fact);
    low_ += keyed_hash(std::uint64_t{2}, fact);
}

std::string Digest::text() const { return fmt::format("{:016x}{:016x}", high_, low_); }

Spelling& Spelling::add(std::string_view field) {
    text_ += fmt::format("{}:{};", field.size(), field);
    return *this;
}

Spelling& Spelling::add(std::int64_t field) { return add(std::string_view(fmt::format_int(field).c_str())); }

}  // namespace gatehouse::access
