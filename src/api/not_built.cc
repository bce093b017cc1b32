// SPDX-License-Identifier: Apache-2.0
#include "api/tables.h"

namespace gatehouse::api {

/// The operations of API 2.12 that this server does not have yet. They refuse as all others do (token, scope), then answer 501.
/// Source: Retool API reference, version 2.12.
std::vector<Endpoint> not_built_endpoints() {
    using enum Scope;
    return {
        // Spaces
        {post, "/spaces/copyElements", spaces_write, "spaces_copyElements.post", not_built},
        // Source Control
        {get, "/source_control/config", source_control_read, "source_control_config.read", not_built},
        {post, "/source_control/config", source_control_write, "source_control_config.post", not_built},
        {put, "/source_control/config", source_control_write, "source_control_config.put", not_built},
        {del, "/source_control/config", source_control_write, "source_control_config.delete", not_built},
        {get, "/source_control/test_connection", source_control_read, "source_control_test_connection.read", not_built},
        {post, "/source_control/test_deploy", source_control_test_deploy, "source_control_test_deploy.post", not_built},
        {post, "/source_control/deploy", source_control_deploy, "source_control_deploy.post", not_built},
        {get, "/source_control/deployment/{id}", source_control_deploy, "source_control_deployment.read", not_built},
        {get, "/source_control/deployments", source_control_deploy, "source_control_deployments.read", not_built},
        {get, "/source_control/settings", source_control_read, "source_control_settings.read", not_built},
        {put, "/source_control/settings", source_control_write, "source_control_settings.put", not_built},
        // Release Management
        {get, "/source_control/manifests", source_control_releases_read, "source_control_manifests.list", not_built},
        {get, "/source_control/manifests/{manifestName}", source_control_releases_read, "source_control_manifests.read", not_built},
        {put, "/source_control/manifests/{manifestName}", source_control_releases_write, "source_control_manifests.put", not_built},
        {post, "/source_control/manifests/{manifestName}/delete", source_control_releases_write, "source_control_manifests_delete.post",
         not_built},
        {put, "/source_control/manifests/{manifestName}/apps/{appUuid}", source_control_releases_write, "source_control_manifests_apps.put",
         not_built},
        {put, "/source_control/manifests/{manifestName}/{elementUuid}", source_control_releases_write,
         "source_control_manifests_elements.put", not_built},
        {post, "/source_control/manifests/{manifestName}/apps/{appUuid}/delete", source_control_releases_write,
         "source_control_manifests_apps_delete.post", not_built},
        {post, "/source_control/manifests/{manifestName}/{elementUuid}/delete", source_control_releases_write,
         "source_control_manifests_elements_delete.post", not_built},
        {get, "/source_control/releases/apps/{appUuid}", source_control_releases_read, "source_control_releases_apps.read", not_built},
        {post, "/source_control/releases/apps/{appUuid}", source_control_releases_write, "source_control_releases_apps.post", not_built},
        {get, "/source_control/releases/{elementUuid}", source_control_releases_read, "source_control_releases.read", not_built},
        {post, "/source_control/releases/{elementUuid}", source_control_releases_write, "source_control_releases.post", not_built},
        // App Themes
        {get, "/app_themes/{id}", app_themes_read, "app_themes.read", not_built},
        {del, "/app_themes/{id}", app_themes_write, "app_themes.delete", not_built},
        {get, "/app_themes", app_themes_read, "app_themes.list", not_built},
        {post, "/app_themes", app_themes_write, "app_themes.post", not_built},
        {put, "/app_themes", app_themes_write, "app_themes.put", not_built},
        // SSO
        {post, "/sso/config", spaces_write, "sso_config.post", not_built},
        {del, "/sso/config", spaces_write, "sso_config.delete", not_built},
        {get, "/sso/config", spaces_read, "sso_config.read", not_built},
        // Custom Component Library
        {get, "/custom_component_libraries/{libraryId}", custom_component_libraries_read, "custom_component_libraries.read", not_built},
        {post, "/custom_component_libraries", custom_component_libraries_write, "custom_component_libraries.post", not_built},
        {get, "/custom_component_libraries", custom_component_libraries_read, "custom_component_libraries.list", not_built},
        {post, "/custom_component_libraries/{libraryId}/revisions", custom_component_libraries_write,
         "custom_component_libraries_revisions.post", not_built},
        {get, "/custom_component_libraries/{libraryId}/revisions", custom_component_libraries_read,
         "custom_component_libraries_revisions.read", not_built},
        {get, "/custom_component_libraries/{libraryId}/revisions/{revisionId}/files", custom_component_libraries_read,
         "custom_component_libraries_revisions_files.read", not_built},
        // Observability
        {post, "/observability/config", observability_write, "observability_config.post", not_built},
        {get, "/observability/config", observability_read, "observability_config.read", not_built},
        {put, "/observability/config/{configId}", observability_write, "observability_config.put", not_built},
        {del, "/observability/config/{configId}", observability_write, "observability_config.delete", not_built},
        {post, "/observability/provider/{provider}/test", observability_read, "observability_provider_test.post", not_built},
        // Usage
        {get, "/usage/organizations", {usage_organization, usage_spaces, usage_license}, "usage_organizations.read", not_built},
        {get, "/usage", {usage_organization, usage_spaces, usage_license}, "usage.read", not_built},
        {get, "/usage/app_summary", {usage_organization, usage_spaces, usage_license}, "usage_app_summary.read", not_built},
        {get, "/usage/app_details", {usage_organization, usage_spaces, usage_license}, "usage_app_details.read", not_built},
        {get, "/usage/user_summary", {usage_organization, usage_spaces, usage_license}, "usage_user_summary.read", not_built},
        {get, "/usage/user_details", {usage_organization, usage_spaces, usage_license}, "usage_user_details.read", not_built},
        // User Tasks
        {get, "/user_tasks", user_tasks_read, "user_tasks.read", not_built},
        {patch, "/user_tasks/{taskId}/submit", user_tasks_write, "user_tasks_submit.patch", not_built},
        {patch, "/user_tasks/{taskId}/cancel", user_tasks_write, "user_tasks_cancel.patch", not_built},
        {patch, "/user_tasks/{taskId}/reassign", user_tasks_write, "user_tasks_reassign.patch", not_built},
        // Organization
        {get, "/organization/ai_settings", organizations_read, "organization_ai_settings.read", not_built},
        {put, "/organization/ai_settings", organizations_write, "organization_ai_settings.put", not_built},
        {get, "/organization/analytics_integrations", organizations_read, "organization_analytics_integrations.read", not_built},
        // Info
        {get, "/info/ip_allowlist", Access::any_token(), "info_ip_allowlist.read", not_built},
    };
}

}  // namespace gatehouse::api
