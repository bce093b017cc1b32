// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

enum class SecondFactor { fido2, otp };
BOOST_DESCRIBE_ENUM(SecondFactor, fido2, otp)

/// Settings of a Space. One that was never changed has no record: these defaults hold.
struct OrganizationSettings {
    SpaceId space;
    bool request_access_enabled = true;
    bool ai_support_bot_disabled = false;
    bool retool_forms_disabled = false;
    bool release_management_enabled = false;
    std::optional<bool> cache_queries_per_user;
    bool apply_preloaded_css_to_homepage = false;
    std::optional<std::string> preloaded_css;
    std::optional<std::string> preloaded_javascript;
    std::vector<std::string> javascript_links;
    std::int64_t workflow_run_retention_period_mins = 60 * 24 * 30;
    bool app_owners_permissions_management = true;
    bool two_factor_auth_required = false;
    std::optional<SecondFactor> two_factor_auth_type;
    bool disable_new_login_ip_notification_email = false;
    std::optional<Timestamp> sessions_valid_from;  // sessions that began before are over

    friend bool operator==(OrganizationSettings const&, OrganizationSettings const&) = default;
};
BOOST_DESCRIBE_STRUCT(OrganizationSettings, (),
                      (space, request_access_enabled, ai_support_bot_disabled, retool_forms_disabled, release_management_enabled,
                       cache_queries_per_user, apply_preloaded_css_to_homepage, preloaded_css, preloaded_javascript, javascript_links,
                       workflow_run_retention_period_mins, app_owners_permissions_management, two_factor_auth_required,
                       two_factor_auth_type, disable_new_login_ip_notification_email, sessions_valid_from))

}  // namespace gatehouse
