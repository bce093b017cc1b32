// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

/// A big organization, written into the database of a stopped server.
namespace gatehouse::bench {

struct Organization {
    std::int64_t users = 100'000;
    std::int64_t groups = 10'000;
    std::int64_t memberships = 10'000;  // one user each, spread over the groups
    std::int64_t folders = 100'000;     // of apps, a hundred to a parent
};

/// Adds it to the first Space. Its change log stays as it was: nothing that is measured reads it.
void add_organization(std::filesystem::path const& data_directory, Organization const& wanted);

}  // namespace gatehouse::bench
