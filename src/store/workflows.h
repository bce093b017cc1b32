// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/workflow.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<Workflow>> find_workflow(Session& session, WorkflowId const& workflow);
/// The workflow of that name directly inside `folder`.
Result<std::optional<Workflow>> find_workflow_in(Session& session, FolderId folder, std::string_view name);
Result<std::vector<Workflow>> workflows(Session& session);  // oldest first

}  // namespace gatehouse::store
