// SPDX-License-Identifier: Apache-2.0
#include "changes/change.h"

#include "base/crypto.h"

#include <boost/mp11/algorithm.hpp>

namespace gatehouse::changes {

char const* kind_of(Change const& change) {
    return std::visit([](auto const& record) { return gatehouse::kind_of(record); }, change.after ? *change.after : *change.before);
}

SpaceId space_of(Change const& change) {
    return std::visit([](auto const& record) { return record.space; }, change.after ? *change.after : *change.before);
}

json::Object to_json(Record const& record) {
    std::string text;
    std::visit([&](auto const& one) { json::write_to(text, one); }, record);
    return std::move(json::parse(text)).value().as_object();
}

Result<Record> from_json(std::string_view kind, json::Object const& object) {
    Result<Record> found = internal("change log: no record is called '" + std::string(kind) + "'");
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Record>>([&](auto type) {
        using One = typename decltype(type)::type;
        if (kind != gatehouse::kind_of(One{})) return;
        auto read = json::read<One>(json::Value(object));
        if (read)
            found = Record(std::move(*read));
        else
            found = internal("change log: a " + std::string(kind) + " cannot be read: " + read.error().message);
    });
    return found;
}

std::string chain_hash(std::string_view previous, LogRow const& row) {
    LogRow covered = row;
    covered.hash.clear();
    std::string text(previous);
    json::write_to(text, covered);
    return crypto::sha256_hex(text);
}

}  // namespace gatehouse::changes
