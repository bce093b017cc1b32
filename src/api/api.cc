// SPDX-License-Identifier: Apache-2.0
#include "api/api.h"

#include "api/errors.h"
#include "api/shape.h"
#include "api/tables.h"
#include "service/text.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <exception>

namespace gatehouse::api {
namespace {

/// From one address, without a token.
constexpr std::int64_t open_writes_per_minute = 30;

std::vector<Endpoint> joined(std::initializer_list<std::vector<Endpoint>> tables) {
    std::vector<Endpoint> all;
    for (auto const& table : tables) all.insert(all.end(), table.begin(), table.end());
    return all;
}

bool is_ip_literal(std::string_view host) {
    return host.starts_with('[') ||
           (!host.empty() && std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; }));
}

std::string allowed_methods(std::vector<Endpoint const*> const& endpoints) {
    std::string allow;
    for (auto const* endpoint : endpoints) {
        allow += (allow.empty() ? "" : ", ") + std::string(http::name_of(endpoint->method));
        if (endpoint->method == get) allow += ", HEAD";
    }
    return allow + ", OPTIONS";
}

/// `Bearer <token>`; empty: there is none of that form.
std::string_view bearer_token(http::Request const& request) {
    auto const* header = request.header("authorization");
    if (!header || header->size() < 8) return {};
    std::string_view const value = *header;
    if (service::lower_case(value.substr(0, 7)) != "bearer ") return {};
    auto const token = value.substr(7);
    auto const first = token.find_first_not_of(' ');
    return first == token.npos ? std::string_view{} : token.substr(first);
}

Error missing_scope(Access const& access) {
    std::string names;
    for (auto const scope : access.any_of()) names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", name_of(scope));
    return forbidden(fmt::format("Forbidden: API token is missing {}{}", access.any_of().size() > 1 ? "one of " : "", names));
}

Result<json::Value> read_body(http::Request const& request, Endpoint const& endpoint) {
    if (!endpoint.body_schema) return json::Value{};
    auto const expected = [&] { return "; expected " + shape_of(endpoint.body_schema()); };
    if (request.body.empty()) return invalid("A JSON body is missing" + expected());
    auto parsed = json::parse(request.body);
    if (!parsed) return invalid("The body is " + parsed.error().message + expected());
    if (!parsed->is_object()) return invalid("The body is " + std::string(json::name_of_kind(*parsed)) + expected());
    return parsed;
}

}  // namespace

std::vector<Surface> const& surfaces() {
    static std::vector<Surface> const all = {
        {"/api/v2", "Retool-compatible management API", http::Door::api,
         joined({
             user_endpoints(),
             group_endpoints(),
             folder_endpoints(),
             space_endpoints(),
             permission_endpoints(),
             role_endpoints(),
             access_token_endpoints(),
             environment_endpoints(),
             app_endpoints(),
             workflow_endpoints(),
             workflow_run_endpoints(),
             organization_endpoints(),
             user_invite_endpoints(),
             user_attribute_endpoints(),
             access_request_endpoints(),
             resource_endpoints(),
             resource_configuration_endpoints(),
             configuration_variable_endpoints(),
             not_built_endpoints(),
             spec_endpoints(),
         })},
        {"/api/gatehouse/v1", "Gatehouse API", http::Door::api,
         joined({
             own_app_endpoints(),
             page_endpoints(),
             own_workflow_endpoints(),
             own_workflow_run_endpoints(),
             query_endpoints(),
             agent_endpoints(),
             own_resource_endpoints(),
             invite_endpoints(),
             access_request_creation_endpoints(),
             grant_endpoints(),
             token_endpoints(),
             change_endpoints(),
         })},
        {"", "Server", http::Door::api, joined({health_endpoints(), document_endpoints()})},
        {"/admin", "Operator", http::Door::admin, joined({operator_endpoints()})},
    };
    return all;
}

/// One request and what has been learnt about it.
struct Api::Exchange {
    std::shared_ptr<http::Request> request;
    http::Respond respond;
    std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
    std::shared_ptr<Call> call = std::make_shared<Call>();
    bool authenticated = false;
    std::vector<std::pair<std::string, std::string>> headers;  // for the answer, whatever it will be
    Api* api = nullptr;

