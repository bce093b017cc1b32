// SPDX-License-Identifier: Apache-2.0
#include "store/workflows.h"

#include "store/record.h"

namespace gatehouse::store {

Result<std::optional<Workflow>> find_workflow(Session& session, WorkflowId const& workflow) {
    return select_one<Workflow>(session, "workflow = $workflow", {{"workflow", workflow.text}});
}

Result<std::optional<Workflow>> find_workflow_in(Session& session, FolderId folder, std::string_view name) {
    return select_one<Workflow>(session, "folder = $folder and name = $name", {{"folder", folder.number}, {"name", std::string(name)}});
}

Result<std::vector<Workflow>> workflows(Session& session) { return select<Workflow>(session, "true order by created_at, workflow"); }

}  // namespace gatehouse::store
