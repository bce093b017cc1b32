// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gatehouse::server {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// What stands on the command line, in the environment and in the YAML file.
class Given {
public:
    Given() = default;
    Given(Given const&) = delete;
    Given& operator=(Given const&) = delete;
    ~Given() {
        if (!file_.empty()) std::filesystem::remove(file_);
    }

    Given& flag(std::string const& name, std::string const& value = {}) {
        flags_[name] = value;
        return *this;
    }
    Given& variable(std::string const& name, std::string const& value) {
        variables_[name] = value;
        return *this;
    }
    Given& yaml(std::string const& text) {
        auto pattern = (std::filesystem::temp_directory_path() / "gatehouse-config-XXXXXX").string();
        ::close(::mkstemp(pattern.data()));
        file_ = pattern;
        std::ofstream(file_) << text;
        return flag("config", file_);
    }
    std::string const& file() const { return file_; }

    Result<Config> read() const {
        return make_config(flags_, [this](char const* name) {
            auto const found = variables_.find(name);
            return found == variables_.end() ? nullptr : found->second.c_str();
        });
    }
    Config config() const {
        auto read_config = read();
        if (!read_config) throw std::runtime_error(read_config.error().message);
        return *read_config;
    }
    std::string refusal() const {
        auto const refused = read();
        if (refused) return "accepted";
        EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
        return refused.error().message;
    }

private:
    std::map<std::string, std::string> flags_;
    std::map<std::string, std::string> variables_;
    std::string file_;
};

std::string text_of(Address const& address) { return address.host + " " + std::to_string(address.port); }
std::string text_of(std::optional<Address> const& address) { return address ? text_of(*address) : "none"; }

/// Each setting with a value it takes, what then holds, and values it refuses.
struct Case {
    char const* name;
    char const* good;
    std::string (*seen)(Config const&);
    char const* expected;
    std::vector<char const*> bad;
};
Case const cases[] = {
    {"listen",
     "0.0.0.0:8080",
     [](Config const& c) { return text_of(c.listen); },
     "0.0.0.0 8080",
     {"8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:http", "example.com:80", "[::1:80",
      "1.2.3:80"}},
    {"metrics", "[::1]:9100", [](Config const& c) { return text_of(c.metrics); }, "::1 9100", {"9100", "nowhere:9100", "127.0.0.1:x"}},
    {"data-dir", "/var/lib/gatehouse", [](Config const& c) { return c.data_dir; }, "/var/lib/gatehouse", {}},
    {"ephemeral",
     "true",
     [](Config const& c) { return std::string(c.data_dir.empty() ? "nowhere" : c.data_dir); },
     "nowhere",
     {"yes", "2", "TRUE"}},
    {"default-access",
     "closed",
     [](Config const& c) { return std::string(c.rules.default_access == service::DefaultAccess::closed ? "closed" : "open"); },
     "closed",
     {"Closed", "none", "use"}},
    {"base-domain",
     "Gate.Example.COM",
     [](Config const& c) { return c.base_domain + " " + c.bootstrap.domain; },
     "gate.example.com gate.example.com",
     {"a_b", "1.2.3.4", "a..b", "example.com:80"}},
    {"public-url",
     "https://gate.example.com:8443",
     [](Config const& c) { return c.rules.public_url; },
     "https://gate.example.com:8443",
     {"gate.example.com", "ftp://gate.example.com", "https://", "https://gate.example.com/", "https://a b", "https://u@gate.example.com"}},
    {"log", "json", [](Config const& c) { return std::string(c.log == LogFormat::json ? "json" : "text"); }, "json", {"JSON", "xml"}},
    {"secret-key-file", "/etc/gatehouse.key", [](Config const& c) { return c.secret_key_file; }, "/etc/gatehouse.key", {}},
    {"threads", "3", [](Config const& c) { return std::to_string(c.threads); }, "3", {"0", "-1", "257", "many", "1.5", " 1"}},
};

bool says_where_data_is(std::string const& name) { return name == "data-dir" || name == "ephemeral"; }
void complete(Given& given, std::string const& name) {
    if (!says_where_data_is(name)) given.flag("ephemeral");
}
std::string variable_of(std::string name) {
    for (char& c : name) c = c == '-' ? '_' : char(std::toupper(c));
    return "GATEHOUSE_" + name;
}

TEST(Config, has_a_case_here_for_every_setting) {
    for (auto const& setting : settings()) {
        if (setting.name == "config") continue;
        EXPECT_TRUE(std::any_of(std::begin(cases), std::end(cases), [&](Case const& one) { return setting.name == one.name; }))
            << setting.name;
        EXPECT_FALSE(setting.help.empty());
    }
}

