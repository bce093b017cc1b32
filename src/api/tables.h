// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/endpoint.h"

#include <vector>

/// The endpoint tables, one per resource, each in the file of its name. api.cc lists which surface has which.
namespace gatehouse::api {

// The contract: /api/v2
std::vector<Endpoint> user_endpoints();
std::vector<Endpoint> user_attribute_endpoints();
std::vector<Endpoint> user_invite_endpoints();
std::vector<Endpoint> access_request_endpoints();
std::vector<Endpoint> organization_endpoints();
std::vector<Endpoint> group_endpoints();
std::vector<Endpoint> folder_endpoints();
std::vector<Endpoint> space_endpoints();
std::vector<Endpoint> permission_endpoints();
std::vector<Endpoint> role_endpoints();
std::vector<Endpoint> access_token_endpoints();
std::vector<Endpoint> environment_endpoints();
std::vector<Endpoint> app_endpoints();
std::vector<Endpoint> workflow_endpoints();
std::vector<Endpoint> workflow_run_endpoints();
std::vector<Endpoint> resource_endpoints();
std::vector<Endpoint> resource_configuration_endpoints();
std::vector<Endpoint> configuration_variable_endpoints();
std::vector<Endpoint> not_built_endpoints();
std::vector<Endpoint> spec_endpoints();

// Our own: /api/gatehouse/v1
std::vector<Endpoint> own_app_endpoints();
std::vector<Endpoint> page_endpoints();
std::vector<Endpoint> own_workflow_endpoints();
std::vector<Endpoint> own_workflow_run_endpoints();
std::vector<Endpoint> query_endpoints();
std::vector<Endpoint> agent_endpoints();
std::vector<Endpoint> invite_endpoints();
std::vector<Endpoint> access_request_creation_endpoints();
std::vector<Endpoint> own_resource_endpoints();
std::vector<Endpoint> grant_endpoints();
std::vector<Endpoint> token_endpoints();
std::vector<Endpoint> change_endpoints();

// Neither
std::vector<Endpoint> health_endpoints();
std::vector<Endpoint> document_endpoints();
std::vector<Endpoint> operator_endpoints();  // on the admin door only

}  // namespace gatehouse::api
