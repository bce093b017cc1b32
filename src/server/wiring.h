// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/engine.h"
#include "api/api.h"
#include "base/clock.h"
#include "http/server.h"
#include "server/config.h"
#include "service/bootstrap.h"
#include "service/commit.h"
#include "service/readers.h"

#include <functional>
#include <memory>

namespace gatehouse::store {
class Database;
}

namespace gatehouse::server {

/// The server without its doors: database, engine, writer, readers and the API over them. The only place where all rooms meet.
/// Members are destroyed from last to first, so that whoever uses something goes before it.
class House {
public:
    /// Errors: what the database refuses.
    static Result<std::unique_ptr<House>> open(Config const& config, Clock const& clock, std::function<void(api::LogLine const&)> log);
    ~House();

    /// Fills an empty database and makes the settings' token true. Until then nobody can be let in.
    Result<service::Bootstrapped> bootstrap(service::BootstrapSettings const& settings) { return service::bootstrap(*writer_, settings); }

    /// Where the database is kept, also when it is ephemeral.
    std::string directory() const;

    api::Api& api() { return *api_; }
    api::Api const& api() const { return *api_; }
    access::Engine const& engine() const { return engine_; }
    service::Writer const& writer() const { return *writer_; }

    http::Hooks hooks();

private:
    House() = default;

    access::Engine engine_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<service::Writer> writer_;
    std::unique_ptr<service::Readers> readers_;
    std::unique_ptr<api::Api> api_;
};

/// The metrics page: Prometheus text exposition. Labels are bounded: no ids of users or objects.
std::string metrics_page(House const& house, http::ServerCounts const& connections);

}  // namespace gatehouse::server
