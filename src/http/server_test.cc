// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include "http/raw_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace gatehouse::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

Response text(int status, std::string body) { return {status, "text/plain", {}, std::move(body)}; }

/// Answers "METHOD path body".
void echo(std::shared_ptr<Request> const& request, Respond const& respond) {
    respond(text(200, std::string(name_of(request->method)) + " " + request->path + " " + request->body));
}

constexpr std::uint64_t max_body_bytes = 1000;

struct Arranged {
    Handler handle = echo;
    Limits limits = {};
    unsigned threads = 1;
};

/// A server on a free port. Refusals read "refused: message" and carry the path that was understood in `X-Path`.
class Running {
public:
    explicit Running(Arranged setup = {}) : server(hooks(std::move(setup.handle)), setup.limits, setup.threads) {
        auto bound = server.listen({});
        if (!bound) throw std::runtime_error(bound.error().message);
        port = *bound;
        server.start();
    }

    RawClient client() const { return RawClient(port); }
    RawResponse ask(std::string_view request) const { return client().ask(request); }

    static Hooks hooks(Handler handle) {
        return {std::move(handle), [](Request const&) { return max_body_bytes; },
                [](int status, std::string_view message, Request const& head) {
                    return Response{status, "text/plain", {{"X-Path", head.path}}, "refused: " + std::string(message)};
                }};
    }

    Server server;
    std::uint16_t port = 0;
};

/// Keeps what a handler was given until the test is ready to answer.
class Desk {
public:
    Handler handler() {
        return [this](std::shared_ptr<Request> const& request, Respond respond) {
            std::lock_guard const lock(mutex_);
            requests_.emplace_back(request, std::move(respond));
            changed_.notify_all();
        };
    }

    /// The next request and the way to answer it.
    std::pair<std::shared_ptr<Request>, Respond> take() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, seconds(5), [&] { return !requests_.empty(); })) throw std::runtime_error("no request came");
        auto taken = std::move(requests_.front());
        requests_.erase(requests_.begin());
        return taken;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::pair<std::shared_ptr<Request>, Respond>> requests_;
};

