// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <type_traits>

namespace gatehouse {
namespace {

Result<int> half_of(int number) {
    if (number % 2) return invalid("odd");
    return number / 2;
}

Result<std::string> quarter_of(int number, int& steps) {
    ++steps;
    int const half = TRY(half_of(number));
    ++steps;
    int const quarter = TRY(half_of(half));
    ++steps;
    return std::to_string(quarter);
}

Result<void> check_even(int number) {
    TRY(half_of(number));
    return {};
}

Result<int> twice_if_even(int number) {
    TRY(check_even(number));
    return number * 2;
}

TEST(Result, holds_a_value_or_an_error_and_is_true_for_the_value) {
    EXPECT_TRUE(half_of(4));
    EXPECT_EQ(*half_of(4), 2);
    EXPECT_FALSE(half_of(3));
    EXPECT_EQ(half_of(3).error().message, "odd");
    EXPECT_EQ(half_of(3).error().kind, ErrorKind::invalid);
}

TEST(Result, cannot_be_mistaken_for_its_value) {
    EXPECT_FALSE((std::is_convertible_v<Result<int>, bool>));
    EXPECT_FALSE((std::is_convertible_v<Result<int>, int>));
}

TEST(Result, of_void_is_true_until_it_holds_an_error) {
    EXPECT_TRUE(check_even(2));
    EXPECT_FALSE(check_even(1));
    EXPECT_EQ(check_even(1).error().message, "odd");
}

TEST(Result, reaches_into_its_value) {
    Result<std::string> name = std::string("ada");
    EXPECT_EQ(name->size(), 3u);
    name->append("!");
    EXPECT_EQ(name.value(), "ada!");
    EXPECT_EQ(std::as_const(name)->size(), 4u);
}

TEST(Try, goes_on_with_the_value) {
    int steps = 0;
    auto const quarter = quarter_of(8, steps);
    ASSERT_TRUE(quarter);
    EXPECT_EQ(*quarter, "2");
    EXPECT_EQ(steps, 3);
}

TEST(Try, returns_early_with_the_error_whatever_the_callers_own_type) {
    int steps = 0;
    auto const quarter = quarter_of(6, steps);
    ASSERT_FALSE(quarter);
    EXPECT_EQ(quarter.error().message, "odd");
    EXPECT_EQ(steps, 2);
}

TEST(Try, works_on_results_without_a_value) {
    EXPECT_EQ(*twice_if_even(4), 8);
    EXPECT_FALSE(twice_if_even(5));
}

TEST(Try, moves_what_cannot_be_copied) {
    auto const make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    auto const use = [&]() -> Result<int> {
        auto const owned = TRY(make());
        return *owned;
    };
    EXPECT_EQ(*use(), 7);
}

TEST(Try, evaluates_its_expression_once) {
    int calls = 0;
    auto const count = [&]() -> Result<int> { return ++calls; };
    auto const use = [&]() -> Result<int> { return TRY(count()); };
    EXPECT_EQ(*use(), 1);
    EXPECT_EQ(calls, 1);
}

TEST(Error, of_kind_internal_shows_the_caller_nothing_of_its_detail) {
    auto const error = internal("no such table: users");
    EXPECT_EQ(error.kind, ErrorKind::internal);
    EXPECT_EQ(error.message, "Internal error");
    EXPECT_EQ(error.detail, "no such table: users");
}

TEST(Error, of_kind_unavailable_keeps_message_and_detail_apart) {
    auto const error = unavailable("The disk is full", "SQLITE_FULL");
    EXPECT_EQ(error.message, "The disk is full");
    EXPECT_EQ(error.detail, "SQLITE_FULL");
}

}  // namespace
}  // namespace gatehouse
