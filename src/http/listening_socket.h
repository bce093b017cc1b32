// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "http/server.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Sockets that listen, as plain descriptors: who else holds the address is a question for the operating system, not for Asio.
namespace gatehouse::http {

/// A file descriptor with one owner.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

struct ListeningSockets {
    std::vector<Descriptor> sockets;
    int family = 0;  // AF_INET or AF_INET6
    std::uint16_t port = 0;
};

/// `count` sockets on one port that share its connections (SO_REUSEPORT). Refused when anyone else listens there, even if they
/// would share. Errors: unavailable, naming the address.
Result<ListeningSockets> listen_on_port(std::string const& address, std::uint16_t port, unsigned count);

/// A socket file that is removed with its owner, unless someone has put another in its place.
class SocketFile {
public:
    SocketFile() = default;
    SocketFile(std::string path, std::uint64_t device, std::uint64_t inode) : path_(std::move(path)), device_(device), inode_(inode) {}
    SocketFile(SocketFile&& other) noexcept : SocketFile(std::exchange(other.path_, {}), other.device_, other.inode_) {}
    SocketFile& operator=(SocketFile&&) = delete;
    ~SocketFile();

private:
    std::string path_;
    std::uint64_t device_ = 0;
    std::uint64_t inode_ = 0;
};

struct ListeningFile {
    Descriptor socket;
    SocketFile file;
};

/// A Unix socket at `path`, mode 0600. A socket file nobody listens on any more is replaced; a live one, or anything that is not
/// a socket, is refused. Errors: unavailable, naming the path.
Result<ListeningFile> listen_on_file(std::string const& path);

}  // namespace gatehouse::http
