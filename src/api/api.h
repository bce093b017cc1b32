// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/endpoint.h"
#include "api/rate_limit.h"
#include "api/router.h"
#include "http/message.h"
#include "service/commit.h"
#include "service/readers.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The public fronts of the server: every endpoint table, and the pipeline each request takes through them.
namespace gatehouse::api {

struct Settings {
    std::string base_domain = "localhost";  // means the Admin Space, as do IP addresses and `localhost`
    std::int64_t calls_per_minute = 6'000;  // for each token on /api/v2; 0: no limit
};

/// One line of the request log.
struct LogLine {
    http::Request const& request;
    int status;
    std::int64_t bytes;
    std::int64_t microseconds;
    service::Actor const* actor;  // nullptr: nobody was authenticated
    std::string_view detail;      // of an error, for the log only
};

/// A table of endpoints below one base path.
struct Surface {
    std::string_view base;
    std::string_view name;
    http::Door door;
    std::vector<Endpoint> endpoints;
};

/// Every surface with every endpoint of this server, in the order of the documents.
std::vector<Surface> const& surfaces();

class Api {
public:
    Api(access::Engine const& engine, service::Writer& writer, service::Readers& readers, Clock const& clock, Settings settings,
        std::function<void(LogLine const&)> log);

    /// For http::Hooks.
    void handle(std::shared_ptr<http::Request> request, http::Respond respond);
    std::uint64_t body_limit(http::Request const& head) const;

    struct Counts {
        std::array<std::atomic<std::uint64_t>, 6> by_class{};  // answers by first digit of the status
        std::atomic<std::uint64_t> microseconds{0};            // spent on them, waiting included
    };
    Counts const& counts() const { return counts_; }

private:
    struct Exchange;

    void run(std::shared_ptr<Exchange> exchange);
    Result<SpaceId> space_of(http::Request const& request, access::World const& world) const;
    Result<service::Actor> actor_of(Exchange& exchange, Endpoint const& endpoint, access::World const& world);
    void dispatch(std::shared_ptr<Exchange> exchange, Endpoint const& endpoint, Work work);

    access::Engine const& engine_;
    service::Writer& writer_;
    service::Readers& readers_;
    Clock const& clock_;
    Settings settings_;
    std::function<void(LogLine const&)> log_;
    Router router_;        // of the api door
    Router admin_router_;  // of the admin door
    RateLimit rate_limit_;
    RateLimit open_limit_;  // by address, for writes that need no token
    Counts counts_;
};

}  // namespace gatehouse::api