bool eventually(std::function<bool()> const& holds) {
    auto const give_up = steady_clock::now() + seconds(5);
    while (!holds()) {
        if (steady_clock::now() > give_up) return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return true;
}

bool refuses_connections(std::uint16_t port) {
    try {
        RawClient client(port);
        return false;
    } catch (std::runtime_error const&) {
        return true;
    }
}

std::string get(std::string_view target, std::string_view headers = "") {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

std::string post(std::string_view headers, std::string_view body = "") {
    return "POST /p HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::filesystem::path temporary_path(std::string_view name) {
    auto path = std::filesystem::temp_directory_path() / ("gatehouse_http_" + std::to_string(::getpid()) + "_" + std::string(name));
    std::filesystem::remove(path);
    return path;
}

/// Sends `request` and expects it to be refused with `status`, with a clean close after the answer.
void expect_refused(Running const& running, int status, std::string_view request) {
    auto client = running.client();
    auto const response = client.ask(request);
    auto const shown = testing::PrintToString(std::string(request.substr(0, 200)));
    EXPECT_EQ(response.status, status) << shown;
    EXPECT_EQ(response.header("connection"), "close") << shown;
    EXPECT_THAT(response.body, StartsWith("refused: ")) << shown;
    EXPECT_EQ(client.read_until_close(), "") << shown;
}

// --- what is served ---

TEST(Server, answers_a_request_with_date_length_and_id) {
    Running const running;
    auto const response = running.ask(get("/a%20b"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "GET /a b ");
    EXPECT_EQ(response.header("content-type"), "text/plain");
    EXPECT_EQ(response.header("content-length"), "9");
    EXPECT_THAT(response.header("date"), MatchesRegex("[A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] [0-9]+ [0-9:]+ GMT"));
    EXPECT_THAT(response.header("x-request-id"), MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(response.header("x-request-id").size(), 32U);
    EXPECT_FALSE(response.has_header("connection"));
}

TEST(Server, hands_the_parsed_request_to_the_handler) {
    Desk desk;
    Running const running({.handle = desk.handler()});
    auto client = running.client();
    client.send("PATCH /users/%C3%A9?q=a+b HTTP/1.1\r\nHost: Example.COM:8080\r\nX-Thing: 1\r\nContent-Length: 2\r\n\r\nhi");
    auto [request, respond] = desk.take();
    EXPECT_EQ(request->method, Method::patch);
    EXPECT_EQ(request->segments, (std::vector<std::string>{"users", "\xc3\xa9"}));
    EXPECT_EQ(request->query, (std::vector<std::pair<std::string, std::string>>{{"q", "a b"}}));
    EXPECT_EQ(request->host, "example.com");
    EXPECT_EQ(request->body, "hi");
    EXPECT_EQ(request->remote, "127.0.0.1");
    EXPECT_EQ(request->door, Door::api);
    ASSERT_TRUE(request->header("x-thing"));
    EXPECT_EQ(*request->header("x-thing"), "1");
    EXPECT_FALSE(request->header("x-other"));
    respond(text(200, ""));
    EXPECT_EQ(client.read().status, 200);
}

TEST(Server, keeps_the_connection_alive) {
    Running const running;
    auto client = running.client();
    for (int round = 0; round < 3; ++round) EXPECT_EQ(client.ask(get("/")).status, 200);
    EXPECT_EQ(running.server.counts().accepted, 1U);
}

TEST(Server, closes_when_the_client_asks_to) {
    Running const running;
    auto client = running.client();
    EXPECT_EQ(client.ask(get("/", "Connection: close\r\n")).header("connection"), "close");
    EXPECT_EQ(client.read_until_close(), "");
}

TEST(Server, closes_after_an_http_1_0_request) {
    Running const running;
    auto client = running.client();
    EXPECT_EQ(client.ask("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").header("connection"), "close");
    EXPECT_EQ(client.read_until_close(), "");
}

TEST(Server, keeps_an_http_1_0_connection_when_asked_and_says_so) {
    Running const running;
    auto client = running.client();
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(client.ask("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n").header("connection"), "keep-alive");
    }
}

TEST(Server, answers_pipelined_requests_in_order) {
    Desk desk;
    Running const running({.handle = desk.handler()});
    auto client = running.client();
    client.send(get("/1") + post("Content-Length: 2\r\n", "hi") + get("/3"));
    for (int round = 0; round < 3; ++round) {
        auto [request, respond] = desk.take();
        echo(request, respond);
    }
    EXPECT_EQ(client.read().body, "GET /1 ");
    EXPECT_EQ(client.read().body, "POST /p hi");
    EXPECT_EQ(client.read().body, "GET /3 ");
}

TEST(Server, survives_a_thousand_pipelined_requests) {
    Running const running;
    auto client = running.client();
    std::string requests;
    for (int number = 0; number < 1000; ++number) requests += get("/" + std::to_string(number));
    std::thread sender([&] { client.send(requests); });
    for (int number = 0; number < 1000; ++number) ASSERT_EQ(client.read().body, "GET /" + std::to_string(number) + " ");
    sender.join();
}

TEST(Server, accepts_a_request_byte_by_byte) {
    Running const running;
    auto client = running.client();
    for (char const byte : post("Transfer-Encoding: chunked\r\n", "2\r\nhi\r\n0\r\n\r\n")) client.send({&byte, 1});
    EXPECT_EQ(client.read().body, "POST /p hi");
}

TEST(Server, answers_a_client_that_has_finished_sending) {
    Running const running;
    auto client = running.client();
    client.send(get("/"));
    client.finish_sending();
    EXPECT_EQ(client.read().status, 200);
    EXPECT_EQ(client.read_until_close(), "");
}

TEST(Server, answers_head_with_the_length_but_without_the_body) {
    Running const running;
    auto client = running.client();
    client.send("HEAD /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client.read(Expected::no_body).header("content-length"), "8");  // "HEAD /x "
    EXPECT_EQ(client.ask(get("/y")).body, "GET /y ");
}

TEST(Server, refuses_a_bad_head_request_without_a_body) {
    Running const running;
    auto client = running.client();
    client.send("HEAD //x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const response = client.read(Expected::no_body);
    EXPECT_EQ(response.status, 400);
    EXPECT_NE(response.header("content-length"), "0");
    EXPECT_EQ(client.read_until_close(), "");
}

TEST(Server, sends_204_and_304_without_body_length_and_type) {
    for (int const status : {204, 304}) {
        Running const running({.handle = [=](auto, auto respond) { respond(text(status, "not sent")); }});
        auto client = running.client();
        for (int round = 0; round < 2; ++round) {
            auto const response = client.ask(get("/"));
            EXPECT_EQ(response.status, status);
            EXPECT_FALSE(response.has_header("content-length"));
            EXPECT_FALSE(response.has_header("content-type"));
        }
    }
}

TEST(Server, reads_a_body_on_get_and_delete) {
    Running const running;
    EXPECT_EQ(running.ask(get("/", "Content-Length: 2\r\n") + "hi").body, "GET / hi");
    EXPECT_EQ(running.ask("DELETE / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi").body, "DELETE / hi");
}

TEST(Server, reads_a_chunked_body_and_drops_its_trailers) {
    Desk desk;
    Running const running({.handle = desk.handler()});
    auto client = running.client();
    client.send(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nAuthorization: forged\r\n\r\n"));
    auto [request, respond] = desk.take();
    EXPECT_EQ(request->body, "abcde");
    EXPECT_FALSE(request->header("authorization"));
    respond(text(200, ""));
    EXPECT_EQ(client.read().status, 200);
}

TEST(Server, sends_and_receives_large_bodies) {
    Arranged setup{.handle = [](auto request, auto respond) { respond(text(200, std::string(5'000'000, request->body.at(0)))); }};
    Running const running(std::move(setup));
    auto client = running.client();
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(client.ask(post("Content-Length: 1000\r\n", std::string(1000, 'x'))).body, std::string(5'000'000, 'x'));
    }
}

TEST(Server, invites_the_body_before_reading_it) {
    Running const running;
    auto client = running.client();
    EXPECT_EQ(client.ask(post("Expect: 100-continue\r\nContent-Length: 2\r\n")).status, 100);
    EXPECT_EQ(client.ask("hi").body, "POST /p hi");
    EXPECT_EQ(client.ask(post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n")).status, 100);
    EXPECT_EQ(client.ask("2\r\nho\r\n0\r\n\r\n").body, "POST /p ho");
}

TEST(Server, does_not_invite_a_body_it_refuses) {
    Running const running;
    expect_refused(running, 413, post("Expect: 100-continue\r\nContent-Length: 1001\r\n"));
}

TEST(Server, drops_line_breaks_from_response_headers) {
    Arranged setup{
        .handle = [](auto,
                     auto respond) { respond({200, "text/plain\r\nX-A: 1", {{"X-Next", "a\r\nX-B: 2\n"}, {"X-C: 3\r\nX-D", "4"}}, ""}); },
    };
    Running const running(std::move(setup));
    auto const response = running.ask(get("/"));
    EXPECT_EQ(response.header("x-next"), "aX-B: 2");
    EXPECT_EQ(response.header("content-type"), "text/plainX-A: 1");
    for (auto const* forged : {"x-a", "x-b", "x-c", "x-d"}) EXPECT_FALSE(response.has_header(forged)) << forged;
}

TEST(Server, does_not_let_a_handler_contradict_the_framing) {
    Arranged setup{
        .handle =
            [](auto, auto respond) {
                respond({200, "", {{"content-Length", "99"}, {"Transfer-Encoding", "chunked"}, {"Connection", "close"}}, "x"});
            },
    };
    Running const running(std::move(setup));
    auto client = running.client();
    for (int round = 0; round < 2; ++round) {
        auto const response = client.ask(get("/"));
        EXPECT_EQ(response.body, "x");
        EXPECT_FALSE(response.has_header("transfer-encoding"));
        EXPECT_FALSE(response.has_header("connection"));
    }
}

TEST(Server, takes_over_a_well_formed_request_id) {
    Running const running;
    EXPECT_EQ(running.ask(get("/", "X-Request-Id: Ab-1._z\r\n")).header("x-request-id"), "Ab-1._z");
    EXPECT_EQ(running.ask(get("/", "X-Request-Id: " + std::string(128, 'x') + "\r\n")).header("x-request-id"), std::string(128, 'x'));
    EXPECT_EQ(running.ask(get("//", "X-Request-Id: refused-1\r\n")).header("x-request-id"), "refused-1");
}

TEST(Server, replaces_an_ill_formed_request_id) {
    Running const running;
    for (auto const& id : {std::string("a b"), std::string("a/b"), std::string(129, 'x'), std::string("")}) {
        EXPECT_THAT(running.ask(get("/", "X-Request-Id: " + id + "\r\n")).header("x-request-id"), MatchesRegex("[0-9a-f]+")) << id;
    }
}

TEST(Server, gives_every_request_an_id_of_its_own) {
    Running const running;
    EXPECT_NE(running.ask(get("/")).header("x-request-id"), running.ask(get("/")).header("x-request-id"));
}

// --- what is refused ---

TEST(Server, refuses_transfer_encodings_but_chunked) {
    Running const running;
    for (auto const* coding : {"gzip", "xchunked", "chunked, chunked", "gzip, chunked", "identity", "\"chunked\""}) {
        expect_refused(running, 501, post("Transfer-Encoding: " + std::string(coding) + "\r\n", "0\r\n\r\n"));
    }
}

TEST(Server, refuses_chunked_with_content_length_and_chunked_twice) {
    Running const running;
    expect_refused(running, 400, post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"));
    expect_refused(running, 400, post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    expect_refused(running, 400, post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello"));
    expect_refused(running, 400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    expect_refused(running, 400, "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST(Server, refuses_content_lengths_that_are_not_one_number) {
    Running const running;
    for (auto const* length : {"5,5", "5, 5", "+5", "-1", "", "0x5", "5 5", "99999999999999999999", "5;"}) {
        expect_refused(running, 400, post("Content-Length: " + std::string(length) + "\r\n", "hello"));
    }
    expect_refused(running, 400, post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"));
    expect_refused(running, 400, post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"));
}

TEST(Server, refuses_a_missing_repeated_or_bad_host) {
    Running const running;
    expect_refused(running, 400, "GET / HTTP/1.1\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/1.0\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n");
}

TEST(Server, refuses_folded_headers) {
    Running const running;
    expect_refused(running, 400, get("/", "X-A: b\r\n c\r\n"));
    expect_refused(running, 400, get("/", "X-A: b\r\n\tc\r\n"));
    expect_refused(running, 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n");
}

TEST(Server, refuses_malformed_heads) {
    Running const running;
    expect_refused(running, 400, "GET / HTTP/1.1\nHost: localhost\n\n");
    expect_refused(running, 400, "GET / HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n");
    expect_refused(running, 400, get("/", "X-A : b\r\n"));
    expect_refused(running, 400, get("/", "X A: b\r\n"));
    expect_refused(running, 400, get("/", ": b\r\n"));
    expect_refused(running, 400, get("/", "no colon\r\n"));
    expect_refused(running, 400, get("/", std::string("X-A: b\0c\r\n", 10)));
    expect_refused(running, 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect_refused(running, 400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
    expect_refused(running, 400, "GET / HTTP/2.0\r\nHost: a\r\n\r\n");
    expect_refused(running, 400, "GET /\r\nHost: a\r\n\r\n");
    expect_refused(running, 400, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
}

TEST(Server, refuses_methods_it_does_not_serve) {
    Running const running;
    for (auto const* method : {"BREW", "get", "TRACE", "PROPFIND", "G!T"}) {
        expect_refused(running, 501, std::string(method) + " / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    expect_refused(running, 501, "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

TEST(Server, refuses_targets_that_could_mean_two_things) {
    Running const running;
    for (auto const* target : {"//a", "/a%2fb", "/..", "/%00", "/%c0%af", "/\xff", "*", "http://localhost/", "/a#b"}) {
        expect_refused(running, 400, get(target));
    }
    expect_refused(running, 400, "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

TEST(Server, refuses_too_many_headers) {
    Running const running({.limits = {.headers = 10}});
    auto const headers = [](int count) {
        std::string lines;
        for (int number = 0; number < count; ++number) lines += "X-A: b\r\n";
        return lines;
    };
    EXPECT_EQ(running.ask(get("/", headers(9))).status, 200);  // Host is the tenth
    expect_refused(running, 431, get("/", headers(10)));
}

TEST(Server, refuses_a_head_that_is_too_large) {
    Running const running({.limits = {.header_bytes = 1000}});
    auto const empty_size = get("/", "X-A: \r\n").size();
    EXPECT_EQ(running.ask(get("/", "X-A: " + std::string(1000 - empty_size, 'a') + "\r\n")).status, 200);
    expect_refused(running, 431, get("/", "X-A: " + std::string(1001 - empty_size, 'a') + "\r\n"));
    expect_refused(running, 431, "GET / HTTP/1.1\r\nX-A: " + std::string(100'000, 'a'));
    expect_refused(running, 431, std::string(2000, 'A'));
}

TEST(Server, refuses_a_target_that_is_too_long) {
    Running const running({.limits = {.target_bytes = 100}});
    EXPECT_EQ(running.ask(get("/" + std::string(99, 'a'))).status, 200);
    expect_refused(running, 414, get("/" + std::string(100, 'a')));
    expect_refused(running, 414, "GET /" + std::string(50'000, 'a'));
}

TEST(Server, refuses_a_body_that_is_too_large) {
    Running const running;
    EXPECT_EQ(running.ask(post("Content-Length: 1000\r\n", std::string(1000, 'x'))).status, 200);
    expect_refused(running, 413, post("Content-Length: 1001\r\n"));
    expect_refused(running, 413, post("Content-Length: 200000\r\n", std::string(200'000, 'x')));
}

TEST(Server, refuses_a_chunked_body_when_it_becomes_too_large) {
    Running const running;
    auto const half = "1f4\r\n" + std::string(500, 'x') + "\r\n";
    EXPECT_EQ(running.ask(post("Transfer-Encoding: chunked\r\n", half + half + "0\r\n\r\n")).status, 200);
    expect_refused(running, 413, post("Transfer-Encoding: chunked\r\n", half + half + "1\r\nx"));
    expect_refused(running, 413, post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n"));
}

TEST(Server, refuses_malformed_chunks) {
    Running const running;
    for (auto const* chunk : {"x", "-1", "1 \r\nx", "1\nx\n0\n\n", "1\r\nxy", "10000000000000001\r\nx", "0x1\r\nx", "1;\nx", "1;a\nx",
                              "1;a=\"\n\"\r\nx", "0;a\n", "0\r\nbad trailer", "0\r\nA: b\nC: d"}) {
        expect_refused(running, 400, post("Transfer-Encoding: chunked\r\n", std::string(chunk) + "\r\n\r\n"));
    }
    expect_refused(running, 400, post("Transfer-Encoding: chunked\r\n", "1;" + std::string(50'000, 'x')));
    expect_refused(running, 400, post("Transfer-Encoding: chunked\r\n", "0\r\n" + std::string(50'000, 'x')));
}

TEST(Server, refuses_expectations_but_100_continue) {
    Running const running;
    expect_refused(running, 417, post("Expect: 200-ok\r\nContent-Length: 2\r\n"));
}

TEST(Server, lets_the_refusal_see_what_was_understood) {
    Running const running;
    EXPECT_EQ(running.ask("POST /known HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n").header("x-path"), "/known");
}

TEST(Server, ignores_whatever_follows_a_refused_request) {
    Running const running;
    auto client = running.client();
    EXPECT_EQ(client.ask(post("Transfer-Encoding: gzip\r\n", get("/smuggled"))).status, 501);
    EXPECT_EQ(client.read_until_close(), "");
    EXPECT_EQ(running.server.counts().requests, 0U);
}

// --- deadlines and limits of connections ---

TEST(Server, refuses_a_head_that_takes_too_long) {
    Running const running({.limits = {.header_time = milliseconds(100)}});
    expect_refused(running, 408, "GET / HTTP/1.1\r\nHost: lo");
}

TEST(Server, does_not_grant_a_slow_head_more_time_for_each_byte) {
    Running const running({.limits = {.header_time = milliseconds(100)}});
    auto client = running.client();
    auto const begin = steady_clock::now();
    std::atomic<bool> done = false;
    std::thread drip([&] {
        client.send("GET / HTTP/1.1\r\nX: ");
        while (!done && client.send("x")) std::this_thread::sleep_for(milliseconds(10));
    });
    EXPECT_EQ(client.read().status, 408);
    EXPECT_LT(steady_clock::now() - begin, milliseconds(700));
    done = true;
    drip.join();
}

TEST(Server, refuses_a_body_that_takes_too_long) {
    Running const running({.limits = {.body_time = milliseconds(100)}});
    expect_refused(running, 408, post("Content-Length: 5\r\n", "he"));
    expect_refused(running, 408, post("Transfer-Encoding: chunked\r\n", "5\r\nhe"));
}

TEST(Server, closes_an_idle_connection_without_a_word) {
    Running const running({.limits = {.idle_time = milliseconds(100)}});
    auto fresh = running.client();
    auto used = running.client();
    EXPECT_EQ(used.ask(get("/")).status, 200);
    EXPECT_EQ(fresh.read_until_close(), "");
    EXPECT_EQ(used.read_until_close(), "");
}

TEST(Server, closes_when_the_client_does_not_take_the_response) {
    Arranged setup{.handle = [](auto, auto respond) { respond(text(200, std::string(8'000'000, 'x'))); },
                   .limits = {.write_time = milliseconds(100)}};
    Running const running(std::move(setup));
    auto client = running.client();
    client.send(get("/"));
    EXPECT_TRUE(eventually([&] { return running.server.counts().requests == 1 && running.server.counts().open == 0; }));
}

TEST(Server, does_not_time_a_handler) {
    Desk desk;
    milliseconds const soon(40);
    Running const running(
        {.handle = desk.handler(), .limits = {.header_time = soon, .body_time = soon, .idle_time = soon, .write_time = soon}});
    auto client = running.client();
    client.send(get("/"));
    auto [request, respond] = desk.take();
    std::this_thread::sleep_for(milliseconds(150));
    respond(text(200, "late"));
    EXPECT_EQ(client.read().body, "late");
}

TEST(Server, turns_connections_over_the_limit_away) {
    Running const running({.limits = {.connections = 2}});
    auto first = running.client();
    auto second = running.client();
    EXPECT_EQ(first.ask(get("/")).status, 200);
    EXPECT_EQ(second.ask(get("/")).status, 200);

    expect_refused(running, 503, get("/"));
    EXPECT_EQ(first.ask(get("/")).status, 200);

    second.close();
    EXPECT_TRUE(eventually([&] { return running.server.counts().open == 1; }));
    EXPECT_EQ(running.ask(get("/")).status, 200);
}

// --- answers ---

TEST(Server, takes_the_answer_from_another_thread) {
    std::vector<std::thread> threads;
    Arranged setup{.handle = [&](auto request, auto respond) { threads.emplace_back([=] { echo(request, respond); }); }};
    {
        Running const running(std::move(setup));
        auto client = running.client();
        for (int number = 0; number < 50; ++number) {
            auto const path = "/" + std::to_string(number);
            EXPECT_EQ(client.ask(get(path)).body, "GET " + path + " ");
        }
    }
    for (auto& thread : threads) thread.join();
}

TEST(Server, answers_500_when_the_handler_drops_the_request) {
    Running const running({.handle = [](auto, auto) {}});
    auto client = running.client();
    for (int round = 0; round < 2; ++round) {  // the request was read completely, so the connection stays
        auto const response = client.ask(get("/dropped", "X-Request-Id: d1\r\n"));
        EXPECT_EQ(response.status, 500);
        EXPECT_EQ(response.body, "refused: Internal error");
        EXPECT_EQ(response.header("x-path"), "/dropped");
        EXPECT_EQ(response.header("x-request-id"), "d1");
    }
    EXPECT_EQ(running.server.counts().refused, 2U);
}

TEST(Server, answers_500_when_another_thread_drops_the_request) {
    Desk desk;
    Running const running({.handle = desk.handler()});
    auto client = running.client();
    client.send(get("/"));
    desk.take();
    EXPECT_EQ(client.read().status, 500);
}

TEST(Server, answers_500_when_the_handler_throws) {
    Running const running({.handle = [](auto, auto) { throw std::runtime_error("bug"); }});
    EXPECT_EQ(running.ask(get("/")).status, 500);
}

TEST(Server, answers_500_instead_of_a_status_that_is_none) {
    Running const running({.handle = [](auto, auto respond) { respond(text(0, "")); }});
    EXPECT_EQ(running.ask(get("/")).status, 500);
}

TEST(Server, ignores_a_second_answer) {
    Arranged setup{
        .handle =
            [](auto, auto respond) {
                respond(text(200, "first"));
                respond(text(200, "second"));
            },
    };
    Running const running(std::move(setup));
    auto client = running.client();
    for (int round = 0; round < 2; ++round) EXPECT_EQ(client.ask(get("/")).body, "first");
}

TEST(Server, forgives_an_answer_after_the_connection_is_gone) {
    Desk desk;
    Running const running({.handle = desk.handler()});
    {
        auto client = running.client();
        client.send(get("/"));
    }
    auto [request, respond] = desk.take();
    respond(text(200, std::string(5'000'000, 'x')));
    EXPECT_TRUE(eventually([&] { return running.server.counts().open == 0; }));
    EXPECT_FALSE(refuses_connections(running.port));
}

TEST(Server, forgives_an_answer_after_the_server_is_gone) {
    Desk desk;
    Respond respond;
    {
        Running const running({.handle = desk.handler()});
        auto client = running.client();
        client.send(get("/"));
        respond = desk.take().second;
    }
    respond(text(200, "nobody hears it"));
}

TEST(Server, serves_many_clients_on_several_loops) {
    Running const running({.threads = 3});
    std::vector<std::future<int>> clients;
    for (int number = 0; number < 8; ++number) {
        clients.push_back(std::async(std::launch::async, [&] {
            int answered = 0;
            for (int connection = 0; connection < 5; ++connection) {
                auto client = running.client();
                for (int round = 0; round < 20; ++round) answered += client.ask(get("/")).status == 200 ? 1 : 0;
            }
            return answered;
        }));
    }
    int answered = 0;
    for (auto& client : clients) answered += client.get();
    EXPECT_EQ(answered, 800);
    EXPECT_EQ(running.server.counts().requests, 800U);
    EXPECT_EQ(running.server.counts().accepted, 40U);
    EXPECT_EQ(running.server.counts().refused, 0U);
    EXPECT_TRUE(eventually([&] { return running.server.counts().open == 0; }));
}

// --- listening ---

TEST(Listening, refuses_a_port_that_another_server_holds) {
    for (unsigned const threads : {1U, 2U}) {
        Running const running({.threads = threads});
        Server second(Running::hooks(echo), {}, threads);
        auto const refused = second.listen({.address = "127.0.0.1", .port = running.port, .unix_path = {}});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
        EXPECT_THAT(refused.error().message, HasSubstr("127.0.0.1 port " + std::to_string(running.port)));
    }
}

TEST(Listening, gives_the_port_free_when_it_stops) {
    std::uint16_t port = 0;
    {
        Running const running({.threads = 2});
        port = running.port;
        EXPECT_EQ(running.ask(get("/", "Connection: close\r\n")).status, 200);
    }
    Server second(Running::hooks(echo), {}, 2);
    EXPECT_TRUE(second.listen({.address = "127.0.0.1", .port = port, .unix_path = {}}));
}

TEST(Listening, refuses_an_address_that_is_not_an_ip) {
    Server server(Running::hooks(echo), {}, 1);
    auto const refused = server.listen({.address = "localhost.example", .unix_path = {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("localhost.example"));
}

TEST(Listening, serves_a_unix_socket_that_only_its_owner_can_open) {
    auto const path = temporary_path("owner");
    Desk desk;
    Server server(Running::hooks(desk.handler()), {}, 2);
    ASSERT_TRUE(server.listen({.unix_path = path, .door = Door::admin}));
    server.start();

    struct stat status{};
    ASSERT_EQ(::lstat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    EXPECT_TRUE(S_ISSOCK(status.st_mode));

    RawClient client(path.string());
    client.send(get("/admin"));
    auto [request, respond] = desk.take();
    EXPECT_EQ(request->door, Door::admin);
    EXPECT_EQ(request->remote, "");
    echo(request, respond);
    EXPECT_EQ(client.read().body, "GET /admin ");

    server.stop(milliseconds(0));
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Listening, replaces_a_dead_unix_socket) {
    auto const path = temporary_path("dead");
    {
        int const dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, path.c_str());
        ASSERT_EQ(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        ::close(dead);
    }
    ASSERT_TRUE(std::filesystem::exists(path));
    Server server(Running::hooks(echo), {}, 1);
    ASSERT_TRUE(server.listen({.unix_path = path}));
    server.start();
    EXPECT_EQ(RawClient(path.string()).ask(get("/")).status, 200);
}

TEST(Listening, refuses_a_live_unix_socket) {
    auto const path = temporary_path("live");
    Server first(Running::hooks(echo), {}, 1);
    ASSERT_TRUE(first.listen({.unix_path = path}));
    first.start();

    Server second(Running::hooks(echo), {}, 1);
    auto const refused = second.listen({.unix_path = path});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr(path.string()));
    EXPECT_EQ(RawClient(path.string()).ask(get("/")).status, 200);
}

TEST(Listening, does_not_replace_a_file_that_is_no_socket) {
    auto const path = temporary_path("file");
    std::ofstream(path) << "precious";
    Server server(Running::hooks(echo), {}, 1);
    EXPECT_FALSE(server.listen({.unix_path = path}));
    EXPECT_TRUE(std::filesystem::exists(path));
    std::filesystem::remove(path);
}

TEST(Listening, refuses_a_unix_path_that_is_too_long) {
    Server server(Running::hooks(echo), {}, 1);
    EXPECT_FALSE(server.listen({.unix_path = "/tmp/" + std::string(200, 'x')}));
}

// --- stopping ---

TEST(Stopping, closes_idle_connections_at_once) {
    Running running({.threads = 2});
    auto fresh = running.client();
    auto used = running.client();
    EXPECT_EQ(used.ask(get("/")).status, 200);
    EXPECT_TRUE(eventually([&] { return running.server.counts().accepted == 2; }));

    auto const begin = steady_clock::now();
    running.server.stop(seconds(30));
    EXPECT_LT(steady_clock::now() - begin, seconds(5));
    EXPECT_EQ(fresh.read_until_close(), "");
    EXPECT_EQ(used.read_until_close(), "");
    EXPECT_TRUE(refuses_connections(running.port));
    EXPECT_EQ(running.server.counts().open, 0U);
}

TEST(Stopping, finishes_a_request_in_flight) {
    Desk desk;
    Running running({.handle = desk.handler()});
    auto client = running.client();
    client.send(get("/") + get("/never-asked"));
    auto [request, respond] = desk.take();

    std::thread stopper([&] { running.server.stop(seconds(5)); });
    EXPECT_TRUE(eventually([&] { return refuses_connections(running.port); }));
    respond(text(200, "finished"));
    auto const response = client.read();
    EXPECT_EQ(response.body, "finished");
    EXPECT_EQ(response.header("connection"), "close");
    EXPECT_EQ(client.read_until_close(), "");
    client.close();
    stopper.join();
    EXPECT_EQ(running.server.counts().requests, 1U);
}

TEST(Stopping, finishes_a_request_whose_first_byte_has_arrived) {
    Running running;
    auto client = running.client();
    EXPECT_EQ(client.ask(get("/")).status, 200);
    auto const request = get("/half");
    client.send(request.substr(0, 1));

    std::thread stopper([&] { running.server.stop(seconds(5)); });
    EXPECT_TRUE(eventually([&] { return refuses_connections(running.port); }));
    auto const response = client.ask(request.substr(1));
    EXPECT_EQ(response.body, "GET /half ");
    EXPECT_EQ(response.header("connection"), "close");
    client.close();
    stopper.join();
}

TEST(Stopping, cuts_what_is_left_after_the_grace) {
    Desk desk;
    Running running({.handle = desk.handler()});
    auto client = running.client();
    client.send(get("/"));
    auto [request, respond] = desk.take();

    auto const begin = steady_clock::now();
    running.server.stop(milliseconds(100));
    auto const took = steady_clock::now() - begin;
    EXPECT_GE(took, milliseconds(100));
    EXPECT_LT(took, milliseconds(800));
    EXPECT_EQ(client.read_until_close(), "");
    respond(text(200, "too late"));
}

TEST(Stopping, may_be_asked_for_twice_or_before_the_start) {
    Running running;
    running.server.stop(milliseconds(0));
    running.server.stop(seconds(1));

    Server never_started(Running::hooks(echo), {}, 2);
    auto const port = never_started.listen({});
    ASSERT_TRUE(port);
    never_started.stop(seconds(1));
    EXPECT_TRUE(refuses_connections(*port));
}

}  // namespace
}  // namespace gatehouse::http
