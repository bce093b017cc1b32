// SPDX-License-Identifier: Apache-2.0
#include "client/http_client.h"

#include <curl/curl.h>
#include <memory>

namespace gatehouse::client {
namespace {

struct EndCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(data, size * count);
    return size * count;
}

}  // namespace

Result<http::Response> call(Target const& target, http::Method method, std::string_view path, std::string_view body) {
    static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    std::unique_ptr<CURL, EndCurl> const handle(ready ? curl_easy_init() : nullptr);
    if (!handle) return internal("libcurl cannot be set up");

    auto const url = target.base_url + std::string(path);
    std::unique_ptr<curl_slist, EndCurl> const headers(body.empty() ? nullptr
                                                                    : curl_slist_append(nullptr, "Content-Type: application/json"));
    http::Response response;
    char problem[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, std::string(http::name_of(method)).c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT, 5L);
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 600L);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, problem);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &response.body);
    if (!target.unix_socket.empty()) curl_easy_setopt(handle.get(), CURLOPT_UNIX_SOCKET_PATH, target.unix_socket.c_str());
    if (!body.empty()) {
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, long(body.size()));
        curl_easy_setopt(handle.get(), CURLOPT_COPYPOSTFIELDS, std::string(body).c_str());
        curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    }
    if (auto const code = curl_easy_perform(handle.get()); code != CURLE_OK)
        return unavailable("No answer from " + (target.unix_socket.empty() ? url : target.unix_socket) + ": " +
                               (*problem ? problem : curl_easy_strerror(code)),
                           {});
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    response.status = int(status);
    if (char* type = nullptr; curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type) == CURLE_OK && type)
        response.content_type = type;
    return response;
}

}  // namespace gatehouse::client
