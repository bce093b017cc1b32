// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/listening_socket.h"
#include "http/message.h"
#include "http/server.h"

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// One event loop: its listeners, its connections and the clock they are timed by. Runs on one thread, so that nothing in it is locked.
namespace gatehouse::http {

class Connection;

/// The executor is named throughout: Asio's default, a type-erased one, costs a fifth of the time of a request.
using Executor = boost::asio::io_context::executor_type;
using Protocol = boost::asio::generic::stream_protocol;  // TCP and Unix sockets alike
using Socket = boost::asio::basic_stream_socket<Protocol, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Protocol, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<SteadyClock, boost::asio::wait_traits<SteadyClock>, Executor>;

/// What the loops of a server have in common. Outlives them.
struct Shared {
    Hooks hooks;
    Limits limits;
    std::atomic<std::uint64_t> open_connections{0};
};

class Loop {
public:
    struct Counters {
        std::atomic<std::uint64_t> accepted{0};
        std::atomic<std::uint64_t> requests{0};
        std::atomic<std::uint64_t> refused{0};
    };

    explicit Loop(Shared& shared);
    ~Loop();

    /// Before `run`: takes over a socket that listens already. `family` is AF_INET, AF_INET6 or AF_UNIX.
    void add_listener(Descriptor socket, int family, Door door);

    /// Returns when `stop` was called and the last connection is closed.
    void run();

    /// From any thread: see `Server::stop`.
    void stop(std::chrono::milliseconds grace);

    /// When `run` is not running: lets go of the addresses.
    void close_listeners();

    /// Below: for its connections, on its thread.
    Shared& shared() { return shared_; }
    Counters& counters() { return counters_; }
    std::shared_ptr<boost::asio::io_context> const& context() const { return context_; }
    bool stopping() const { return stopping_; }
    std::string const& date() const { return date_; }

    /// When `time` from now has certainly passed; noticed up to two ticks late.
    SteadyClock::time_point after(std::chrono::milliseconds time) const { return now_ + tick_ + time; }

    void remove(Connection& connection);

private:
    struct Listener {
        Acceptor acceptor;
        Door door;
        int family;
        Protocol::endpoint peer;
        bool paused = false;
    };

    void accept(Listener& listener);
    void welcome(Socket socket, Listener const& listener);
    void schedule_tick();
    void on_tick();
    void begin_stop(std::chrono::milliseconds grace);
    void cut();
    void finish_if_empty();

    std::shared_ptr<boost::asio::io_context> context_;  // shared with answers that are still to come, which may outlive the server
    Shared& shared_;
    Counters counters_;
    std::chrono::milliseconds tick_;
    Timer tick_timer_;
    Timer grace_timer_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::vector<std::shared_ptr<Connection>> connections_;  // each knows its place
    SteadyClock::time_point now_;                           // of the last tick
    std::string date_;                                      // of the last tick
    bool stopping_ = false;
    bool finished_ = false;
};

}  // namespace gatehouse::http
