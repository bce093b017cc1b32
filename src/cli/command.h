// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/commands.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

/// What the commands share.
namespace gatehouse::cli {

inline void add_data_dir(CLI::App& command, std::string& data_dir) {
    command.add_option("--data-dir", data_dir, "The server's data directory")->envname("GATEHOUSE_DATA_DIR")->required()->type_name("DIR");
}

inline int fail(Error const& error) {
    std::fprintf(stderr, "gatehouse: %s\n", error.message.c_str());
    return 1;
}

inline int print(std::string const& text) {
    std::fputs(text.c_str(), stdout);
    return 0;
}

}  // namespace gatehouse::cli
