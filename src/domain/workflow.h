// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace gatehouse {

struct Workflow {
    SpaceId space;
    WorkflowId workflow;
    std::string name;
    std::optional<std::string> description;
    std::optional<std::string> crontab;
    std::optional<std::string> timezone;
    bool is_enabled = false;
    FolderId folder;
    bool is_protected = false;  // by source control
    std::optional<UserId> created_by;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(Workflow const&, Workflow const&) = default;
};
BOOST_DESCRIBE_STRUCT(Workflow, (),
                      (space, workflow, name, description, crontab, timezone, is_enabled, folder, is_protected, created_by, created_at,
                       updated_at))

/// One run of a workflow, as whoever runs workflows reports it.
struct WorkflowRun {
    SpaceId space;
    WorkflowRunId run;
    WorkflowId workflow;
    std::string status;
    std::string trigger_type;
    std::string trigger;  // UUID
    Timestamp created_at;

    friend bool operator==(WorkflowRun const&, WorkflowRun const&) = default;
};
BOOST_DESCRIBE_STRUCT(WorkflowRun, (), (space, run, workflow, status, trigger_type, trigger, created_at))

}  // namespace gatehouse
