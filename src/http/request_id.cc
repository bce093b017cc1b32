// SPDX-License-Identifier: Apache-2.0
#include "http/request_id.h"

#include <algorithm>
#include <random>

namespace gatehouse::http {
namespace {

std::mt19937_64 seeded_generator() {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
}

bool is_request_id_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool is_request_id(std::string_view text) { return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, is_request_id_char); }

std::string make_request_id() {
    thread_local std::mt19937_64 generator = seeded_generator();
    constexpr std::string_view digits = "0123456789abcdef";

    std::string id;
    id.reserve(32);
    for (int half = 0; half < 2; ++half) {
        auto bits = generator();
        for (int digit = 0; digit < 16; ++digit, bits >>= 4) id += digits[bits & 0xf];
    }
    return id;
}

}  // namespace gatehouse::http
