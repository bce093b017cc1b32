// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"
#include "tests/api/reference_spec.h"

#include "api/api.h"
#include "api/documents.h"
#include "api/errors.h"
#include "domain/scope.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <set>

/// Calls every endpoint of the tables without what it needs, so that a new one is covered unasked.
namespace gatehouse::api_test {
namespace {

using api::Endpoint;
using testing::HasSubstr;

/// One row of the tables with where it is.
struct Row {
    std::string base;
    Endpoint const* endpoint;

    std::string method() const { return std::string(http::name_of(endpoint->method)); }
    std::string path() const { return base + std::string(endpoint->path); }
    std::string name() const { return method() + " " + path(); }
};

std::vector<Row> all_rows() {
    std::vector<Row> rows;
    for (auto const& surface : api::surfaces())
        if (surface.door == http::Door::api)
            for (auto const& endpoint : surface.endpoints) rows.push_back({std::string(surface.base), &endpoint});
    return rows;
}
std::vector<Row> guarded_rows() {
    auto rows = all_rows();
    std::erase_if(rows, [](Row const& row) { return row.endpoint->access.is_open(); });
    return rows;
}
std::vector<Row> built_rows() {
    auto rows = guarded_rows();
    std::erase_if(rows, [](Row const& row) { return !row.endpoint->built; });
    return rows;
}

std::vector<std::string> parameters_of(std::string_view path) {
    std::vector<std::string> names;
    for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1))
        names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
    return names;
}

using Values = std::map<std::string, std::string>;

/// Ids of the right form of which nothing is known. Only for those of which the form in the documents says too little.
Values const& unknown_ids() {
    static Values const ids = {{"groupId", "4000"},
                               {"userId", "user_0"},
                               {"userSid", "user_0"},
                               {"folderId", "app_4000"},
                               {"appId", unknown_uuid},
                               {"resourceId", unknown_uuid},
                               {"environmentId", unknown_uuid},
                               {"accessTokenId", unknown_uuid},
                               {"spaceId", "org_0"},
                               {"objectType", "app"},
                               {"objectId", unknown_uuid},
                               {"pageId", unknown_uuid},
                               {"workflowId", unknown_uuid},
                               {"workflowRunId", unknown_uuid},
                               {"queryId", unknown_uuid},
                               {"agentId", unknown_uuid},
                               {"subjectType", "group"},
                               {"subjectId", "4000"}};
    return ids;
}

/// Something that fits the schema, as small as can be. Null: nothing known here does.
Value example_of(Value const& schema) {
    if (auto const* choices = schema.as_object().if_contains("anyOf")) return example_of(choices->as_array().front());
    if (auto const* names = schema.as_object().if_contains("enum")) return names->as_array().front();
    Object object;
    if (auto const* required = schema.as_object().if_contains("required"))
        for (auto const& name : required->as_array())
            object[name.as_string()] = example_of(schema.at("properties").at(std::string_view(name.as_string())));
    for (Value const& candidate : {Value("x"), Value("xx"), Value("user@example.com"), Value(unknown_uuid), Value("user_0"),
                                   Value("app_4000"), Value("4000"), Value("#3C92DC"), Value("2026-01-05T08:00:00.000Z"),
                                   Value("https://example.com"), Value(1), Value(false), Value(Array{}), Value(object)})
        if (violations(schema, candidate, {}).empty()) return candidate;
    return nullptr;
}

/// What stands for a parameter in a path: a value of ours, else something of its form.
std::string value_for(std::string const& path, std::string const& name, Values const& values) {
    if (auto const found = values.find(name); found != values.end()) return found->second;
    auto const below_base = path.starts_with("/api/v2") ? path.substr(7) : path;
    return std::string(example_of(api::path_parameter_schema(below_base, name)).as_string());
}

std::string filled(std::string const& path, Values const& values) {
    std::string out = path;
    for (auto const& name : parameters_of(path)) out.replace(out.find('{' + name + '}'), name.size() + 2, value_for(path, name, values));
    return out;
}

