// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::access {

/// SipHash-1-3 (Aumasson and Bernstein, 2012): without the seed nobody can choose names that collide.
std::uint64_t keyed_hash(std::uint64_t seed, std::string_view bytes);

/// For numbers that the server gives out.
std::uint64_t keyed_hash(std::uint64_t seed, std::uint64_t number);

/// Random, the same for the life of the process.
std::uint64_t process_seed();

/// 128 bits over a set of facts in any order: the sum of the facts' hashes.
class Digest {
public:
    void add(std::string_view fact);
    std::string text() const;  // 32 hex digits

private:
    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;
};

/// Spells a fact without ambiguity: every field says its length.
class Spelling {
public:
    explicit Spelling(std::string_view kind) { add(kind); }
    Spelling& add(std::string_view field);
    Spelling& add(std::int64_t field);
    std::string_view text() const { return text_; }

private:
    std::string text_;
};

}  // namespace gatehouse::access
