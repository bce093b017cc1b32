// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include "api/api.h"
#include "api/errors.h"
#include "domain/scope.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>
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

/// Ids of the right form of which nothing is known.
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
                               {"agentId", unknown_uuid}};
    return ids;
}

std::string filled(std::string const& path, Values const& values) {
    std::string out = path;
    for (auto const& name : parameters_of(path)) {
        auto const found = values.find(name);
        auto const value = found == values.end() ? std::string("x") : found->second;
        out.replace(out.find('{' + name + '}'), name.size() + 2, value);
    }
    return out;
}

/// A body that is good in itself, for rows that have an id in their path as well. A new one of these needs a line here.
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
    ADD_FAILURE() << row.name() << " takes a body: add a good one to good_body()";
    return std::nullopt;
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

TEST(TheTables, hold_the_144_operations_of_the_contract) { EXPECT_EQ(contract_operations().size(), 144u); }

TEST(TheTables, hold_the_operations_of_the_published_document) {
    auto const* file = std::getenv("GATEHOUSE_REFERENCE_SPEC");
    if (!file) GTEST_SKIP() << "GATEHOUSE_REFERENCE_SPEC does not name the published OpenAPI document";
    std::ifstream in(file);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto const document = json::parse(text).value();
    std::set<std::string> published;
    for (auto const& path : document.at("paths").as_object())
        for (auto const& [method, operation] : path.value().as_object()) {
            std::string upper(method);
            std::ranges::transform(upper, upper.begin(), [](char c) { return char(std::toupper(static_cast<unsigned char>(c))); });
            if (upper == "GET" || upper == "POST" || upper == "PUT" || upper == "PATCH" || upper == "DELETE")
                published.insert(upper + " " + normal(std::string(path.key())));
        }
    EXPECT_EQ(contract_operations(), published);
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

TEST(EveryEndpoint, refuses_without_a_token) {
    Gatehouse gatehouse;
    auto nobody = gatehouse.nobody();
    for (auto const& row : guarded_rows()) {
        SCOPED_TRACE(row.name());
        auto const answer = call(nobody, row, unknown_ids(), "{}");
        expect_refused(answer, row, 401);
        EXPECT_EQ(answer.header("www-authenticate"), "Bearer");
    }
}

TEST(EveryEndpoint, refuses_a_token_with_a_character_missing) {
    Gatehouse gatehouse;
    auto const token = gatehouse.admin().token();
    auto truncated = gatehouse.client(token.substr(0, token.size() - 1));
    for (auto const& row : guarded_rows()) {
        SCOPED_TRACE(row.name());
        expect_refused(call(truncated, row, unknown_ids(), "{}"), row, 401);
    }
}

TEST(EveryEndpoint, refuses_a_token_of_another_space) {
    Gatehouse gatehouse;
    auto space = gatehouse.space("b.example.com");
    auto outsider = space.admin.at("localhost");
    auto insider = gatehouse.admin().at("b.example.com");
    for (auto const& row : guarded_rows()) {
        SCOPED_TRACE(row.name());
        expect_refused(call(outsider, row, unknown_ids(), "{}"), row, 401);
        expect_refused(call(insider, row, unknown_ids(), "{}"), row, 401);
    }
}

TEST(EveryEndpoint, refuses_a_token_that_has_every_scope_but_its_own) {
    Gatehouse gatehouse;
    std::map<std::vector<std::string>, Client> clients;
    for (auto const& row : guarded_rows()) {
        SCOPED_TRACE(row.name());
        auto const& wanted = row.endpoint->access.any_of();
        if (wanted.empty()) continue;
        std::vector<std::string> others;
        for (auto const scope : all_scopes()) {
            auto const given = ScopeSet::of({std::string(name_of(scope))});  // write gives read too
            if (std::ranges::none_of(wanted, [&](Scope one) { return given.has(one); })) others.emplace_back(name_of(scope));
        }
        auto client = clients.find(others);
        if (client == clients.end()) client = clients.emplace(others, gatehouse.with_scopes(others)).first;
        auto const answer = call(client->second, row, unknown_ids(), "{}");
        expect_refused(answer, row, 403);
        for (auto const scope : wanted) EXPECT_THAT(answer.message(), HasSubstr(fmt::format("\"{}\"", name_of(scope))));
    }
}

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

// --- what is sent -----------------------------------------------------------------------------------------------------------------

TEST(EveryEndpoint, with_a_body_says_what_it_expects) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const revision = api.get("/groups").revision();
    for (auto const& row : built_rows()) {
        if (!row.endpoint->body_schema) continue;
        SCOPED_TRACE(row.name());
        for (auto const* bad : {"{", "[]", "null", ""}) {
            auto const answer = call(api, row, unknown_ids(), bad);
            expect_refused(answer, row, 400);
            EXPECT_THAT(answer.message(), HasSubstr("expected {\"")) << bad;
        }
    }
    EXPECT_EQ(api.get("/groups").revision(), revision);
}

/// Rows with an id in their path that are not answered with 404 for an unknown one, and why.
std::map<std::string, int> const& other_than_404() {
    static std::map<std::string, int> const rows = {};
    return rows;
}

TEST(EveryEndpoint, answers_404_for_ids_that_are_not_there) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const revision = api.get("/groups").revision();
    for (auto const& row : built_rows()) {
        if (parameters_of(row.path()).empty()) continue;
        SCOPED_TRACE(row.name());
        auto const exception = other_than_404().find(row.name());
        expect_refused(call(api, row, unknown_ids(), good_body(row)), row, exception == other_than_404().end() ? 404 : exception->second);
    }
    EXPECT_EQ(api.get("/groups").revision(), revision);
}

TEST(EveryEndpoint, answers_404_for_ids_of_another_space) {
    Gatehouse gatehouse;
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
    theirs["configurationId"] =
        there
            .post("/resource_configurations", {{"resource_id", theirs["resourceId"]},
                                               {"environment_id", theirs["environmentId"]},
                                               {"options", {{"database_options", {{"host", "h"}, {"port", "1"}}}}}})["data"]["id"]
            .text();
    theirs["id"] = there.post("/configuration_variables", {{"name", "x"}, {"secret", false}, {"values", Array{}}})["data"]["id"].text();
    auto const before = there.get("/groups").revision();
    for (auto const& row : built_rows()) {
        auto const parameters = parameters_of(row.path());
        if (parameters.empty()) continue;
        SCOPED_TRACE(row.name());
        for (auto const& name : parameters) EXPECT_TRUE(theirs.contains(name)) << "add an id of another Space for " << name;
        auto const foreign = call(api, row, theirs, good_body(row));
        expect_refused(foreign, row, 404);
        // Word for word as for an id that was never given out.
        auto const unknown = call(api, row, unknown_ids(), good_body(row));
        auto text = foreign.message();
        for (auto const& name : parameters)
            if (auto const at = text.find("'" + theirs[name] + "'"); at != text.npos)
                text.replace(at + 1, theirs[name].size(), unknown_ids().at(name));
        EXPECT_EQ(text, unknown.message());
        if (parameters.size() == 1 && row.method() == "GET") {
            EXPECT_LT(call(there, row, theirs).status, 404) << "where it belongs it is found";
        }
    }
    EXPECT_EQ(there.get("/groups").revision(), before) << "and nothing happened there";
}

TEST(EveryEndpoint, answers_400_for_ids_that_are_none) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    std::set<std::string> const formless = {"resourceId", "spaceId", "objectId", "attributeName"};  // any text may be one
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