/// A body that is good in itself. One that its schema does not say enough about needs a line here.
std::optional<std::string> good_body(Row const& row) {
    static std::map<std::string, std::string> const bodies = {
        {"PATCH /api/v2/users/{userId}", R"({"operations": []})"},
        {"PATCH /api/v2/user_attributes/{attributeId}", R"({"operations": []})"},
        {"POST /api/v2/users/{userId}/user_attributes", R"({"name": "department", "value": null})"},
        {"POST /api/v2/user_invites/{userInviteId}/user_attributes", R"({"name": "department", "value": null})"},
        {"PATCH /api/v2/access_requests/{accessRequestId}", R"({"operations": []})"},
        {"PUT /api/v2/groups/{groupId}", "{}"},
        {"PATCH /api/v2/groups/{groupId}", R"({"operations": []})"},
        {"POST /api/v2/groups/{groupId}/members", R"({"members": []})"},
        {"POST /api/v2/groups/{groupId}/user_invites", R"({"userInviteIds": []})"},
        {"PATCH /api/v2/folders/{folderId}", R"({"operations": []})"},
        {"PUT /api/v2/spaces/{spaceId}", R"({"name": "x", "domain": "x.example.com"})"},
        {"PATCH /api/v2/environments/{environmentId}", R"({"operations": []})"},
        {"PATCH /api/v2/resources/{resourceId}", R"({"operations": []})"},
        {"PATCH /api/v2/resource_configurations/{configurationId}", R"({"operations": []})"},
        {"PUT /api/v2/configuration_variables/{id}", R"({"name": "x", "secret": false, "values": []})"},
        {"PATCH /api/gatehouse/v1/apps/{appId}", "{}"},
        {"POST /api/gatehouse/v1/apps/{appId}/pages", R"({"name": "x"})"},
        {"PATCH /api/gatehouse/v1/apps/{appId}/pages/{pageId}", "{}"},
        {"PATCH /api/gatehouse/v1/workflows/{workflowId}", "{}"},
        {"POST /api/gatehouse/v1/workflows/{workflowId}/runs", R"({"status": "x", "trigger_type": "x"})"},
        {"PATCH /api/gatehouse/v1/queries/{queryId}", "{}"},
        {"PATCH /api/gatehouse/v1/agents/{agentId}", "{}"},
        {"PATCH /api/gatehouse/v1/resources/{resourceId}", "{}"},
        {"PATCH /api/gatehouse/v1/access_tokens/{accessTokenId}", R"({"expires_at": null})"},
    };
    if (!row.endpoint->body_schema) return std::nullopt;
    auto const found = bodies.find(row.name());
    if (found != bodies.end()) return found->second;
    return json::text_of(example_of(row.endpoint->body_schema()));
}

Answer call(Client& client, Row const& row, Values const& values, std::optional<std::string> const& body = std::nullopt) {
    Content content;
    content.text = body;
    return client.ask(row.method(), filled(row.path(), values), content);
}

/// An error has the form that belongs to its path.
void expect_error_form(Answer const& answer, Row const& row) {
    bool const problem = row.base == "/api/gatehouse/v1";
    EXPECT_EQ(answer.header("content-type"), problem ? "application/problem+json" : "application/json; charset=utf-8");
    if (problem)
        EXPECT_THAT(answer.json.keys(), testing::ElementsAre("type", "title", "status", "detail", "instance"));
    else
        EXPECT_THAT(answer.json.keys(), testing::ElementsAre("success", "message"));
}

void expect_refused(Answer const& answer, Row const& row, int status) {
    EXPECT_EQ(answer.status, status) << answer.body;
    expect_error_form(answer, row);
}

// --- the tables themselves --------------------------------------------------------------------------------------------------------

TEST(TheTables, have_no_row_twice) {
    std::set<std::string> seen;
    for (auto const& row : all_rows()) {
        auto name = row.name();
        for (auto const& parameter : parameters_of(name)) name.replace(name.find(parameter), parameter.size(), "");
        EXPECT_TRUE(seen.insert(name).second) << row.name();
    }
}

