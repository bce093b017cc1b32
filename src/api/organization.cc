// SPDX-License-Identifier: Apache-2.0
#include "service/organization.h"
#include "api/query.h"
#include "api/tables.h"
#include "wire/json_patch.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;

/// A year, as the original allows on one's own server.
using RetentionMinutes = Between<1, 60 * 24 * 365>;

/// What a PATCH may touch: everything but the id.
struct OrganizationBody {
    bool request_access_enabled = true;
    bool ai_support_bot_disabled = false;
    bool retool_forms_disabled = false;
    bool release_management_enabled = false;
    Nullable<bool> cache_queries_per_user;
    bool apply_preloaded_css_to_homepage = false;
    Nullable<std::string> preloaded_css;
    Nullable<std::string> preloaded_javascript;
    std::vector<std::string> javascript_links;
    RetentionMinutes workflow_run_retention_period_mins;
    bool app_owners_permissions_management = true;
    bool two_factor_auth_required = false;
    Nullable<SecondFactor> two_factor_auth_type;
    bool disable_new_login_ip_notification_email = false;
};
BOOST_DESCRIBE_STRUCT(OrganizationBody, (),
                      (request_access_enabled, ai_support_bot_disabled, retool_forms_disabled, release_management_enabled,
                       cache_queries_per_user, apply_preloaded_css_to_homepage, preloaded_css, preloaded_javascript, javascript_links,
                       workflow_run_retention_period_mins, app_owners_permissions_management, two_factor_auth_required,
                       two_factor_auth_type, disable_new_login_ip_notification_email))

struct OrganizationId {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(OrganizationId, (), (id))

/// Source: Retool API reference, "Organization". Closed.
struct OrganizationView : OrganizationId, OrganizationBody {
    using closed = void;
};
BOOST_DESCRIBE_STRUCT(OrganizationView, (OrganizationId, OrganizationBody), ())

OrganizationBody to_body(OrganizationSettings const& settings) {
    return {settings.request_access_enabled,
            settings.ai_support_bot_disabled,
            settings.retool_forms_disabled,
            settings.release_management_enabled,
            {settings.cache_queries_per_user},
            settings.apply_preloaded_css_to_homepage,
            {settings.preloaded_css},
            {settings.preloaded_javascript},
            settings.javascript_links,
            {settings.workflow_run_retention_period_mins},
            settings.app_owners_permissions_management,
            settings.two_factor_auth_required,
            {settings.two_factor_auth_type},
            settings.disable_new_login_ip_notification_email};
}

OrganizationSettings to_settings(OrganizationBody const& body) {
    OrganizationSettings settings;
    settings.request_access_enabled = body.request_access_enabled;
    settings.ai_support_bot_disabled = body.ai_support_bot_disabled;
    settings.retool_forms_disabled = body.retool_forms_disabled;
    settings.release_management_enabled = body.release_management_enabled;
    settings.cache_queries_per_user = body.cache_queries_per_user.value;
    settings.apply_preloaded_css_to_homepage = body.apply_preloaded_css_to_homepage;
    settings.preloaded_css = body.preloaded_css.value;
    settings.preloaded_javascript = body.preloaded_javascript.value;
    settings.javascript_links = body.javascript_links;
    settings.workflow_run_retention_period_mins = body.workflow_run_retention_period_mins.value;
    settings.app_owners_permissions_management = body.app_owners_permissions_management;
    settings.two_factor_auth_required = body.two_factor_auth_required;
    settings.two_factor_auth_type = body.two_factor_auth_type.value;
    settings.disable_new_login_ip_notification_email = body.disable_new_login_ip_notification_email;
    return settings;
}

Result<OrganizationView> present(service::Read& read, OrganizationSettings const& settings) {
    OrganizationView view;
    view.id = TRY(service::this_space(read)).sid;
    static_cast<OrganizationBody&>(view) = to_body(settings);
    return view;
}

Result<Item<OrganizationView>> get_organization(service::Read& read) {
    auto const settings = TRY(service::organization_settings(read));
    return Item{TRY(present(read, settings))};
}

Result<Item<OrganizationView>> patch_organization(service::Write& write, Body<wire::PatchBody<wire::ReplaceOp>> body) {
    auto const before = TRY(service::organization_settings(write));
    auto const wanted = TRY(wire::patched(to_body(before), *body));
    auto const after = TRY(service::edit_organization(write, to_settings(wanted)));
    return Item{TRY(present(write, after))};
}

Result<NoContent> invalidate_sessions(service::Write& write) {
    TRY(service::invalidate_sessions(write));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> organization_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/organization", organizations_read, "organization.get", get_organization}.says("The settings of this Space"),
        Endpoint{patch, "/organization", organizations_write, "organization.edit", patch_organization}.says(
            "Changes settings of this Space"),
        Endpoint{post, "/organization/invalidate_sessions", organizations_write, "organization.invalidate_sessions", invalidate_sessions}
            .says("Ends every session of everybody"),
    };
}

}  // namespace gatehouse::api
