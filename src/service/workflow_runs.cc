// SPDX-License-Identifier: Apache-2.0
#include "service/workflow_runs.h"

#include "base/crypto.h"
#include "service/workflows.h"
#include "store/record.h"
#include "store/workflow_runs.h"

#include <fmt/format.h>

namespace gatehouse::service {

Result<WorkflowRun> report_run(Write& write, WorkflowId const& workflow, NewRun const& wanted) {
    TRY(find_workflow(write, workflow));
    WorkflowRun run;
    run.space = write.space;
    run.run = {crypto::random_uuid()};
    run.workflow = workflow;
    run.status = wanted.status;
    run.trigger_type = wanted.trigger_type;
    run.trigger = wanted.trigger ? *wanted.trigger : crypto::random_uuid();
    run.created_at = write.now;
    TRY(store::insert(write.tx, run));
    return run;
}

Result<WorkflowRun> find_run(Read& read, WorkflowRunId const& run) {
    auto found = TRY(store::find_run(read.session, run));
    if (!found) return not_found(fmt::format("No workflow run '{}' found for organization", run.text));
    return *std::move(found);
}

Result<RunPage> list_runs(Read& read, WorkflowId const& workflow, std::optional<WorkflowRunId> const& before, std::int64_t limit) {
    TRY(find_workflow(read, workflow));
    std::optional<WorkflowRun> place;
    if (before) {
        place = TRY(store::find_run(read.session, *before));
        if (!place || place->workflow != workflow)
            return invalid(fmt::format("query parameter before: '{}' is no run of this workflow", before->text));
    }
    RunPage page;
    page.runs = TRY(store::runs_of(read.session, workflow, place, limit + 1));
    page.total = TRY(store::count_runs(read.session, workflow));
    page.more = std::int64_t(page.runs.size()) > limit;
    if (page.more) page.runs.pop_back();
    return page;
}

}  // namespace gatehouse::service
