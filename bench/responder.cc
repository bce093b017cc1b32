// SPDX-License-Identifier: Apache-2.0
#include "bench/responder.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::bench {
namespace {

void watch(int epoll, int fd) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int listen_on_any_port() {
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 128) != 0) _exit(1);
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    fmt::print("http://127.0.0.1:{}\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return fd;
}

/// How many request heads end in `received`, which is then left with the unfinished rest.
std::size_t take_requests(std::string& received) {
    std::size_t count = 0, done = 0;
    for (auto end = received.find("\r\n\r\n"); end != std::string::npos; end = received.find("\r\n\r\n", done)) {
        done = end + 4;
        ++count;
    }
    received.erase(0, done);
    return count;
}

}  // namespace

void respond_forever(std::size_t body_bytes) {
    std::string const answer = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", body_bytes,
                                           std::string(body_bytes, 'x'));
    int const listener = listen_on_any_port();
    int const epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener);
    std::unordered_map<int, std::string> unfinished;
    for (;;) {
        std::array<epoll_event, 64> events;
        int const ready = epoll_wait(epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < ready; ++i) {
            int const fd = events[std::size_t(i)].data.fd;
            if (fd == listener) {
                int const client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
                int const yes = 1;
                setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                watch(epoll, client);
                continue;
            }
            std::array<char, 8192> buffer;
            auto const got = recv(fd, buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                unfinished.erase(fd);
                close(fd);
                continue;
            }
            auto& received = unfinished[fd];
            received.append(buffer.data(), std::size_t(got));
            for (auto requests = take_requests(received); requests > 0; --requests)
                if (send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
        }
    }
}

}  // namespace gatehouse::bench
