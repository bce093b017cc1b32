// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/engine.h"
#include "service/context.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::store {
class Connection;
class Database;
}  // namespace gatehouse::store

namespace gatehouse::service {

/// One request that writes: one savepoint, one revision.
struct WriteJob {
    Actor actor;
    SpaceId space;
    std::string action;   // the use case, for the log: `group.create`
    std::string request;  // id of the request; empty when there is none
    /// Runs on the writer's thread, judged on what the requests before it left. An error takes back everything it did, and nothing else.
    std::function<Result<void>(Write&)> work;
    /// Called once, on the writer's thread: after the write is durable and published (`revision`: the one it made, or the latest if it
    /// changed nothing), or with the error.
    std::function<void(Result<std::int64_t> revision)> done;
};

/// The only place where state changes. A thread of its own takes what has queued up into one database transaction: check that the actor
/// may still act, run the use case, append its changes to the log; then take the revisions, commit, publish to the engine, and only then
/// answer. Any thread may submit.
class Writer {
public:
    /// Opens the database's one writing connection, brings the schema up to date, loads the engine. Errors: unavailable, internal.
    static Result<std::unique_ptr<Writer>> open(store::Database& database, access::Engine& engine, Clock const& clock, Rules const& rules,
                                                crypto::Vault const& vault);
    ~Writer();  // finishes what is queued

    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    void submit(WriteJob job);

    /// The same, waiting for it: for start-up, the command line and tests. `work` returns a Result<T>.
    template <class T>
    Result<T> commit(Actor const& actor, std::string action, std::function<Result<T>(Write&)> work) {
        std::optional<Result<T>> made;
        std::promise<Result<std::int64_t>> finished;
        submit({actor,
                actor.space,
                std::move(action),
                {},
                [&](Write& write) -> Result<void> {
                    made.emplace(work(write));
                    if (!*made) return made->error();
                    return {};
                },
                [&](Result<std::int64_t> revision) { finished.set_value(std::move(revision)); }});
        auto revision = finished.get_future().get();
        if (!revision) return std::move(revision).error();
        return *std::move(made);
    }

    struct Counts {
        std::uint64_t commits = 0;   // database transactions
        std::uint64_t requests = 0;  // that changed something
        std::uint64_t refused = 0;
    };
    Counts counts() const;

private:
    Writer(store::Database& database, access::Engine& engine, Clock const& clock, Rules const& rules, crypto::Vault const& vault);
    Result<void> load();
    void run();
    void run_batch(std::vector<WriteJob>& jobs);
    void end_what_is_over();

    store::Database& database_;
    access::Engine& engine_;
    Clock const& clock_;
    Rules const rules_;
    crypto::Vault const vault_;
    std::unique_ptr<store::Connection> connection_;
    access::World world_;    // what is committed and published
    std::string chain_end_;  // hash of the last row of the log
    std::uint64_t rows_since_checkpoint_ = 0;
    std::optional<Timestamp> next_expiry_;  // when a grant or membership ends by itself

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<WriteJob> queue_;
    bool stopping_ = false;
    Counts counts_;
    std::thread thread_;
};

}  // namespace gatehouse::service