TEST(TheTables, name_a_scope_for_everything_but_the_few_that_need_none) {
    std::set<std::string> open, any_token;
    for (auto const& row : all_rows()) {
        if (row.endpoint->access.is_open())
            open.insert(row.name());
        else if (row.endpoint->access.any_of().empty())
            any_token.insert(row.name());
    }
    EXPECT_THAT(open, testing::ElementsAre("GET /api/checkHealth", "GET /api/v2/spec", "GET /openapi.json",
                                           "POST /api/gatehouse/v1/invites/claim"));
    EXPECT_THAT(any_token, testing::ElementsAre("GET /api/v2/info/ip_allowlist"));
}

TEST(TheTables, ask_for_a_write_scope_where_something_is_written) {
    std::set<std::string> const reads_by_post = {"POST /api/v2/permissions/listObjects",
                                                 "POST /api/v2/observability/provider/{provider}/test"};
    for (auto const& row : guarded_rows()) {
        if (row.method() == "GET" || reads_by_post.contains(row.name())) continue;
        for (auto const scope : row.endpoint->access.any_of())
            EXPECT_FALSE(name_of(scope).ends_with(":read")) << row.name() << " by " << name_of(scope);
    }
}

/// `:x` and `{x}` and a slash at the end say nothing about the operation.
std::string normal(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '{' && path[i] != ':') {
            out += path[i];
            continue;
        }
        out += "{}";
        i = path[i] == '{' ? path.find('}', i) : std::min(path.find('/', i), path.size()) - 1;
    }
    return out;
}

std::set<std::string> contract_operations() {
    std::set<std::string> operations;
    for (auto const& row : all_rows())
        if (row.base == "/api/v2" && row.endpoint->path != "/spec")
            operations.insert(row.method() + " " + normal(std::string(row.endpoint->path)));
    return operations;
}

TEST(TheDocuments, hold_every_row) {
    Gatehouse gatehouse;
    auto const contract = gatehouse.nobody().get("/spec")["paths"];
    auto const full = gatehouse.nobody().get("/openapi.json")["paths"];
    std::size_t rows = 0;
    for (auto const& row : all_rows()) {
        auto method = row.method();
        std::ranges::transform(method, method.begin(), [](char c) { return char(std::tolower(static_cast<unsigned char>(c))); });
        EXPECT_TRUE(full[row.path()].has(method)) << row.name();
        if (row.base == "/api/v2") {
            EXPECT_TRUE(contract[std::string(row.endpoint->path)].has(method)) << row.name();
        }
        auto const operation = full[row.path()][method];
        EXPECT_EQ(operation["parameters"].where("in", "path").missing(), parameters_of(row.path()).empty()) << row.name();
        EXPECT_EQ(operation.has("requestBody"), row.endpoint->body_schema != nullptr) << row.name();
        EXPECT_EQ(operation["responses"].has("501"), !row.endpoint->built) << row.name();
        for (auto const scope : row.endpoint->access.any_of())
            EXPECT_THAT(operation["description"].text(), HasSubstr(name_of(scope))) << row.name();
        ++rows;
    }
    auto const operations_in = [](Json const& paths) {
        std::size_t count = 0;
        for (auto const& path : paths.keys()) count += paths[path].size();
        return count;
    };
    EXPECT_EQ(operations_in(full), rows) << "and nothing else";
    EXPECT_EQ(operations_in(contract), contract_operations().size() + 1) << "the contract and the document itself";
}

// --- who may call -----------------------------------------------------------------------------------------------------------------

TEST(EveryEndpoint, lets_in_with_one_scope_that_it_names) {
    Gatehouse gatehouse;
    std::map<Scope, Client> clients;
    for (auto const& row : guarded_rows())
        for (auto const scope : row.endpoint->access.any_of()) {
            SCOPED_TRACE(fmt::format("{} with {}", row.name(), name_of(scope)));
            auto client = clients.find(scope);
            if (client == clients.end()) client = clients.emplace(scope, gatehouse.with_scopes({std::string(name_of(scope))})).first;
            auto const answer =
                call(client->second, row, unknown_ids(), row.endpoint->body_schema ? std::optional<std::string>("[]") : std::nullopt);
            EXPECT_NE(answer.status, 401);
            EXPECT_NE(answer.status, 403);
            EXPECT_NE(answer.status, 500);
        }
}

