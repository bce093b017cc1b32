// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include "http/request_id.h"
#include "http/target.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>
#include <optional>
#include <utility>

namespace gatehouse::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::string_view bad_head = "The request line or a header is malformed";

/// As much of a target as can be shown: for a refusal, which has the form that belongs to the path.
std::string readable_start(std::string_view target) {
    auto const end = std::ranges::find_if(target, [](char c) { return c <= ' ' || c >= 0x7f || c == '?'; });
    return {target.begin(), end};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_lower(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), lower);
    return lowered;
}

/// The methods we serve; TRACE and CONNECT are left out on purpose.
std::optional<Method> to_method(beast_http::verb verb) {
    switch (verb) {
        case beast_http::verb::get:
            return Method::get;
        case beast_http::verb::head:
            return Method::head;
        case beast_http::verb::post:
            return Method::post;
        case beast_http::verb::put:
            return Method::put;
        case beast_http::verb::patch:
            return Method::patch;
        case beast_http::verb::delete_:
            return Method::del;
        case beast_http::verb::options:
            return Method::options;
        default:
            return std::nullopt;
    }
}

/// What fails here (a TLS handshake, say) is not HTTP and need not wait for the deadline.
bool may_start_a_request(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/// The part of `line` between its first space and the next one, or the end if there is none yet.
std::string_view target_in(std::string_view line) {
    auto const start = line.find(' ');
    if (start == std::string_view::npos) return {};
    auto const rest = line.substr(start + 1);
    return rest.substr(0, rest.find(' '));
}

bool is_host_char(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_'; }

bool is_ip6_char(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.'; }

bool is_port(std::string_view text) {
    if (text.empty() || text.size() > 5 || !std::ranges::all_of(text, is_digit)) return false;
    int port = 0;
    for (char const digit : text) port = port * 10 + (digit - '0');
    return port <= 65535;
}

/// `name`, `name:port`, `[ip6]` or `[ip6]:port`, without the port and in lower case. Stricter than RFC 3986: no escapes, no
/// sub-delims, nothing that a log, a link or a look-up by host could trip over.
std::optional<std::string> to_host(std::string_view field) {
    auto const text = to_lower(field);
    std::string_view name = text;
    std::string_view port;

    auto const colon = name.starts_with('[') ? name.find(':', std::min(name.find(']'), name.size())) : name.find(':');
    if (colon != std::string_view::npos) {
        port = name.substr(colon + 1);
        name = name.substr(0, colon);
        if (!is_port(port)) return std::nullopt;
    }
    if (name.empty() || name.size() > 253) return std::nullopt;
    if (name.starts_with('[')) {
        if (name.size() < 4 || !name.ends_with(']') || !std::ranges::all_of(name.substr(1, name.size() - 2), is_ip6_char))
            return std::nullopt;
    } else if (!std::ranges::all_of(name, is_host_char)) {
        return std::nullopt;
    }
    return std::string(name);
}

}  // namespace

RequestReader::RequestReader(Limits const& limits, Door door, std::string const& remote)
    : limits_(limits), request_(std::make_shared<Request>()), parser_(*request_) {
    request_->door = door;
    request_->remote = remote;
    parser_.header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(limits.header_bytes, std::numeric_limits<std::uint32_t>::max())));
    parser_.body_limit(boost::none);  // the real one is known when the head is: see limit_body
    parser_.eager(true);
}

RequestReader::Step RequestReader::refuse(int status, std::string_view message) {
    keep_request_id();
    refused_ = {status, std::string(message)};
    return Step::refused;
}

std::size_t RequestReader::count_of(std::string_view header) const {
    return static_cast<std::size_t>(std::ranges::count(request_->headers, header, &std::pair<std::string, std::string>::first));
}

void RequestReader::keep_request_id() {
    if (!request_->id.empty()) return;
    auto const* sent = request_->header("x-request-id");
    request_->id = sent && is_request_id(*sent) ? *sent : make_request_id();
}

/// Finds the end of the head and refuses what must be seen in the raw lines: Beast folds obs-fold away, has no limit on the number
/// of fields, and applies its header limit to what is left to parse rather than to the whole head. So it gets complete heads only.
RequestReader::Step RequestReader::scan_lines(std::string_view bytes) {
    if (!may_start_a_request(bytes.front())) return refuse(400, bad_head);
    while (true) {
        auto const end = bytes.find('\n', searched_);
        bool const complete = end != std::string_view::npos;
        auto const line = bytes.substr(line_start_, (complete ? end : bytes.size()) - line_start_);

        if (lines_ == 0 && target_in(line).size() > limits_.target_bytes) return refuse(414, "The request target is too long");
        if ((complete ? end + 1 : bytes.size() + 1) > limits_.header_bytes) return refuse(431, "The request headers are too large");
        if (!complete) {
            searched_ = bytes.size();
            return Step::more;
        }

        if (!line.ends_with('\r')) return refuse(400, "A header line does not end with CR LF");
        line_start_ = searched_ = end + 1;
        if (line.size() == 1) {
            head_size_ = end + 1;
            return Step::done;
        }
        if (line.front() == ' ' || line.front() == '\t') return refuse(400, "A header is folded over several lines");
        if (lines_++ > limits_.headers) return refuse(431, "The request has too many headers");
    }
}