    void answer(http::Response response, std::string_view detail = {}) {
        response.headers.insert(response.headers.end(), headers.begin(), headers.end());
        auto const spent = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
        auto& counts = api->counts_;
        ++counts.by_class[std::size_t(std::clamp(response.status / 100, 0, 5))];
        counts.microseconds += std::uint64_t(spent);
        api->log_({*request, response.status, std::int64_t(response.body.size()), spent, authenticated ? &call->actor : nullptr, detail});
        respond(std::move(response));
    }
    void answer(Error const& error) { answer(to_response(error, *request), error.detail); }
    void answer(Reply reply) { answer({reply.status, std::move(reply.content_type), std::move(reply.headers), std::move(reply.body)}); }
};

Api::Api(access::Engine const& engine, service::Writer& writer, service::Readers& readers, Clock const& clock, Settings settings,
         std::function<void(LogLine const&)> log)
    : engine_(engine),
      writer_(writer),
      readers_(readers),
      clock_(clock),
      settings_(std::move(settings)),
      log_(std::move(log)),
      rate_limit_(settings_.calls_per_minute),
      open_limit_(open_writes_per_minute) {
    for (auto const& surface : surfaces())
        (surface.door == http::Door::admin ? admin_router_ : router_).add(surface.base, surface.endpoints);
}

std::uint64_t Api::body_limit(http::Request const& head) const {
    auto const match = (head.door == http::Door::admin ? admin_router_ : router_).find(head.segments);
    for (auto const* endpoint : match.endpoints)
        if (endpoint->method == head.method) return endpoint->max_body_bytes;
    return 1 << 20;
}

Result<SpaceId> Api::space_of(http::Request const& request, access::World const& world) const {
    std::string_view host = request.host;
    if (request.door == http::Door::admin) {
        // The operator names a Space by its domain; none means the Admin Space.
        host = {};
        for (auto const& [key, value] : request.query)
            if (key == "space") host = value;
        if (host.empty()) return admin_space;
        if (auto const found = world.space_at(service::lower_case(host))) return found->space;
        return not_found(fmt::format("No Space has the domain '{}'", host));
    }
    if (host.empty() || is_ip_literal(host) || host == "localhost" || host == settings_.base_domain) return admin_space;
    if (auto const found = world.space_at(host)) return found->space;
    return Error{ErrorKind::misdirected,
                 fmt::format("No Space has the domain '{}'. If it is the name of this server, start it with --base-domain {}", host, host),
                 {}};
}

Result<service::Actor> Api::actor_of(Exchange& exchange, Endpoint const& endpoint, access::World const& world) {
    auto const& request = *exchange.request;
    if (request.door == http::Door::admin) return service::Actor::operator_at_machine(exchange.call->space);
    // Nobody yet. What an open endpoint lets happen is logged as a person's doing, without an account.
    if (endpoint.access.is_open()) {
        // Every write waits in one queue, so that strangers may not fill it.
        if (endpoint.lane == Lane::write && settings_.calls_per_minute > 0 && !open_limit_.take(request.remote, clock_.now()).allowed)
            return Error{ErrorKind::rate_limited, "Too many calls without a token from your address; try again in a minute", {}};
        return service::Actor{changes::ActorKind::user, exchange.call->space, {}, {}, {}, {}};
    }
    auto const secret = bearer_token(request);
    if (secret.empty()) return unauthenticated("An access token is missing: send the header 'Authorization: Bearer <token>'");
    auto actor = TRY(service::authenticate(world, exchange.call->space, secret, clock_.now()));
    exchange.authenticated = true;
    exchange.call->actor = actor;
    if (settings_.calls_per_minute > 0) {
        auto const verdict = rate_limit_.take(actor.token_hash, clock_.now());
        exchange.headers.emplace_back("RateLimit-Policy", fmt::format("\"default\";q={};w=60", rate_limit_.calls_per_minute()));
        exchange.headers.emplace_back("RateLimit", fmt::format("\"default\";r={};t={}", verdict.remaining, verdict.seconds_to_next));
        if (!verdict.allowed) {
            exchange.headers.emplace_back("Retry-After", std::to_string(verdict.seconds_to_next));
            return Error{ErrorKind::rate_limited,
                         fmt::format("More than {} calls a minute with this token; try again in {} s", rate_limit_.calls_per_minute(),
                                     verdict.seconds_to_next),
                         {}};
        }
    }
    auto const& wanted = endpoint.access.any_of();
    if (!wanted.empty() && std::none_of(wanted.begin(), wanted.end(), [&](Scope scope) { return actor.scopes.has(scope); }))
        return missing_scope(endpoint.access);
    return actor;
}

