// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// For tests only: a client that sends exactly the bytes it is told to, so that it can be as wrong as a test needs.
namespace gatehouse::http {

struct RawResponse {
    int status = 0;  // 0: the connection closed, or nothing came for five seconds, before the response was complete
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;

    /// The first header of that (lower-case) name; empty if there is none.
    std::string header(std::string_view name) const {
        auto const found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
        return found == headers.end() ? std::string() : found->second;
    }
    bool has_header(std::string_view name) const {
        return std::ranges::count(headers, name, &std::pair<std::string, std::string>::first) > 0;
    }
};

enum class Expected { body, no_body };  // no_body: the answer to a HEAD request

class RawClient {
public:
    /// Connects to a port of 127.0.0.1. Throws std::runtime_error when nobody listens.
    explicit RawClient(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(AF_INET, address);
    }

    /// Connects to a Unix socket.
    explicit RawClient(std::string const& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) throw std::runtime_error("path too long: " + path);
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        connect(AF_UNIX, address);
    }

    RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient() { close(); }

    /// False when the server has closed the connection.
    bool send(std::string_view text) {
        while (!text.empty()) {
            auto const sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// The next response, `100 Continue` included.
    RawResponse read(Expected expected = Expected::body) {
        auto end = received_.find("\r\n\r\n");
        while (end == std::string::npos) {
            if (!receive()) return {};
            end = received_.find("\r\n\r\n");
        }
        auto response = parse_head(std::string_view(received_).substr(0, end + 2));
        received_.erase(0, end + 4);

        auto const length_text = response.header("content-length");
        std::size_t length = 0;
        std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
        if (expected == Expected::no_body) return response;
        while (received_.size() < length) {
            if (!receive()) return {};
        }
        response.body = received_.substr(0, length);
        received_.erase(0, length);
        return response;
    }

    RawResponse ask(std::string_view request) {
        send(request);
        return read();
    }

    /// Whatever else comes before the server closes; nullopt if it does not close within five seconds, or with a reset.
    std::optional<std::string> read_until_close() {
        while (receive()) {
        }
        if (!clean_end_) return std::nullopt;
        return std::exchange(received_, {});
    }

    /// Says that nothing more will be sent.
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }

private:
    template <class Address>
    void connect(int family, Address const& address) {
        socket_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval const patience{5, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
            auto const reason = std::string(std::strerror(errno));
            close();
            throw std::runtime_error("connect: " + reason);
        }
    }

    bool receive() {
        char bytes[16 * 1024];
        auto const count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
        clean_end_ = count == 0;
        return count > 0;
    }

    static RawResponse parse_head(std::string_view head) {
        RawResponse response;
        constexpr std::string_view version = "HTTP/1.1 ";
        if (!head.starts_with(version)) return response;
        std::from_chars(head.data() + version.size(), head.data() + head.size(), response.status);
        head.remove_prefix(head.find("\r\n") + 2);
        while (!head.empty()) {
            auto const line = head.substr(0, head.find("\r\n"));
            auto const colon = line.find(": ");
            if (colon == std::string_view::npos) return {};
            std::string name(line.substr(0, colon));
            std::ranges::transform(name, name.begin(),
                                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
            response.headers.emplace_back(std::move(name), line.substr(colon + 2));
            head.remove_prefix(line.size() + 2);
        }
        return response;
    }

    int socket_ = -1;
    std::string received_;
    bool clean_end_ = false;
};

}  // namespace gatehouse::http
