// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"
#include "http/server.h"

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Bytes to `Request`: Beast's parser between the checks it leaves to its user. Knows no socket, so tests and fuzzers feed it directly.
namespace gatehouse::http {

/// Why a request was not accepted: the status to answer with, and a message for the caller.
struct Refused {
    int status = 400;
    std::string message;
};

/// Reads one request; make a new one for the next. The order of calls: `read_head` until it is done, `limit_body`,
/// then `read_body` until that is done. After `Step::refused` only `refused()` and `request()` may be called.
class RequestReader {
public:
    enum class Step { more, done, refused };  // `more`: call again with more bytes

    RequestReader(Limits const& limits, Door door, std::string const& remote);

    /// `bytes` is everything received of this request so far; nothing of it may be thrown away before the head is done.
    Step read_head(std::string_view bytes);
    std::size_t head_size() const { return head_size_; }

    /// Refuses a body that is announced larger than `max_body_bytes`; a chunked one is refused as soon as it grows beyond.
    Step limit_body(std::uint64_t max_body_bytes);

    /// `bytes` is what was received and not used yet; sets how much of it is used now. Bytes after the body are left alone.
    Step read_body(std::string_view bytes, std::size_t& used);

    /// Below: known when the head is done.
    bool has_body() const { return !parser_.is_done(); }
    bool expects_continue() const { return expects_continue_; }
    bool wants_keep_alive() const { return keep_alive_; }
    bool is_http_1_0() const { return parser_.version == 10; }

    /// What is known of the request so far; it has an id once `read_head` is done or refused. A method that was not understood reads as
    /// `get`.
    std::shared_ptr<Request> const& request() const { return request_; }
    Refused const& refused() const { return refused_; }

private:
    /// Beast's part: takes a complete head, then the body, apart, and notes what it finds.
    class Parser final : public boost::beast::http::basic_parser<true> {
    public:
        using Error = boost::beast::error_code;
        using Text = boost::beast::string_view;
        using Verb = boost::beast::http::verb;
        using Field = boost::beast::http::field;

        explicit Parser(Request& request) : request_(request) {}

        Verb verb = Verb::unknown;
        std::string raw_target;
        int version = 11;               // 10 or 11
        bool reading_trailers = false;  // set when the head is done: fields that come later are no headers

    private:
        void on_request_impl(Verb verb, Text method, Text target, int version, Error& error) override;
        void on_response_impl(int status, Text reason, int version, Error& error) override;
        void on_field_impl(Field field, Text name, Text value, Error& error) override;
        void on_header_impl(Error& error) override;
        void on_body_init_impl(boost::optional<std::uint64_t> const& length, Error& error) override;
        std::size_t on_body_impl(Text bytes, Error& error) override;
        void on_chunk_header_impl(std::uint64_t size, Text extensions, Error& error) override;
        std::size_t on_chunk_body_impl(std::uint64_t left, Text bytes, Error& error) override;
        void on_finish_impl(Error& error) override;

        Request& request_;
    };

    Step refuse(int status, std::string_view message);
    Step scan_lines(std::string_view bytes);
    Step check_request_line();
    Step check_framing();
    Step check_host();
    void keep_request_id();
    std::size_t count_of(std::string_view header) const;

    Limits const& limits_;
    std::shared_ptr<Request> request_;
    Parser parser_;
    Refused refused_;

    std::size_t line_start_ = 0;  // of the first line that is not complete yet
    std::size_t searched_ = 0;    // no end of that line before here
    std::size_t lines_ = 0;
    std::size_t head_size_ = 0;
    bool keep_alive_ = false;
    bool expects_continue_ = false;
};

}  // namespace gatehouse::http
