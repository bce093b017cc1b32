// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// One request and one response, parsed once and canonically. Knows no resource and no route.
namespace gatehouse::http {

enum class Method { get, head, post, put, patch, del, options };

std::string_view name_of(Method method);

/// What a status is called on the status line (RFC 9110, 15): `Not Found`. Empty for one we never send.
std::string_view reason_of(int status);

/// Which door a request came through. `admin` is the Unix socket in the data directory (mode 0600): whoever can open it is the operator.
/// `metrics` is the listener of `--metrics`.
enum class Door { api, admin, metrics };

/// A request whose head was accepted. Everything below was decoded exactly once; nothing parses the raw target again.
struct Request {
    Method method = Method::get;
    std::string path;                                          // decoded, as received otherwise; starts with '/'
    std::vector<std::string> segments;                         // of the path, decoded; a trailing slash adds none
    std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in order
    std::string host;                                          // of the Host header: lower case, without port
    std::string body;
    std::string id;      // `X-Request-Id` if the client sent a well-formed one (1..128 of [A-Za-z0-9._-]), else ours
    std::string remote;  // address of the peer, without port; empty on the admin door
    Door door = Door::api;

    /// The first header of that (lower-case) name; nullptr if there is none.
    std::string const* header(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string content_type;  // empty: no Content-Type (and 204 and 304 never have one)
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Answers one request. Call it exactly once, from any thread; the connection may be gone by then, which is no error.
/// If the last copy is destroyed without a call, the client gets a 500, so that no connection hangs.
using Respond = std::function<void(Response)>;

/// Called on an event loop: must not block. `request` is the handler's to keep.
using Handler = std::function<void(std::shared_ptr<Request> request, Respond respond)>;

/// How many body bytes a request may have, asked when its head is complete (`body` is still empty).
using BodyLimit = std::function<std::uint64_t(Request const& head)>;

/// Turns a refusal that happens below the handler (bad request line, too many headers, body too large, time-out ...) into a
/// response, so that it has the API's own envelope. `head` is what was understood so far.
using Refusal = std::function<Response(int status, std::string_view message, Request const& head)>;

}  // namespace gatehouse::http