TEST(EveryEndpoint, needs_no_token_when_it_is_open) {
    Gatehouse gatehouse;
    auto nobody = gatehouse.nobody();
    for (auto const& row : all_rows())
        if (row.endpoint->access.is_open()) {
            // One that takes a body may be called, and says what is missing in it.
            EXPECT_EQ(call(nobody, row, {}).status, row.endpoint->body_schema ? 400 : 200) << row.name();
        }
}

// --- what can be called -----------------------------------------------------------------------------------------------------------

TEST(EveryEndpoint, says_so_when_it_is_not_built) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    int count = 0;
    for (auto const& row : guarded_rows()) {
        if (row.endpoint->built) continue;
        SCOPED_TRACE(row.name());
        auto const answer = call(api, row, unknown_ids(), "{}");
        expect_refused(answer, row, 501);
        EXPECT_THAT(answer.message(), HasSubstr("this server does not have it yet"));
        ++count;
    }
    EXPECT_EQ(count + std::int64_t(built_rows().size()), std::int64_t(guarded_rows().size()));
}

TEST(EveryEndpoint, names_the_methods_of_its_path) {
    Gatehouse gatehouse;
    auto nobody = gatehouse.nobody();
    std::map<std::string, std::set<std::string>> methods_of;
    for (auto const& row : all_rows()) {
        auto& methods = methods_of[row.path()];
        methods.insert({row.method(), "OPTIONS"});
        if (row.method() == "GET") methods.insert("HEAD");
    }
    for (auto const& [path, methods] : methods_of)
        for (std::string const method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            if (methods.contains(method)) continue;
            SCOPED_TRACE(method + " " + path);
            auto const answer = nobody.ask(method, filled(path, unknown_ids()));
            EXPECT_EQ(answer.status, 405) << answer.body;
            std::set<std::string> allowed;
            auto const text = answer.header("allow") + ", ";
            for (std::size_t from = 0; from < text.size();) {
                auto const end = text.find(", ", from);
                allowed.insert(text.substr(from, end - from));
                from = end + 2;
            }
            EXPECT_EQ(allowed, methods);
        }
}

// --- what is refused, and with which status: refusals.yaml ----------------------------------------------------------------------------

constexpr char const* refusals_file = GATEHOUSE_REFUSALS_FILE;
constexpr char const* refusals_head =
    "# SPDX-License-Identifier: Apache-2.0\n"
    "# What every operation answers to, in this order:\n"
    "#   no token, a truncated token, a token of another Space, a token without the scope,\n"
    "#   an unknown id, an id of another Space,\n"
    "#   a malformed body, a member of the wrong type, a key that is not known (where the body is open, that is no fault)\n"
    "# `-`: the operation has no such thing. every_endpoint_test.cc checks each line; GATEHOUSE_WRITE=1 makes it write this file anew.\n";

/// Statuses in the order of the file, or "-".
using Statuses = std::vector<std::string>;

std::string line_of(std::string const& name, Statuses const& statuses) {
    return fmt::format("{:<80} [{}]\n", name + ":", fmt::join(statuses, ", "));
}

std::map<std::string, Statuses> expected_refusals() {
    std::map<std::string, Statuses> all;
    for (auto const& line : YAML::LoadFile(refusals_file)) all[line.first.as<std::string>()] = line.second.as<Statuses>();
    return all;
}

std::vector<std::string> scopes_but_its_own(Row const& row) {
    auto const& wanted = row.endpoint->access.any_of();
    std::vector<std::string> others;
    for (auto const scope : all_scopes()) {
        auto const given = ScopeSet::of({std::string(name_of(scope))});  // write gives read too
        if (std::ranges::none_of(wanted, [&](Scope one) { return given.has(one); })) others.emplace_back(name_of(scope));
    }
    return others;
}

