// SPDX-License-Identifier: Apache-2.0
#include "service/workflows.h"
#include "api/place.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/schedule.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::Crontab;
using wire::FolderKey;
using wire::TimeZone;
using wire::Uuid;

/// Source: Retool API reference, "Workflows"; key order as published.
struct WorkflowView {
    Uuid id;
    std::string name;
    Nullable<std::string> description;
    Nullable<std::string> crontab;
    Nullable<std::string> timezone;
    bool is_enabled = false;
    FolderKey folder_id;
    bool protected_ = false;
    Nullable<std::int64_t> created_by;  // a number here, unlike every other user
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(WorkflowView, (),
                      (id, name, description, crontab, timezone, is_enabled, folder_id, protected_, created_by, created_at, updated_at))

/// What our own API may set beside name and place.
struct WorkflowSettings {
    using closed = void;
    std::optional<Nullable<std::string>> description;
    std::optional<Nullable<Crontab>> crontab;
    std::optional<Nullable<TimeZone>> timezone;
    std::optional<bool> is_enabled;
    std::optional<bool> protected_;
};
BOOST_DESCRIBE_STRUCT(WorkflowSettings, (), (description, crontab, timezone, is_enabled, protected_))

struct CreateWorkflowBody : WorkflowSettings {
    Text<1, 255> name;
    std::optional<Nullable<FolderKey>> folder_id;  // absent or null: the root
};
BOOST_DESCRIBE_STRUCT(CreateWorkflowBody, (WorkflowSettings), (name, folder_id))

struct EditWorkflowBody : WorkflowSettings {
    std::optional<Text<1, 255>> name;
    std::optional<FolderKey> folder_id;
};
BOOST_DESCRIBE_STRUCT(EditWorkflowBody, (WorkflowSettings), (name, folder_id))

WorkflowView present(Workflow const& workflow) {
    WorkflowView view;
    view.id = {workflow.workflow.text};
    view.name = workflow.name;
    view.description.value = workflow.description;
    view.crontab.value = workflow.crontab;
    view.timezone.value = workflow.timezone;
    view.is_enabled = workflow.is_enabled;
    view.folder_id = {workflow.folder, FolderType::workflow};
    view.protected_ = workflow.is_protected;
    if (workflow.created_by) view.created_by.value = workflow.created_by->number;
    view.created_at = workflow.created_at;
    view.updated_at = workflow.updated_at;
    return view;
}

template <class T>
std::optional<std::string> text_of(Nullable<T> const& value) {
    return value.value ? std::optional(value.value->text) : std::nullopt;
}

/// `edit` with every setting that the body holds.
void assign(service::WorkflowEdit& edit, WorkflowSettings const& body) {
    if (body.description) edit.description = body.description->value;
    if (body.crontab) edit.crontab = text_of(*body.crontab);
    if (body.timezone) edit.timezone = text_of(*body.timezone);
    if (body.is_enabled) edit.is_enabled = *body.is_enabled;
    if (body.protected_) edit.is_protected = *body.protected_;
}

Result<Workflow> workflow_at(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("workflowId"));
    return service::find_workflow(read, {id.text});
}

Result<WholeList<WorkflowView>> list_workflows(service::Read& read) {
    WholeList<WorkflowView> list;
    for (auto const& workflow : TRY(service::list_workflows(read))) list.values.push_back(present(workflow));
    return list;
}

Result<Item<WorkflowView>> get_workflow(service::Read& read, Call const& call) { return Item{present(TRY(workflow_at(read, call)))}; }

// --- our own ------------------------------------------------------------------------------------------------------------------------

Result<Plain<WorkflowView, 201>> create_workflow(service::Write& write, Body<CreateWorkflowBody> body) {
    auto const folder = TRY(to_place(body->folder_id, FolderType::workflow));
    service::WorkflowEdit wanted{body->name.value, folder};
    assign(wanted, *body);
    return Plain<WorkflowView, 201>{present(TRY(service::create_workflow(write, wanted)))};
}

Result<Plain<WorkflowView>> edit_workflow(service::Write& write, Call const& call, Body<EditWorkflowBody> body) {
    auto const before = TRY(workflow_at(write, call));
    auto edit = service::WorkflowEdit::of(before);
    if (body->name) edit.name = body->name->value;
    edit.folder = TRY(to_place(body->folder_id, FolderType::workflow, before.folder));
    assign(edit, *body);
    return Plain<WorkflowView>{present(TRY(service::edit_workflow(write, before, edit)))};
}

Result<NoContent> delete_workflow(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("workflowId"));
    TRY(service::delete_workflow(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> workflow_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/workflows", workflows_read, "workflow.list", list_workflows}.says("Every workflow, oldest first"),
        Endpoint{get, "/workflows/{workflowId}", workflows_read, "workflow.get", get_workflow}.says("One workflow").errors({404}),
    };
}

std::vector<Endpoint> own_workflow_endpoints() {
    using enum Scope;
    return {
        Endpoint{post, "/workflows", workflows_write, "workflow.create", create_workflow}.says("Creates a workflow").errors({409, 422}),
        Endpoint{patch, "/workflows/{workflowId}", workflows_write, "workflow.edit", edit_workflow}
            .says("Changes or moves a workflow")
            .errors({404, 409, 422}),
        Endpoint{del, "/workflows/{workflowId}", workflows_write, "workflow.delete", delete_workflow}
            .says("Deletes a workflow with its runs and what was given on it")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
