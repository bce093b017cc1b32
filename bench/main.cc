// SPDX-License-Identifier: Apache-2.0
// Measures the server binary beside the limits of what it is made of. What and how: README.md.
#include "base/crypto.h"
#include "bench/child.h"
#include "bench/load.h"
#include "bench/organization.h"
#include "bench/raw_commits.h"
#include "bench/report.h"
#include "bench/responder.h"

#include <fmt/format.h>
#include <sys/vfs.h>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr int connections = 64;
constexpr int rounds = 5;
constexpr int starts = 5;
constexpr std::chrono::milliseconds warm_up{300};

struct Options {
    fs::path server = "build/release/gatehouse";
    fs::path json;       // empty: none
    fs::path directory;  // empty: beside the server
    int seconds = 3;
    bool lists_only = false;
    std::optional<std::size_t> responder_body;  // be the responder instead
};

/// A directory of our own, gone afterwards.
class Workspace {
public:
    explicit Workspace(fs::path const& parent) {
        auto name = (fs::absolute(parent) / "bench-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a directory in " + parent.string());
        path_ = name;
    }
    ~Workspace() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Workspace(Workspace const&) = delete;
    Workspace& operator=(Workspace const&) = delete;

    fs::path const& path() const { return path_; }

    bool is_in_memory() const {
        struct statfs system{};
        return statfs(path_.c_str(), &system) == 0 && system.f_type == 0x01021994;  // TMPFS_MAGIC
    }

private:
    fs::path path_;
};

class Benchmark {
public:
    explicit Benchmark(Options const& options)
        : options_(options), workspace_(options.directory.empty() ? fs::absolute(options.server).parent_path() : options.directory) {
        if (workspace_.is_in_memory())
            fmt::print(stderr, "warning: {} is in memory, so writes cost less than on a disk\n", workspace_.path().string());
    }

    Report run() {
        Report report;
        report.seconds = options_.seconds;
        if (!options_.lists_only) {
            measure_starts(report);
            report.comparisons = {compare_reads(), compare_writes()};
        }
        report.listings = measure_lists();
        return report;
    }

private:
    Command serve(std::vector<std::string> const& storage) const {
        Command command;
        command.arguments = {fs::absolute(options_.server).string(), "serve", "--listen", "127.0.0.1:0"};
        command.arguments.insert(command.arguments.end(), storage.begin(), storage.end());
        command.environment = {{"CREATE_FIRST_ORG", "true"},
                               {"ADMIN_USER_EMAIL", "admin@example.com"},
                               {"ADMIN_API_ACCESS_TOKEN", token_},
                               {"DISABLE_RATE_LIMIT", "true"}};
        command.log_file = (workspace_.path() / "server.log").string();
        return command;
    }

    Command respond(std::size_t body_bytes) const {
        Command command;
        command.arguments = {fs::read_symlink("/proc/self/exe").string(), "--responder", std::to_string(body_bytes)};
        command.log_file = (workspace_.path() / "responder.log").string();
        return command;
    }

    std::string head(std::string_view method_and_path) const {
        return fmt::format("{} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\n", method_and_path, token_);
    }

