// SPDX-License-Identifier: Apache-2.0
#include "server/wiring.h"

#include "api/errors.h"
#include "base/crypto.h"
#include "server/secret_key.h"
#include "store/driver.h"
#include "store/sqlite/sqlite.h"

#include <fmt/format.h>
#include <sodium.h>
#include <algorithm>
#include <filesystem>
#include <thread>

namespace gatehouse::server {
namespace {

/// The key is made and checked at start, so that the first secret does not find a file that cannot be written.
Result<crypto::Vault> open_vault(Config const& config) {
    if (!config.secret_key_file.empty()) return crypto::Vault(TRY(load_secret_key(config.secret_key_file)));
    if (config.data_dir.empty()) return crypto::Vault(crypto::random_bytes(crypto::Vault::key_bytes));
    return crypto::Vault(TRY(load_secret_key(std::filesystem::path(config.data_dir) / "secret.key")));
}

}  // namespace

Result<std::unique_ptr<House>> House::open(Config const& config, Clock const& clock, std::function<void(api::LogLine const&)> log) {
    if (sodium_init() < 0) return unavailable("The system's random generator cannot be used", {});
    std::unique_ptr<House> house(new House);
    house->database_ = config.data_dir.empty() ? TRY(store::sqlite::open_ephemeral()) : TRY(store::sqlite::open(config.data_dir));
    auto const vault = TRY(open_vault(config));
    house->writer_ = TRY(service::Writer::open(*house->database_, house->engine_, clock, config.rules, vault));
    auto const readers = std::clamp(std::thread::hardware_concurrency(), 2u, 8u);
    house->readers_ = TRY(service::Readers::open(*house->database_, house->engine_, clock, config.rules, vault, readers));
    house->api_ = std::make_unique<api::Api>(house->engine_, *house->writer_, *house->readers_, clock,
                                             api::Settings{config.base_domain, config.calls_per_minute}, std::move(log));
    return house;
}

std::string House::directory() const { return database_->directory(); }

House::~House() {
    // Whatever is queued still answers through the API, so the queues are emptied first.
    readers_.reset();
    writer_.reset();
}

http::Hooks House::hooks() {
    return {[this](std::shared_ptr<http::Request> request, http::Respond respond) { api_->handle(std::move(request), std::move(respond)); },
            [this](http::Request const& head) { return api_->body_limit(head); },
            [](int status, std::string_view message, http::Request const& head) { return api::to_response(status, message, head); }};
}

std::string metrics_page(House const& house, http::ServerCounts const& connections) {
    std::string out;
    auto const add = [&](std::string_view name, std::string_view type, std::string_view help, auto value) {
        out += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n{0} {3}\n", name, type, help, value);
    };
    auto const& counts = house.api().counts();
    out += "# HELP gatehouse_http_requests_total Requests answered, by class of status.\n# TYPE gatehouse_http_requests_total counter\n";
    for (std::size_t i = 2; i < counts.by_class.size(); ++i)
        out += fmt::format("gatehouse_http_requests_total{{status=\"{}xx\"}} {}\n", i, counts.by_class[i].load());
    add("gatehouse_http_request_seconds_total", "counter", "Time spent on requests, waiting included.",
        double(counts.microseconds.load()) / 1e6);
    add("gatehouse_http_connections_open", "gauge", "Connections open now.", connections.open);
    add("gatehouse_http_connections_total", "counter", "Connections accepted.", connections.accepted);
    add("gatehouse_http_refused_total", "counter", "Requests refused below the endpoints.", connections.refused);
    auto const written = house.writer().counts();
    add("gatehouse_commits_total", "counter", "Database transactions committed.", written.commits);
    add("gatehouse_writes_total", "counter", "Writes that succeeded.", written.requests);
    add("gatehouse_writes_refused_total", "counter", "Writes that were refused.", written.refused);
    add("gatehouse_revision", "gauge", "Revision of the last commit.", house.engine().current()->revision());
    return out;
}

}  // namespace gatehouse::server
