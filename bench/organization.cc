// SPDX-License-Identifier: Apache-2.0
#include "bench/organization.h"

#include "domain/folder.h"
#include "domain/group.h"
#include "domain/user.h"
#include "store/record.h"
#include "store/sqlite/sqlite.h"

#include <fmt/format.h>
#include <stdexcept>

namespace gatehouse::bench {
namespace {

// Above what a fresh Space has; folder 1 is the root of apps.
constexpr std::int64_t first_number = 1000;
constexpr FolderId app_root{1};

void require(Result<void> const& done) {
    if (!done) throw std::runtime_error(done.error().message + " | " + done.error().detail);
}

void add_users(store::Transaction& tx, std::int64_t count, Timestamp now) {
    for (std::int64_t i = 0; i < count; ++i) {
        User user;
        user.space = tx.space();
        user.user = {first_number + i};
        user.sid = fmt::format("user_{:032x}", i);
        user.email = user.email_key = fmt::format("somebody.{}@example.com", i);
        user.first_name = "Grace";
        user.last_name = "Hopper";
        user.created_at = now;
        require(store::insert(tx, user));
    }
}

void add_groups(store::Transaction& tx, Organization const& wanted, Timestamp now) {
    for (std::int64_t i = 0; i < wanted.groups; ++i) {
        Group group;
        group.space = tx.space();
        group.group = {first_number + i};
        group.name = fmt::format("team {}", i);
        group.created_at = group.updated_at = now;
        require(store::insert(tx, group));
    }
    for (std::int64_t i = 0; i < wanted.memberships; ++i) {
        Membership membership;
        membership.space = tx.space();
        membership.group = {first_number + i % wanted.groups};
        membership.user = {first_number + i % wanted.users};
        membership.created_at = now;
        require(store::insert(tx, membership));
    }
}

void add_folders(store::Transaction& tx, std::int64_t count, Timestamp now) {
    for (std::int64_t i = 0; i < count; ++i) {
        Folder folder;
        folder.space = tx.space();
        folder.folder = {first_number + i};
        folder.name = fmt::format("folder {}", i);
        folder.parent = i < 100 ? app_root : FolderId{first_number + i / 100};
        folder.created_at = folder.updated_at = now;
        require(store::insert(tx, folder));
    }
}

}  // namespace

void add_organization(std::filesystem::path const& data_directory, Organization const& wanted) {
    auto database = store::sqlite::open(data_directory);
    if (!database) throw std::runtime_error(database.error().message);
    auto connection = (*database)->open_writer();
    if (!connection) throw std::runtime_error(connection.error().message);
    auto& writer = **connection;
    require(writer.begin_write());
    std::function<void(changes::Change)> const unheard = [](changes::Change const&) {};
    store::Transaction tx(writer, SpaceId{1}, unheard);
    auto const now = SystemClock{}.now();
    add_users(tx, wanted.users, now);
    add_groups(tx, wanted, now);
    add_folders(tx, wanted.folders, now);
    require(writer.commit());
    writer.checkpoint();
}

}  // namespace gatehouse::bench