/// For every row a client with every scope but those that it asks for.
using Scopeless = std::map<std::vector<std::string>, Client>;
Scopeless clients_without_scopes(Gatehouse const& gatehouse) {
    Scopeless clients;
    for (auto const& row : guarded_rows())
        if (auto const others = scopes_but_its_own(row); !clients.contains(others)) clients.emplace(others, gatehouse.with_scopes(others));
    return clients;
}

/// Asks wrongly, in every way an operation can be asked wrongly.
class WrongCalls {
public:
    WrongCalls(Gatehouse const& gatehouse, Client const& insider, Values theirs, Scopeless scopeless)
        : admin_(gatehouse.admin()),
          nobody_(gatehouse.nobody()),
          truncated_(gatehouse.client(admin_.token().substr(0, admin_.token().size() - 1))),
          outsider_(insider.at("localhost")),
          stranger_(admin_.at(insider.host())),
          insider_(insider.again()),
          theirs_(std::move(theirs)),
          scopeless_(std::move(scopeless)) {}

    /// Everything but an unknown key, which need not be refused.
    Statuses refused(Row const& row) {
        bool const guarded = !row.endpoint->access.is_open();
        bool const has_id = !parameters_of(row.path()).empty();
        return {guarded ? without_token(row) : "-",
                guarded ? seen(call(truncated_, row, unknown_ids(), "{}"), row) : "-",
                guarded ? with_token_of_another_space(row) : "-",
                row.endpoint->access.any_of().empty() ? "-" : without_scope(row),
                has_id ? seen(call(asker(row), row, unknown_ids(), good_body(row)), row) : "-",
                has_id ? with_id_of_another_space(row) : "-",
                row.endpoint->body_schema ? with_malformed_body(row) : "-",
                row.endpoint->body_schema ? with_wrong_types(row) : "-"};
    }

    std::string with_unknown_key(Row const& row) {
        if (!row.endpoint->body_schema) return "-";
        auto body = json::parse(*good_body(row)).value();
        body.as_object()["no_such_key"] = 1;
        auto const answer = call(asker(row), row, unknown_ids(), json::text_of(body));
        auto const schema = row.endpoint->body_schema();
        auto const* others = schema.as_object().if_contains("additionalProperties");
        bool const closed = others && *others == false;
        EXPECT_EQ(answer.status == 400 && answer.message().find("no_such_key") != std::string::npos, closed)
            << row.name() << " is " << (closed ? "closed" : "open") << ": " << answer.body;
        return std::to_string(answer.status);
    }

private:
    Client& asker(Row const& row) { return row.endpoint->access.is_open() ? nobody_ : admin_; }

    static std::string seen(Answer const& answer, Row const& row) {
        EXPECT_GE(answer.status, 400) << row.name() << " is not refused: " << answer.body;
        expect_error_form(answer, row);
        return std::to_string(answer.status);
    }
    /// Several ways to do one thing wrong have one answer.
    static std::string joined(std::set<std::string> const& statuses) {
        return statuses.empty() ? "-" : fmt::format("{}", fmt::join(statuses, "/"));
    }

    std::string without_token(Row const& row) {
        auto const answer = call(nobody_, row, unknown_ids(), "{}");
        EXPECT_EQ(answer.header("www-authenticate"), "Bearer") << row.name();
        return seen(answer, row);
    }

    std::string with_token_of_another_space(Row const& row) {
        return joined({seen(call(outsider_, row, unknown_ids(), "{}"), row), seen(call(stranger_, row, unknown_ids(), "{}"), row)});
    }

    std::string without_scope(Row const& row) {
        auto const answer = call(scopeless_.at(scopes_but_its_own(row)), row, unknown_ids(), "{}");
        for (auto const scope : row.endpoint->access.any_of())
            EXPECT_THAT(answer.message(), HasSubstr(fmt::format("\"{}\"", name_of(scope)))) << row.name();
        return seen(answer, row);
    }

