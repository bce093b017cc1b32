// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/engine.h"
#include "service/context.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::store {
class Database;
}

namespace gatehouse::service {

struct ReadJob {
    Actor actor;
    SpaceId space;
    std::function<void(Read&)> work;              // on a reader's thread; sees one moment of the database
    std::function<void(Error const&)> could_not;  // instead of `work`, when the database cannot be read
};

/// A small pool of threads for reads that need the database, each with a connection of its own. Any thread may submit.
class Readers {
public:
    static Result<std::unique_ptr<Readers>> open(store::Database& database, access::Engine const& engine, Clock const& clock,
                                                 Rules const& rules, crypto::Vault const& vault, unsigned threads);
    ~Readers();  // finishes what is queued

    Readers(Readers const&) = delete;
    Readers& operator=(Readers const&) = delete;

    void submit(ReadJob job);

private:
    Readers(access::Engine const& engine, Clock const& clock, Rules const& rules, crypto::Vault const& vault);
    void run(store::Connection& connection);
    void run_job(store::Connection& connection, ReadJob const& job);

    access::Engine const& engine_;
    Clock const& clock_;
    Rules const rules_;
    crypto::Vault const vault_;
    std::vector<std::unique_ptr<store::Connection>> connections_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<ReadJob> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace gatehouse::service
