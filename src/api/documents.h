// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

#include <string_view>

/// OpenAPI documents, made from the endpoint tables.
namespace gatehouse::api {

/// The contract as this server has it: OpenAPI 3.0, as the original publishes at `/api/v2/spec`.
json::Value contract_document();

/// Both public APIs: OpenAPI 3.1.
json::Value full_document();

/// What the parameter `name` of an endpoint's path looks like.
json::Value path_parameter_schema(std::string_view path, std::string_view name);

}  // namespace gatehouse::api