TEST(Config, takes_each_setting_from_flag_variable_and_file) {
    for (auto const& one : cases) {
        Given flag, variable, file;
        complete(flag.flag(one.name, one.good), one.name);
        complete(variable.variable(variable_of(one.name), one.good), one.name);
        complete(file.yaml(std::string(one.name) + ": '" + one.good + "'\n"), one.name);
        EXPECT_EQ(one.seen(flag.config()), one.expected) << one.name;
        EXPECT_EQ(one.seen(variable.config()), one.expected) << one.name;
        EXPECT_EQ(one.seen(file.config()), one.expected) << one.name;
    }
}

TEST(Config, refuses_a_bad_value_by_name_wherever_it_stands) {
    for (auto const& one : cases) {
        for (std::string const bad : one.bad) {
            Given flag, variable, file;
            complete(flag.flag(one.name, bad), one.name);
            complete(variable.variable(variable_of(one.name), bad), one.name);
            complete(file.yaml(std::string(one.name) + ": '" + bad + "'\n"), one.name);
            EXPECT_THAT(flag.refusal(), AllOf(HasSubstr("--" + std::string(one.name)), HasSubstr("'" + bad + "'"))) << bad;
            EXPECT_THAT(variable.refusal(), AllOf(HasSubstr(variable_of(one.name)), HasSubstr("'" + bad + "'"))) << bad;
            EXPECT_THAT(file.refusal(), AllOf(HasSubstr(file.file() + ": " + one.name), HasSubstr("'" + bad + "'"))) << bad;
        }
    }
}

TEST(Config, a_flag_beats_the_environment_and_that_the_file) {
    Given all;
    all.flag("ephemeral").flag("threads", "1").variable("GATEHOUSE_THREADS", "2").yaml("threads: 3\n");
    EXPECT_EQ(all.config().threads, 1u);
    Given two;
    two.flag("ephemeral").variable("GATEHOUSE_THREADS", "2").yaml("threads: 3\n");
    EXPECT_EQ(two.config().threads, 2u);
}

TEST(Config, a_value_that_is_beaten_is_not_looked_at) {
    Given given;
    given.flag("ephemeral").flag("threads", "1").variable("GATEHOUSE_THREADS", "many").yaml("threads: lots\n");
    EXPECT_EQ(given.config().threads, 1u);
}

