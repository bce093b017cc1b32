// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "store/session.h"

#include <array>
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <string>
#include <vector>

/// Records to rows and back. A record's table has one column per member, of the same name; what it is called and what its key is stands
/// here, everything else follows from the struct.
namespace gatehouse::store {

template <class R>
struct Table;
template <>
struct Table<Space> {
    static constexpr std::string_view name = "spaces";
    static constexpr std::array key{"space"};
};
template <>
struct Table<User> {
    static constexpr std::string_view name = "users";
    static constexpr std::array key{"space", "user"};
};
template <>
struct Table<Group> {
    static constexpr std::string_view name = "groups";
    static constexpr std::array key{"space", "group"};
};
template <>
struct Table<Membership> {
    static constexpr std::string_view name = "memberships";
    static constexpr std::array key{"space", "group", "user"};
};
template <>
struct Table<Folder> {
    static constexpr std::string_view name = "folders";
    static constexpr std::array key{"space", "folder"};
};
template <>
struct Table<App> {
    static constexpr std::string_view name = "apps";
    static constexpr std::array key{"space", "app"};
};
template <>
struct Table<Resource> {
    static constexpr std::string_view name = "resources";
    static constexpr std::array key{"space", "resource"};
};
template <>
struct Table<Grant> {
    static constexpr std::string_view name = "grants";
    static constexpr std::array key{"space", "subject_kind", "subject_number", "object_kind", "object_id"};
};
template <>
struct Table<AccessToken> {
    static constexpr std::string_view name = "access_tokens";
    static constexpr std::array key{"space", "token"};
};
template <>
struct Table<Environment> {
    static constexpr std::string_view name = "environments";
    static constexpr std::array key{"space", "environment"};
};
template <>
struct Table<changes::LogRow> {
    static constexpr std::string_view name = "change_log";
    static constexpr std::array key{"revision", "position"};
};

/// How one member is kept in a column: numbers, booleans and times as integers, everything else as text (lists and objects as JSON).
template <class T>
struct Column {
    static Value to_value(T const& member) { return json::to_text(member); }
    static void from(Row const& row, int column, T& out) {
        auto value = json::parse(row.text(column));
        if (!value) return;
        if (auto read = json::read<T>(*value)) out = std::move(*read);
    }
};
template <>
struct Column<std::int64_t> {
    static Value to_value(std::int64_t member) { return member; }
    static void from(Row const& row, int column, std::int64_t& out) { out = row.integer(column); }
};
template <>
struct Column<bool> {
    static Value to_value(bool member) { return std::int64_t(member); }
    static void from(Row const& row, int column, bool& out) { out = row.integer(column) != 0; }
};
template <>
struct Column<std::string> {
    static Value to_value(std::string const& member) { return member; }
    static void from(Row const& row, int column, std::string& out) { out = row.text(column); }
};
template <>
struct Column<Timestamp> {
    static Value to_value(Timestamp member) { return std::int64_t(member.time_since_epoch().count()); }
    static void from(Row const& row, int column, Timestamp& out) { out = Timestamp(std::chrono::milliseconds(row.integer(column))); }
};
template <class Kind>
struct Column<Id<Kind>> {
    static Value to_value(Id<Kind> member) { return member.number; }
    static void from(Row const& row, int column, Id<Kind>& out) { out.number = row.integer(column); }
};
template <class Kind>
struct Column<TextId<Kind>> {
    static Value to_value(TextId<Kind> const& member) { return member.text; }
    static void from(Row const& row, int column, TextId<Kind>& out) { out.text = row.text(column); }
};
template <json::DescribedEnum E>
struct Column<E> {
    static Value to_value(E member) { return std::string(json::name_of(member)); }
    static void from(Row const& row, int column, E& out) { out = json::enum_from<E>(row.text(column)).value_or(E{}); }
};
template <class T>
struct Column<std::optional<T>> {
    static Value to_value(std::optional<T> const& member) { return member ? Column<T>::to_value(*member) : Value{}; }
    static void from(Row const& row, int column, std::optional<T>& out) {
        if (row.is_null(column))
            out.reset();
        else
            Column<T>::from(row, column, out.emplace());
    }
};
template <class T>
struct Column<json::Nullable<T>> {
    static Value to_value(json::Nullable<T> const& member) { return Column<std::optional<T>>::to_value(member.value); }
    static void from(Row const& row, int column, json::Nullable<T>& out) { Column<std::optional<T>>::from(row, column, out.value); }
};

namespace detail {

template <class R>
bool is_key(std::string_view member) {
    return std::find(Table<R>::key.begin(), Table<R>::key.end(), member) != Table<R>::key.end();
}

/// `"a", "b"` for every member that `wanted` wants, each through `shape(name)`.
template <class R, class Wanted, class Shape>
std::string join(std::string_view between, Wanted wanted, Shape shape) {
    std::string out;
    boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
        if (!wanted(member.name)) return;
        if (!out.empty()) out += between;
        out += shape(std::string(member.name));
    });
    return out;
}

