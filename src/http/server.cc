// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include "http/listening_socket.h"
#include "http/loop.h"

#include <sys/socket.h>
#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::http {

struct Server::Impl {
    Shared shared;
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<SocketFile> socket_files;
    std::mutex stopping;
    std::vector<std::thread> threads;
};

Server::Server(Hooks hooks, Limits limits, unsigned threads) : impl_(std::make_unique<Impl>()) {
    impl_->shared.hooks = std::move(hooks);
    impl_->shared.limits = limits;
    for (unsigned made = 0; made < std::max(threads, 1U); ++made) impl_->loops.push_back(std::make_unique<Loop>(impl_->shared));
}

Server::~Server() { stop(std::chrono::milliseconds::zero()); }

Result<std::uint16_t> Server::listen(Listen const& where) {
    auto& loops = impl_->loops;
    if (!where.unix_path.empty()) {
        auto file = TRY(listen_on_file(where.unix_path));
        impl_->socket_files.push_back(std::move(file.file));
        loops.front()->add_listener(std::move(file.socket), AF_UNIX, where.door);
        return std::uint16_t{0};
    }
    auto port = TRY(listen_on_port(where.address, where.port, static_cast<unsigned>(loops.size())));
    for (std::size_t at = 0; at < loops.size(); ++at) loops[at]->add_listener(std::move(port.sockets[at]), port.family, where.door);
    return port.port;
}

void Server::start() {
    for (auto const& loop : impl_->loops) {
        impl_->threads.emplace_back([&loop = *loop] { loop.run(); });
    }
}

void Server::stop(std::chrono::milliseconds grace) {
    std::lock_guard const lock(impl_->stopping);
    if (!impl_->threads.empty()) {
        for (auto const& loop : impl_->loops) loop->stop(grace);
        for (auto& thread : impl_->threads) thread.join();
        impl_->threads.clear();
    }
    for (auto const& loop : impl_->loops) loop->close_listeners();
    impl_->socket_files.clear();
}

ServerCounts Server::counts() const {
    ServerCounts counts;
    counts.open = impl_->shared.open_connections.load(std::memory_order_relaxed);
    for (auto const& loop : impl_->loops) {
        counts.accepted += loop->counters().accepted.load(std::memory_order_relaxed);
        counts.requests += loop->counters().requests.load(std::memory_order_relaxed);
        counts.refused += loop->counters().refused.load(std::memory_order_relaxed);
    }
    return counts;
}

}  // namespace gatehouse::http
