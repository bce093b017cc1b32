// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/workflow.h"
#include "store/session.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace gatehouse::store {

Result<std::optional<WorkflowRun>> find_run(Session& session, WorkflowRunId const& run);
/// At most `limit` (negative: all) runs of a workflow that came before `before`, newest first.
Result<std::vector<WorkflowRun>> runs_of(Session& session, WorkflowId const& workflow, std::optional<WorkflowRun> const& before,
                                         std::int64_t limit);
Result<std::int64_t> count_runs(Session& session, WorkflowId const& workflow);

}  // namespace gatehouse::store
