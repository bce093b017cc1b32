// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <fmt/format.h>

namespace gatehouse::cli {
namespace {

int verify(Operator const& server) {
    auto const checked = server.ask(http::Method::post, "/audit/verify");
    if (!checked) return fail(checked.error());
    auto const broken = std::string(checked->at("broken").as_string());
    if (!broken.empty()) return fail({ErrorKind::invalid, "The change log was tampered with: " + broken, {}});
    return print(
        fmt::format("The chain holds: {} changes in {} revisions.\n", checked->at("rows").as_int64(), checked->at("revisions").as_int64()));
}

}  // namespace

void add_audit_commands(CLI::App& app, OpenOperator const& open, Run& chosen) {
    auto data_dir = std::make_shared<std::string>();
    auto* group = app.add_subcommand("audit", "The change log");
    group->require_subcommand(1);
    auto* command = group->add_subcommand("verify", "Follow the hash chain over the whole change log; exit 1 if it does not hold");
    add_data_dir(*command, *data_dir);
    command->callback([data_dir, open, &chosen] {
        chosen = [data_dir, open] {
            auto const server = open(*data_dir);
            return server ? verify(*server) : fail(server.error());
        };
    });
}

}  // namespace gatehouse::cli
