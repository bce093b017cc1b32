// SPDX-License-Identifier: Apache-2.0
#include "api/tables.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

struct HealthView {
    std::string version;
};
BOOST_DESCRIBE_STRUCT(HealthView, (), (version))

/// The release of the original whose API this server speaks: its Terraform provider compares it before anything else.
Result<Plain<HealthView>> check_health(Call const&) { return Plain<HealthView>{{"3.334.0"}}; }

}  // namespace

std::vector<Endpoint> health_endpoints() {
    return {
        Endpoint{get, "/api/checkHealth", Access::open(), "server.health", check_health}.says(
            "Whether the server answers, and which release of the original it speaks for"),
    };
}

}  // namespace gatehouse::api
