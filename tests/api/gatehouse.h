// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "http/message.h"
#include "http/raw_client.h"
#include "service/context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A whole server in the test's own process, and a client that speaks HTTP to it.
///
///     Gatehouse gatehouse;
///     auto api = gatehouse.admin();
///     auto made = api.post("/groups", {{"name", "support"}});
///     EXPECT_EQ(made.status, 200);
///     EXPECT_EQ(made["data"]["name"], "support");
namespace gatehouse::api_test {

using json::Array;
using json::Object;
using json::Value;
using AnyValue = boost::json::value_ref;  // as a parameter: anything that can stand in an Object

/// A JSON value that can be walked without asking: what is not there is `missing`, which equals nothing but itself.
class Json {
public:
    Json() = default;
    explicit Json(Value value) : value_(std::move(value)) {}

    Json operator[](std::string_view key) const;
    Json operator[](char const* key) const { return (*this)[std::string_view(key)]; }
    Json operator[](std::size_t index) const;
    Json operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }

    bool missing() const { return !value_; }
    bool is_null() const { return value_ && value_->is_null(); }
    bool has(std::string_view key) const { return !(*this)[key].missing(); }
    std::size_t size() const;       // of an array or object; 0 for anything else
    std::vector<Json> all() const;  // the elements of an array
    std::vector<std::string> keys() const;
    std::string text() const;     // of a string; anything else as JSON
    std::int64_t number() const;  // -1 for what is none
    Value value() const { return value_.value_or(nullptr); }

    /// One member of every element, as text: `list.each("name")`.
    std::vector<std::string> each(std::string_view key) const;
    /// The element whose `key` is that text.
    Json where(std::string_view key, std::string_view text) const;

    friend bool operator==(Json const& a, Json const& b) { return a.value_ == b.value_; }
    friend bool operator==(Json const& json, std::string_view text) {
        return json.value_ && json.value_->is_string() && std::string_view(json.value_->get_string()) == text;
    }
    friend bool operator==(Json const& json, char const* text) { return json == std::string_view(text); }
    friend bool operator==(Json const& json, std::string const& text) { return json == std::string_view(text); }
    friend bool operator==(Json const& json, bool truth) {
        return json.value_ && json.value_->is_bool() && json.value_->get_bool() == truth;
    }
    friend bool operator==(Json const& json, std::int64_t number) {
        return json.value_ && json.value_->is_int64() && json.value_->get_int64() == number;
    }
    friend bool operator==(Json const& json, int number) { return json == std::int64_t(number); }

private:
    std::optional<Value> value_;
};
void PrintTo(Json const& json, std::ostream* out);

struct Answer {
    int status = 0;                                            // 0: the connection broke
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;
    Json json;

    Json operator[](char const* key) const { return json[key]; }
    std::string header(std::string_view name) const;  // empty: there is none
    std::string message() const;                      // of an error, envelope or problem
    std::int64_t revision() const;                    // of the header Gatehouse-Revision
};
void PrintTo(Answer const& answer, std::ostream* out);

/// Matches an Answer with that status whose error message has that text in it.
MATCHER_P2(IsRefused, status, part, "is refused with " + std::to_string(status) + " and \"" + std::string(part) + "\"") {
    return arg.status == status && arg.message().find(part) != std::string::npos;
}
MATCHER_P(HasStatus, status, "has the status " + std::to_string(status)) { return arg.status == status; }

/// What is sent: an object, or any text at all.
struct Content {
    Content() = default;
    Content(Object const& object) : text(json::text_of(Value(object))) {}
    Content(std::initializer_list<std::pair<boost::json::string_view, boost::json::value_ref>> members) : Content(Object(members)) {}
    Content(char const* raw) : text(raw) {}
    Content(std::string raw) : text(std::move(raw)) {}

    std::optional<std::string> text;  // none: no body, and no Content-Type
};

/// One keep-alive connection with a token and a Host. A path that starts with `/api/` or `/openapi`, and `/`, is whole; any other lies
/// below
/// `/api/v2`. Not for two threads at once.
class Client {
public:
    Client(std::uint16_t port, std::string token, std::string host) : port_(port), token_(std::move(token)), host_(std::move(host)) {}

