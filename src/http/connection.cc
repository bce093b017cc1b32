// SPDX-License-Identifier: Apache-2.0
#include "http/connection.h"

#include "http/request_id.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <tuple>
#include <utility>

namespace gatehouse::http {
namespace {

namespace net = boost::asio;

constexpr std::size_t read_size = 4 * 1024;  // for heads; also what an idle connection keeps
constexpr std::size_t body_read_size = 16 * 1024;
constexpr std::chrono::milliseconds linger_time{1'000};  // for the client to read the last response and close

/// The other end of a `Respond`: brings the answer to the connection's loop, or, when all copies are gone, the news that there is none.
class Reply {
public:
    Reply(std::shared_ptr<net::io_context> context, std::weak_ptr<Connection> connection)
        : context_(std::move(context)), connection_(std::move(connection)) {}
    ~Reply() { give(std::nullopt); }

    Reply(Reply const&) = delete;
    Reply& operator=(Reply const&) = delete;

    void give(std::optional<Response> response) {
        if (given_.exchange(true)) return;
        auto const executor = context_->get_executor();
        if (executor.running_in_this_thread()) {
            if (auto const connection = connection_.lock()) connection->answer(std::move(response));
            return;
        }
        // Holds no share of the context: it sits in the context's own queue, perhaps for ever when the server has stopped.
        net::post(executor, [connection = std::move(connection_), response = std::move(response)]() mutable {
            if (auto const alive = connection.lock()) alive->answer(std::move(response));
        });
    }

private:
    std::shared_ptr<net::io_context> context_;
    std::weak_ptr<Connection> connection_;
    std::atomic<bool> given_{false};
};

}  // namespace

Connection::Connection(Loop& loop, Socket socket, Door door, std::string remote)
    : loop_(loop), socket_(std::move(socket)), buffer_(std::max(loop.shared().limits.header_bytes, body_read_size)) {
    asked_.door = door;
    asked_.remote = std::move(remote);
}

void Connection::start() {
    deadline_ = loop_.after(loop_.shared().limits.idle_time);
    read();
}

void Connection::turn_away() { refuse(503, "The server has too many connections"); }

std::string_view Connection::input() const {
    auto const bytes = buffer_.cdata();
    return {static_cast<char const*>(bytes.data()), bytes.size()};
}

void Connection::read() {
    auto const wanted = phase_ == Phase::body ? body_read_size : read_size;
    auto const space = buffer_.prepare(std::min(wanted, buffer_.max_size() - buffer_.size()));
    reading_ = true;
    socket_.async_read_some(
        space, [self = shared_from_this()](boost::system::error_code error, std::size_t count) { self->on_read(error, count); });
}

void Connection::on_read(boost::system::error_code error, std::size_t count) {
    reading_ = false;
    if (phase_ == Phase::closed || phase_ == Phase::writing) return;  // writing: a 408 overtook this read
    if (error) return close();
    if (phase_ == Phase::lingering) return read();  // uncommitted, so it is forgotten
    buffer_.commit(count);
    on_input();
}

void Connection::on_input() {
    if (phase_ == Phase::idle) {
        if (buffer_.size() == 0) return read();
        reader_.emplace(loop_.shared().limits, asked_.door, asked_.remote);
        phase_ = Phase::head;
        deadline_ = loop_.after(loop_.shared().limits.header_time);
    }
    if (phase_ == Phase::head) return read_head();
    if (phase_ == Phase::body) return read_body();
}

void Connection::read_head() {
    switch (reader_->read_head(input())) {
        case RequestReader::Step::more:
            return read();
        case RequestReader::Step::refused:
            return refuse(reader_->refused().status, reader_->refused().message);
        case RequestReader::Step::done:
            break;
    }
    buffer_.consume(reader_->head_size());
    if (!reader_->has_body()) return handle();

    auto const max_body_bytes = loop_.shared().hooks.body_limit(*reader_->request());
    if (reader_->limit_body(max_body_bytes) == RequestReader::Step::refused) {
        return refuse(reader_->refused().status, reader_->refused().message);
    }
    phase_ = Phase::body;
    deadline_ = loop_.after(loop_.shared().limits.body_time);
    // A client that sends the body unasked does not wait for an invitation.
    if (reader_->expects_continue() && buffer_.size() == 0) return invite_body();
    read_body();
}

void Connection::invite_body() {
    static constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";
    inviting_ = true;
    net::async_write(socket_, net::const_buffer(invitation.data(), invitation.size()),
                     [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                         self->inviting_ = false;
                         if (self->phase_ == Phase::closed) return;
                         if (error) return self->close();
                         self->read();
                     });
}

void Connection::read_body() {
    std::size_t used = 0;
    auto const step = reader_->read_body(input(), used);
    buffer_.consume(used);
    switch (step) {
        case RequestReader::Step::more:
            if (buffer_.size() == buffer_.max_size()) return refuse(400, "The head or the trailers of a chunk are too long");
            return read();
        case RequestReader::Step::refused:
            return refuse(reader_->refused().status, reader_->refused().message);
        case RequestReader::Step::done:
            return handle();
    }
}

void Connection::handle() {
    auto request = reader_->request();
    // Assigned one by one, so that the strings keep their memory from request to request.
    asked_.method = request->method;
    asked_.path = request->path;
    asked_.host = request->host;
    asked_.id = request->id;
    persistence_ = Persistence::close;
    if (reader_->wants_keep_alive()) persistence_ = reader_->is_http_1_0() ? Persistence::keep_alive_http_1_0 : Persistence::keep_alive;
    reader_.reset();

    phase_ = Phase::handling;
    deadline_ = SteadyClock::time_point::max();
    answered_ = false;
    loop_.counters().requests.fetch_add(1, std::memory_order_relaxed);

    // An answer given inside the handler is sent after it, or pipelined requests would pile up on the stack.
    in_handler_ = true;
    try {
        auto reply = std::make_shared<Reply>(loop_.context(), weak_from_this());
        loop_.shared().hooks.handle(std::move(request),
                                    [reply = std::move(reply)](Response response) { reply->give(std::move(response)); });
    } catch (...) {  // NOLINT(bugprone-empty-catch): see below
        // A bug above us. It must not take the loop down; unwinding has dropped the `Respond`, so the client gets a 500.
    }
    in_handler_ = false;
    if (answered_) send();
}

void Connection::answer(std::optional<Response> response) {
    if (phase_ != Phase::handling || answered_) return;
    answered_ = true;
    bool const sendable = response && response->status >= 200 && response->status <= 599;
    response_ = sendable ? std::move(*response) : refusal(500, "Internal error", asked_);
    if (!in_handler_) send();
}

void Connection::refuse(int status, std::string_view message) {
    if (reader_) {
        asked_.method = reader_->request()->method;
        asked_.id = reader_->request()->id;
    }
    if (asked_.id.empty()) asked_.id = make_request_id();
    if (reader_ && reader_->request()->id.empty()) reader_->request()->id = asked_.id;
    response_ = refusal(status, message, reader_ ? *reader_->request() : asked_);
    persistence_ = Persistence::close;
    send();
}

Response Connection::refusal(int status, std::string_view message, Request const& head) {
    loop_.counters().refused.fetch_add(1, std::memory_order_relaxed);
    return loop_.shared().hooks.refuse(status, message, head);
}

void Connection::send() {
    if (loop_.stopping()) persistence_ = Persistence::close;
    phase_ = Phase::writing;
    deadline_ = loop_.after(loop_.shared().limits.write_time);

    response_head_.clear();
    append_head(response_head_, response_, {loop_.date(), asked_.id, persistence_});
    bool const with_body = asked_.method != Method::head && may_have_body(response_.status);
    std::array<net::const_buffer, 2> const bytes{net::buffer(response_head_),
                                                 with_body ? net::buffer(response_.body) : net::const_buffer()};
    net::async_write(socket_, bytes,
                     [self = shared_from_this()](boost::system::error_code error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(boost::system::error_code error) {
    if (phase_ == Phase::closed) return;
    if (error) return close();
    response_ = {};
    reader_.reset();
    if (persistence_ == Persistence::close) return linger();
    begin_next();
}

void Connection::begin_next() {
    phase_ = Phase::idle;
    deadline_ = loop_.after(loop_.shared().limits.idle_time);
    if (buffer_.size() == 0 && buffer_.capacity() > 2 * read_size) {
        buffer_.clear();
        buffer_.shrink_to_fit();
    }
    if (loop_.stopping()) close_if_idle();
    if (phase_ != Phase::closed) on_input();
}

void Connection::linger() {
    boost::system::error_code ignored;
    std::ignore = socket_.shutdown(Socket::shutdown_send, ignored);
    phase_ = Phase::lingering;
    deadline_ = loop_.after(linger_time);
    if (reading_) return;
    buffer_.clear();
    read();
}

void Connection::check_deadline(SteadyClock::time_point now) {
    if (now < deadline_) return;
    switch (phase_) {
        case Phase::head:
            return refuse(408, "The request headers took too long");
        case Phase::body:
            if (inviting_) return close();  // the client does not even read
            return refuse(408, "The request body took too long");
        case Phase::idle:
        case Phase::writing:
        case Phase::lingering:
            return close();
        case Phase::handling:
        case Phase::closed:
            return;
    }
}

void Connection::close_if_idle() {
    if (phase_ != Phase::idle || buffer_.size() > 0) return;
    boost::system::error_code ignored;
    if (socket_.available(ignored) > 0) return;  // a request whose first byte is here, only not read yet
    close();
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    boost::system::error_code ignored;
    std::ignore = socket_.close(ignored);
    loop_.remove(*this);
}

}  // namespace gatehouse::http
