// SPDX-License-Identifier: Apache-2.0
#include "bench/load.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace gatehouse::bench {
namespace {

using Instant = std::chrono::steady_clock;

[[noreturn]] void fail(std::string_view what) { throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno))); }

class Socket {
public:
    explicit Socket(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int const yes = 1;
        timeval const patience{10, 0};
        setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) fail("cannot connect");
    }
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&&) = delete;
    ~Socket() {
        if (fd_ >= 0) close(fd_);
    }

    int fd() const { return fd_; }

    /// A request is small and the socket idle: there is always room for all of it.
    void send_all(std::string_view text) const {
        if (send(fd_, text.data(), text.size(), MSG_NOSIGNAL) != ssize_t(text.size())) fail("cannot send");
    }

    void receive_some(std::string& in) const {
        static thread_local std::array<char, 262'144> buffer;  // whole lists are tens of MiB
        auto const got = recv(fd_, buffer.data(), buffer.size(), 0);
        if (got < 0) fail("cannot receive");
        if (got == 0) throw std::runtime_error("the server closed a connection");
        in.append(buffer.data(), std::size_t(got));
    }

private:
    int fd_;
};

struct Frame {
    int status = 0;
    std::size_t head = 0;
    std::size_t body = 0;
};

/// The answer at the start of `in`, once all of it is there.
std::optional<Frame> whole_answer(std::string_view in) {
    static constexpr std::string_view length_field = "\r\ncontent-length:";
    auto const end = in.find("\r\n\r\n");
    if (end == std::string_view::npos) return {};
    Frame frame{.status = 0, .head = end + 4, .body = std::string_view::npos};
    std::from_chars(in.data() + 9, in.data() + 12, frame.status);
    for (auto line = in.find("\r\n"); line < end; line = in.find("\r\n", line + 2)) {
        if (strncasecmp(in.data() + line, length_field.data(), length_field.size()) != 0) continue;
        auto const* number = in.data() + line + length_field.size();
        while (*number == ' ') ++number;
        std::from_chars(number, in.data() + end, frame.body);
    }
    if (frame.body == std::string_view::npos) throw std::runtime_error("an answer without Content-Length");
    if (in.size() < frame.head + frame.body) return {};
    return frame;
}

struct Client {
    Socket socket;
    std::string in = {};
    Instant::time_point asked = {};
};

class ClosedLoop {
public:
    explicit ClosedLoop(Load const& load) : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
        clients_.reserve(std::size_t(load.connections));
        for (int i = 0; i < load.connections; ++i) {
            auto& client = clients_.emplace_back(Client{Socket(load.port)});
            epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
            if (epoll_ctl(epoll_, EPOLL_CTL_ADD, client.socket.fd(), &event) != 0) fail("epoll_ctl");
        }
    }
    ~ClosedLoop() { close(epoll_); }
    ClosedLoop(ClosedLoop const&) = delete;
    ClosedLoop& operator=(ClosedLoop const&) = delete;

    Rate run() {
        auto const start = Instant::now();
        end_ = start + load_.duration;
        for (auto& client : clients_) ask_next(client, start);
        while (waiting_ > 0) {
            std::array<epoll_event, 64> events;
            int const ready = epoll_wait(epoll_, events.data(), int(events.size()), 10'000);
            if (ready == 0) throw std::runtime_error("no answer for 10 seconds");
            if (ready < 0 && errno != EINTR) fail("epoll_wait");
            for (int i = 0; i < ready; ++i) read_answer(*static_cast<Client*>(events[std::size_t(i)].data.ptr));
        }
        return rate_of(std::move(took_), Instant::now() - start);
    }

private:
    void ask_next(Client& client, Instant::time_point now) {
        out_.clear();
        load_.next(out_);
        client.asked = now;
        client.socket.send_all(out_);
        ++waiting_;
    }

    void read_answer(Client& client) {
        client.socket.receive_some(client.in);
        auto const frame = whole_answer(client.in);
        if (!frame) return;
        if (frame->status != load_.status)
            throw std::runtime_error(
                fmt::format("expected status {}, found {}: {}", load_.status, frame->status, client.in.substr(frame->head)));
        client.in.erase(0, frame->head + frame->body);
        auto const now = Instant::now();
        auto const took = std::chrono::nanoseconds(now - client.asked).count();
        took_.push_back(std::uint32_t(std::min<std::int64_t>(took, std::numeric_limits<std::uint32_t>::max())));
        --waiting_;
        if (now < end_) ask_next(client, now);
    }

    Load const& load_;
    int epoll_;
    std::vector<Client> clients_;
    std::vector<std::uint32_t> took_;
    std::string out_;
    Instant::time_point end_;
    int waiting_ = 0;
};

}  // namespace

Answer ask(std::uint16_t port, std::string const& request) {
    Socket const socket(port);
    socket.send_all(request);
    std::string in;
    for (;;) {
        socket.receive_some(in);
        if (auto const frame = whole_answer(in)) return {frame->status, in.substr(frame->head, frame->body)};
    }
}

Rate rate_of(std::vector<std::uint32_t> nanoseconds, std::chrono::nanoseconds elapsed) {
    if (nanoseconds.empty()) throw std::runtime_error("nothing was done in the time given");
    auto const percentile = [&](std::size_t percent) {
        auto const place = nanoseconds.begin() + std::ptrdiff_t((nanoseconds.size() - 1) * percent / 100);
        std::nth_element(nanoseconds.begin(), place, nanoseconds.end());
        return double(*place) / 1000;
    };
    return {std::int64_t(nanoseconds.size()), std::chrono::duration<double>(elapsed).count(), percentile(50), percentile(99)};
}

Rate run_load(Load const& load) { return ClosedLoop(load).run(); }

}  // namespace gatehouse::bench
