// SPDX-License-Identifier: Apache-2.0
#include "server/serve.h"

#include "http/server.h"
#include "server/operator_door.h"
#include "server/request_log.h"
#include "server/wiring.h"

#include <fmt/format.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace gatehouse::server {
namespace {

constexpr std::chrono::seconds stop_grace{10};

int fail(Error const& error) {
    std::fprintf(stderr, "gatehouse: %s\n", error.message.c_str());
    if (!error.detail.empty()) std::fprintf(stderr, "  (%s)\n", error.detail.c_str());
    return 1;
}

std::string url_of(Address const& address, std::uint16_t port) {
    bool const ipv6 = address.host.find(':') != std::string::npos;
    // Listening everywhere is no address to call; loopback is one.
    auto const host = address.host == "0.0.0.0" ? "127.0.0.1"
                      : address.host == "::"    ? "[::1]"
                      : ipv6                    ? "[" + address.host + "]"
                                                : address.host;
    return fmt::format("http://{}:{}", host, port);
}

void greet(std::string const& url, std::string const& directory, service::Bootstrapped const& made,
           service::BootstrapSettings const& bootstrap) {
    std::string text = fmt::format("Gatehouse {} is ready at {}\n", GATEHOUSE_VERSION, url);
    if (made.first_token) {
        text += fmt::format("\nThis is the first access token. It is shown this once and has every scope:\n\n    {}\n", *made.first_token);
        text += fmt::format("\nTry it:\n\n    curl -H 'Authorization: Bearer {}' {}/api/v2/groups\n\n", *made.first_token, url);
    } else if (bootstrap.token) {
        text += "\nThe token in ADMIN_API_ACCESS_TOKEN is good here. Try it:\n";
        text += fmt::format("\n    curl -H \"Authorization: Bearer $ADMIN_API_ACCESS_TOKEN\" {}/api/v2/groups\n\n", url);
    }
    text += fmt::format("To make an access token, here or with --space DOMAIN:\n\n    {} token create --data-dir {}\n\n",
                        program_invocation_name, directory);
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

Result<void> wait_for_stop_signal(sigset_t const& signals) {
    int received = 0;
    if (sigwait(&signals, &received) != 0) return internal("sigwait failed");
    return {};
}

Result<void> run(Config const& config, sigset_t const& signals) {
    SystemClock clock;
    auto house = TRY(House::open(config, clock, [&](api::LogLine const& line) { log_request(config.log, clock, line); }));

    auto hooks = house->hooks();
    http::Server* metered = nullptr;
    hooks.handle = [next = hooks.handle, &house, &metered](std::shared_ptr<http::Request> request, http::Respond respond) {
        if (request->door != http::Door::metrics) return next(std::move(request), std::move(respond));
        if (request->path != "/metrics") return respond({404, "text/plain; charset=utf-8", {}, "There is only /metrics here\n"});
        respond({200, "text/plain; version=0.0.4; charset=utf-8", {}, metrics_page(*house, metered->counts())});
    };
    auto const threads = config.threads ? config.threads : std::max(1u, std::thread::hardware_concurrency());
    http::Server server(std::move(hooks), {}, threads);
    metered = &server;
    auto const port = TRY(server.listen({config.listen.host, config.listen.port, {}, http::Door::api}));
    if (config.metrics) TRY(server.listen({config.metrics->host, config.metrics->port, {}, http::Door::metrics}));
    TRY(server.listen({{}, 0, admin_socket_path(house->directory()), http::Door::admin}));
    // Only now: a start that fails before must not use up the one showing of the first token.
    auto const made = TRY(house->bootstrap(config.bootstrap));
    server.start();
    greet(url_of(config.listen, port), house->directory(), made, config.bootstrap);

    auto const waited = wait_for_stop_signal(signals);
    log_event(config.log, clock, "stopping", "Stopping: finishing what is in flight");
    server.stop(stop_grace);
    return waited;
}

}  // namespace

int serve(Config const& config) {
    // Blocked before any thread starts, so that the signal waits for sigwait and for nobody else.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit is an error to answer, like a full disk
    auto const done = run(config, signals);
    return done ? 0 : fail(done.error());
}

}  // namespace gatehouse::server
