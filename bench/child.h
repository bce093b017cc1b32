// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sched.h>
#include <sys/types.h>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

/// Processes of our own making: started, watched and ended by their id. What goes wrong is a std::runtime_error; a benchmark has nobody
/// to answer to.
namespace gatehouse::bench {

struct Command {
    std::vector<std::string> arguments;              // the program first
    std::map<std::string, std::string> environment;  // on top of ours, less what is called GATEHOUSE_*
    std::string log_file;                            // standard error goes there
    std::optional<int> cpu;                          // the only one it may use
};

class Child {
public:
    explicit Child(Command command);
    ~Child();  // asks it to end, insists after 10 seconds
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;

    /// The port of the first http:// URL it prints, within 30 seconds.
    std::uint16_t port() const { return port_; }

    std::chrono::nanoseconds cpu_time() const;
    std::int64_t resident_bytes() const;

private:
    void read_port();
    void end();

    Command command_;
    pid_t pid_ = -1;
    int stdout_ = -1;
    std::uint16_t port_ = 0;
    std::thread drain_;  // reads on, so that the child never waits for us
};

/// Keeps the calling thread (and what it starts) on one core while it lives.
class Pinned {
public:
    explicit Pinned(int cpu);
    ~Pinned();
    Pinned(Pinned const&) = delete;
    Pinned& operator=(Pinned const&) = delete;

private:
    cpu_set_t before_;
};

int cpu_count();

}  // namespace gatehouse::bench
