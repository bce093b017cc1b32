// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/loop.h"
#include "http/message.h"
#include "http/request_reader.h"
#include "http/response_head.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// One client: reads a request, has it answered, writes the response, and begins again. Everything happens on its loop's thread.
namespace gatehouse::http {

class Connection final : public std::enable_shared_from_this<Connection> {
public:
    Connection(Loop& loop, Socket socket, Door door, std::string remote);

    void start();
    void turn_away();  // instead of `start`: 503

    /// The answer to the request in hand; nullopt when nobody is left to give one.
    void answer(std::optional<Response> response);

    void check_deadline(SteadyClock::time_point now);
    void close_if_idle();  // idle: not a byte of a request has arrived
    void close();          // the caller holds a reference: the loop's may be the last

    std::size_t place = 0;  // among its loop's connections

private:
    enum class Phase {
        idle,       // nothing of the next request is here
        head,       // reading it
        body,       // reading it
        handling,   // the handler has the request; nothing is read
        writing,    // the response
        lingering,  // all said; reads what the client still sends, because closing earlier could destroy the response on its way
        closed,
    };

    void read();
    void on_read(boost::system::error_code error, std::size_t count);
    void on_input();
    void read_head();
    void read_body();
    void invite_body();
    void handle();
    void refuse(int status, std::string_view message);
    Response refusal(int status, std::string_view message, Request const& head);
    void send();
    void on_written(boost::system::error_code error);
    void begin_next();
    void linger();
    std::string_view input() const;

    Loop& loop_;
    Socket socket_;
    boost::beast::flat_buffer buffer_;  // received, not used yet
    Phase phase_ = Phase::idle;
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    std::optional<RequestReader> reader_;  // of the request in `head` and `body`
    Request asked_;                        // the parts of the request in hand that its answer needs; the request itself is the handler's
    Response response_;
    std::string response_head_;
    Persistence persistence_ = Persistence::keep_alive;
    bool reading_ = false;     // a read is under way; `buffer_` must not move
    bool inviting_ = false;    // a "100 Continue" is under way
    bool in_handler_ = false;  // the handler is on the stack; an answer waits until it has returned
    bool answered_ = false;
};

}  // namespace gatehouse::http
