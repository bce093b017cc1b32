// SPDX-License-Identifier: Apache-2.0
#include "store/user_attributes.h"

#include "store/record.h"

#include <fmt/format.h>

namespace gatehouse::store {
namespace {

/// Finds the key wherever it stands in the stored JSON, also deeper than at the top: the caller's check follows. (`_` in a name means any
/// character here, which only finds more.)
std::string pattern_of(std::string_view name) { return fmt::format("%\"{}\":%", name); }

template <class R>
Result<std::vector<R>> with_attribute(Session& session, std::string_view condition, std::string_view name) {
    auto found = TRY(select<R>(session, condition, {{"pattern", pattern_of(name)}}));
    std::erase_if(found, [&](R const& record) { return !record.metadata.contains(name); });
    return found;
}

}  // namespace

Result<std::optional<UserAttribute>> find_user_attribute(Session& session, AttributeId const& attribute) {
    return select_one<UserAttribute>(session, "attribute = $attribute", {{"attribute", attribute.text}});
}

Result<std::optional<UserAttribute>> find_user_attribute_by_name(Session& session, std::string_view name) {
    return select_one<UserAttribute>(session, "name = $name", {{"name", std::string(name)}});
}

Result<std::vector<UserAttribute>> user_attributes(Session& session) { return select<UserAttribute>(session, "true order by position"); }

Result<std::vector<User>> users_with_attribute(Session& session, std::string_view name) {
    return with_attribute<User>(session, R"(metadata like $pattern order by "user")", name);
}

Result<std::vector<Invite>> open_invites_with_attribute(Session& session, std::string_view name) {
    return with_attribute<Invite>(session, "claimed_at is null and metadata like $pattern order by invite", name);
}

}  // namespace gatehouse::store
