// SPDX-License-Identifier: Apache-2.0
#include "server/request_log.h"

#include <fmt/format.h>
#include <unistd.h>

namespace gatehouse::server {
namespace {

void put(std::string const& line) {
    // One write, so that lines of several threads do not mix. A log that cannot be written must not stop the server.
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

/// For the text form: one line, nothing a terminal would act on.
std::string plain(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    return out;
}

}  // namespace

void log_request(LogFormat format, Clock const& clock, api::LogLine const& line) {
    auto const time = to_text(clock.now());
    auto const method = http::name_of(line.request.method);
    std::string out;
    if (format == LogFormat::text) {
        out = fmt::format("{} {} {} {} {} bytes {} us {}", time, method, plain(line.request.path), line.status, line.bytes,
                          line.microseconds, line.request.id);
        if (line.actor && line.actor->token) out += " token " + line.actor->token->text;
        if (!line.detail.empty()) out += " | " + plain(line.detail);
    } else {
        out = "{\"time\":\"" + time + "\",\"event\":\"request\",\"method\":\"" + std::string(method) + "\",\"path\":";
        json::write(out, std::string_view(line.request.path));
        out += fmt::format(",\"status\":{},\"bytes\":{},\"us\":{},\"request\":", line.status, line.bytes, line.microseconds);
        json::write(out, std::string_view(line.request.id));
        out += ",\"remote\":";
        json::write(out, std::string_view(line.request.remote));
        if (line.actor) out += fmt::format(",\"space\":{}", line.actor->space.number);
        if (line.actor && line.actor->token) out += ",\"token\":\"" + line.actor->token->text + "\"";
        if (!line.detail.empty()) {
            out += ",\"detail\":";
            json::write(out, line.detail);
        }
        out += '}';
    }
    put(out + "\n");
}

void log_event(LogFormat format, Clock const& clock, std::string_view event, std::string_view text) {
    std::string out;
    if (format == LogFormat::text) {
        out = to_text(clock.now()) + " " + plain(text);
    } else {
        out = "{\"time\":\"" + to_text(clock.now()) + "\",\"event\":\"" + std::string(event) + "\",\"text\":";
        json::write(out, text);
        out += '}';
    }
    put(out + "\n");
}

}  // namespace gatehouse::server
