// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "domain/user_attribute.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What may be said of users: definitions, and the values that users and invites hold in their metadata.
namespace gatehouse::service {

Result<std::vector<UserAttribute>> list_user_attributes(Read& read);  // in order of creation
/// Errors: not_found.
Result<UserAttribute> find_user_attribute(Read& read, AttributeId const& attribute);

struct AttributeEdit {
    std::string name;
    std::string label;
    AttributeType data_type = AttributeType::string;
    std::optional<std::string> default_value;
    std::optional<std::string> intercom_attribute_name;
};
/// Errors: conflict when the name is taken; invalid when the default is not of the type.
Result<UserAttribute> create_user_attribute(Write& write, AttributeEdit const& wanted);

/// What becomes of the values that users and open invites hold under the attribute's name when that changes or goes.
enum class Values { stay, follow };
/// Errors: as above.
Result<UserAttribute> edit_user_attribute(Write& write, UserAttribute const& before, AttributeEdit const& edit, Values values);
/// Errors: not_found.
Result<void> delete_user_attribute(Write& write, AttributeId const& attribute, Values values);

/// Sets one value and returns all; no value is kept as null.
/// Errors: not_found for the user or invite; invalid, naming the attribute, when it is not defined or the value is not of its type.
Result<json::Object> set_attribute_of_user(Write& write, std::string_view sid, std::string const& name,
                                           std::optional<std::string> const& value);
Result<json::Object> set_attribute_of_invite(Write& write, InviteId invite, std::string const& name,
                                             std::optional<std::string> const& value);

/// Takes one value away and returns the rest. Errors: not_found for the user or invite; invalid when the attribute is neither defined nor
/// held.
Result<json::Object> remove_attribute_of_user(Write& write, std::string_view sid, std::string const& name);
Result<json::Object> remove_attribute_of_invite(Write& write, InviteId invite, std::string const& name);

}  // namespace gatehouse::service
