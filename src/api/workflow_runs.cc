// SPDX-License-Identifier: Apache-2.0
#include "service/workflow_runs.h"
#include "api/paging.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Text;
using wire::Uuid;

/// Source: Retool API reference, "Workflow Run"; key order as published. The contract's `user_tasks` may be absent, and this server has no
/// user tasks yet.
struct WorkflowRunView {
    std::string status;
    Uuid workflow_id;
    Uuid id;
    std::string trigger_type;
    Uuid trigger_id;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(WorkflowRunView, (), (status, workflow_id, id, trigger_type, trigger_id, created_at))

struct ReportRunBody {
    using closed = void;
    Text<1, 64> status;
    Text<1, 64> trigger_type;
    std::optional<Uuid> trigger_id;  // absent: a new one
};
BOOST_DESCRIBE_STRUCT(ReportRunBody, (), (status, trigger_type, trigger_id))

struct ListRunsQuery {
    std::optional<PageSize> limit;
    std::optional<Uuid> before;  // a run; what came after it is left out, and so is it
};
BOOST_DESCRIBE_STRUCT(ListRunsQuery, (), (limit, before))

WorkflowRunView present(WorkflowRun const& run) {
    return {run.status, {run.workflow.text}, {run.run.text}, run.trigger_type, {run.trigger}, run.created_at};
}

/// Bare: the contract has no envelope here.
Result<Plain<WorkflowRunView>> get_run(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("workflowRunId"));
    return Plain<WorkflowRunView>{present(TRY(service::find_run(read, {id.text})))};
}

Result<WorkflowId> workflow_of(Call const& call) { return WorkflowId{TRY(call.parameter_as<Uuid>("workflowId")).text}; }

Result<Plain<WorkflowRunView, 201>> report_run(service::Write& write, Call const& call, Body<ReportRunBody> body) {
    auto const workflow = TRY(workflow_of(call));
    service::NewRun wanted{body->status.value, body->trigger_type.value, {}};
    if (body->trigger_id) wanted.trigger = body->trigger_id->text;
    return Plain<WorkflowRunView, 201>{present(TRY(service::report_run(write, workflow, wanted)))};
}

Result<PagedList<WorkflowRunView>> list_runs(service::Read& read, Call const& call, Query<ListRunsQuery> query) {
    auto const workflow = TRY(workflow_of(call));
    std::optional<WorkflowRunId> before;
    if (query->before) before = WorkflowRunId{query->before->text};
    auto const page = TRY(service::list_runs(read, workflow, before, query->limit ? query->limit->value : 100));
    PagedList<WorkflowRunView> list;
    list.total = page.total;
    if (page.more) list.next_token = page.runs.back().run.text;
    for (auto const& run : page.runs) list.values.push_back(present(run));
    return list;
}

}  // namespace

std::vector<Endpoint> workflow_run_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/workflow_run/{workflowRunId}", workflows_read, "workflow_run.get", get_run}
            .says("One run of a workflow")
            .errors({404}),
    };
}

std::vector<Endpoint> own_workflow_run_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/workflows/{workflowId}/runs", workflows_read, "workflow_run.list", list_runs}
            .says("The runs of a workflow, newest first; `before` takes a `next_token`")
            .errors({404}),
        Endpoint{post, "/workflows/{workflowId}/runs", workflows_write, "workflow_run.report", report_run}
            .says("Reports that a workflow ran")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
