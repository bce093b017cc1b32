// SPDX-License-Identifier: Apache-2.0
#include "api/query.h"
#include "api/tables.h"
#include "service/feed.h"
#include "service/users.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;

struct ChangesQuery {
    std::optional<Between<0, (std::int64_t(1) << 53)>> after;
    std::optional<Between<1, 1000>> limit;
};
BOOST_DESCRIBE_STRUCT(ChangesQuery, (), (after, limit))

struct ActorView {
    changes::ActorKind kind = changes::ActorKind::system;
    std::optional<std::int64_t> user_legacy_id;
    std::optional<std::string> access_token_id;
};
BOOST_DESCRIBE_STRUCT(ActorView, (), (kind, user_legacy_id, access_token_id))

struct ChangeView {
    std::int64_t revision = 0;
    std::int64_t position = 0;
    Timestamp at;
    ActorView actor;
    std::string request_id;
    std::string action;
    std::string kind;
    Nullable<json::Object> before;
    Nullable<json::Object> after;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (revision, position, at, actor, request_id, action, kind, before, after, hash))

struct ChangesView {
    std::vector<ChangeView> data;
    std::int64_t next_after = 0;
    bool has_more = false;
};
BOOST_DESCRIBE_STRUCT(ChangesView, (), (data, next_after, has_more))

ChangeView present(changes::LogRow&& row) {
    ActorView actor{row.actor, {}, {}};
    if (row.user) actor.user_legacy_id = row.user->number;
    if (row.token) actor.access_token_id = row.token->text;
    return {row.revision,        row.position,           row.at,
            std::move(actor),    std::move(row.request), std::move(row.action),
            std::move(row.kind), std::move(row.before),  std::move(row.after),
            std::move(row.hash)};
}

Result<Plain<ChangesView>> list_changes(service::Read& read, Query<ChangesQuery> query) {
    auto page = TRY(service::changes_after(read, query->after ? query->after->value : 0, query->limit ? query->limit->value : 100));
    ChangesView view{{}, page.next_after, page.more};
    for (auto& row : page.rows) view.data.push_back(present(std::move(row)));
    return Plain<ChangesView>{std::move(view)};
}

}  // namespace

std::vector<Endpoint> change_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/changes", audit_log_read, "change.list", list_changes}.says(
            "What changed in this Space after a revision, oldest first; whole revisions, about `limit` rows"),
    };
}

}  // namespace gatehouse::api
