// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "server/config.h"
#include "server/operator_door.h"
#include "server/serve.h"

#include <sys/stat.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {

using namespace gatehouse;

void add_serve_command(CLI::App& app, std::map<std::string, std::string>& flags, cli::Run& chosen) {
    auto* command = app.add_subcommand("serve", "Run the server");
    for (auto const& setting : server::settings()) {
        auto const name = "--" + setting.name;
        auto const keep = [&flags, key = setting.name](std::string const& value) { flags[key] = value; };
        if (setting.argument.empty())
            command->add_flag_callback(name, [&flags, key = setting.name] { flags[key] = ""; }, setting.help);
        else
            command->add_option_function<std::string>(name, keep, setting.help)->type_name(setting.argument);
    }
    command->footer(
        "Each setting can also stand in the environment (GATEHOUSE_DATA_DIR) or in the YAML file of --config (data-dir:).\n"
        "Also read: ADMIN_USER_EMAIL, ADMIN_API_ACCESS_TOKEN, ADMIN_API_ACCESS_TOKEN_SCOPES, API_CALLS_PER_MIN, DISABLE_RATE_LIMIT, "
        "CREATE_FIRST_ORG (an empty database always gets its first organisation).");
    command->callback([&flags, &chosen] {
        chosen = [&flags] {
            auto const config = server::make_config(flags, [](char const* name) -> char const* { return std::getenv(name); });
            if (config) return server::serve(*config);
            std::fprintf(stderr, "gatehouse: %s\n", config.error().message.c_str());
            return 2;
        };
    });
}

}  // namespace

int main(int argc, char** argv) {
    ::umask(077);  // what it makes, database and sockets included, is its owner's alone
    CLI::App app("Gatehouse lets people into the tools their company built.", "gatehouse");
    app.require_subcommand(0, 1);  // none is looked at below, so that an unknown flag is what gets named first
    app.set_version_flag("--version", GATEHOUSE_VERSION);
    std::map<std::string, std::string> flags;
    cli::Run chosen;
    add_serve_command(app, flags, chosen);
    cli::add_token_commands(app, server::open_operator, chosen);
    cli::add_audit_commands(app, server::open_operator, chosen);
    cli::add_doctor_command(app, server::open_operator, chosen);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        int const code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    if (!chosen) {
        std::fputs(app.help().c_str(), stderr);
        return 2;
    }
    return chosen();
}
