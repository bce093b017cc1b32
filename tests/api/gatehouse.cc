// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include "tests/api/reference_spec.h"

#include "api/api.h"
#include "api/documents.h"
#include "domain/scope.h"
#include "http/server.h"
#include "http/target.h"
#include "server/wiring.h"

#include <fmt/format.h>
#include <charconv>
#include <future>
#include <stdexcept>

namespace gatehouse::api_test {
namespace {

constexpr char const* bootstrap_token = "the-token-that-tests-start-with";

Json to_json(std::string const& body) {
    auto parsed = json::parse(body);
    return parsed ? Json(*std::move(parsed)) : Json();
}

/// Set-up that fails is a broken test, so it says why and stops.
Answer require(Answer answer, std::string_view what) {
    if (answer.status < 200 || answer.status > 299) throw std::runtime_error(fmt::format("{}: {} {}", what, answer.status, answer.body));
    return answer;
}

/// Every answer is as our own document says, and as the published one does where GATEHOUSE_REFERENCE_SPEC names it.
void expect_as_documented(std::string_view method, std::string_view path, Answer const& answer) {
    static Spec const ours(api::full_document());
    constexpr std::string_view contract = "/api/v2";
    // What is refused before an endpoint is reached is no answer of it.
    if (answer.status == 0 || answer.status == 405 || answer.status == 421 || answer.status == 431) return;
    auto const* operation = ours.find_for(method, path);
    if (!operation) return;
    auto const found = ours.judge(*operation, answer.status, answer.body, Spec::OtherErrors::are_refused);
    if (!found.empty())
        ADD_FAILURE() << operation->name() << " is not answered as our own document says:\n"
                      << text_of(found) << answer.body.substr(0, 2'000);

    if (!published_spec() || !operation->path.starts_with(contract)) return;
    auto const below_base = operation->path.substr(contract.size());
    auto const* published = published_spec()->find(method, below_base);
    if (!published) return;
    auto const name = fmt::format("{} {}", method, below_base);
    auto const foreign = known_differences().without_accepted(
        name, published_spec()->judge(*published, answer.status, answer.body, Spec::OtherErrors::need_the_envelope));
    if (!foreign.empty())
        ADD_FAILURE() << name << " is not answered as the published document says:\n"
                      << text_of(foreign) << answer.body.substr(0, 2'000)
                      << "\n  Mend it, or give the reason in tests/fidelity/differences.yaml";
}

}  // namespace

Json Json::operator[](std::string_view key) const {
    auto const* object = value_ ? value_->if_object() : nullptr;
    auto const* found = object ? object->if_contains(key) : nullptr;
    return found ? Json(*found) : Json();
}

Json Json::operator[](std::size_t index) const {
    auto const* array = value_ ? value_->if_array() : nullptr;
    return array && index < array->size() ? Json((*array)[index]) : Json();
}

std::size_t Json::size() const {
    if (value_ && value_->is_array()) return value_->get_array().size();
    return value_ && value_->is_object() ? value_->get_object().size() : 0;
}

std::vector<Json> Json::all() const {
    std::vector<Json> elements;
    if (auto const* array = value_ ? value_->if_array() : nullptr)
        for (auto const& element : *array) elements.emplace_back(element);
    return elements;
}

std::vector<std::string> Json::keys() const {
    std::vector<std::string> names;
    if (auto const* object = value_ ? value_->if_object() : nullptr)
        for (auto const& member : *object) names.emplace_back(member.key());
    return names;
}

std::string Json::text() const {
    if (!value_) return "(missing)";
    return value_->is_string() ? std::string(value_->get_string()) : json::text_of(*value_);
}

std::int64_t Json::number() const { return value_ && value_->is_int64() ? value_->get_int64() : -1; }

std::vector<std::string> Json::each(std::string_view key) const {
    std::vector<std::string> texts;
    for (auto const& element : all()) texts.push_back(element[key].text());
    return texts;
}

Json Json::where(std::string_view key, std::string_view text) const {
    for (auto const& element : all())
        if (element[key].text() == text) return element;
    return {};
}

void PrintTo(Json const& json, std::ostream* out) { *out << json.text(); }
void PrintTo(Answer const& answer, std::ostream* out) { *out << answer.status << ' ' << answer.body.substr(0, 2'000); }

std::string Answer::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == name) return value;
    return {};
}

std::string Answer::message() const { return json.has("message") ? json["message"].text() : json["detail"].text(); }

std::int64_t Answer::revision() const {
    auto const text = header("gatehouse-revision");
    std::int64_t number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Answer Client::ask(std::string_view method, std::string const& path, Content const& content, std::string_view extra) {
    bool const whole = path.starts_with("/api/") || path.starts_with("/openapi") || path == "/";
    auto const target = (whole ? "" : "/api/v2") + path;
    auto request = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", method, target, host_);
    if (!token_.empty()) request += fmt::format("Authorization: Bearer {}\r\n", token_);
    if (content.text) request += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", content.text->size());
    request += extra;
    request += "\r\n";
    if (content.text) request += *content.text;

    if (!connection_) connection_ = std::make_unique<http::RawClient>(port_);
    connection_->send(request);
    auto raw = connection_->read(method == "HEAD" ? http::Expected::no_body : http::Expected::body);
    if (raw.status == 0 || raw.header("connection") == "close") connection_.reset();
    Answer answer{raw.status, std::move(raw.headers), std::move(raw.body), {}};
    answer.json = to_json(answer.body);
    expect_as_documented(method, std::string_view(target).substr(0, target.find('?')), answer);
    return answer;
}

Answer Client::patch_one(std::string const& path, std::string_view op, std::string_view pointer, AnyValue value) {
    return patch(path, Object{{"operations", Array{Object{{"op", op}, {"path", pointer}, {"value", value}}}}});
}
Answer Client::patch_one(std::string const& path, std::string_view op, std::string_view pointer) {
    return patch(path, Object{{"operations", Array{Object{{"op", op}, {"path", pointer}}}}});
}

struct Gatehouse::Running {
    std::unique_ptr<server::House> house;
    std::unique_ptr<http::Server> server;
};

Gatehouse::Gatehouse(Options const& options)
    : clock_(*parse_timestamp("2026-01-05T08:00:00Z")), running_(std::make_unique<Running>()), token_(bootstrap_token) {
    server::Config config;
    config.calls_per_minute = options.calls_per_minute;
    config.rules.default_access = options.default_access;
    config.rules.public_url = "http://localhost:3000";
    config.bootstrap.token = token_;
    auto house = server::House::open(config, clock_, [this](api::LogLine const& line) {
        std::lock_guard const lock(mutex_);
        log_.push_back({line.request.id, line.request.path, line.status, line.actor != nullptr, std::string(line.detail)});
    });
    if (!house) throw std::runtime_error("no house: " + house.error().message + " | " + house.error().detail);
    running_->house = std::move(house).value();
    running_->server = std::make_unique<http::Server>(running_->house->hooks(), http::Limits{}, options.threads);
    auto const port = running_->server->listen({});
    if (!port) throw std::runtime_error("no port: " + port.error().message);
    port_ = *port;
    if (auto const made = running_->house->bootstrap(config.bootstrap); !made)
        throw std::runtime_error("no bootstrap: " + made.error().message);
    running_->server->start();
}

Gatehouse::~Gatehouse() { running_->server->stop(std::chrono::seconds(5)); }

Client Gatehouse::admin() const { return client(token_); }

Client Gatehouse::with_scopes(std::vector<std::string> const& scopes) const {
    Array names;
    for (auto const& scope : scopes) names.emplace_back(scope);
    auto const made = require(admin().post("/access_tokens", {{"label", "some scopes"}, {"scopes", names}}), "token");
    return client(made["data"]["access_token"].text());
}

Gatehouse::Space Gatehouse::space(std::string const& domain) const {
    auto const made = require(admin().post("/spaces", {{"name", domain}, {"domain", domain}, {"options", {{"create_admin_user", true}}}}),
                              "space " + domain);
    auto const token = require(operate(http::Method::post, "/admin/tokens?space=" + domain, {{"label", "first"}}), "token for " + domain);
    return {made["data"]["id"].text(), domain, client(token["access_token"].text(), domain)};
}

Answer Gatehouse::operate(http::Method method, std::string const& target, Content const& content) const {
    auto parsed = http::parse_target(target);
    auto request = std::make_shared<http::Request>();
    request->method = method;
    request->path = std::move(parsed->path);
    request->segments = std::move(parsed->segments);
    request->query = std::move(parsed->query);
    request->door = http::Door::admin;
    request->body = content.text.value_or("");
    request->id = "operator";
    std::promise<http::Response> answered;
    running_->house->api().handle(std::move(request), [&](http::Response response) { answered.set_value(std::move(response)); });
    auto response = answered.get_future().get();
    Answer answer{response.status, {}, std::move(response.body), {}};
    answer.json = to_json(answer.body);
    return answer;
}

std::vector<Gatehouse::Logged> Gatehouse::log() const {
    std::lock_guard const lock(mutex_);
    return log_;
}

std::string Gatehouse::user(std::string const& name, Client* where) const {
    auto api = where ? where->again() : admin();
    auto const made = require(api.post("/users", {{"email", name + "@example.com"}, {"first_name", name}, {"last_name", "Test"}}), "user");
    return made["data"]["id"].text();
}

std::int64_t Gatehouse::group(std::string const& name, Array const& members, Client* where) const {
    auto api = where ? where->again() : admin();
    return require(api.post("/groups", {{"name", name}, {"members", members}}), "group")["data"]["id"].number();
}

std::string Gatehouse::folder(std::string const& name, std::string const& parent, std::string const& type, Client* where) const {
    auto api = where ? where->again() : admin();
    Object body{{"name", name}, {"folder_type", type}};
    if (!parent.empty()) body["parent_folder_id"] = parent;
    return require(api.post("/folders", body), "folder")["data"]["id"].text();
}

std::string Gatehouse::app(std::string const& name, std::string const& folder, Client* where) const {
    auto api = where ? where->again() : admin();
    Object body{{"name", name}};
    if (!folder.empty()) body["folder_id"] = folder;
    return require(api.post(own("/apps"), body), "app")["id"].text();
}

std::string Gatehouse::resource(std::string const& name, std::string const& folder, Client* where) const {
    auto api = where ? where->again() : admin();
    Object body{{"display_name", name}, {"type", "postgresql"}};
    if (!folder.empty()) body["folder_id"] = folder;
    return require(api.post(own("/resources"), body), "resource")["id"].text();
}

std::string Gatehouse::admin_user() const {
    return require(admin().get("/users?email=admin@example.com"), "admin")["data"][0]["id"].text();
}

Object group_subject(std::int64_t id) { return {{"type", "group"}, {"id", id}}; }
Object user_subject(std::string const& id) { return {{"type", "user"}, {"id", id}}; }
Object of_type(std::string const& type, std::string const& id) { return {{"type", type}, {"id", id}}; }
Object member(std::string const& user, bool is_group_admin) { return {{"id", user}, {"is_group_admin", is_group_admin}}; }

}  // namespace gatehouse::api_test
