// SPDX-License-Identifier: Apache-2.0
#include "cli/operator.h"

#include <fmt/format.h>

namespace gatehouse::cli {

Result<json::Value> Operator::ask(http::Method method, std::string const& path, std::string const& body) const {
    auto const response = TRY(send_(method, path, body));
    json::Value answer;
    if (!response.body.empty()) answer = TRY(json::parse(response.body));
    if (response.status < 300) return answer;
    auto const* detail = answer.is_object() ? answer.get_object().if_contains("detail") : nullptr;
    return Error{ErrorKind::invalid,
                 detail && detail->is_string() ? std::string(detail->get_string()) : fmt::format("The server answered {}", response.status),
                 {}};
}

std::string query_part(std::string_view name, std::string_view value) {
    std::string out = std::string(name) + "=";
    for (char const c : value) {
        bool const plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace gatehouse::cli
