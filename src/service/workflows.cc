// SPDX-License-Identifier: Apache-2.0
#include "service/workflows.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/erase_access.h"
#include "service/folders.h"
#include "store/record.h"
#include "store/workflow_runs.h"
#include "store/workflows.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, Workflow const& wanted) {
    auto const taken = TRY(store::find_workflow_in(read.session, wanted.folder, wanted.name));
    if (taken && taken->workflow != wanted.workflow)
        return conflict(fmt::format("A workflow with the name '{}' exists in that folder already: {}", wanted.name, taken->workflow.text));
    return {};
}

Result<void> assign(Read& read, Workflow& workflow, WorkflowEdit const& edit) {
    workflow.name = edit.name;
    workflow.folder = edit.folder ? *edit.folder : TRY(root_folder(read, FolderType::workflow)).folder;
    workflow.description = edit.description;
    workflow.crontab = edit.crontab;
    workflow.timezone = edit.timezone;
    workflow.is_enabled = edit.is_enabled;
    workflow.is_protected = edit.is_protected;
    return {};
}

}  // namespace

WorkflowEdit WorkflowEdit::of(Workflow const& workflow) {
    return {workflow.name,     workflow.folder,     workflow.description, workflow.crontab,
            workflow.timezone, workflow.is_enabled, workflow.is_protected};
}

Result<std::vector<Workflow>> list_workflows(Read& read) { return store::workflows(read.session); }

Result<Workflow> find_workflow(Read& read, WorkflowId const& workflow) {
    auto found = TRY(store::find_workflow(read.session, workflow));
    if (!found) return not_found(fmt::format("No workflow '{}' found for organization", workflow.text));
    return *std::move(found);
}

Result<Workflow> create_workflow(Write& write, WorkflowEdit const& wanted) {
    Workflow workflow;
    workflow.space = write.space;
    workflow.workflow = {crypto::random_uuid()};
    workflow.created_by = write.actor.user;
    workflow.created_at = workflow.updated_at = write.now;
    TRY(assign(write, workflow, wanted));
    TRY(require_place_for(write, workflow.folder, FolderType::workflow));
    TRY(check_name_is_free(write, workflow));
    TRY(store::insert(write.tx, workflow));
    return workflow;
}

Result<Workflow> edit_workflow(Write& write, Workflow const& before, WorkflowEdit const& edit) {
    Workflow after = before;
    TRY(assign(write, after, edit));
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::workflow));
    TRY(check_name_is_free(write, after));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_workflow(Write& write, WorkflowId const& id) {
    auto const workflow = TRY(find_workflow(write, id));
    for (auto const& run : TRY(store::runs_of(write.session, id, std::nullopt, -1))) TRY(store::erase(write.tx, run));
    TRY(erase_access_to(write, object(id)));
    return store::erase(write.tx, workflow);
}

}  // namespace gatehouse::service
