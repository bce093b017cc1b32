// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

/// OpenAPI documents, made from the endpoint tables.
namespace gatehouse::api {

/// The contract as this server has it: OpenAPI 3.0, as the original publishes at `/api/v2/spec`.
json::Value contract_document();

/// Both public APIs: OpenAPI 3.1.
json::Value full_document();

}  // namespace gatehouse::api
