// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/invite.h"
#include "domain/user.h"
#include "domain/user_attribute.h"
#include "store/session.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

Result<std::optional<UserAttribute>> find_user_attribute(Session& session, AttributeId const& attribute);
Result<std::optional<UserAttribute>> find_user_attribute_by_name(Session& session, std::string_view name);
Result<std::vector<UserAttribute>> user_attributes(Session& session);  // in order of creation

/// Who has a value (or null) under this name: users, and invites that nobody has claimed.
Result<std::vector<User>> users_with_attribute(Session& session, std::string_view name);
Result<std::vector<Invite>> open_invites_with_attribute(Session& session, std::string_view name);

}  // namespace gatehouse::store
