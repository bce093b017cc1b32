// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/record.h"

#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Records made at random, for tests of what must hold for every record of every kind. A new member of a record is covered unasked.
namespace gatehouse::testing {

enum class Optionals { set, empty, either };

class RandomRecords {
public:
    explicit RandomRecords(std::uint64_t seed) : random_(seed) {}

    template <class R>
    R make(Optionals optionals = Optionals::either) {
        R record{};
        boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) { fill(record.*member.pointer, optionals); });
        return record;
    }

    /// The record with the member called `name` given another value.
    template <class R>
    R with_another(R record, std::string_view name) {
        boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
            auto& field = record.*member.pointer;
            auto const before = field;
            while (name == member.name && field == before) fill(field, Optionals::either);
        });
        return record;
    }

    std::int64_t number(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random_); }

private:
    void fill(std::int64_t& out, Optionals) { out = number(1, (std::int64_t(1) << 53) - 1); }
    void fill(bool& out, Optionals) { out = number(0, 1) == 1; }
    void fill(Timestamp& out, Optionals) { out = Timestamp(std::chrono::milliseconds(number(-1'000'000'000, 4'000'000'000'000))); }
    void fill(std::string& out, Optionals) {
        static std::vector<std::string> const pieces = {"a", "Z", "7",  " ",  "'",  "\"", "\\", "%",    "\n", "\t",
                                                        "é", "ß", "名", "🚪", "$1", "--", ";",  "\x01", ""};
        out.clear();
        for (auto left = number(0, 12); left > 0; --left) out += pieces[std::size_t(number(0, std::int64_t(pieces.size()) - 1))];
        out += std::to_string(number(0, 1'000'000'000'000));
    }
    template <class Kind>
    void fill(Id<Kind>& out, Optionals optionals) {
        fill(out.number, optionals);
    }
    template <class Kind>
    void fill(TextId<Kind>& out, Optionals optionals) {
        fill(out.text, optionals);
    }
    template <json::DescribedEnum E>
    void fill(E& out, Optionals) {
        constexpr auto count = std::int64_t(boost::mp11::mp_size<boost::describe::describe_enumerators<E>>::value);
        auto const wanted = number(0, count - 1);
        std::int64_t index = 0;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
            if (index++ == wanted) out = enumerator.value;
        });
    }
    template <class T>
    void fill(std::optional<T>& out, Optionals optionals) {
        out.reset();
        if (optionals == Optionals::set || (optionals == Optionals::either && number(0, 1))) fill(out.emplace(), optionals);
    }
    template <class T>
    void fill(json::Nullable<T>& out, Optionals optionals) {
        fill(out.value, optionals);
    }
    template <json::DescribedStruct T>
    void fill(T& out, Optionals optionals) {
        out = make<T>(optionals);
    }
    template <class T>
    void fill(std::vector<T>& out, Optionals optionals) {
        out.assign(optionals == Optionals::empty ? 0 : std::size_t(number(optionals == Optionals::set, 4)), {});
        for (auto& one : out) fill(one, optionals);
    }
    void fill(json::Object& out, Optionals optionals) {
        out.clear();
        if (optionals == Optionals::empty) return;
        for (auto left = number(optionals == Optionals::set, 4); left > 0; --left) {
            std::string key;
            fill(key, optionals);
            out[key] = value(3);
        }
    }
    json::Value value(int depth) {
        std::string text;
        switch (number(0, depth ? 6 : 4)) {
            case 0:
                return nullptr;
            case 1:
                return number(0, 1) == 1;
            case 2:
                return number(-1'000'000, 1'000'000);
            case 3:
                return double(number(-1'000'000, 1'000'000)) + 0.25;
            case 4:
                fill(text, Optionals::either);
                return json::Value(text);
            case 5: {
                json::Array array;
                for (auto left = number(0, 3); left > 0; --left) array.push_back(value(depth - 1));
                return array;
            }
            default: {
                json::Object object;
                for (auto left = number(0, 3); left > 0; --left) object[std::to_string(left)] = value(depth - 1);
                return object;
            }
        }
    }

    std::mt19937_64 random_;
};

/// The members that say which record it is; the others say what is known about it.
inline std::vector<std::string_view> key_of(Space const&) { return {"space"}; }
inline std::vector<std::string_view> key_of(User const&) { return {"space", "user"}; }
inline std::vector<std::string_view> key_of(Group const&) { return {"space", "group"}; }
inline std::vector<std::string_view> key_of(Membership const&) { return {"space", "group", "user"}; }
inline std::vector<std::string_view> key_of(Folder const&) { return {"space", "folder"}; }
inline std::vector<std::string_view> key_of(App const&) { return {"space", "app"}; }
inline std::vector<std::string_view> key_of(Resource const&) { return {"space", "resource"}; }
inline std::vector<std::string_view> key_of(Grant const&) {
    return {"space", "subject_kind", "subject_number", "object_kind", "object_id"};
}
inline std::vector<std::string_view> key_of(AccessToken const&) { return {"space", "token"}; }
inline std::vector<std::string_view> key_of(Environment const&) { return {"space", "environment"}; }
inline std::vector<std::string_view> key_of(OrganizationSettings const&) { return {"space"}; }
inline std::vector<std::string_view> key_of(UserAttribute const&) { return {"space", "attribute"}; }
inline std::vector<std::string_view> key_of(Invite const&) { return {"space", "invite"}; }
inline std::vector<std::string_view> key_of(GroupInvite const&) { return {"space", "group", "invite"}; }
inline std::vector<std::string_view> key_of(AccessRequest const&) { return {"space", "request"}; }
inline std::vector<std::string_view> key_of(Page const&) { return {"space", "page"}; }
inline std::vector<std::string_view> key_of(ResourceConfiguration const&) { return {"space", "configuration"}; }
inline std::vector<std::string_view> key_of(Workflow const&) { return {"space", "workflow"}; }
inline std::vector<std::string_view> key_of(WorkflowRun const&) { return {"space", "run"}; }
inline std::vector<std::string_view> key_of(Query const&) { return {"space", "query"}; }
inline std::vector<std::string_view> key_of(Agent const&) { return {"space", "agent"}; }
inline std::vector<std::string_view> key_of(ConfigurationVariable const&) { return {"space", "variable"}; }
inline std::vector<std::string_view> key_of(Role const&) { return {"space", "role"}; }
inline std::vector<std::string_view> key_of(RoleGrant const&) { return {"space", "role_grant"}; }

template <class R>
bool is_key(std::string_view member) {
    auto const key = key_of(R{});
    return std::find(key.begin(), key.end(), member) != key.end();
}

/// Calls `each` with a `std::type_identity` of every kind of record.
template <class Each>
void for_each_kind(Each each) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Record>>(each);
}

}  // namespace gatehouse::testing
