// SPDX-License-Identifier: Apache-2.0
#include "access/cow_vector.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace gatehouse::access {
namespace {

CowVector<int> counting_to(int last) {
    CowVector<int> numbers;
    for (int i = 0; i <= last; ++i) numbers.push_back(i);
    return numbers;
}

TEST(CowVector, keeps_what_was_pushed_across_chunks_and_tables) {
    auto const numbers = counting_to(20'000);
    ASSERT_EQ(numbers.size(), 20'001u);
    for (int i = 0; i <= 20'000; ++i) ASSERT_EQ(numbers[static_cast<std::size_t>(i)], i);
}

TEST(CowVector, made_with_a_size_holds_empty_elements) {
    CowVector<int> const zeros(130);
    EXPECT_EQ(zeros.size(), 130u);
    EXPECT_EQ(zeros[129], 0);
}

TEST(CowVector, a_write_to_a_copy_leaves_the_original) {
    auto const original = counting_to(10'000);
    auto copy = original;
    copy.edit(5'000) = -1;
    copy.push_back(-2);
    EXPECT_EQ(original[5'000], 5'000);
    EXPECT_EQ(original.size(), 10'001u);
    EXPECT_EQ(copy[5'000], -1);
    EXPECT_EQ(copy[10'001], -2);
}

TEST(CowVector, a_write_to_the_original_leaves_the_copy) {
    auto original = counting_to(100);
    auto const copy = original;
    original.edit(7) = -1;
    EXPECT_EQ(copy[7], 7);
}

TEST(CowVector, copies_the_rest_of_a_vector_for_no_write) {
    auto const original = counting_to(10'000);
    auto copy = original;
    copy.edit(5'000) = -1;
    EXPECT_EQ(&copy[0], &original[0]);
    EXPECT_EQ(&copy[9'999], &original[9'999]);
    EXPECT_NE(&copy[5'001], &original[5'001]);
}

TEST(CowVector, copies_a_chunk_once_for_many_writes) {
    auto const original = counting_to(100);
    auto copy = original;
    auto const* first = &copy.edit(3);
    auto const* again = &copy.edit(3);
    EXPECT_EQ(first, again);
}

TEST(CowVector, writes_in_place_once_every_copy_is_gone) {
    auto original = counting_to(100);
    auto const* before = &original[3];
    {
        auto const copy = original;
    }
    EXPECT_EQ(&original.edit(3), before);
}

RC_GTEST_PROP(CowVector, behaves_as_vectors_that_share_nothing, (std::vector<std::tuple<std::uint8_t, std::uint16_t, int>> const& writes)) {
    std::vector<CowVector<int>> shared{counting_to(300)};
    std::vector<std::vector<int>> apart{{}};
    for (int i = 0; i <= 300; ++i) apart[0].push_back(i);
    for (auto const& [which, where, value] : writes) {
        auto const at = which % shared.size();
        if (value % 3 == 0 && shared.size() < 6) {
            auto copy = shared[at];
            shared.push_back(std::move(copy));
            apart.push_back(std::vector<int>(apart[at]));
        } else if (value % 3 == 1) {
            shared[at].push_back(value);
            apart[at].push_back(value);
        } else {
            shared[at].edit(where % shared[at].size()) = value;
            apart[at][where % apart[at].size()] = value;
        }
    }
    for (std::size_t i = 0; i < shared.size(); ++i) {
        RC_ASSERT(shared[i].size() == apart[i].size());
        for (std::size_t at = 0; at < apart[i].size(); ++at) RC_ASSERT(shared[i][at] == apart[i][at]);
    }
}

}  // namespace
}  // namespace gatehouse::access