    Answer get(std::string const& path) { return ask("GET", path); }
    Answer post(std::string const& path, Content const& content = {}) { return ask("POST", path, content); }
    Answer put(std::string const& path, Content const& content = {}) { return ask("PUT", path, content); }
    Answer patch(std::string const& path, Content const& content = {}) { return ask("PATCH", path, content); }
    Answer del(std::string const& path) { return ask("DELETE", path); }
    /// `extra`: whole header lines, each ending in \r\n.
    Answer ask(std::string_view method, std::string const& path, Content const& content = {}, std::string_view extra = {});

    /// `{"operations": [{op, path, value}]}`.
    Answer patch_one(std::string const& path, std::string_view op, std::string_view pointer, AnyValue value);
    Answer patch_one(std::string const& path, std::string_view op, std::string_view pointer);
    Answer replace(std::string const& path, std::string_view pointer, AnyValue value) { return patch_one(path, "replace", pointer, value); }

    /// The same server as somebody else, over a connection of its own.
    Client with_token(std::string token) const { return {port_, std::move(token), host_}; }
    Client at(std::string host) const { return {port_, token_, std::move(host)}; }
    Client again() const { return {port_, token_, host_}; }
    std::string const& token() const { return token_; }
    std::string const& host() const { return host_; }
    std::uint16_t port() const { return port_; }

private:
    std::uint16_t port_;
    std::string token_;  // empty: no Authorization header
    std::string host_;
    std::unique_ptr<http::RawClient> connection_;
};

/// A path of our own API.
inline std::string own(std::string const& path) { return "/api/gatehouse/v1" + path; }

inline constexpr char const* unknown_uuid = "00000000-0000-4000-8000-000000000000";

struct Options {
    std::int64_t calls_per_minute = 0;  // 0: no limit
    service::DefaultAccess default_access = service::DefaultAccess::open;
    unsigned threads = 1;  // event loops
};

class Gatehouse {
public:
    explicit Gatehouse(Options const& options = {});
    ~Gatehouse();

    /// Every scope, in the Admin Space.
    Client admin() const;
    Client client(std::string token, std::string host = "localhost") const { return {port_, std::move(token), std::move(host)}; }
    Client nobody() const { return client({}); }

    /// A client with a fresh token of these scopes.
    Client with_scopes(std::vector<std::string> const& scopes) const;

    struct Space {
        std::string id;
        std::string domain;
        Client admin;  // every scope there
    };
    /// A new Space, with the caller as its admin.
    Space space(std::string const& domain) const;

    /// As the operator at the machine: through the admin door.
    Answer operate(http::Method method, std::string const& target, Content const& content = {}) const;

    /// Stands still until it is moved.
    ManualClock& clock() { return clock_; }
    std::uint16_t port() const { return port_; }

    struct Logged {
        std::string request_id;
        std::string path;
        int status = 0;
        bool authenticated = false;
        std::string detail;
    };
    std::vector<Logged> log() const;

    // Shorthands for what many tests need; each expects success.
    std::string user(std::string const& name, Client* where = nullptr) const;  // name@example.com; its id
    std::int64_t group(std::string const& name, Array const& members = {}, Client* where = nullptr) const;
    std::string folder(std::string const& name, std::string const& parent = {}, std::string const& type = "app",
                       Client* where = nullptr) const;
    std::string app(std::string const& name, std::string const& folder = {}, Client* where = nullptr) const;
    std::string resource(std::string const& name, std::string const& folder = {}, Client* where = nullptr) const;
    /// The only admin there is at first.
    std::string admin_user() const;

private:
    struct Running;
    ManualClock clock_;
    std::unique_ptr<Running> running_;
    std::uint16_t port_ = 0;
    std::string token_;
    mutable std::mutex mutex_;
    std::vector<Logged> log_;
};

Object group_subject(std::int64_t id);
Object user_subject(std::string const& id);
Object of_type(std::string const& type, std::string const& id);
Object member(std::string const& user, bool is_group_admin = false);
/// Paths of own API answer ids and times of these forms.
inline constexpr char const* uuid_form = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
inline constexpr char const* time_form = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z";

}  // namespace gatehouse::api_test
