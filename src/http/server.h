// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "http/message.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

/// The HTTP/1.1 server: Beast's parser on one epoll loop per thread, and the checks Beast leaves to its user.
namespace gatehouse::http {

struct Limits {
    std::size_t header_bytes = 16 * 1024;           // 431 beyond
    std::size_t target_bytes = 8 * 1024;            // 414 beyond
    std::size_t headers = 100;                      // 431 beyond
    std::size_t connections = 10'000;               // more are answered 503 and closed
    std::chrono::milliseconds header_time{10'000};  // from the first byte of a request to the end of its head: 408
    std::chrono::milliseconds body_time{30'000};    // from the end of the head to the end of the body: 408
    std::chrono::milliseconds idle_time{75'000};    // between requests; closed without a word
    std::chrono::milliseconds write_time{30'000};   // to take one response; closed
};

struct Listen {
    std::string address = "127.0.0.1";  // an IP literal; ignored for a Unix socket
    std::uint16_t port = 0;             // 0: a free one
    std::string unix_path;              // if set: a Unix socket at this path, mode 0600, replacing a dead one
    Door door = Door::api;
};

struct Hooks {
    Handler handle;
    BodyLimit body_limit;
    Refusal refuse;
};

/// Counters since start; any thread may read them.
struct ServerCounts {
    std::uint64_t accepted = 0;
    std::uint64_t open = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;  // answered by `Refusal`
};

class Server {
public:
    /// `threads` event loops (>= 1), each with a listener of its own on the same port where the address is an IP.
    Server(Hooks hooks, Limits limits, unsigned threads);
    ~Server();  // stops at once if still running

    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Binds and starts to listen; may be called several times before `start`. The port bound (0 for a Unix socket).
    /// A port or a live socket that another server holds is refused. Errors: unavailable, naming the address.
    Result<std::uint16_t> listen(Listen const& where);

    /// Runs the loops on their own threads.
    void start();

    /// Stops accepting, finishes what is in flight (a request whose first byte has arrived), closes, and joins the threads.
    /// After `grace` whatever is left is cut. Safe to call twice; not from a hook, which would wait for itself.
    void stop(std::chrono::milliseconds grace);

    ServerCounts counts() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace gatehouse::http
