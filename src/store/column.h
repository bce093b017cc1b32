// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "store/driver.h"

#include <optional>
#include <string>

namespace gatehouse::store {

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

}  // namespace gatehouse::store
