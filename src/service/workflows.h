// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/workflow.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::service {

Result<std::vector<Workflow>> list_workflows(Read& read);  // oldest first
/// Errors: not_found.
Result<Workflow> find_workflow(Read& read, WorkflowId const& workflow);

/// What may be set about a workflow. Everything is set.
struct WorkflowEdit {
    std::string name;
    std::optional<FolderId> folder;  // none: the workflow root
    std::optional<std::string> description = {};
    std::optional<std::string> crontab = {};
    std::optional<std::string> timezone = {};
    bool is_enabled = false;
    bool is_protected = false;

    static WorkflowEdit of(Workflow const& workflow);
};
/// Errors: conflict when the folder holds one of that name; unprocessable for a folder that takes no workflows.
Result<Workflow> create_workflow(Write& write, WorkflowEdit const& wanted);
/// Moved, its own grants go along; what it inherited stays behind. Errors: as create_workflow.
Result<Workflow> edit_workflow(Write& write, Workflow const& before, WorkflowEdit const& edit);
/// Its runs and what was given on it go. Errors: not_found.
Result<void> delete_workflow(Write& write, WorkflowId const& workflow);

}  // namespace gatehouse::service
