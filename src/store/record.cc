// SPDX-License-Identifier: Apache-2.0
#include "store/record.h"

#include "store/column.h"

#include <algorithm>
#include <array>
#include <boost/mp11/algorithm.hpp>
#include <string>

namespace gatehouse::store {
namespace {

enum class Members { all, key };

/// What a record's table is called, and which members are its key.
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
struct Table<OrganizationSettings> {
    static constexpr std::string_view name = "organization_settings";
    static constexpr std::array key{"space"};
};
template <>
struct Table<UserAttribute> {
    static constexpr std::string_view name = "user_attributes";
    static constexpr std::array key{"space", "attribute"};
};
template <>
struct Table<Invite> {
    static constexpr std::string_view name = "invites";
    static constexpr std::array key{"space", "invite"};
};
template <>
struct Table<GroupInvite> {
    static constexpr std::string_view name = "group_invites";
    static constexpr std::array key{"space", "group", "invite"};
};
template <>
struct Table<AccessRequest> {
    static constexpr std::string_view name = "access_requests";
    static constexpr std::array key{"space", "request"};
};
template <>
struct Table<Page> {
    static constexpr std::string_view name = "pages";
    static constexpr std::array key{"space", "page"};
};
template <>
struct Table<ResourceConfiguration> {
    static constexpr std::string_view name = "resource_configurations";
    static constexpr std::array key{"space", "configuration"};
};
template <>
struct Table<Workflow> {
    static constexpr std::string_view name = "workflows";
    static constexpr std::array key{"space", "workflow"};
};
template <>
struct Table<WorkflowRun> {
    static constexpr std::string_view name = "workflow_runs";
    static constexpr std::array key{"space", "run"};
};
template <>
struct Table<Query> {
    static constexpr std::string_view name = "queries";
    static constexpr std::array key{"space", "query"};
};
template <>
struct Table<Agent> {
    static constexpr std::string_view name = "agents";
    static constexpr std::array key{"space", "agent"};
};
template <>
struct Table<ConfigurationVariable> {
    static constexpr std::string_view name = "configuration_variables";
    static constexpr std::array key{"space", "variable"};
};
template <>
struct Table<Role> {
    static constexpr std::string_view name = "roles";
    static constexpr std::array key{"space", "role"};
};
template <>
struct Table<RoleGrant> {
    static constexpr std::string_view name = "role_grants";
    static constexpr std::array key{"space", "role_grant"};
};
template <>
struct Table<changes::LogRow> {
    static constexpr std::string_view name = "change_log";
    static constexpr std::array key{"revision", "position"};
};

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
std::vector<Param> params_of(R const& record, Members wanted = Members::all) {
    std::vector<Param> params;
    boost::mp11::mp_for_each<json::MembersOf<R>>([&](auto member) {
        if (wanted == Members::key && !is_key<R>(member.name)) return;
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

template <class R>
std::string insert_sql() {
    return "insert into " + std::string(Table<R>::name) + " (" + columns<R>() + ") values (" +
           join<R>(", ", [](auto) { return true; }, [](auto const& name) { return "$" + name; }) + ")";
}

}  // namespace

template <class R>
Result<void> each(Connection& connection, std::string_view rest, Params params, std::function<void(R)> const& sink) {
    std::string sql = "select " + columns<R>() + " from " + std::string(Table<R>::name) + " t " + std::string(rest);
    return connection.run(sql, params, [&](Row const& row) { sink(from_row<R>(row)); });
}

template <class R>
Result<std::vector<R>> select(Connection& connection, std::string_view rest, Params params) {
    std::vector<R> found;
    TRY(each<R>(connection, rest, params, [&](R record) { found.push_back(std::move(record)); }));
    return found;
}

template <class R>
Result<std::vector<R>> select(Session& session, std::string_view condition, std::initializer_list<Param> params) {
    std::vector<Param> all(params);
    all.push_back({"space", session.space().number});
    return select<R>(session.connection(), "where space = $space and " + std::string(condition), all);
}

template <class R>
Result<std::optional<R>> select_one(Session& session, std::string_view condition, std::initializer_list<Param> params) {
    auto found = TRY(select<R>(session, condition, params));
    if (found.empty()) return std::optional<R>{};
    return std::optional<R>(std::move(found.front()));
}

template <class R>
Result<void> insert(Transaction& tx, R const& record) {
    static std::string const sql = insert_sql<R>();
    TRY(tx.connection().run(sql, params_of(record)));
    tx.record({std::nullopt, Record(record)});
    return {};
}

template <class R>
Result<void> update(Transaction& tx, R const& before, R const& after) {
    if (before == after) return {};
    static std::string const sql =
        "update " + std::string(Table<R>::name) + " set " +
        join<R>(
            ", ", [](auto name) { return !is_key<R>(name); }, [](auto const& name) { return '"' + name + "\" = $" + name; }) +
        where_key<R>();
    TRY(tx.connection().run(sql, params_of(after)));
    tx.record({Record(before), Record(after)});
    return {};
}

template <class R>
Result<void> erase(Transaction& tx, R const& record) {
    static std::string const sql = "delete from " + std::string(Table<R>::name) + where_key<R>();
    TRY(tx.connection().run(sql, params_of(record, Members::key)));
    tx.record({Record(record), std::nullopt});
    return {};
}

Result<void> each_record(Connection& connection, std::function<void(Record const&)> const& sink) {
    Result<void> done;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Record>>([&](auto type) {
        using One = typename decltype(type)::type;
        if (done) done = each<One>(connection, "", {}, [&](One record) { sink(Record(std::move(record))); });
    });
    return done;
}

Result<std::vector<Record>> records_of(Session& session) {
    std::vector<Record> found;
    Result<void> done;
    // Record lists what names others after what is named; erasing wants it the other way round.
    boost::mp11::mp_for_each<boost::mp11::mp_reverse<boost::mp11::mp_transform<std::type_identity, Record>>>([&](auto type) {
        using One = typename decltype(type)::type;
        if constexpr (!std::is_same_v<One, Space>) {
            if (!done) return;
            auto rows = select<One>(session, "true");
            if (!rows) {
                done = std::move(rows).error();
                return;
            }
            for (auto& row : *rows) found.emplace_back(std::move(row));
        }
    });
    if (!done) return std::move(done).error();
    return found;
}

Result<void> erase_record(Transaction& tx, Record const& record) {
    return std::visit([&](auto const& one) { return erase(tx, one); }, record);
}

Result<void> append(Connection& writer, changes::LogRow const& row) {
    static std::string const sql = insert_sql<changes::LogRow>();
    return writer.run(sql, params_of(row));
}

// Every kind of record, once, here: the templates are long and their users many.
#define GATEHOUSE_RECORD(R)                                                                              \
    template Result<void> each<R>(Connection&, std::string_view, Params, std::function<void(R)> const&); \
    template Result<std::vector<R>> select<R>(Connection&, std::string_view, Params);                    \
    template Result<std::vector<R>> select<R>(Session&, std::string_view, std::initializer_list<Param>); \
    template Result<std::optional<R>> select_one<R>(Session&, std::string_view, std::initializer_list<Param>)
#define GATEHOUSE_WRITABLE_RECORD(R)                                   \
    GATEHOUSE_RECORD(R);                                               \
    template Result<void> insert<R>(Transaction&, R const&);           \
    template Result<void> update<R>(Transaction&, R const&, R const&); \
    template Result<void> erase<R>(Transaction&, R const&)
GATEHOUSE_WRITABLE_RECORD(Space);
GATEHOUSE_WRITABLE_RECORD(User);
GATEHOUSE_WRITABLE_RECORD(Group);
GATEHOUSE_WRITABLE_RECORD(Membership);
GATEHOUSE_WRITABLE_RECORD(Folder);
GATEHOUSE_WRITABLE_RECORD(App);
GATEHOUSE_WRITABLE_RECORD(Resource);
GATEHOUSE_WRITABLE_RECORD(Grant);
GATEHOUSE_WRITABLE_RECORD(AccessToken);
GATEHOUSE_WRITABLE_RECORD(Environment);
GATEHOUSE_WRITABLE_RECORD(OrganizationSettings);
GATEHOUSE_WRITABLE_RECORD(UserAttribute);
GATEHOUSE_WRITABLE_RECORD(Invite);
GATEHOUSE_WRITABLE_RECORD(GroupInvite);
GATEHOUSE_WRITABLE_RECORD(AccessRequest);
GATEHOUSE_WRITABLE_RECORD(Page);
GATEHOUSE_WRITABLE_RECORD(ResourceConfiguration);
GATEHOUSE_WRITABLE_RECORD(Workflow);
GATEHOUSE_WRITABLE_RECORD(WorkflowRun);
GATEHOUSE_WRITABLE_RECORD(Query);
GATEHOUSE_WRITABLE_RECORD(Agent);
GATEHOUSE_WRITABLE_RECORD(ConfigurationVariable);
GATEHOUSE_WRITABLE_RECORD(Role);
GATEHOUSE_WRITABLE_RECORD(RoleGrant);
GATEHOUSE_RECORD(changes::LogRow);

}  // namespace gatehouse::store
