// SPDX-License-Identifier: Apache-2.0
#include "store/workflow_runs.h"

#include "store/column.h"
#include "store/record.h"

#include <string>

namespace gatehouse::store {

Result<std::optional<WorkflowRun>> find_run(Session& session, WorkflowRunId const& run) {
    return select_one<WorkflowRun>(session, "run = $run", {{"run", run.text}});
}

Result<std::vector<WorkflowRun>> runs_of(Session& session, WorkflowId const& workflow, std::optional<WorkflowRun> const& before,
                                         std::int64_t limit) {
    // Runs of one moment have no order of their own: their ids give them one, so that pages fit together.
    static std::string const newest_first = " order by created_at desc, run desc limit $limit";
    if (!before) {
        return select<WorkflowRun>(session, "workflow = $workflow" + newest_first, {{"workflow", workflow.text}, {"limit", limit}});
    }
    return select<WorkflowRun>(session, "workflow = $workflow and (created_at, run) < ($created_at, $run)" + newest_first,
                               {{"workflow", workflow.text},
                                {"created_at", Column<Timestamp>::to_value(before->created_at)},
                                {"run", before->run.text},
                                {"limit", limit}});
}

Result<std::int64_t> count_runs(Session& session, WorkflowId const& workflow) {
    Param const params[] = {{"space", session.space().number}, {"workflow", workflow.text}};
    std::int64_t count = 0;
    TRY(session.connection().run("select count(*) from workflow_runs where space = $space and workflow = $workflow", params,
                                 [&](Row const& row) { count = row.integer(0); }));
    return count;
}

}  // namespace gatehouse::store
