// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <optional>
#include <utility>
#include <variant>

/// `Result<T>` is a `T` or an `Error`; `TRY` unwraps one or returns early with the other.
/// (`std::expected` needs C++23, which g++ 12 and the libraries we use do not offer together.)
namespace gatehouse {

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }

    T& value() & { return std::get<0>(state_); }
    T const& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    T const& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    T const* operator->() const { return &value(); }

    Error& error() & { return std::get<1>(state_); }
    Error const& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    explicit operator bool() const { return !error_; }
    void value() const {}

    Error& error() & { return *error_; }
    Error const& error() const& { return *error_; }
    Error&& error() && { return *std::move(error_); }

private:
    std::optional<Error> error_;
};

}  // namespace gatehouse

/// The value of a `Result`, or an early return with its error. One per line, so that each failing step has its own.
#define TRY(expression)                                          \
    __extension__({                                              \
        auto try_result = (expression);                          \
        if (!try_result) return ::std::move(try_result).error(); \
        ::std::move(try_result).value();                         \
    })
