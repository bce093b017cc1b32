// SPDX-License-Identifier: Apache-2.0
#include "service/commit.h"

#include "changes/change.h"
#include "service/expiry.h"
#include "store/driver.h"
#include "store/expiry.h"
#include "store/log.h"
#include "store/migrations.h"
#include "store/record.h"
#include "store/session.h"

#include <algorithm>
#include <chrono>
#include <exception>

namespace gatehouse::service {
namespace {

constexpr std::size_t max_batch = 128;
/// Log rows between two checkpoints: often enough that the write-ahead file stays small, seldom enough that commits do not wait for it.
constexpr std::uint64_t rows_per_checkpoint = 4'000;

void apply(access::World& world, changes::Change const& change) {
    if (change.after)
        world.put(*change.after);
    else
        world.erase(*change.before);
}

bool can_end(std::optional<Record> const& record) {
    if (!record) return false;
    if (auto const* grant = std::get_if<Grant>(&*record)) return grant->expires_at.has_value();
    if (auto const* membership = std::get_if<Membership>(&*record)) return membership->expires_at.has_value();
    return false;
}

/// How long to sleep when nobody writes. The clock may be moved by hand, so it is looked at every second. What is due already was tried: if
/// the database did not let it end, that is tried again in a second too.
std::chrono::milliseconds until_next_look(Timestamp next, Timestamp now) {
    using std::chrono::milliseconds;
    if (next <= now) return milliseconds(1'000);
    return std::clamp(std::chrono::duration_cast<milliseconds>(next - now), milliseconds(1), milliseconds(1'000));
}

}  // namespace

Writer::Writer(store::Database& database, access::Engine& engine, Clock const& clock, Rules const& rules, crypto::Vault const& vault)
    : database_(database), engine_(engine), clock_(clock), rules_(rules), vault_(vault) {}

Result<std::unique_ptr<Writer>> Writer::open(store::Database& database, access::Engine& engine, Clock const& clock, Rules const& rules,
                                             crypto::Vault const& vault) {
    std::unique_ptr<Writer> writer(new Writer(database, engine, clock, rules, vault));
    TRY(writer->load());
    writer->thread_ = std::thread([raw = writer.get()] { raw->run(); });
    return writer;
}

Result<void> Writer::load() {
    connection_ = TRY(database_.open_writer());
    TRY(store::migrate(*connection_));
    auto const head = TRY(store::head(*connection_));
    chain_end_ = head.hash;
    TRY(store::each_record(*connection_, [&](Record const& record) { world_.put(record); }));
    world_.set_revision(head.revision);
    next_expiry_ = TRY(store::next_expiry(*connection_));
    // What ended while the server was off is over before anybody can ask.
    if (next_expiry_ && *next_expiry_ <= clock_.now()) end_what_is_over();
    engine_.publish(world_);
    return {};
}

Writer::~Writer() {
    if (!thread_.joinable()) return;
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
    connection_->checkpoint();
}

void Writer::submit(WriteJob job) {
    bool first = false;
    {
        std::lock_guard const lock(mutex_);
        first = queue_.empty();
        queue_.push_back(std::move(job));
    }
    if (first) wake_.notify_one();
}

Writer::Counts Writer::counts() const {
    std::lock_guard const lock(mutex_);
    return counts_;
}

void Writer::run() {
    std::vector<WriteJob> jobs;
    for (;;) {
        jobs.clear();
        {
            std::unique_lock lock(mutex_);
            auto const has_work = [&] { return stopping_ || !queue_.empty(); };
            if (next_expiry_)
                wake_.wait_for(lock, until_next_look(*next_expiry_, clock_.now()), has_work);
            else
                wake_.wait(lock, has_work);
            if (queue_.empty() && stopping_) return;
            while (!queue_.empty() && jobs.size() < max_batch) {
                jobs.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        // First what is over, so that nobody is judged by it.
        if (next_expiry_ && *next_expiry_ <= clock_.now()) end_what_is_over();
        if (!jobs.empty()) run_batch(jobs);
    }
}

void Writer::end_what_is_over() {
    std::vector<WriteJob> jobs;
    if (auto const spaces = store::spaces_with_expired(*connection_, clock_.now()))
        for (auto const space : *spaces)
            jobs.push_back({Actor::system(space), space, "access.expire", {}, end_expired, [](Result<std::int64_t> const&) {}});
    if (!jobs.empty()) run_batch(jobs);
}

void Writer::run_batch(std::vector<WriteJob>& jobs) {
    struct Outcome {
        Result<void> result;
        std::vector<changes::Change> changes;
        Timestamp at;
        std::int64_t revision = 0;
    };
    std::vector<Outcome> outcomes(jobs.size());
    auto next = world_;  // private until it is committed
    auto revision = world_.revision();
    auto chain_end = chain_end_;
    std::uint64_t rows = 0, made = 0;

    auto const run_job = [&](WriteJob& job, Outcome& outcome) -> Result<void> {
        outcome.at = clock_.now();
        TRY(check_still_valid(next, job.actor, outcome.at));
        // Only the bootstrap may write where there is no Space yet; for everybody else it was deleted meanwhile.
        if (job.actor.kind != changes::ActorKind::system && !next.space(job.space)) return not_found("This Space was deleted");
        std::function<void(changes::Change)> const on_change = [&](changes::Change change) {
            apply(next, change);
            outcome.changes.push_back(std::move(change));
        };
        store::Transaction tx(*connection_, job.space, on_change);
        Write write{{tx, next, job.actor, job.space, outcome.at, rules_, vault_}, tx};
        try {
            return job.work(write);
        } catch (std::exception const& bug) {
            return internal(std::string("exception in ") + job.action + ": " + bug.what());
        }
    };

    auto const append_log = [&]() -> Result<void> {
        for (auto const& outcome : outcomes) made += !outcome.changes.empty();
        if (!made) return {};
        // The counter row is touched last, so that the order of revisions is the order of commits.
        revision = TRY(store::take_revisions(*connection_, std::int64_t(made)));
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            auto& outcome = outcomes[i];
            if (outcome.changes.empty()) continue;
            outcome.revision = ++revision;
            std::int64_t position = 0;
            for (auto const& change : outcome.changes) {
                changes::LogRow row;
                row.revision = revision;
                row.position = position++;
                row.space = changes::space_of(change);
                row.at = outcome.at;
                row.actor = jobs[i].actor.kind;
                row.user = jobs[i].actor.user;
                row.token = jobs[i].actor.token;
                row.request = jobs[i].request;
                row.action = jobs[i].action;
                row.kind = changes::kind_of(change);
                if (change.before) row.before.value = changes::to_json(*change.before);
                if (change.after) row.after.value = changes::to_json(*change.after);
                row.hash = changes::chain_hash(chain_end, row);
                TRY(store::append(*connection_, row));
                chain_end = row.hash;
                ++rows;
            }
        }
        return store::set_chain_end(*connection_, chain_end);
    };

    auto const run_all = [&]() -> Result<void> {
        TRY(connection_->begin_write());
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            auto const before = next;
            TRY(connection_->savepoint());
            outcomes[i].result = run_job(jobs[i], outcomes[i]);
            if (outcomes[i].result) {
                TRY(connection_->release_savepoint());
            } else {
                if (auto undone = connection_->rollback_to_savepoint(); !undone)
                    return unavailable("The database gave up in the middle of a commit; nothing was changed",
                                       std::move(undone).error().detail);
                outcomes[i].changes.clear();
                next = before;
            }
        }
        TRY(append_log());
        if (!made) {
            connection_->rollback();
            return {};
        }
        return connection_->commit();
    };

    auto const committed = run_all();
    if (!committed) {
        connection_->rollback();
        // Those refused before too: they were judged on writes that are now lost.
        for (auto& outcome : outcomes) outcome.result = committed;
    } else if (made) {
        next.set_revision(revision);
        world_ = std::move(next);
        chain_end_ = std::move(chain_end);
        engine_.publish(world_);
    }
    {
        std::lock_guard const lock(mutex_);
        counts_.commits += committed && made;
        for (auto const& outcome : outcomes) ++(outcome.result ? counts_.requests : counts_.refused);
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        auto& outcome = outcomes[i];
        if (outcome.result)
            jobs[i].done(outcome.revision ? outcome.revision : world_.revision());
        else
            jobs[i].done(std::move(outcome.result).error());
    }
    bool const end_moved = std::any_of(outcomes.begin(), outcomes.end(), [](Outcome const& outcome) {
        return std::any_of(outcome.changes.begin(), outcome.changes.end(),
                           [](changes::Change const& change) { return can_end(change.before) || can_end(change.after); });
    });
    if (end_moved)
        if (auto const end = store::next_expiry(*connection_)) next_expiry_ = *end;
    rows_since_checkpoint_ += rows;
    if (rows_since_checkpoint_ >= rows_per_checkpoint) {
        connection_->checkpoint();
        rows_since_checkpoint_ = 0;
    }
}

}  // namespace gatehouse::service
