// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/session.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

/// Records to rows and back. A record's table has one column per member, of the same name; what it is called and what its key is stands in
/// record.cc, everything else follows from the struct. These templates exist for the kinds of domain/record.h and for changes::LogRow.
namespace gatehouse::store {

/// Calls `sink` with every record that `rest` (the SQL after `from <table> t`) leaves.
template <class R>
Result<void> each(Connection& connection, std::string_view rest, Params params, std::function<void(R)> const& sink);

template <class R>
Result<std::vector<R>> select(Connection& connection, std::string_view rest, Params params = {});

/// The records of this session's Space for which `condition` holds; `$space` is bound here. `condition` may go on with `order by`.
template <class R>
Result<std::vector<R>> select(Session& session, std::string_view condition, std::initializer_list<Param> params = {});

/// The first of them.
template <class R>
Result<std::optional<R>> select_one(Session& session, std::string_view condition, std::initializer_list<Param> params = {});

/// Stores a new record. Errors: conflict when one with its key is there.
template <class R>
Result<void> insert(Transaction& tx, R const& record);

/// Replaces `before` (as it was read in this transaction) by `after`, which has the same key. Nothing differs: nothing happens.
template <class R>
Result<void> update(Transaction& tx, R const& before, R const& after);

template <class R>
Result<void> erase(Transaction& tx, R const& record);

/// Every record of every kind and Space.
Result<void> each_record(Connection& connection, std::function<void(Record const&)> const& sink);
/// Every record of this session's Space but the Space itself: what names others before what is named.
Result<std::vector<Record>> records_of(Session& session);
/// Erases a record of any kind.
Result<void> erase_record(Transaction& tx, Record const& record);

/// Appends a row to the change log. Only service/commit does.
Result<void> append(Connection& writer, changes::LogRow const& row);

}  // namespace gatehouse::store