template <class R>
std::string const& columns() {
    static std::string const text = join<R>(", ", [](auto) { return true; }, [](auto const& name) { return '"' + name + '"'; });
    return text;
}

template <class R>
std::vector<Param> params_of(R const& record, bool keys_only = false) {
    std::vector<Param> params;
    boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
        if (keys_only && !is_key<R>(member.name)) return;
        auto const& field = record.*member.pointer;
        params.push_back({member.name, Column<std::remove_cvref_t<decltype(field)>>::to_value(field)});
    });
    return params;
}

template <class R>
R from_row(Row const& row) {
    R record{};
    int column = 0;
    boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
        auto& field = record.*member.pointer;
        Column<std::remove_reference_t<decltype(field)>>::from(row, column++, field);
    });
    return record;
}

template <class R>
std::string const& where_key() {
    static std::string const text =
        " where " +
        join<R>(" and ", [](auto name) { return is_key<R>(name); }, [](auto const& name) { return '"' + name + "\" = $" + name; });
    return text;
}

}  // namespace detail

/// Calls `sink` with every record that `rest` (the SQL after `from <table> t`) leaves.
template <class R, class Sink>
Result<void> each(Connection& connection, std::string_view rest, Params params, Sink sink) {
    std::string sql = "select " + detail::columns<R>() + " from " + std::string(Table<R>::name) + " t " + std::string(rest);
    return connection.run(sql, params, [&](Row const& row) { sink(detail::from_row<R>(row)); });
}

template <class R>
Result<std::vector<R>> select(Connection& connection, std::string_view rest, Params params = {}) {
    std::vector<R> found;
    TRY(each<R>(connection, rest, params, [&](R record) { found.push_back(std::move(record)); }));
    return found;
}

/// The records of this session's Space for which `condition` holds; `$space` is bound here. `condition` may go on with `order by`.
template <class R>
Result<std::vector<R>> select(Session& session, std::string_view condition, std::initializer_list<Param> params = {}) {
    std::vector<Param> all(params);
    all.push_back({"space", session.space().number});
    return select<R>(session.connection(), "where space = $space and " + std::string(condition), all);
}

template <class R>
Result<std::optional<R>> select_one(Session& session, std::string_view condition, std::initializer_list<Param> params = {}) {
    auto found = TRY(select<R>(session, condition, params));
    if (found.empty()) return std::optional<R>{};
    return std::optional<R>(std::move(found.front()));
}

/// Stores a new record. Errors: conflict when one with its key is there.
template <class R>
Result<void> insert(Transaction& tx, R const& record) {
    static std::string const sql = "insert into " + std::string(Table<R>::name) + " (" + detail::columns<R>() + ") values (" +
                                   detail::join<R>(", ", [](auto) { return true; }, [](auto const& name) { return "$" + name; }) + ")";
    TRY(tx.connection().run(sql, detail::params_of(record)));
    tx.record({std::nullopt, Record(record)});
    return {};
}

/// Replaces `before` (as it was read in this transaction) by `after`, which has the same key. Nothing differs: nothing happens.
template <class R>
Result<void> update(Transaction& tx, R const& before, R const& after) {
    if (before == after) return {};
    static std::string const sql =
        "update " + std::string(Table<R>::name) + " set " +
        detail::join<R>(
            ", ", [](auto name) { return !detail::is_key<R>(name); }, [](auto const& name) { return '"' + name + "\" = $" + name; }) +
        detail::where_key<R>();
    TRY(tx.connection().run(sql, detail::params_of(after)));
    tx.record({Record(before), Record(after)});
    return {};
}

template <class R>
Result<void> erase(Transaction& tx, R const& record) {
    static std::string const sql = "delete from " + std::string(Table<R>::name) + detail::where_key<R>();
    TRY(tx.connection().run(sql, detail::params_of(record, true)));
    tx.record({Record(record), std::nullopt});
    return {};
}

}  // namespace gatehouse::store
