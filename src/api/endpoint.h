// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/answer.h"
#include "api/call.h"
#include "api/query.h"
#include "base/json.h"
#include "domain/scope.h"
#include "http/message.h"
#include "service/context.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Endpoints are rows of data. From a row come the route, the scope check, the reading of body and query, the error for what does not fit,
/// the generated documents, and the tests that call every endpoint without token, scope and access.
///
///     {post, "/groups", Scope::groups_write, "group.create", create_group}
///
/// The handler's signature says the rest: what it takes (a body, a query), what it answers with, and where it runs. One that takes a
/// `service::Write&` runs inside a commit on the writer's thread, a `service::Read&` on a reader's, neither on the event loop itself.
namespace gatehouse::api {

using http::Method;
using enum http::Method;

/// A parsed body or query, as a handler takes it.
template <class T>
struct Body {
    T const& value;
    T const* operator->() const { return &value; }
    T const& operator*() const { return value; }
};
template <class T>
struct Query {
    T const& value;
    T const* operator->() const { return &value; }
    T const& operator*() const { return value; }
};

enum class Lane { loop, read, write };

using LoopWork = std::function<Result<Reply>()>;
using ReadWork = std::function<Result<Reply>(service::Read&)>;
using WriteWork = std::function<Result<Reply>(service::Write&)>;
using Work = std::variant<LoopWork, ReadWork, WriteWork>;

/// Whoever holds any of these may call. None: any valid token may. `open()`: no token is needed.
class Access {
public:
    Access(Scope scope) : any_of_{scope} {}
    Access(std::initializer_list<Scope> any_of) : any_of_(any_of) {}
    static Access any_token() { return Access(std::initializer_list<Scope>{}); }
    static Access open() {
        Access access = any_token();
        access.open_ = true;
        return access;
    }
    std::vector<Scope> const& any_of() const { return any_of_; }
    bool is_open() const { return open_; }

private:
    std::vector<Scope> any_of_;
    bool open_ = false;
};

/// Marks a row of the contract that this server does not have: it answers 501, after everything that is checked before.
struct NotBuilt {};
inline constexpr NotBuilt not_built;

class Endpoint {
public:
    Endpoint(Method method, std::string_view path, Access access, std::string_view action, NotBuilt)
        : method(method), path(path), access(std::move(access)), action(action) {}

    template <class... Arguments, class Answer>
    Endpoint(Method method, std::string_view path, Access access, std::string_view action, Result<Answer> (*handler)(Arguments...));

    Endpoint& says(std::string_view text) { return summary = text, *this; }
    Endpoint& body_up_to(std::uint64_t bytes) { return max_body_bytes = bytes, *this; }
    /// Documented errors beside those every endpoint has.
    Endpoint& errors(std::initializer_list<int> statuses) { return error_statuses = statuses, *this; }

    Method method;
    std::string_view path;  // below the surface's base: "/groups/{groupId}"
    Access access;
    std::string_view action;  // the use case, for the log
    std::string_view summary;
    Lane lane = Lane::loop;
    std::uint64_t max_body_bytes = 1 << 20;
    std::vector<int> error_statuses;
    bool built = false;

    // What the signature said.
    int status = 200;
    json::Value (*body_schema)() = nullptr;
    json::Value (*query_schema)() = nullptr;
    json::Value (*answer_schema)() = nullptr;

