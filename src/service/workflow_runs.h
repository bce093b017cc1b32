// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/workflow.h"
#include "service/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Runs of workflows, as whoever runs them reports them: this server runs none.
namespace gatehouse::service {

struct NewRun {
    std::string status;
    std::string trigger_type;
    std::optional<std::string> trigger;  // UUID; none: a new one
};
/// Errors: not_found for the workflow.
Result<WorkflowRun> report_run(Write& write, WorkflowId const& workflow, NewRun const& wanted);

/// Errors: not_found.
Result<WorkflowRun> find_run(Read& read, WorkflowRunId const& run);

struct RunPage {
    std::vector<WorkflowRun> runs;  // newest first
    std::int64_t total = 0;         // of the workflow
    bool more = false;
};
/// At most `limit` runs that came before `before`. Errors: not_found for the workflow; invalid when `before` is no run of it.
Result<RunPage> list_runs(Read& read, WorkflowId const& workflow, std::optional<WorkflowRunId> const& before, std::int64_t limit);

}  // namespace gatehouse::service
