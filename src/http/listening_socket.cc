// SPDX-License-Identifier: Apache-2.0
#include "http/listening_socket.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace gatehouse::http {
namespace {

constexpr int backlog = 4096;  // the kernel cuts it to net.core.somaxconn

std::string system_says(int error) { return std::generic_category().message(error); }

Error cannot_listen(std::string_view where, std::string_view why) {
    return unavailable(fmt::format("Cannot listen on {}: {}", where, why), {});
}

bool set_option(Descriptor const& socket, int option) {
    int const on = 1;
    return ::setsockopt(socket.number(), SOL_SOCKET, option, &on, sizeof on) == 0;
}

Descriptor open_socket(int family) { return Descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

enum class Sharing { none, reuse_port };

/// 0, or the errno of the step that failed.
int bind_and_listen(Descriptor const& socket, sockaddr const* address, socklen_t length, Sharing sharing) {
    // Without SO_REUSEADDR a restart would have to wait for the connections of the last run to leave TIME_WAIT.
    if (socket.number() < 0 || !set_option(socket, SO_REUSEADDR)) return errno;
    if (sharing == Sharing::reuse_port && !set_option(socket, SO_REUSEPORT)) return errno;
    if (::bind(socket.number(), address, length) != 0) return errno;
    if (::listen(socket.number(), backlog) != 0) return errno;
    return 0;
}

std::uint16_t port_of(sockaddr_storage const& address) {
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6 const&>(address).sin6_port);
    return ntohs(reinterpret_cast<sockaddr_in const&>(address).sin_port);
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Result<ListeningSockets> listen_on_port(std::string const& address, std::uint16_t port, unsigned count) {
    auto const where = fmt::format("{} port {}", address, port);

    addrinfo wanted{};
    wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const error = ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found); error != 0) {
        return cannot_listen(where, "the address must be an IP address");
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owner(found, ::freeaddrinfo);

    ListeningSockets result;
    result.family = found->ai_family;

    // The first socket listens alone, so it fails if anyone else is there, sharing or not, and it picks the port if that is 0.
    // Only then does it open the port to its siblings: there is no moment at which another server could slip in between.
    auto first = open_socket(result.family);
    if (int const error = bind_and_listen(first, found->ai_addr, found->ai_addrlen, Sharing::none))
        return cannot_listen(where, system_says(error));

    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (::getsockname(first.number(), reinterpret_cast<sockaddr*>(&bound), &length) != 0) return cannot_listen(where, system_says(errno));
    result.port = port_of(bound);
    if (count > 1 && !set_option(first, SO_REUSEPORT)) return cannot_listen(where, system_says(errno));
    result.sockets.push_back(std::move(first));

    while (result.sockets.size() < count) {
        auto sibling = open_socket(result.family);
        int const error = bind_and_listen(sibling, reinterpret_cast<sockaddr const*>(&bound), length, Sharing::reuse_port);
        if (error != 0) return cannot_listen(where, system_says(error));
        result.sockets.push_back(std::move(sibling));
    }
    return result;
}

SocketFile::~SocketFile() {
    struct stat now{};
    if (path_.empty() || ::lstat(path_.c_str(), &now) != 0) return;
    if (now.st_dev == device_ && now.st_ino == inode_) ::unlink(path_.c_str());
}

Result<ListeningFile> listen_on_file(std::string const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return cannot_listen(path, fmt::format("the path of a Unix socket has at most {} bytes", sizeof address.sun_path - 1));
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    auto const* const generic = reinterpret_cast<sockaddr const*>(&address);

    struct stat there{};
    if (::lstat(path.c_str(), &there) == 0) {
        if (!S_ISSOCK(there.st_mode)) return cannot_listen(path, "there is a file that is not a socket");
        auto const probe = open_socket(AF_UNIX);
        // Anything but "nobody listens" (a full backlog, no permission) means that someone does.
        if (::connect(probe.number(), generic, sizeof address) == 0 || errno != ECONNREFUSED) {
            return cannot_listen(path, "another server listens there");
        }
        ::unlink(path.c_str());
    }

    auto socket = open_socket(AF_UNIX);
    if (socket.number() < 0) return cannot_listen(path, system_says(errno));
    if (::bind(socket.number(), generic, sizeof address) != 0) return cannot_listen(path, system_says(errno));
    // Nobody can connect before `listen`, so the mode is right before the first chance to use the socket.
    if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::lstat(path.c_str(), &there) != 0) return cannot_listen(path, system_says(errno));
    SocketFile file(path, there.st_dev, there.st_ino);
    if (::listen(socket.number(), backlog) != 0) return cannot_listen(path, system_says(errno));
    return ListeningFile{std::move(socket), std::move(file)};
}

}  // namespace gatehouse::http