    void measure_starts(Report& report) const {
        std::vector<double> milliseconds, mebibytes;
        for (int i = 0; i < starts; ++i) {
            say("starting the server");
            auto const begin = steady_clock::now();
            Child const server(serve({"--ephemeral"}));
            auto const answer = ask(server.port(), "GET /api/checkHealth HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            milliseconds.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count());
            if (answer.status != 200) throw std::runtime_error(fmt::format("checkHealth answered {}: {}", answer.status, answer.body));
            mebibytes.push_back(double(server.resident_bytes()) / (1024 * 1024));
        }
        report.start_ms = median(std::move(milliseconds));
        report.idle_mib = median(std::move(mebibytes));
    }

    Comparison compare_reads() const {
        Comparison out{"get_folder", fmt::format("GET one folder, {} conns", connections), "bare epoll responder", {}, {}};
        auto const request = head("GET /api/v2/folders/app_1") + "\r\n";
        auto const next = [&](std::string& text) { text += request; };

        auto command = serve({"--ephemeral"});
        command.cpu = 0;
        Child const server(std::move(command));
        auto const answer = ask(server.port(), request);
        if (answer.status != 200) throw std::runtime_error(fmt::format("GET one folder answered {}: {}", answer.status, answer.body));
        auto bare = respond(answer.body.size());
        bare.cpu = 0;
        Child const responder(std::move(bare));

        Pinned const pinned(cpu_count() - 1);
        for (int i = 0; i < rounds; ++i) {
            say("GET one folder");
            out.server.push_back(load_round(server, next, warm_up));
            out.peer.push_back(load_round(responder, next, warm_up));
        }
        return out;
    }

    Comparison compare_writes() const {
        Comparison out{"post_user", fmt::format("POST a user, {} conns", connections), "raw grouped SQLite commits", {}, {}};
        std::int64_t number = 0;
        auto const start_of_request = head("POST /api/v2/users") + "Content-Type: application/json\r\n";
        auto const next = [&](std::string& text) {
            auto const body =
                fmt::format(R"({{"email":"user{}@example.com","first_name":"Grace","last_name":"Hopper","active":true}})", ++number);
            fmt::format_to(std::back_inserter(text), "{}Content-Length: {}\r\n\r\n{}", start_of_request, body.size(), body);
        };

        Child const server(serve({"--data-dir", (workspace_.path() / "data").string()}));
        RawCommits raw((workspace_.path() / "raw.db").string());
        for (int i = 0; i < rounds; ++i) {
            say("POST a user");
            out.server.push_back(load_round(server, next, {}));
            out.peer.push_back({raw.run(connections, std::chrono::seconds(options_.seconds)), 0});
        }
        return out;
    }

    /// Whole lists and pages of 100,000 users, 10,000 groups and 100,000 folders; one client, so that what it waits is what the server
    /// needs.
    std::vector<Listing> measure_lists() const {
        auto const directory = workspace_.path() / "big";
        auto const command = serve({"--data-dir", directory.string()});
        {
            Child const first{command};
        }  // makes the Space and its admin
        say("making a big organization");
        add_organization(directory, {});
        Child const server{command};
        std::vector<Listing> out;
        for (auto const& [name, path] : std::vector<std::pair<std::string, std::string>>{{"users_page", "/users?limit=100"},
                                                                                         {"users_whole", "/users"},
                                                                                         {"groups_whole", "/groups"},
                                                                                         {"folders_whole", "/folders"}}) {
            say("GET " + path);
            auto const request = head("GET /api/v2" + path) + "\r\n";
            auto const answer = ask(server.port(), request);  // also what warms it up
            if (answer.status != 200) throw std::runtime_error(fmt::format("GET {} answered {}: {}", path, answer.status, answer.body));
            auto const next = [&](std::string& text) { text += request; };
            out.push_back({name, "GET " + path, answer.body.size(), load_round(server, next, {}, 1)});
        }
        return out;
    }

    Round load_round(Child const& child, std::function<void(std::string&)> const& next, std::chrono::milliseconds warm,
                     int clients = connections) const {
        Load load{.port = child.port(), .connections = clients, .duration = warm, .next = next};
        if (warm.count() > 0) run_load(load);
        load.duration = std::chrono::seconds(options_.seconds);
        auto const before = child.cpu_time();
        auto const rate = run_load(load);
        auto const used = std::chrono::duration<double, std::micro>(child.cpu_time() - before).count();
        return {rate, used / double(rate.count)};
    }

    static void say(std::string_view what) { fmt::print(stderr, "... {}\n", what); }

    Options const& options_;
    Workspace workspace_;
    std::string token_ = "retool_01" + crypto::random_hex(32);
};

[[noreturn]] void usage(std::string_view problem) {
    fmt::print(stderr, "{}\nusage: gatehouse_bench [--server PROGRAM] [--json FILE] [--directory DIR] [--seconds 1..60] [--only lists]\n",
               problem);
    std::exit(2);
}

std::size_t number_in(std::string_view flag, std::string_view text, std::size_t least, std::size_t most) {
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
        usage(fmt::format("{}: '{}' is not a number from {} to {}", flag, text, least, most));
    return number;
}

Options options_from(std::vector<std::string_view> const& arguments) {
    Options out;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        auto const flag = arguments[i];
        if (i + 1 == arguments.size()) usage(fmt::format("{} needs a value", flag));
        auto const value = arguments[i + 1];
        if (flag == "--server")
            out.server = value;
        else if (flag == "--json")
            out.json = value;
        else if (flag == "--directory")
            out.directory = value;
        else if (flag == "--seconds")
            out.seconds = int(number_in(flag, value, 1, 60));
        else if (flag == "--only" && value == "lists")
            out.lists_only = true;
        else if (flag == "--responder")
            out.responder_body = number_in(flag, value, 0, 10'000'000);
        else
            usage(fmt::format("unknown flag {}", flag));
    }
    return out;
}

int measure(Options const& options) {
    if (cpu_count() < 2) fmt::print(stderr, "warning: one core only, so the load takes time from the server\n");
    auto const report = Benchmark(options).run();
    fmt::print("{}", to_table(report));
    if (!options.json.empty()) {
        std::ofstream file(options.json);
        file << to_json(report);
        if (!file.flush()) throw std::runtime_error("cannot write " + options.json.string());
    }
    return 0;
}

}  // namespace
}  // namespace gatehouse::bench

int main(int argc, char** argv) {
    auto const options = gatehouse::bench::options_from({argv + 1, argv + argc});
    if (options.responder_body) gatehouse::bench::respond_forever(*options.responder_body);
    try {
        return gatehouse::bench::measure(options);
    } catch (std::exception const& error) {
        fmt::print(stderr, "gatehouse_bench: {}\n", error.what());
        return 1;
    }
}
