// SPDX-License-Identifier: Apache-2.0
#include "access/cow_index.h"

#include "access/hash.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace gatehouse::access {
namespace {

/// Names numbered in the order of their coming, as the engine keeps them.
struct Names {
    std::vector<std::string> names;
    CowIndex index;
    std::uint64_t (*hash)(std::string const&) = [](std::string const& name) { return keyed_hash(process_seed(), name); };

    void add(std::string const& name) {
        names.push_back(name);
        index.insert(hash(name), static_cast<std::uint32_t>(names.size() - 1));
    }
    void erase(std::string const& name) { index.erase(hash(name), *find(name)); }
    std::optional<std::uint32_t> find(std::string const& name) const {
        return index.find(hash(name), [&](std::uint32_t i) { return names[i] == name; });
    }
};

TEST(CowIndex, finds_everything_after_growing_many_times) {
    Names names;
    for (int i = 0; i < 10'000; ++i) names.add("name " + std::to_string(i));
    EXPECT_EQ(names.index.size(), 10'000u);
    for (std::uint32_t i = 0; i < 10'000; ++i) ASSERT_EQ(names.find("name " + std::to_string(i)), i);
    EXPECT_EQ(names.find("name 10000"), std::nullopt);
}

TEST(CowIndex, finds_nothing_when_empty) { EXPECT_EQ(Names{}.find("ada"), std::nullopt); }

TEST(CowIndex, tells_keys_with_the_same_hash_apart) {
    Names names;
    names.hash = [](std::string const&) { return std::uint64_t{42}; };
    for (auto const* name : {"ada", "bob", "cleo"}) names.add(name);
    EXPECT_EQ(names.find("ada"), 0u);
    EXPECT_EQ(names.find("cleo"), 2u);
    names.erase("ada");
    EXPECT_EQ(names.find("ada"), std::nullopt);
    EXPECT_EQ(names.find("cleo"), 2u);
}

TEST(CowIndex, a_write_to_a_copy_leaves_the_original) {
    Names original;
    for (int i = 0; i < 1'000; ++i) original.add(std::to_string(i));
    auto copy = original;
    for (int i = 1'000; i < 3'000; ++i) copy.add(std::to_string(i));
    copy.erase("7");
    EXPECT_EQ(original.find("7"), 7u);
    EXPECT_EQ(original.find("2000"), std::nullopt);
    EXPECT_EQ(copy.find("7"), std::nullopt);
    EXPECT_EQ(copy.find("2000"), 2'000u);
}

TEST(CowIndex, does_not_fill_up_with_what_was_erased) {
    Names names;
    for (int i = 0; i < 50'000; ++i) {
        names.add(std::to_string(i));
        names.erase(std::to_string(i));
    }
    EXPECT_EQ(names.index.size(), 0u);
    EXPECT_EQ(names.find("never"), std::nullopt);
}

TEST(KeyedHash, differs_by_seed_and_by_every_byte) {
    EXPECT_EQ(keyed_hash(1, "a name"), keyed_hash(1, "a name"));
    EXPECT_NE(keyed_hash(1, "a name"), keyed_hash(2, "a name"));
    EXPECT_NE(keyed_hash(1, "a name"), keyed_hash(1, "a namf"));
    EXPECT_NE(keyed_hash(1, "12345678"), keyed_hash(1, std::string_view("12345678\0", 9)));
}

}  // namespace
}  // namespace gatehouse::access