RequestReader::Step RequestReader::read_head(std::string_view bytes) {
    if (bytes.empty()) return Step::more;
    if (auto const step = scan_lines(bytes); step != Step::done) return step;

    boost::beast::error_code error;
    parser_.put(boost::asio::const_buffer(bytes.data(), head_size_), error);
    keep_request_id();
    parser_.reading_trailers = true;
    if (error || !parser_.is_header_done()) {
        // Beast stops at the first field that contradicts an earlier one; what it cannot parse is a bad request.
        return refuse(400, bad_head);
    }
    keep_alive_ = parser_.keep_alive();

    if (auto const step = check_request_line(); step != Step::done) return step;
    if (auto const step = check_framing(); step != Step::done) return step;
    return check_host();
}

RequestReader::Step RequestReader::check_request_line() {
    auto const method = to_method(parser_.verb);
    if (!method) return refuse(501, "The request method is not supported");
    request_->method = *method;

    auto target = parse_target(parser_.raw_target);
    if (!target) {
        request_->path = readable_start(parser_.raw_target);
        return refuse(400, target.error().message);
    }
    request_->path = std::move(target->path);
    request_->segments = std::move(target->segments);
    request_->query = std::move(target->query);
    return Step::done;
}

/// Where the request ends must have one reading only (request smuggling). Beast ignores transfer codings it does not know and
/// accepts a Content-Length that is repeated, as a list or as a field.
RequestReader::Step RequestReader::check_framing() {
    auto const* length = request_->header("content-length");
    auto const* coding = request_->header("transfer-encoding");
    if (length && coding) return refuse(400, "A request has either Content-Length or Transfer-Encoding");
    if (coding) {
        if (*coding != "chunked" || count_of("transfer-encoding") != 1)
            return refuse(501, "The only Transfer-Encoding supported is chunked");
        if (is_http_1_0()) return refuse(400, "HTTP/1.0 has no Transfer-Encoding");
    }
    if (length && (count_of("content-length") != 1 || length->empty() || !std::ranges::all_of(*length, is_digit))) {
        return refuse(400, "Content-Length must be one number");
    }

    if (auto const* expected = request_->header("expect"); expected && !is_http_1_0()) {
        if (to_lower(*expected) != "100-continue" || count_of("expect") != 1)
            return refuse(417, "The only expectation supported is 100-continue");
        expects_continue_ = true;
    }
    return Step::done;
}

RequestReader::Step RequestReader::check_host() {
    if (count_of("host") != 1) return refuse(400, "A request has exactly one Host header");
    auto host = to_host(*request_->header("host"));
    if (!host) return refuse(400, "The Host header is not a host name or address");
    request_->host = std::move(*host);
    return Step::done;
}

RequestReader::Step RequestReader::limit_body(std::uint64_t max_body_bytes) {
    auto const announced = parser_.content_length();
    if (announced && *announced > max_body_bytes) return refuse(413, "The request body is too large");
    parser_.body_limit(max_body_bytes);
    // What the client announces is not yet memory that we spend on it.
    constexpr std::uint64_t largest_reserve = 64 * 1024;
    if (announced) request_->body.reserve(static_cast<std::size_t>(std::min(*announced, largest_reserve)));
    return Step::done;
}

RequestReader::Step RequestReader::read_body(std::string_view bytes, std::size_t& used) {
    used = 0;
    if (parser_.is_done()) return Step::done;
    if (bytes.empty()) return Step::more;
    // Beast 1.81 asserts five bytes when it comes back to a last chunk it has seen three of ("0\r\n"). There is always a fifth.
    if (parser_.chunked() && bytes.size() == 4 && bytes.starts_with("0\r\n")) return Step::more;

    boost::beast::error_code error;
    used = parser_.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error == beast_http::error::body_limit) return refuse(413, "The request body is too large");
    if (error && error != beast_http::error::need_more) return refuse(400, "The request body is malformed");
    return parser_.is_done() ? Step::done : Step::more;
}

void RequestReader::Parser::on_request_impl(Verb new_verb, Text, Text target, int new_version, Error&) {
    verb = new_verb;
    raw_target.assign(target.data(), target.size());
    version = new_version;
    // A refusal of a HEAD request must have no body either, whatever it is refused for.
    if (auto const method = to_method(verb)) request_.method = *method;
}

void RequestReader::Parser::on_field_impl(Field, Text name, Text value, Error&) {
    if (reading_trailers) return;  // a trailer: it must not add to, or pass for, the headers that were checked
    request_.headers.emplace_back(to_lower({name.data(), name.size()}), std::string(value.data(), value.size()));
}

std::size_t RequestReader::Parser::on_body_impl(Text bytes, Error&) {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t RequestReader::Parser::on_chunk_body_impl(std::uint64_t, Text bytes, Error&) {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

void RequestReader::Parser::on_response_impl(int, Text, int, Error&) {}
void RequestReader::Parser::on_header_impl(Error&) {}
void RequestReader::Parser::on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) {}
void RequestReader::Parser::on_chunk_header_impl(std::uint64_t, Text, Error&) {}
void RequestReader::Parser::on_finish_impl(Error&) {}

}  // namespace gatehouse::http