    /// Word for word as for an id that was never given out.
    std::string with_id_of_another_space(Row const& row) {
        auto const parameters = parameters_of(row.path());
        for (auto const& name : parameters)
            EXPECT_TRUE(theirs_.contains(name) || !row.endpoint->built) << row.name() << ": add an id of another Space for " << name;
        auto const foreign = call(asker(row), row, theirs_, good_body(row));
        auto text = foreign.message();
        for (auto const& name : parameters)
            if (auto const found = theirs_.find(name); found != theirs_.end())
                for (auto const& [open, close] : {std::pair("'", "'"), std::pair(" id ", " not found")})
                    if (auto const at = text.find(open + found->second + close); at != text.npos)
                        text.replace(at + std::strlen(open), found->second.size(), value_for(row.path(), name, unknown_ids()));
        EXPECT_EQ(text, call(asker(row), row, unknown_ids(), good_body(row)).message()) << row.name();
        if (row.endpoint->built && parameters.size() == 1 && row.method() == "GET") {
            EXPECT_LT(call(insider_, row, theirs_).status, 404) << row.name() << ": where it belongs it is found";
        }
        return seen(foreign, row);
    }

    std::string with_malformed_body(Row const& row) {
        std::set<std::string> statuses;
        for (auto const* bad : {"{", "[]", "null", ""}) {
            auto const answer = call(asker(row), row, unknown_ids(), bad);
            statuses.insert(seen(answer, row));
            EXPECT_THAT(answer.message(), HasSubstr("expected {\"")) << row.name() << " " << bad;
        }
        return joined(statuses);
    }

    /// Each member of the body in turn.
    std::string with_wrong_types(Row const& row) {
        std::set<std::string> statuses;
        auto const whole = row.endpoint->body_schema();
        for (auto const& [name, schema] : whole.at("properties").as_object()) {
            auto const wrong = wrong_for(schema);
            if (!wrong) continue;
            auto body = json::parse(*good_body(row)).value();
            body.as_object()[name] = *wrong;
            auto const answer = call(asker(row), row, unknown_ids(), json::text_of(body));
            statuses.insert(seen(answer, row));
            // What fits depends on the resource, for options: without it they are not looked at.
            if (answer.status != 404) {
                EXPECT_THAT(answer.message(), HasSubstr(std::string_view(name))) << row.name();
            }
        }
        return joined(statuses);
    }
    /// Not of the type itself; an object that lacks something would be another fault.
    static std::optional<Value> wrong_for(Value const& schema) {
        for (Value const& candidate : {Value(Object{{"wrong", 1}}), Value("wrong"), Value(7)})
            if (std::ranges::any_of(violations(schema, candidate, {}), [](Finding const& finding) { return finding.where.empty(); }))
                return candidate;
        return std::nullopt;  // it takes anything
    }

    Client admin_, nobody_, truncated_;
    Client outsider_;  // with a token of another Space, here
    Client stranger_;  // with a token of this Space, there
    Client insider_;   // with a token of the other Space, there
    Values theirs_;
    Scopeless scopeless_;
};

