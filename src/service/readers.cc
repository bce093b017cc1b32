// SPDX-License-Identifier: Apache-2.0
#include "service/readers.h"

#include "store/driver.h"
#include "store/session.h"

namespace gatehouse::service {

Readers::Readers(access::Engine const& engine, Clock const& clock, Rules const& rules, crypto::Vault const& vault)
    : engine_(engine), clock_(clock), rules_(rules), vault_(vault) {}

Result<std::unique_ptr<Readers>> Readers::open(store::Database& database, access::Engine const& engine, Clock const& clock,
                                               Rules const& rules, crypto::Vault const& vault, unsigned threads) {
    std::unique_ptr<Readers> readers(new Readers(engine, clock, rules, vault));
    for (unsigned i = 0; i < threads; ++i) readers->connections_.push_back(TRY(database.open_reader()));
    for (auto& connection : readers->connections_)
        readers->threads_.emplace_back([raw = readers.get(), &connection] { raw->run(*connection); });
    return readers;
}

Readers::~Readers() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Readers::submit(ReadJob job) {
    {
        std::lock_guard const lock(mutex_);
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
}

void Readers::run(store::Connection& connection) {
    for (;;) {
        ReadJob job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        run_job(connection, job);
    }
}

void Readers::run_job(store::Connection& connection, ReadJob const& job) {
    if (auto const begun = connection.begin_read(); !begun) return job.could_not(begun.error());
    // The World first: what the database shows is then at least as new, so whatever the World names is there.
    auto const world = engine_.current();
    if (!world->space(job.space)) {
        connection.rollback();
        return job.could_not(not_found("This Space was deleted"));
    }
    store::Session session(connection, job.space);
    Read read{session, *world, job.actor, job.space, clock_.now(), rules_, vault_};
    job.work(read);
    connection.rollback();
}

}  // namespace gatehouse::service
