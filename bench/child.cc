// SPDX-License-Identifier: Apache-2.0
#include "bench/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace gatehouse::bench {
namespace {

cpu_set_t const all_cpus = [] {
    cpu_set_t set;
    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    return set;
}();

cpu_set_t only(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return set;
}

[[noreturn]] void fail(std::string const& what) { throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno))); }

std::vector<std::string> environment_for(Command const& command) {
    std::vector<std::string> out;
    for (char** entry = environ; *entry; ++entry) {
        std::string_view const text(*entry);
        if (!text.starts_with("GATEHOUSE_") && !command.environment.contains(std::string(text.substr(0, text.find('=')))))
            out.emplace_back(text);
    }
    for (auto const& [name, value] : command.environment) out.push_back(name + "=" + value);
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

std::string end_of_file(std::string const& path) {
    std::ifstream file(path);
    std::string const text(std::istreambuf_iterator<char>(file), {});
    return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

/// The digits after http://HOST: once a whole line holds them; 0 before.
std::uint16_t port_in(std::string_view printed) {
    auto const url = printed.find("http://");
    if (url == std::string_view::npos || printed.find('\n', url) == std::string_view::npos) return 0;
    auto const colon = printed.find(':', url + 7);
    std::uint16_t port = 0;
    if (colon != std::string_view::npos) std::from_chars(printed.data() + colon + 1, printed.data() + printed.size(), port);
    return port;
}

}  // namespace

Child::Child(Command command) : command_(std::move(command)) {
    auto environment = environment_for(command_);
    auto const arguments = pointers(command_.arguments);
    auto const variables = pointers(environment);
    auto const cpus = command_.cpu ? only(*command_.cpu) : all_cpus;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
    int const log = open(command_.log_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (log < 0) fail("cannot write " + command_.log_file);

    pid_ = fork();
    if (pid_ < 0) fail("fork");
    if (pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        sched_setaffinity(0, sizeof cpus, &cpus);
        dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
        dup2(ends[1], 1);
        dup2(log, 2);
        execvpe(arguments[0], arguments.data(), variables.data());
        _exit(127);
    }
    close(ends[1]);
    close(log);
    stdout_ = ends[0];
    try {
        read_port();
    } catch (...) {
        end();
        throw;
    }
    drain_ = std::thread([from = stdout_] {
        char buffer[65'536];
        while (read(from, buffer, sizeof buffer) > 0) {
        }
    });
}

Child::~Child() { end(); }

void Child::read_port() {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    std::string printed;
    while (!(port_ = port_in(printed))) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd waiting{stdout_, POLLIN, 0};
        char buffer[4096];
        ssize_t got = 0;
        if (left > 0 && poll(&waiting, 1, int(left)) > 0) got = read(stdout_, buffer, sizeof buffer);
        if (got <= 0)
            throw std::runtime_error(
                fmt::format("{} did not say where it listens\n{}{}", command_.arguments[0], printed, end_of_file(command_.log_file)));
        printed.append(buffer, std::size_t(got));
    }
}

void Child::end() {
    int const handle = int(syscall(SYS_pidfd_open, pid_, 0));
    kill(pid_, SIGTERM);
    pollfd ended{handle, POLLIN, 0};
    if (handle < 0 || poll(&ended, 1, 10'000) <= 0) kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    if (handle >= 0) close(handle);
    if (drain_.joinable()) drain_.join();
    close(stdout_);
}

std::chrono::nanoseconds Child::cpu_time() const {
    clockid_t clock = 0;
    timespec used{};
    if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &used) != 0)
        throw std::runtime_error(fmt::format("{} has ended\n{}", command_.arguments[0], end_of_file(command_.log_file)));
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

std::int64_t Child::resident_bytes() const {
    std::ifstream status(fmt::format("/proc/{}/status", pid_));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6)) * 1024;
    throw std::runtime_error(fmt::format("{} has ended\n{}", command_.arguments[0], end_of_file(command_.log_file)));
}

Pinned::Pinned(int cpu) {
    sched_getaffinity(0, sizeof before_, &before_);
    auto const cpus = only(cpu);
    sched_setaffinity(0, sizeof cpus, &cpus);
}

Pinned::~Pinned() { sched_setaffinity(0, sizeof before_, &before_); }

int cpu_count() { return CPU_COUNT(&all_cpus); }

}  // namespace gatehouse::bench