void Api::handle(std::shared_ptr<http::Request> request, http::Respond respond) {
    auto exchange = std::make_shared<Exchange>();
    exchange->request = std::move(request);
    exchange->respond = std::move(respond);
    exchange->api = this;
    try {
        run(exchange);
    } catch (std::exception const& bug) {
        exchange->answer(internal(std::string("exception: ") + bug.what()));
    }
}

/// The order of refusal: unknown path, wrong method, no token, missing scope, not built, malformed. What comes after (unknown object,
/// conflict, rule) is the use case's.
void Api::run(std::shared_ptr<Exchange> exchange) {
    auto const& request = *exchange->request;
    auto& call = *exchange->call;
    call.request = exchange->request;
    auto const world = engine_.current();

    auto const space = space_of(request, *world);
    if (!space) return exchange->answer(space.error());
    call.space = *space;
    exchange->headers.emplace_back("Gatehouse-Revision", std::to_string(world->revision()));

    auto match = (request.door == http::Door::admin ? admin_router_ : router_).find(request.segments);
    if (match.endpoints.empty()) return exchange->answer(not_found(fmt::format("There is nothing at {}", request.path)));
    call.path = std::move(match.parameters);

    auto const method = request.method == head ? get : request.method;
    auto const found = std::find_if(match.endpoints.begin(), match.endpoints.end(), [&](Endpoint const* e) { return e->method == method; });
    if (found == match.endpoints.end()) {
        exchange->headers.emplace_back("Allow", allowed_methods(match.endpoints));
        if (method == options) return exchange->answer(http::Response{204, {}, {}, {}});
        return exchange->answer(
            to_response(405, fmt::format("{} is not possible at {}", http::name_of(request.method), request.path), request));
    }
    auto const& endpoint = **found;

    auto actor = actor_of(*exchange, endpoint, *world);
    if (!actor) return exchange->answer(actor.error());
    call.actor = *std::move(actor);

    if (!endpoint.built)
        return exchange->answer(Error{
            ErrorKind::not_built,
            fmt::format("{} {} is part of the API, but this server does not have it yet", http::name_of(endpoint.method), endpoint.path),
            {}});

    auto const body = read_body(request, endpoint);
    if (!body) return exchange->answer(body.error());
    auto work = endpoint.prepare(exchange->call, *body);
    if (!work) return exchange->answer(work.error());
    dispatch(std::move(exchange), endpoint, *std::move(work));
}

void Api::dispatch(std::shared_ptr<Exchange> exchange, Endpoint const& endpoint, Work work) {
    auto const finish = [](Exchange& done, Result<Reply> reply) {
        if (reply)
            done.answer(*std::move(reply));
        else
            done.answer(reply.error());
    };
    if (auto* on_loop = std::get_if<LoopWork>(&work)) return finish(*exchange, (*on_loop)());

    auto const& call = *exchange->call;
    if (auto* reading = std::get_if<ReadWork>(&work)) {
        return readers_.submit({call.actor, call.space,
                                [exchange, finish, run = std::move(*reading)](service::Read& read) {
                                    Result<Reply> reply = internal({});
                                    try {
                                        reply = run(read);
                                    } catch (std::exception const& bug) {
                                        reply = internal(std::string("exception: ") + bug.what());
                                    }
                                    finish(*exchange, std::move(reply));
                                },
                                [exchange](Error const& error) { exchange->answer(error); }});
    }
    auto reply = std::make_shared<Reply>();
    writer_.submit({call.actor, call.space, std::string(endpoint.action), exchange->request->id,
                    [reply, run = std::move(std::get<WriteWork>(work))](service::Write& write) -> Result<void> {
                        *reply = TRY(run(write));
                        return {};
                    },
                    [exchange, reply](Result<std::int64_t> revision) {
                        if (!revision) return exchange->answer(revision.error());
                        for (auto& [name, value] : exchange->headers)
                            if (name == "Gatehouse-Revision") value = std::to_string(*revision);
                        exchange->answer(std::move(*reply));
                    }});
}

std::string const& Call::parameter(std::string_view name) const {
    static std::string const none;
    for (auto const& [key, value] : path)
        if (key == name) return value;
    return none;
}

}  // namespace gatehouse::api