    /// Reads what the handler takes and binds it. Errors: invalid.
    std::function<Result<Work>(std::shared_ptr<Call const>, json::Value const& body)> prepare;
};

namespace detail {

template <class Answer>
Reply to_reply(Answer answer) {
    Reply reply;
    reply.status = Answer::status;
    if constexpr (requires { typename Answer::Body; })
        json::write_to(reply.body, std::move(answer).body());
    else
        reply.content_type.clear();
    return reply;
}
inline Reply to_reply(Reply&& reply) { return std::move(reply); }

/// How one argument of a handler is read and held until the handler runs.
template <class Argument>
struct Held;
template <>
struct Held<Call const&> {
    static Result<Held> read(Call const&, json::Value const&) { return Held{}; }
    Call const& get(std::shared_ptr<Call const> const& call) const { return *call; }
};
template <class T>
struct Held<Body<T>> {
    T value;
    static Result<Held> read(Call const&, json::Value const& body) { return Held{TRY(json::read<T>(body))}; }
    Body<T> get(std::shared_ptr<Call const> const&) const { return {value}; }
    static json::Value schema() { return json::schema_of<T>(); }
};
template <class T>
struct Held<Query<T>> {
    T value;
    static Result<Held> read(Call const& call, json::Value const&) { return Held{TRY(read_query<T>(call.request->query))}; }
    Query<T> get(std::shared_ptr<Call const> const&) const { return {value}; }
    static json::Value schema() { return json::schema_of<T>(); }
};

template <class T>
inline constexpr bool is_body = false;
template <class T>
inline constexpr bool is_body<Body<T>> = true;
template <class T>
inline constexpr bool is_query = false;
template <class T>
inline constexpr bool is_query<Query<T>> = true;

/// Reads every argument in turn; the first that cannot be read is the error.
template <class... Arguments>
Result<std::tuple<Held<Arguments>...>> read_all(Call const& call, json::Value const& body) {
    std::optional<Error> error;
    [[maybe_unused]] auto const one = [&]<class Argument>(std::type_identity<Argument>) -> std::optional<Held<Argument>> {
        if (error) return std::nullopt;
        auto held = Held<Argument>::read(call, body);
        if (held) return std::move(held).value();
        error = std::move(held).error();
        return std::nullopt;
    };
    std::tuple<std::optional<Held<Arguments>>...> all{one(std::type_identity<Arguments>{})...};
    if (error) return *std::move(error);
    return std::apply([](auto&&... held) { return std::tuple<Held<Arguments>...>(*std::move(held)...); }, std::move(all));
}

template <class Answer, class Handler, class... Arguments>
auto make_work(Handler handler, std::shared_ptr<Call const> call, std::tuple<Held<Arguments>...> held) {
    // Shared, because a std::function must be copyable and what is held need not be cheap to copy.
    auto kept = std::make_shared<std::tuple<Held<Arguments>...> const>(std::move(held));
    return [handler, call = std::move(call), kept]<class... First>(First&... first) -> Result<Reply> {
        auto answer = std::apply([&](auto const&... one) { return handler(first..., one.get(call)...); }, *kept);
        if (!answer) return std::move(answer).error();
        return to_reply(std::move(answer).value());
    };
}

template <class Argument>
void describe(Endpoint& endpoint) {
    if constexpr (is_body<Argument>) endpoint.body_schema = &Held<Argument>::schema;
    if constexpr (is_query<Argument>) endpoint.query_schema = &Held<Argument>::schema;
}

template <class Answer>
void describe_answer(Endpoint& endpoint) {
    if constexpr (requires { Answer::status; } && !std::is_same_v<Answer, Reply>) endpoint.status = Answer::status;
    if constexpr (requires { typename Answer::Body; }) endpoint.answer_schema = +[] { return json::schema_of<typename Answer::Body>(); };
}

template <class Context, class Answer, class... Arguments>
void set_up(Endpoint& endpoint, Result<Answer> (*handler)(Context&, Arguments...)) {
    (describe<Arguments>(endpoint), ...);
    describe_answer<Answer>(endpoint);
    endpoint.lane = std::is_same_v<Context, service::Write> ? Lane::write : Lane::read;
    endpoint.prepare = [handler](std::shared_ptr<Call const> call, json::Value const& body) -> Result<Work> {
        auto held = TRY(read_all<Arguments...>(*call, body));
        return Work(std::function<Result<Reply>(Context&)>(make_work<Answer>(handler, std::move(call), std::move(held))));
    };
}

template <class Answer, class... Arguments>
void set_up_loop(Endpoint& endpoint, Result<Answer> (*handler)(Arguments...)) {
    (describe<Arguments>(endpoint), ...);
    describe_answer<Answer>(endpoint);
    endpoint.prepare = [handler](std::shared_ptr<Call const> call, json::Value const& body) -> Result<Work> {
        auto held = TRY(read_all<Arguments...>(*call, body));
        return Work(LoopWork(make_work<Answer>(handler, std::move(call), std::move(held))));
    };
}

}  // namespace detail

template <class... Arguments, class Answer>
Endpoint::Endpoint(Method wanted_method, std::string_view wanted_path, Access wanted_access, std::string_view wanted_action,
                   Result<Answer> (*handler)(Arguments...))
    : method(wanted_method), path(wanted_path), access(std::move(wanted_access)), action(wanted_action), built(true) {
    using First = boost::mp11::mp_first<boost::mp11::mp_list<Arguments...>>;
    if constexpr (std::is_same_v<First, service::Write&> || std::is_same_v<First, service::Read&>)
        detail::set_up(*this, handler);
    else
        detail::set_up_loop(*this, handler);
}

}  // namespace gatehouse::api
