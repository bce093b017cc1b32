// SPDX-License-Identifier: Apache-2.0
#include "http/loop.h"

#include "http/connection.h"
#include "http/response_head.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <tuple>
#include <utility>

namespace gatehouse::http {
namespace {

namespace net = boost::asio;

/// Beyond the limit, so many connections are still told so (503); more are closed at once, or telling would have no limit.
constexpr std::uint64_t connections_turned_away = 128;

/// Coarse: it wakes an idle server four times a second and may notice a deadline this much late. Finer when a deadline is short.
std::chrono::milliseconds tick_for(Limits const& limits) {
    using std::chrono::milliseconds;
    auto const shortest = std::min({limits.header_time, limits.body_time, limits.idle_time, limits.write_time});
    return std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
}

/// The address without the port; an IPv4 address that came in over IPv6 reads as IPv4.
std::string address_of(Protocol::endpoint const& peer, int family) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, peer.data(), std::min(peer.size(), sizeof address));
        ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    } else if (family == AF_INET6) {
        sockaddr_in6 address{};
        std::memcpy(&address, peer.data(), std::min(peer.size(), sizeof address));
        if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
            ::inet_ntop(AF_INET, address.sin6_addr.s6_addr + 12, text.data(), text.size());
        } else {
            ::inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
        }
    }
    return text.data();
}

}  // namespace

Loop::Loop(Shared& shared)
    : context_(std::make_shared<net::io_context>(1)),
      shared_(shared),
      tick_(tick_for(shared.limits)),
      tick_timer_(context_->get_executor()),
      grace_timer_(context_->get_executor()),
      now_(SteadyClock::now()),
      date_(http_date()) {}

Loop::~Loop() = default;

void Loop::add_listener(Descriptor socket, int family, Door door) {
    auto listener = std::make_unique<Listener>(Acceptor(context_->get_executor()), door, family, Protocol::endpoint(), false);
    listener->acceptor.assign(Protocol(family, 0), socket.number());
    socket.release();
    listeners_.push_back(std::move(listener));
}

void Loop::run() {
    now_ = SteadyClock::now();
    date_ = http_date();
    for (auto const& listener : listeners_) accept(*listener);
    schedule_tick();
    context_->run();
}

void Loop::accept(Listener& listener) {
    listener.acceptor.async_accept(listener.peer, [this, &listener](boost::system::error_code error, Socket socket) {
        if (stopping_) return;
        if (error) {
            // Most likely out of descriptors: trying again at once would spin. The next tick does.
            listener.paused = true;
            return;
        }
        welcome(std::move(socket), listener);
        accept(listener);
    });
}

void Loop::welcome(Socket socket, Listener const& listener) {
    counters_.accepted.fetch_add(1, std::memory_order_relaxed);
    auto const open = shared_.open_connections.fetch_add(1, std::memory_order_relaxed);
    if (open >= shared_.limits.connections + connections_turned_away) {
        shared_.open_connections.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    if (listener.family != AF_UNIX) {
        boost::system::error_code ignored;  // a connection that is gone already shows it at the first read
        std::ignore = socket.set_option(net::ip::tcp::no_delay(true), ignored);
    }
    auto connection = std::make_shared<Connection>(*this, std::move(socket), listener.door, address_of(listener.peer, listener.family));
    connection->place = connections_.size();
    connections_.push_back(connection);
    if (open >= shared_.limits.connections) {
        connection->turn_away();
    } else {
        connection->start();
    }
}

void Loop::remove(Connection& connection) {
    shared_.open_connections.fetch_sub(1, std::memory_order_relaxed);
    auto const place = connection.place;
    std::swap(connections_[place], connections_.back());
    connections_[place]->place = place;
    connections_.pop_back();
    finish_if_empty();
}

void Loop::schedule_tick() {
    tick_timer_.expires_after(tick_);
    tick_timer_.async_wait([this](boost::system::error_code) {
        if (!finished_) on_tick();
    });
}

void Loop::on_tick() {
    now_ = SteadyClock::now();
    date_ = http_date();
    for (auto const& listener : listeners_) {
        if (std::exchange(listener->paused, false) && !stopping_) accept(*listener);
    }
    // Backwards, because a connection that closes is replaced by the last one, which has had its turn. The copy keeps it alive.
    for (auto at = connections_.size(); at-- > 0;) {
        auto const connection = connections_[at];
        connection->check_deadline(now_);
    }
    if (!finished_) schedule_tick();
}

void Loop::stop(std::chrono::milliseconds grace) {
    net::post(context_->get_executor(), [this, grace] { begin_stop(grace); });
}

void Loop::close_listeners() {
    boost::system::error_code ignored;
    for (auto const& listener : listeners_) std::ignore = listener->acceptor.close(ignored);
}

void Loop::begin_stop(std::chrono::milliseconds grace) {
    if (stopping_) return;
    stopping_ = true;
    close_listeners();
    for (auto at = connections_.size(); at-- > 0;) {
        auto const connection = connections_[at];
        connection->close_if_idle();
    }
    if (grace <= std::chrono::milliseconds::zero()) return cut();

    grace_timer_.expires_after(grace);
    grace_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) cut();
    });
    finish_if_empty();
}

void Loop::cut() {
    while (!connections_.empty()) {
        auto const connection = connections_.back();
        connection->close();
    }
    finish_if_empty();
}

/// Without timers and connections the context has nothing left to wait for, and `run` returns once the last callback is done.
void Loop::finish_if_empty() {
    if (!stopping_ || !connections_.empty()) return;
    finished_ = true;
    tick_timer_.cancel();
    grace_timer_.cancel();
}

}  // namespace gatehouse::http
