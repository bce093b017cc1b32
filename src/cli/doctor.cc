// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <fmt/format.h>

namespace gatehouse::cli {
namespace {

int examine(Operator const& server) {
    auto const found = server.ask(http::Method::post, "/doctor");
    if (!found) return fail(found.error());
    bool healthy = true;
    auto const line = [&](char const* what, char const* member) {
        auto const problem = std::string(found->at(member).as_string());
        healthy = healthy && problem.empty();
        return fmt::format("{:10} {}\n", what, problem.empty() ? "ok" : "BAD: " + problem);
    };
    auto out = line("database", "database") + line("change log", "chain") + line("history", "history") + line("engine", "engine");
    print(out + fmt::format("revision   {}\n", found->at("revision").as_int64()));
    return healthy ? 0 : 1;
}

}  // namespace

void add_doctor_command(CLI::App& app, OpenOperator const& open, Run& chosen) {
    auto data_dir = std::make_shared<std::string>();
    auto* command = app.add_subcommand("doctor", "Check that database, change log and engine agree; exit 1 if they do not");
    add_data_dir(*command, *data_dir);
    command->callback([data_dir, open, &chosen] {
        chosen = [data_dir, open] {
            auto const server = open(*data_dir);
            return server ? examine(*server) : fail(server.error());
        };
    });
}

}  // namespace gatehouse::cli
