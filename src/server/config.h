// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "service/bootstrap.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Settings of `gatehouse serve`. Each has one name in three places: `--data-dir`, `GATEHOUSE_DATA_DIR`, `data-dir:` in the YAML file; a
/// flag beats the environment, the environment beats the file. An empty variable is as good as none. The bootstrap variables of self-hosted
/// Retool are read too.
namespace gatehouse::server {

enum class LogFormat { json, text };

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

struct Config {
    Address listen{"127.0.0.1", 3000};
    std::optional<Address> metrics;  // none: no metrics
    std::string data_dir;            // empty: ephemeral
    std::string secret_key_file;     // empty: `secret.key` in the data directory
    std::string base_domain = "localhost";
    LogFormat log = LogFormat::text;
    unsigned threads = 0;                   // event loops; 0: one per core
    std::int64_t calls_per_minute = 6'000;  // 0: no limit
    service::Rules rules;
    service::BootstrapSettings bootstrap;
};

struct SettingInfo {
    std::string name;      // `data-dir`
    std::string argument;  // `DIR`; empty: a switch
    std::string help;
};
std::vector<SettingInfo> const& settings();

/// `flags`: what stood on the command line, by name ("" for a switch). `environment`: as getenv.
/// Errors: invalid, naming the setting, where it came from, and what is allowed.
Result<Config> make_config(std::map<std::string, std::string> const& flags, std::function<char const*(char const*)> const& environment);

}  // namespace gatehouse::server
