// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include <gtest/gtest.h>

#include <random>

namespace gatehouse::http {
namespace {

using Step = RequestReader::Step;

/// How a request ended: refused with a status, or accepted (status 0), or still waiting for more (-1).
struct Outcome {
    int status = 0;
    std::string path;
    std::string body;
    std::size_t headers = 0;
    std::size_t left_over = 0;  // bytes after the request

    friend bool operator==(Outcome const&, Outcome const&) = default;
};

std::ostream& operator<<(std::ostream& out, Outcome const& outcome) {
    return out << outcome.status << " " << outcome.path << " '" << outcome.body << "' headers " << outcome.headers << " left "
               << outcome.left_over;
}

Outcome ended(int status) {
    Outcome outcome;
    outcome.status = status;
    return outcome;
}

/// Feeds `text` as a connection would, in pieces that end at `cuts` (ascending).
Outcome read_in_pieces(std::string_view text, std::vector<std::size_t> cuts) {
    Limits const limits;
    RequestReader reader(limits, Door::api, "127.0.0.1");
    cuts.push_back(text.size());

    std::size_t used = 0;
    bool head_done = false;
    for (auto const received : cuts) {
        if (!head_done) {
            auto const step = reader.read_head(text.substr(0, received));
            if (step == Step::refused) return ended(reader.refused().status);
            if (step == Step::more) continue;
            head_done = true;
            used = reader.head_size();
            if (reader.limit_body(1000) == Step::refused) return ended(reader.refused().status);
        }
        std::size_t now_used = 0;
        auto const step = reader.read_body(text.substr(used, received - used), now_used);
        used += now_used;
        if (step == Step::refused) return ended(reader.refused().status);
        if (step == Step::done) {
            auto const& request = *reader.request();
            return {0, request.path, request.body, request.headers.size(), text.size() - used};
        }
    }
    return ended(-1);
}

Outcome read_whole(std::string_view text) { return read_in_pieces(text, {}); }

std::vector<std::string> const samples{
    "GET /a/b?c=d HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: h:80\r\nContent-Length: 5\r\n\r\nhelloGET",
    "POST /p HTTP/1.1\r\nHost: [::1]:8080\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\nGET",
    "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\ny\r\n0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n",
    "GET / HTTP/1.1\nHost: h\n\n",
    "DELETE /x HTTP/1.0\r\nHost: h\r\nContent-Length: 2\r\n\r\nab",
};

TEST(RequestReader, outcome_does_not_depend_on_how_the_bytes_arrive) {
    for (auto const& text : samples) {
        auto const whole = read_whole(text);
        for (std::size_t cut = 1; cut < text.size(); ++cut) ASSERT_EQ(read_in_pieces(text, {cut}), whole) << text << "\ncut at " << cut;
        std::vector<std::size_t> every_byte;
        for (std::size_t cut = 1; cut < text.size(); ++cut) every_byte.push_back(cut);
        // What follows the request has then not arrived when the request is complete; it is left over all the same.
        ASSERT_EQ(read_in_pieces(text, every_byte), whole) << text;
    }
}

TEST(RequestReader, survives_damaged_requests_however_they_arrive) {
    std::mt19937 random(20240607);  // fixed: a failure must be repeatable
    std::string_view const damage{"\r\n\0 \t:,;%/?#0159aF\x80\xff", 20};
    for (int round = 0; round < 4000; ++round) {
        auto text = samples[random() % samples.size()];
        for (auto edits = random() % 4; edits-- > 0;) {
            auto const at = random() % text.size();
            auto const byte = damage[random() % damage.size()];
            switch (random() % 3) {
                case 0:
                    text[at] = byte;
                    break;
                case 1:
                    text.insert(at, 1, byte);
                    break;
                default:
                    text.erase(at, 1);
            }
        }
        std::vector<std::size_t> cuts;
        for (std::size_t cut = 1 + random() % 9; cut < text.size(); cut += 1 + random() % 9) cuts.push_back(cut);
        auto const whole = read_whole(text);
        auto const pieces = read_in_pieces(text, cuts);
        // A request that is wrong in two places may be refused for either; accepted must mean the same request.
        if (whole.status <= 0 || pieces.status <= 0) {
            ASSERT_EQ(pieces, whole) << testing::PrintToString(text);
        }
    }
}

TEST(RequestReader, trailers_do_not_become_headers) {
    auto const outcome = read_whole("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: forged\r\n\r\n");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.headers, 2U);
}

TEST(RequestReader, refuses_what_no_request_starts_with_at_once) {
    EXPECT_EQ(read_whole("\x16\x03\x01\x02").status, 400);  // TLS
    EXPECT_EQ(read_whole("\r\n").status, 400);
    EXPECT_EQ(read_whole(" ").status, 400);
}

TEST(RequestReader, waits_for_the_rest_of_a_head) { EXPECT_EQ(read_whole("GET / HTTP/1.1\r\nHost: h\r\n").status, -1); }

TEST(RequestReader, reads_the_host_without_port_and_in_lower_case) {
    auto const host_of = [](std::string const& field) {
        Limits const limits;
        RequestReader reader(limits, Door::api, "");
        auto const step = reader.read_head("GET / HTTP/1.1\r\nHost: " + field + "\r\n\r\n");
        return step == Step::done ? reader.request()->host : "refused";
    };
    EXPECT_EQ(host_of("Example.COM"), "example.com");
    EXPECT_EQ(host_of("example.com:8080"), "example.com");
    EXPECT_EQ(host_of("127.0.0.1:1"), "127.0.0.1");
    EXPECT_EQ(host_of("[::1]"), "[::1]");
    EXPECT_EQ(host_of("[FE80::1]:65535"), "[fe80::1]");
    for (auto const* bad : {"", "a b", "a,b", "a/b", "user@a", "a:", "a:b", "a:65536", "a:123456", "a:-1", ":80", "[]", "[::1", "[::1]x",
                            "[::1]:", "[g]", "a%41", "a\\b", "\xc3\xa9"}) {
        EXPECT_EQ(host_of(bad), "refused") << bad;
    }
}

}  // namespace
}  // namespace gatehouse::http
