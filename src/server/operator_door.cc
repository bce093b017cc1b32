// SPDX-License-Identifier: Apache-2.0
#include "server/operator_door.h"

#include "client/http_client.h"
#include "http/target.h"
#include "server/wiring.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cstring>
#include <filesystem>
#include <future>

namespace gatehouse::server {
namespace {

bool somebody_listens(std::string const& socket_path) {
    int const probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return false;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
    bool const connected = ::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    return connected;
}

/// A request as the admin door would have made it.
Result<std::shared_ptr<http::Request>> make_request(http::Method method, std::string const& target, std::string const& body) {
    auto parsed = TRY(http::parse_target(target));
    auto request = std::make_shared<http::Request>();
    request->method = method;
    request->path = std::move(parsed.path);
    request->segments = std::move(parsed.segments);
    request->query = std::move(parsed.query);
    request->door = http::Door::admin;
    request->body = body;
    request->id = "command-line";
    return request;
}

/// A house of this process's own, asked directly.
struct LocalHouse {
    SystemClock clock;
    std::unique_ptr<House> house;
};

}  // namespace

std::string admin_socket_path(std::string const& data_dir) { return (std::filesystem::path(data_dir) / "admin.sock").string(); }

Result<cli::Operator> open_operator(std::string const& data_dir) {
    auto const socket_path = admin_socket_path(data_dir);
    if (somebody_listens(socket_path)) {
        return cli::Operator([socket_path](http::Method method, std::string const& path, std::string const& body) {
            return client::call({"http://localhost", socket_path}, method, "/admin" + path, body);
        });
    }
    if (!std::filesystem::exists(std::filesystem::path(data_dir) / "gatehouse.db"))
        return unavailable("There is no database in " + data_dir + ", and no server runs there", {});
    auto local = std::make_shared<LocalHouse>();
    Config config;
    config.data_dir = data_dir;
    local->house = TRY(House::open(config, local->clock, [](api::LogLine const&) {}));
    // The first token is printed by the server that fills the database, so it is not filled from here.
    if (!local->house->engine().current()->space(admin_space))
        return unavailable("The database in " + data_dir + " is empty; start the server on it once", {});
    return cli::Operator([local](http::Method method, std::string const& path, std::string const& body) -> Result<http::Response> {
        auto request = TRY(make_request(method, "/admin" + path, body));
        std::promise<http::Response> answered;
        local->house->api().handle(std::move(request), [&](http::Response response) { answered.set_value(std::move(response)); });
        return answered.get_future().get();
    });
}

}  // namespace gatehouse::server
