// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include "domain/scope.h"
#include "service/spaces.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <charconv>
#include <fstream>
#include <regex>

namespace gatehouse::server {
namespace {

/// A value and where it came from, for messages.
struct Given {
    std::string text;
    std::string origin;
};

std::string variable_of(std::string_view setting) {
    std::string name = "GATEHOUSE_";
    for (char const c : setting) name += c == '-' ? '_' : char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

Error refuse(Given const& given, std::string_view allowed) {
    return invalid(fmt::format("{}: '{}' is not allowed here; {}", given.origin, given.text, allowed));
}

Result<bool> to_bool(Given const& given) {
    bool const is_switch = given.text.empty() && given.origin.starts_with("--");
    if (is_switch || given.text == "true" || given.text == "1") return true;
    if (given.text == "false" || given.text == "0") return false;
    return refuse(given, "expected true or false");
}

Result<std::int64_t> to_number(Given const& given, std::int64_t from, std::int64_t to) {
    std::int64_t number = 0;
    auto const* last = given.text.data() + given.text.size();
    auto const [end, error] = std::from_chars(given.text.data(), last, number);
    if (error == std::errc{} && end == last && number >= from && number <= to) return number;
    return refuse(given, fmt::format("expected a whole number from {} to {}", from, to));
}

bool is_ip_address(std::string const& text) {
    auto const without_zone = text.substr(0, text.find('%'));
    in6_addr ignored{};
    return ::inet_pton(AF_INET, text.c_str(), &ignored) == 1 || ::inet_pton(AF_INET6, without_zone.c_str(), &ignored) == 1;
}

Result<Address> to_address(Given const& given) {
    auto const colon = given.text.rfind(':');
    auto const bad = refuse(given, "expected ADDRESS:PORT, such as 127.0.0.1:3000 or [::1]:3000");
    if (colon == std::string::npos || colon == 0) return bad;
    auto host = given.text.substr(0, colon);
    if (host == "localhost") host = "127.0.0.1";
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    auto const port = to_number({given.text.substr(colon + 1), given.origin}, 0, 65'535);
    if (!port || !is_ip_address(host)) return bad;
    return Address{std::move(host), std::uint16_t(*port)};
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        auto part = text.substr(0, end);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) parts.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

Result<void> apply(Config& config, std::string_view name, Given const& given) {
    if (name == "listen") {
        config.listen = TRY(to_address(given));
    } else if (name == "metrics") {
        config.metrics = TRY(to_address(given));
    } else if (name == "data-dir") {
        if (given.text.empty()) return refuse(given, "expected a directory");
        config.data_dir = given.text;
    } else if (name == "secret-key-file") {
        if (given.text.empty()) return refuse(given, "expected a file");
        config.secret_key_file = given.text;
    } else if (name == "base-domain") {
        config.base_domain = given.text;
        if (given.text != "localhost") {
            auto domain = service::parse_domain(given.text);
            if (!domain) return refuse(given, "expected a DNS name");
            config.base_domain = *domain;
        }
    } else if (name == "public-url") {
        static std::regex const form(R"(https?://([a-zA-Z0-9.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?)");
        if (!std::regex_match(given.text, form)) return refuse(given, "expected http:// or https://, a host, and no path");
        config.rules.public_url = given.text;
    } else if (name == "default-access") {
        if (given.text == "open")
            config.rules.default_access = service::DefaultAccess::open;
        else if (given.text == "closed")
            config.rules.default_access = service::DefaultAccess::closed;
        else
            return refuse(given, "expected open or closed");
    } else if (name == "log") {
        if (given.text != "json" && given.text != "text") return refuse(given, "expected json or text");
        config.log = given.text == "json" ? LogFormat::json : LogFormat::text;
    } else if (name == "threads") {
        config.threads = unsigned(TRY(to_number(given, 1, 256)));
    }
    return {};
}

/// The variables of self-hosted Retool.
Result<void> apply_bootstrap(Config& config, std::function<char const*(char const*)> const& environment) {
    auto const given = [&](char const* name) -> std::optional<Given> {
        char const* text = environment(name);
        if (!text) return std::nullopt;
        return Given{text, name};
    };
    if (auto const value = given("ADMIN_USER_EMAIL")) {
        if (value->text.find('@') == std::string::npos) return refuse(*value, "expected an e-mail address");
        config.bootstrap.admin_email = value->text;
    }
    if (auto const value = given("ADMIN_API_ACCESS_TOKEN")) {
        // Its value stays out of the message.
        if (value->text.size() < service::shortest_bootstrap_token)
            return invalid(fmt::format("{}: must have at least {} characters", value->origin, service::shortest_bootstrap_token));
        config.bootstrap.token = value->text;
    }
    if (auto const value = given("ADMIN_API_ACCESS_TOKEN_SCOPES")) {
        config.bootstrap.token_scopes = split_list(value->text);
        for (auto const& scope : config.bootstrap.token_scopes)
            if (!scope_from(scope)) return refuse({scope, value->origin}, "it is no scope");
    }
    if (auto const value = given("API_CALLS_PER_MIN")) config.calls_per_minute = TRY(to_number(*value, 1, 10'000'000));
    if (auto const value = given("DISABLE_RATE_LIMIT"))
        if (TRY(to_bool(*value))) config.calls_per_minute = 0;
    // An empty database always gets its first organisation, so this one only has to be well-formed.
    if (auto const value = given("CREATE_FIRST_ORG")) TRY(to_bool(*value));
    return {};
}

Result<std::map<std::string, std::string>> read_file(std::string const& path) {
    std::map<std::string, std::string> values;
    try {
        std::ifstream file(path);
        if (!file) return invalid(fmt::format("The settings file {} cannot be read", path));
        auto const document = YAML::Load(file);
        if (!document.IsMap() && !document.IsNull()) return invalid(fmt::format("{}: expected settings, one 'name: value' a line", path));
        for (auto const& entry : document) {
            auto const name = entry.first.as<std::string>();
            if (!entry.second.IsScalar()) return invalid(fmt::format("{}: {}: expected a single value", path, name));
            values[name] = entry.second.as<std::string>();
        }
    } catch (YAML::Exception const& error) {
        return invalid(fmt::format("{}: {}", path, error.what()));
    }
    return values;
}

}  // namespace

std::vector<SettingInfo> const& settings() {
    static std::vector<SettingInfo> const all = {
        {"listen", "ADDRESS:PORT", "Where to listen (default 127.0.0.1:3000; port 0 picks a free one)"},
        {"data-dir", "DIR", "Where the database is kept; made if it is not there"},
        {"ephemeral", "", "Keep everything in a temporary file that goes with the process"},
        {"default-access", "open|closed",
         "What everybody may do with apps and resources of a fresh Space: open (use, as in the original) or closed (nothing)"},
        {"base-domain", "DOMAIN", "The host name of the Admin Space (default localhost; IP addresses always mean it)"},
        {"public-url", "URL",
         "Where people reach this server, for the links it makes (default: http:// with the base domain and the port of --listen); a "
         "Space's own domain takes the place of the host"},
        {"metrics", "ADDRESS:PORT", "Serve Prometheus metrics there (default: nowhere)"},
        {"log", "json|text", "How log lines look (default text)"},
        {"secret-key-file", "FILE",
         "The key that secrets are encrypted with; made if it is not there (default: secret.key in the data directory)"},
        {"threads", "N", "Event loops (default: one per core)"},
        {"config", "FILE", "A YAML file with these settings by name, such as 'data-dir: /var/lib/gatehouse'"},
    };
    return all;
}

Result<Config> make_config(std::map<std::string, std::string> const& flags, std::function<char const*(char const*)> const& getenv) {
    // An empty variable is as good as none, so that `NAME=${NAME:-}` in a compose file sets nothing.
    auto const environment = [&](char const* name) {
        char const* value = getenv(name);
        return value && *value ? value : nullptr;
    };
    std::map<std::string, Given> given;
    auto const known = [](std::string const& name) {
        return std::any_of(settings().begin(), settings().end(), [&](SettingInfo const& setting) { return setting.name == name; });
    };
    for (auto const& setting : settings()) {
        auto const variable = variable_of(setting.name);
        if (auto const flag = flags.find(setting.name); flag != flags.end())
            given[setting.name] = {flag->second, "--" + setting.name};
        else if (char const* value = environment(variable.c_str()))
            given[setting.name] = {value, variable};
    }
    if (auto const file = given.find("config"); file != given.end()) {
        auto const path = file->second.text;
        for (auto& [name, value] : TRY(read_file(path))) {
            if (!known(name) || name == "config") return invalid(fmt::format("{}: there is no setting '{}'", path, name));
            given.try_emplace(name, Given{std::move(value), path + ": " + name});
        }
    }
    Config config;
    bool ephemeral = false;
    if (auto const wanted = given.find("ephemeral"); wanted != given.end()) ephemeral = TRY(to_bool(wanted->second));
    for (auto const& [name, value] : given) TRY(apply(config, name, value));
    if (ephemeral && !config.data_dir.empty())
        return invalid(fmt::format("{} and {} exclude each other", given["ephemeral"].origin, given["data-dir"].origin));
    if (!ephemeral && config.data_dir.empty())
        return invalid("--data-dir DIR says where the database is kept; --ephemeral keeps it nowhere. One of them is needed");
    TRY(apply_bootstrap(config, environment));
    config.bootstrap.domain = config.base_domain;
    if (config.rules.public_url.empty()) config.rules.public_url = fmt::format("http://{}:{}", config.base_domain, config.listen.port);
    return config;
}

}  // namespace gatehouse::server
