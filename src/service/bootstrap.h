// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/commit.h"
#include "service/spaces.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

inline constexpr std::size_t shortest_bootstrap_token = 16;

struct BootstrapSettings {
    std::string admin_email = "admin@example.com";
    std::string domain = "localhost";       // of the Admin Space
    std::optional<std::string> token;       // the secret of a token that must work; shortest_bootstrap_token characters or more
    std::vector<std::string> token_scopes;  // of that token; empty: all
};

struct Bootstrapped {
    bool fresh = false;                      // the database was empty
    std::optional<std::string> first_token;  // made because none was given; readable here and never again
};

/// An empty database gets the Admin Space with its admin. A token that is given is made true at every start: its scopes are what the
/// settings say, it is neither expired nor revoked. Errors: invalid for a token that is too short; conflict when
/// another Space has the Admin Space's domain.
Result<Bootstrapped> bootstrap(Writer& writer, BootstrapSettings const& settings);

}  // namespace gatehouse::service
