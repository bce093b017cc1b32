// SPDX-License-Identifier: Apache-2.0
#include "api/documents.h"

#include "api/api.h"
#include "api/errors.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>
#include <set>

namespace gatehouse::api {
namespace {

using json::Array;
using json::Object;
using json::Value;

std::vector<std::string> parameters_of(std::string_view path) {
    std::vector<std::string> names;
    for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1))
        names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
    return names;
}

std::string operation_id(Surface const& surface, Endpoint const& endpoint) {
    return fmt::format("{}{}.{}", surface.base == "/api/v2" ? "" : "gatehouse.", endpoint.action, http::name_of(endpoint.method));
}

/// The parameter by which `path` names one of what lies at `collection`: `groupId` in `/groups/{groupId}/members` for `/groups`.
std::optional<std::string> item_parameter(std::string_view path, std::string_view collection) {
    if (!path.starts_with(collection) || !path.substr(collection.size()).starts_with("/{")) return std::nullopt;
    return parameters_of(path.substr(collection.size())).front();
}

/// Where the id of what was made stands in an answer of this form.
std::optional<std::string_view> pointer_to_id(Value const& schema) {
    auto const member = [](Value const* of, std::string_view name) -> Value const* {
        auto const* object = of ? of->if_object() : nullptr;
        auto const* properties = object ? object->if_contains("properties") : nullptr;
        return properties ? properties->get_object().if_contains(name) : nullptr;
    };
    if (member(member(&schema, "data"), "id")) return "/data/id";
    if (member(&schema, "id")) return "/id";
    return std::nullopt;
}

Value error_schema(ErrorStyle style) {
    if (style == ErrorStyle::envelope)
        return Object{{"type", "object"},
                      {"properties",
                       Object{{"success", Object{{"type", "boolean"}, {"enum", Array{false}}}}, {"message", Object{{"type", "string"}}}}},
                      {"required", Array{"success", "message"}}};
    return Object{{"type", "object"},
                  {"properties", Object{{"type", Object{{"type", "string"}}},
                                        {"title", Object{{"type", "string"}}},
                                        {"status", Object{{"type", "integer"}}},
                                        {"detail", Object{{"type", "string"}}},
                                        {"instance", Object{{"type", "string"}}}}},
                  {"required", Array{"type", "title", "status", "detail"}}};
}

std::string_view meaning_of(int status) {
    switch (status) {
        case 200:
            return "Done";
        case 201:
            return "Created";
        case 204:
            return "Done; no content";
        case 400:
            return "The request cannot be read, or a field is not what it must be";
        case 401:
            return "No access token, or none that is good here";
        case 403:
            return "The token lacks the scope, or a rule forbids it";
        case 404:
            return "Unknown, or in another Space";
        case 409:
            return "Clashes with what is there";
        case 413:
            return "The body is too large";
        case 422:
            return "A rule refuses it";
        case 429:
            return "Too many calls; Retry-After says when to go on";
        case 501:
            return "Part of the API, but not built";
        default:
            return "The server cannot answer now";
    }
}

/// What makes a thing is linked to everything that can be done with it.
Object links_from(Endpoint const& maker, std::vector<Surface const*> const& document) {
    Object links;
    auto const pointer = maker.method == post && maker.answer_schema ? pointer_to_id(maker.answer_schema()) : std::nullopt;
    if (!pointer) return links;
    for (auto const* surface : document)
        for (auto const& endpoint : surface->endpoints)
            if (auto const name = item_parameter(endpoint.path, maker.path); name && endpoint.built) {
                auto id = operation_id(*surface, endpoint);
                links[id] = Object{{"operationId", id}, {"parameters", Object{{*name, fmt::format("$response.body#{}", *pointer)}}}};
            }
    return links;
}

