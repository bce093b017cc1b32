// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

/// Errors are values. A kind exists only where a program would act on the difference; people read `message`.
namespace gatehouse {

enum class ErrorKind {
    invalid,          // the request cannot be read, or a field is not what it must be
    unauthenticated,  // no credential, or one we do not know
    forbidden,        // known, and not allowed
    not_found,        // unknown, or not visible to the caller
    conflict,         // clashes with what is there
    unprocessable,    // readable, but a rule of the domain refuses it
    too_large,
    rate_limited,
    not_built,    // an operation of the contract that this server does not have
    misdirected,  // no Space answers to this host
    unavailable,  // the database cannot be written or is busy; trying again later may work
    internal,
};

struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string message;  // shown to the caller
    std::string detail;   // for the log only: SQL text, constraint names, file paths
};

inline Error invalid(std::string message) { return {ErrorKind::invalid, std::move(message), {}}; }
inline Error unauthenticated(std::string message) { return {ErrorKind::unauthenticated, std::move(message), {}}; }
inline Error forbidden(std::string message) { return {ErrorKind::forbidden, std::move(message), {}}; }
inline Error not_found(std::string message) { return {ErrorKind::not_found, std::move(message), {}}; }
inline Error conflict(std::string message) { return {ErrorKind::conflict, std::move(message), {}}; }
inline Error unprocessable(std::string message) { return {ErrorKind::unprocessable, std::move(message), {}}; }
inline Error unavailable(std::string message, std::string detail) {
    return {ErrorKind::unavailable, std::move(message), std::move(detail)};
}
inline Error internal(std::string detail) { return {ErrorKind::internal, "Internal error", std::move(detail)}; }

}  // namespace gatehouse
