// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "domain/record.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

/// What happened, as data. One change puts, replaces or erases one record.
namespace gatehouse::changes {

struct Change {
    std::optional<Record> before;  // none: the record is new
    std::optional<Record> after;   // none: the record is gone
};

/// The change that takes this one back.
inline Change inverse(Change const& change) { return {change.after, change.before}; }

/// The record's kind, whichever side it stands on.
char const* kind_of(Change const& change);
/// Its Space.
SpaceId space_of(Change const& change);

enum class ActorKind { system, operator_, token, user };
BOOST_DESCRIBE_ENUM(ActorKind, system, operator_, token, user)

/// One row of the change log: the audit trail, the feed and the source of undo are all this. Rows are chained: `hash` covers everything in
/// the row and the hash of the row before, so that a change to any earlier row shows.
struct LogRow {
    std::int64_t revision = 0;  // of the commit; dense, in commit order, over the whole server
    std::int64_t position = 0;  // within the commit, from 0
    SpaceId space;
    Timestamp at;
    ActorKind actor = ActorKind::system;
    std::optional<UserId> user;  // the account that acted, or whose token did
    std::optional<TokenId> token;
    std::string request;              // id of the request; empty when there was none
    std::optional<std::int64_t> run;  // of an onboarding run
    std::string action;               // the use case: `group.create`
    std::string kind;                 // of the record: `membership`
    json::Nullable<json::Object> before;
    json::Nullable<json::Object> after;
    std::string hash;  // 64 hex digits
};
BOOST_DESCRIBE_STRUCT(LogRow, (), (revision, position, space, at, actor, user, token, request, run, action, kind, before, after, hash))

/// A record as JSON: every member by name. The inverse needs the kind. Errors: internal, if the JSON does not fit the kind.
json::Object to_json(Record const& record);
Result<Record> from_json(std::string_view kind, json::Object const& object);

/// The hash a row must have after a row with hash `previous` (empty before the first row of all).
std::string chain_hash(std::string_view previous, LogRow const& row);

}  // namespace gatehouse::changes