Array parameters_for(Endpoint const& endpoint) {
    Array parameters;
    for (auto const& name : parameters_of(endpoint.path))
        parameters.push_back(
            Object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", path_parameter_schema(endpoint.path, name)}});
    if (!endpoint.query_schema) return parameters;
    auto const schema = endpoint.query_schema();
    for (auto const& [name, member] : schema.at("properties").as_object()) {
        Value described = member;
        if (described.at("type") == "boolean") described.as_object()["nullable"] = true;  // see read_query()
        parameters.push_back(Object{{"name", name}, {"in", "query"}, {"required", false}, {"schema", std::move(described)}});
    }
    return parameters;
}

Object responses_for(Surface const& surface, Endpoint const& endpoint, std::vector<Surface const*> const& document) {
    Object responses;
    auto const style = error_style(std::string(surface.base) + "/");
    auto const add_error = [&](int status) {
        auto const type = style == ErrorStyle::envelope ? "application/json" : "application/problem+json";
        responses[std::to_string(status)] =
            Object{{"description", meaning_of(status)}, {"content", Object{{type, Object{{"schema", error_schema(style)}}}}}};
    };
    if (endpoint.built) {
        Object success{{"description", meaning_of(endpoint.status)}};
        if (endpoint.answer_schema) success["content"] = Object{{"application/json", Object{{"schema", endpoint.answer_schema()}}}};
        if (auto links = links_from(endpoint, document); !links.empty()) success["links"] = std::move(links);
        responses[std::to_string(endpoint.status)] = std::move(success);
    }
    bool const open = endpoint.access.is_open();
    if (open && !endpoint.body_schema) return responses;
    add_error(400);
    if (!open)
        for (int const status : {401, 403}) add_error(status);
    for (int const status : endpoint.error_statuses) add_error(status);
    add_error(413);
    add_error(429);
    add_error(503);
    if (!endpoint.built) add_error(501);
    return responses;
}

Value operation(Surface const& surface, Endpoint const& endpoint, std::vector<Surface const*> const& document) {
    Object out;
    if (!endpoint.summary.empty()) out["summary"] = endpoint.summary;
    out["operationId"] = operation_id(surface, endpoint);
    out["tags"] = Array{Value(endpoint.path.substr(1, endpoint.path.find('/', 1) - 1))};
    if (endpoint.access.is_open()) out["security"] = Array{};
    if (!endpoint.access.any_of().empty()) {
        std::string scopes;
        for (auto const scope : endpoint.access.any_of()) scopes += fmt::format("{}`{}`", scopes.empty() ? "" : " or ", name_of(scope));
        out["description"] = "Needs the scope " + scopes + ".";
    }
    if (auto parameters = parameters_for(endpoint); !parameters.empty()) out["parameters"] = std::move(parameters);
    if (endpoint.body_schema)
        out["requestBody"] =
            Object{{"required", true}, {"content", Object{{"application/json", Object{{"schema", endpoint.body_schema()}}}}}};
    out["responses"] = responses_for(surface, endpoint, document);
    return out;
}

std::string lower_method(Method method) {
    std::string name(http::name_of(method));
    std::ranges::transform(name, name.begin(), [](char c) { return char(c - 'A' + 'a'); });
    return name;
}

/// `document`: every surface that the document is about.
void add_paths(Object& paths, Surface const& surface, std::string_view prefix, std::vector<Surface const*> const& document) {
    for (auto const& endpoint : surface.endpoints) {
        auto& path = paths[std::string(prefix) + std::string(endpoint.path)];
        if (!path.is_object()) path.emplace_object();
        path.as_object()[lower_method(endpoint.method)] = operation(surface, endpoint, document);
    }
}

Object frame(std::string_view openapi, std::string_view title, std::string_view version, std::string_view server) {
    return Object{{"openapi", openapi},
                  {"info", Object{{"title", title}, {"version", version}}},
                  {"servers", Array{Object{{"url", server}}}},
                  {"security", Array{Object{{"BearerAuth", Array{}}}}},
                  {"components", Object{{"securitySchemes", Object{{"BearerAuth", Object{{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

/// 3.0 says `nullable: true` where 3.1 has null among the types.
void to_3_1(Value& value) {
    if (auto* array = value.if_array())
        for (auto& item : *array) to_3_1(item);
    auto* object = value.if_object();
    if (!object) return;
    for (auto& member : *object) to_3_1(member.value());
    auto const* nullable = object->if_contains("nullable");
    if (!nullable || !nullable->is_bool()) return;
    object->erase("nullable");
    if (auto* type = object->if_contains("type"); type && type->is_string()) *type = Array{*type, "null"};
    if (auto* choices = object->if_contains("anyOf")) choices->as_array().push_back(Object{{"type", "null"}});
    if (auto* names = object->if_contains("enum")) names->as_array().emplace_back(nullptr);
}

Result<Reply> get_contract(Call const&) {
    static std::string const text = json::text_of(contract_document());
    Reply reply;
    reply.body = text;
    return reply;
}

Result<Reply> get_full(Call const&) {
    static std::string const text = json::text_of(full_document());
    Reply reply;
    reply.body = text;
    return reply;
}

Object paths_of(std::vector<Surface const*> const& document, bool whole) {
    Object paths;
    for (auto const* surface : document) add_paths(paths, *surface, whole ? surface->base : "", document);
    return paths;
}

}  // namespace

Value path_parameter_schema(std::string_view path, std::string_view name) {
    static std::set<std::string_view> const numbers = {"groupId", "userInviteId", "inviteId", "accessRequestId"};
    static std::set<std::string_view> const texts = {"resourceId", "spaceId", "objectId", "subjectId"};  // any text may be one
    if (numbers.contains(name)) return wire::GroupKey::schema();
    if (name == "userId" || name == "userSid") return wire::UserKey::schema();
    if (name == "folderId") return wire::FolderKey::schema();
    if (name == "objectType") return Object{{"type", "string"}, {"enum", Array{"app", "folder", "resource", "workflow", "agent"}}};
    if (name == "provider") return Object{{"type", "string"}, {"enum", Array{"Sentry", "Datadog"}}};
    // Source control names its elements by UUID in manifests, and by any text in releases; themes have numbers.
    if (name == "appUuid" || name == "elementUuid")
        return path.starts_with("/source_control/manifests/") ? wire::Uuid::schema() : json::plain_schema("string");
    bool const is_id = name == "id" ? !path.starts_with("/app_themes/") : name.ends_with("Id") && !texts.contains(name);
    return is_id ? wire::Uuid::schema() : json::plain_schema("string");
}

Value contract_document() {
    auto document = frame("3.0.3", "Gatehouse: Retool-compatible management API", "2.12.0", "/api/v2");
    std::vector<Surface const*> contract;
    for (auto const& surface : surfaces())
        if (surface.base == "/api/v2") contract.push_back(&surface);
    document["paths"] = paths_of(contract, false);
    return document;
}

Value full_document() {
    auto document = frame("3.1.0", "Gatehouse", GATEHOUSE_VERSION, "/");
    std::vector<Surface const*> all;
    for (auto const& surface : surfaces())
        if (surface.door == http::Door::api) all.push_back(&surface);
    Value paths_value(paths_of(all, true));
    to_3_1(paths_value);
    document["paths"] = std::move(paths_value);
    return document;
}

std::vector<Endpoint> spec_endpoints() {
    return {Endpoint{get, "/spec", Access::open(), "document.contract", get_contract}.says("This document")};
}

std::vector<Endpoint> document_endpoints() {
    return {Endpoint{get, "/openapi.json", Access::open(), "document.full", get_full}.says("Both APIs as one document")};
}

}  // namespace gatehouse::api
