// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <cstdlib>

namespace gatehouse::http {

std::string_view name_of(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    std::abort();
}

std::string const* Request::header(std::string_view name) const {
    for (auto const& [known, value] : headers) {
        if (known == name) return &value;
    }
    return nullptr;
}

}  // namespace gatehouse::http