TEST(Config, has_defaults_that_are_safe) {
    Given given;
    auto const config = given.flag("ephemeral").config();
    EXPECT_EQ(text_of(config.listen), "127.0.0.1 3000");
    EXPECT_EQ(text_of(config.metrics), "none");
    EXPECT_EQ(config.calls_per_minute, 6'000);
    EXPECT_EQ(config.base_domain, "localhost");
    EXPECT_EQ(config.log, LogFormat::text);
    EXPECT_EQ(config.rules.default_access, service::DefaultAccess::open);
    EXPECT_EQ(config.bootstrap.admin_email, "admin@example.com");
    EXPECT_EQ(config.bootstrap.token, std::nullopt);
}

TEST(Config, makes_links_with_the_base_domain_and_port_unless_told_otherwise) {
    EXPECT_EQ(Given().flag("ephemeral").config().rules.public_url, "http://localhost:3000");
    Given given;
    given.flag("ephemeral").flag("base-domain", "gate.example.com").flag("listen", "127.0.0.1:8080");
    EXPECT_EQ(given.config().rules.public_url, "http://gate.example.com:8080");
}

TEST(Config, localhost_is_loopback_and_port_0_is_allowed) {
    Given given;
    EXPECT_EQ(text_of(given.flag("ephemeral").flag("listen", "localhost:0").config().listen), "127.0.0.1 0");
}

TEST(Config, needs_to_know_where_the_data_is) { EXPECT_THAT(Given().refusal(), AllOf(HasSubstr("--data-dir"), HasSubstr("--ephemeral"))); }

TEST(Config, cannot_be_ephemeral_and_kept) {
    Given flags;
    EXPECT_THAT(flags.flag("ephemeral").flag("data-dir", "/d").refusal(), HasSubstr("--ephemeral and --data-dir exclude each other"));
    Given variables;
    EXPECT_THAT(variables.variable("GATEHOUSE_EPHEMERAL", "1").variable("GATEHOUSE_DATA_DIR", "/d").refusal(),
                HasSubstr("GATEHOUSE_EPHEMERAL and GATEHOUSE_DATA_DIR exclude each other"));
    Given kept;
    EXPECT_EQ(kept.variable("GATEHOUSE_EPHEMERAL", "false").flag("data-dir", "/d").config().data_dir, "/d");
}

TEST(Config, an_empty_variable_is_as_good_as_none_and_an_empty_flag_is_not) {
    Given given;
    given.flag("ephemeral");
    for (auto const* name :
         {"GATEHOUSE_DATA_DIR", "GATEHOUSE_LISTEN", "GATEHOUSE_THREADS", "GATEHOUSE_CONFIG", "DISABLE_RATE_LIMIT", "API_CALLS_PER_MIN",
          "ADMIN_USER_EMAIL", "ADMIN_API_ACCESS_TOKEN", "ADMIN_API_ACCESS_TOKEN_SCOPES", "CREATE_FIRST_ORG"})
        given.variable(name, "");
    auto const config = given.config();
    EXPECT_EQ(config.calls_per_minute, 6'000);
    EXPECT_EQ(config.bootstrap.token, std::nullopt);
    Given nothing;
    EXPECT_THAT(nothing.variable("GATEHOUSE_EPHEMERAL", "").refusal(), HasSubstr("One of them is needed"));
    Given empty;
    EXPECT_THAT(empty.flag("data-dir", "").refusal(), HasSubstr("--data-dir"));
    Given key;
    EXPECT_THAT(key.flag("ephemeral").flag("secret-key-file", "").refusal(), HasSubstr("--secret-key-file"));
    Given file;
    EXPECT_THAT(file.yaml("ephemeral: ''\n").refusal(), HasSubstr("expected true or false"));
}

TEST(Config, the_file_can_be_named_in_the_environment) {
    Given given;
    given.yaml("threads: 4\nephemeral: true\n");
    Given by_variable;
    EXPECT_EQ(by_variable.variable("GATEHOUSE_CONFIG", given.file()).config().threads, 4u);
}

TEST(Config, refuses_a_file_that_is_not_there_unreadable_or_no_list_of_settings) {
    Given missing;
    EXPECT_THAT(missing.flag("ephemeral").flag("config", "/no/such/file.yaml").refusal(), HasSubstr("/no/such/file.yaml"));
    for (auto const* text : {"threads: [1, 2]\n", "threads: {a: 1}\n", "- threads\n", "just text\n", "threads: [1\n", "threads:\n",
                             "colour: red\n", "config: /other.yaml\n", "? [a]\n: b\n"}) {
        Given given;
        EXPECT_THAT(given.flag("ephemeral").yaml(text).refusal(), HasSubstr(given.file())) << text;
    }
    Given unknown;
    EXPECT_THAT(unknown.flag("ephemeral").yaml("colour: red\n").refusal(), HasSubstr("there is no setting 'colour'"));
    Given empty;
    EXPECT_EQ(empty.flag("ephemeral").yaml("").config().threads, 0u);
}

TEST(Config, reads_the_variables_of_self_hosted_retool) {
    Given given;
    given.flag("ephemeral")
        .variable("ADMIN_USER_EMAIL", "root@example.org")
        .variable("ADMIN_API_ACCESS_TOKEN", "a-token-of-16-ch")
        .variable("ADMIN_API_ACCESS_TOKEN_SCOPES", " users:read, groups:write,,")
        .variable("API_CALLS_PER_MIN", "300")
        .variable("CREATE_FIRST_ORG", "true");
    auto const config = given.config();
    EXPECT_EQ(config.bootstrap.admin_email, "root@example.org");
    EXPECT_EQ(config.bootstrap.token, "a-token-of-16-ch");
    EXPECT_THAT(config.bootstrap.token_scopes, ElementsAre("users:read", "groups:write"));
    EXPECT_EQ(config.calls_per_minute, 300);
    given.variable("DISABLE_RATE_LIMIT", "true");
    EXPECT_EQ(given.config().calls_per_minute, 0);
    given.variable("DISABLE_RATE_LIMIT", "false");
    EXPECT_EQ(given.config().calls_per_minute, 300);
}

TEST(Config, refuses_bad_bootstrap_variables_by_name) {
    struct {
        char const* name;
        char const* value;
    } const bad[] = {{"ADMIN_USER_EMAIL", "root"},    {"ADMIN_API_ACCESS_TOKEN_SCOPES", "users:read,castles:write"},
                     {"API_CALLS_PER_MIN", "0"},      {"API_CALLS_PER_MIN", "-5"},
                     {"API_CALLS_PER_MIN", "plenty"}, {"DISABLE_RATE_LIMIT", "maybe"},
                     {"CREATE_FIRST_ORG", "2"},       {"ADMIN_API_ACCESS_TOKEN", "fifteen-letters"}};
    for (auto const& [name, value] : bad) {
        Given given;
        EXPECT_THAT(given.flag("ephemeral").variable(name, value).refusal(), HasSubstr(name)) << value;
    }
    Given secret;
    EXPECT_THAT(secret.flag("ephemeral").variable("ADMIN_API_ACCESS_TOKEN", "fifteen-letters").refusal(),
                Not(HasSubstr("fifteen-letters")));
}

}  // namespace
}  // namespace gatehouse::server
