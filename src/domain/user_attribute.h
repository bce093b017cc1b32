// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/ids.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse {

enum class AttributeType { string, number, json };
BOOST_DESCRIBE_ENUM(AttributeType, string, number, json)

/// What may be said of every user. The values lie in User::metadata, under the attribute's name.
struct UserAttribute {
    SpaceId space;
    AttributeId attribute;
    std::int64_t position = 0;  // order of creation within the Space, for lists
    std::string name;           // `[a-z0-9_]+`
    std::string label;
    AttributeType data_type = AttributeType::string;
    std::optional<std::string> default_value;  // of users without a value
    std::optional<std::string> intercom_attribute_name;
    Timestamp created_at;

    friend bool operator==(UserAttribute const&, UserAttribute const&) = default;
};
BOOST_DESCRIBE_STRUCT(UserAttribute, (),
                      (space, attribute, position, name, label, data_type, default_value, intercom_attribute_name, created_at))

}  // namespace gatehouse
