// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/operator.h"

#include <functional>
#include <vector>

namespace CLI {
class App;
}

/// The command line, one file per command. Each adds its subcommand to `app` and to `chosen` what to do when it was the one typed.
namespace gatehouse::cli {

/// What a command does; returns the exit code.
using Run = std::function<int()>;

void add_token_commands(CLI::App& app, OpenOperator const& open, Run& chosen);
void add_audit_commands(CLI::App& app, OpenOperator const& open, Run& chosen);
void add_doctor_command(CLI::App& app, OpenOperator const& open, Run& chosen);

}  // namespace gatehouse::cli
