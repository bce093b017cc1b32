// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/resource.h"
#include "service/resource_configurations.h"
#include "wire/resource_options.h"

#include <boost/describe/class.hpp>
#include <string>

namespace gatehouse::api {

/// Source: Retool API reference, "Resources"; keys and their order as recorded. (The document has `folder_id` as well, the server does
/// not.) Closed: the official SDK refuses a resource with any other key.
struct ResourceView {
    using closed = void;
    std::string id;
    wire::ResourceType type;
    json::Text<1> display_name;
    bool protected_ = false;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(ResourceView, (), (id, type, display_name, protected_, created_at, updated_at))

inline ResourceView present(Resource const& resource) {
    return {resource.resource.text, {resource.type},     {resource.display_name},
            resource.is_protected,  resource.created_at, resource.updated_at};
}

/// Options of a body as its type has them. Errors: invalid, naming the field.
inline Result<service::Options> to_options(std::string_view type, wire::ResourceOptions const& given) {
    return service::Options{TRY(wire::read_options(type, given.values)), wire::secrets_in_options(type)};
}

}  // namespace gatehouse::api
