// SPDX-License-Identifier: Apache-2.0
#include "service/user_attributes.h"

#include "base/crypto.h"
#include "service/invites.h"
#include "service/users.h"
#include "store/log.h"
#include "store/record.h"
#include "store/user_attributes.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, std::string const& name, AttributeId const& own) {
    auto const taken = TRY(store::find_user_attribute_by_name(read.session, name));
    if (taken && taken->attribute != own)
        return conflict(fmt::format("A user attribute with the name '{}' exists already: {}", name, taken->attribute.text));
    return {};
}

/// Values are text whatever their type, which only says what the text must be.
Result<void> check_type(AttributeType type, std::string_view text, std::string_view what) {
    if (type == AttributeType::string) return {};
    auto const value = json::parse(text);
    if (!value) return invalid(fmt::format("{}: '{}' is not {}", what, text, type == AttributeType::number ? "a number" : "JSON"));
    if (type == AttributeType::number && !value->is_number()) return invalid(fmt::format("{}: '{}' is not a number", what, text));
    return {};
}

Result<void> check_value(Read& read, std::string const& name, std::optional<std::string> const& value) {
    auto const attribute = TRY(store::find_user_attribute_by_name(read.session, name));
    if (!attribute) return invalid(fmt::format("name: no user attribute is called '{}'", name));
    if (!value) return {};
    return check_type(attribute->data_type, *value, fmt::format("value: '{}' is of type {}", name, json::name_of(attribute->data_type)));
}

void assign(UserAttribute& attribute, AttributeEdit const& edit) {
    attribute.name = edit.name;
    attribute.label = edit.label;
    attribute.data_type = edit.data_type;
    attribute.default_value = edit.default_value;
    attribute.intercom_attribute_name = edit.intercom_attribute_name;
}

/// `metadata` with the value of `from` under `to` in its place, or without it.
json::Object moved(json::Object const& metadata, std::string const& from, std::optional<std::string> const& to) {
    json::Object after;
    for (auto const& member : metadata) {
        if (to && member.key() == *to) continue;  // from now on the name means the attribute
        if (member.key() != from)
            after.emplace(member.key(), member.value());
        else if (to)
            after.emplace(*to, member.value());
    }
    return after;
}

template <class R>
Result<void> set_metadata(Write& write, R const& before, json::Object metadata) {
    R after = before;
    after.metadata = std::move(metadata);
    return store::update(write.tx, before, after);
}

Result<void> move_values(Write& write, std::string const& from, std::optional<std::string> const& to) {
    for (auto const& user : TRY(store::users_with_attribute(write.session, from)))
        TRY(set_metadata(write, user, moved(user.metadata, from, to)));
    for (auto const& invite : TRY(store::open_invites_with_attribute(write.session, from)))
        TRY(set_metadata(write, invite, moved(invite.metadata, from, to)));
    return {};
}

template <class R>
Result<json::Object> set_value(Write& write, R const& holder, std::string const& name, std::optional<std::string> const& value) {
    TRY(check_value(write, name, value));
    auto metadata = holder.metadata;
    metadata[name] = value ? json::Value(*value) : json::Value(nullptr);
    TRY(set_metadata(write, holder, metadata));
    return metadata;
}

template <class R>
Result<json::Object> remove_value(Write& write, R const& holder, std::string const& name) {
    if (!holder.metadata.contains(name)) {
        TRY(check_value(write, name, std::nullopt));
        return holder.metadata;
    }
    auto metadata = moved(holder.metadata, name, std::nullopt);
    TRY(set_metadata(write, holder, metadata));
    return metadata;
}

}  // namespace

Result<std::vector<UserAttribute>> list_user_attributes(Read& read) { return store::user_attributes(read.session); }

Result<UserAttribute> find_user_attribute(Read& read, AttributeId const& attribute) {
    auto found = TRY(store::find_user_attribute(read.session, attribute));
    if (!found) return not_found(fmt::format("No user attribute '{}' found for organization", attribute.text));
    return *std::move(found);
}

Result<UserAttribute> create_user_attribute(Write& write, AttributeEdit const& wanted) {
    TRY(check_name_is_free(write, wanted.name, {}));
    if (wanted.default_value) TRY(check_type(wanted.data_type, *wanted.default_value, "defaultValue"));
    UserAttribute attribute;
    attribute.space = write.space;
    attribute.attribute = {crypto::random_uuid()};
    attribute.position = TRY(store::next_number(write.tx, "user_attributes"));
    attribute.created_at = write.now;
    assign(attribute, wanted);
    TRY(store::insert(write.tx, attribute));
    return attribute;
}

Result<UserAttribute> edit_user_attribute(Write& write, UserAttribute const& before, AttributeEdit const& edit, Values values) {
    TRY(check_name_is_free(write, edit.name, before.attribute));
    if (edit.default_value) TRY(check_type(edit.data_type, *edit.default_value, "default_value"));
    UserAttribute after = before;
    assign(after, edit);
    TRY(store::update(write.tx, before, after));
    if (values == Values::follow && after.name != before.name) TRY(move_values(write, before.name, after.name));
    return after;
}

Result<void> delete_user_attribute(Write& write, AttributeId const& id, Values values) {
    auto const attribute = TRY(find_user_attribute(write, id));
    if (values == Values::follow) TRY(move_values(write, attribute.name, std::nullopt));
    return store::erase(write.tx, attribute);
}

Result<json::Object> set_attribute_of_user(Write& write, std::string_view sid, std::string const& name,
                                           std::optional<std::string> const& value) {
    auto const user = TRY(find_user(write, sid));
    return set_value(write, user, name, value);
}

Result<json::Object> set_attribute_of_invite(Write& write, InviteId invite, std::string const& name,
                                             std::optional<std::string> const& value) {
    auto const found = TRY(require_invite(write, invite));
    return set_value(write, found, name, value);
}

Result<json::Object> remove_attribute_of_user(Write& write, std::string_view sid, std::string const& name) {
    auto const user = TRY(find_user(write, sid));
    return remove_value(write, user, name);
}

Result<json::Object> remove_attribute_of_invite(Write& write, InviteId invite, std::string const& name) {
    auto const found = TRY(require_invite(write, invite));
    return remove_value(write, found, name);
}

}  // namespace gatehouse::service