TEST(EveryEndpoint, refuses_as_the_table_says) {
    Gatehouse gatehouse;
    auto scopeless = clients_without_scopes(gatehouse);
    auto api = gatehouse.admin();
    auto space = gatehouse.space("b.example.com");
    auto& there = space.admin;
    Values theirs{{"objectType", "app"}, {"spaceId", "org_0"}};
    theirs["userId"] = theirs["userSid"] = gatehouse.user("ada", &there);
    theirs["groupId"] = std::to_string(gatehouse.group("support", {member(theirs["userId"])}, &there));
    theirs["folderId"] = gatehouse.folder("tickets", {}, "app", &there);
    theirs["appId"] = theirs["objectId"] = gatehouse.app("inbox", {}, &there);
    theirs["pageId"] = there.post(own("/apps/") + theirs["appId"] + "/pages", {{"name", "home"}})["id"].text();
    theirs["workflowId"] = there.post(own("/workflows"), {{"name", "sync"}})["id"].text();
    theirs["workflowRunId"] =
        there.post(own("/workflows/") + theirs["workflowId"] + "/runs", {{"status", "done"}, {"trigger_type", "manual"}})["id"].text();
    theirs["queryId"] = there.post(own("/queries"), {{"name", "orders"}})["id"].text();
    theirs["agentId"] = there.post(own("/agents"), {{"name", "helper"}})["id"].text();
    theirs["resourceId"] = gatehouse.resource("orders", {}, &there);
    theirs["environmentId"] = there.get("/environments")["data"][1]["id"].text();
    theirs["attributeId"] =
        there.post("/user_attributes", {{"name", "department"}, {"label", "Department"}, {"dataType", "string"}})["data"]["id"].text();
    theirs["attributeName"] = "department";
    theirs["userInviteId"] = theirs["inviteId"] = there.post("/user_invites", {{"email", "bob@example.com"}})["data"]["id"].text();
    theirs["accessRequestId"] = there.post(own("/access_requests"), {{"email", "cleo@example.com"}})["id"].text();
    theirs["accessTokenId"] = there.get("/access_tokens")["data"][0]["id"].text();
    theirs["subjectType"] = "group";
    theirs["subjectId"] = theirs["groupId"];
    theirs["roleId"] =
        there.post("/role_permissions/roles", {{"name", "x"}, {"object_scopes", Array{}}, {"organization_scopes", Array{}}})["id"].text();
    theirs["roleGrantId"] = there
                                .post("/role_permissions/role_grants",
                                      {{"role_id", theirs["roleId"]}, {"subject_type", "group"}, {"subject_id", theirs["groupId"]}})["id"]
                                .text();
    theirs["configurationId"] =
        there
            .post("/resource_configurations", {{"resource_id", theirs["resourceId"]},
                                               {"environment_id", theirs["environmentId"]},
                                               {"options", {{"database_options", {{"host", "h"}, {"port", "1"}}}}}})["data"]["id"]
            .text();
    theirs["id"] = there.post("/configuration_variables", {{"name", "x"}, {"secret", false}, {"values", Array{}}})["data"]["id"].text();
    auto const before = there.get("/groups").revision();
    WrongCalls wrong(gatehouse, there, theirs, std::move(scopeless));
    std::map<std::string, Statuses> seen;
    for (auto const& row : all_rows()) seen[row.name()] = wrong.refused(row);
    EXPECT_EQ(there.get("/groups").revision(), before) << "and nothing happened anywhere";
    for (auto const& row : all_rows()) seen[row.name()].push_back(wrong.with_unknown_key(row));

    std::string table = refusals_head;
    for (auto const& row : all_rows()) table += line_of(row.name(), seen[row.name()]);
    if (auto const* write = std::getenv("GATEHOUSE_WRITE"); write && *write) std::ofstream(refusals_file) << table;
    auto expected = expected_refusals();
    std::string missing;
    for (auto const& [name, statuses] : seen) {
        auto const found = expected.find(name);
        if (found == expected.end())
            missing += line_of(name, statuses);
        else
            EXPECT_EQ(found->second, statuses) << name << ": its line in refusals.yaml says otherwise. What is seen:\n"
                                               << line_of(name, statuses);
    }
    EXPECT_EQ(missing, "") << "refusals.yaml lacks these lines. Add them when each status is right (GATEHOUSE_WRITE=1 does):\n" << missing;
    for (auto const& [name, statuses] : expected) EXPECT_TRUE(seen.contains(name)) << "refusals.yaml: there is no operation " << name;
}

TEST(EveryEndpoint, answers_400_for_ids_that_are_none) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    std::set<std::string> const formless = {"resourceId", "spaceId", "objectId", "subjectId", "attributeName"};  // any text may be one
    for (auto const& row : built_rows())
        for (auto const& name : parameters_of(row.path())) {
            if (formless.contains(name)) continue;
            SCOPED_TRACE(row.name() + ": " + name);
            auto values = unknown_ids();
            for (std::string const bad : {"x", "-1", "1e3", "'", "user_A", "9223372036854775808", "__proto__"}) {
                values[name] = bad;
                auto const answer = call(api, row, values, good_body(row));
                expect_refused(answer, row, 400);
                EXPECT_THAT(answer.message(), HasSubstr("path parameter " + name)) << bad;
            }
        }
}

}  // namespace
}  // namespace gatehouse::api_test
