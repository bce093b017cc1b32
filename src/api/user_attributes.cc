// SPDX-License-Identifier: Apache-2.0
#include "service/user_attributes.h"
#include "api/tables.h"
#include "wire/ids.h"
#include "wire/json_patch.h"

#include <algorithm>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::InviteKey;
using wire::UserKey;
using wire::Uuid;

/// 1 to 255 lower-case letters, digits and `_`.
struct AttributeName {
    std::string text;

    static Result<AttributeName> parse(std::string_view text) {
        bool const good = !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (good) return AttributeName{std::string(text)};
        return invalid("must be 1 to 255 of the characters a-z, 0-9 and _");
    }
    std::string const& to_text() const { return text; }
    static json::Value schema() {
        return json::Object{{"type", "string"}, {"minLength", 1}, {"maxLength", 255}, {"pattern", "^[a-z0-9\\_]+$"}};
    }
};

/// Source: Retool API reference, "User attributes".
struct AttributeView {
    Uuid id;
    AttributeName name;
    std::string label;
    AttributeType data_type = AttributeType::string;
    Nullable<std::string> default_value;
    Nullable<AttributeName> intercom_attribute_name;
};
BOOST_DESCRIBE_STRUCT(AttributeView, (), (id, name, label, data_type, default_value, intercom_attribute_name))

/// The contract takes camel case here and answers in snake case.
struct CreateAttributeBody {
    AttributeName name;
    Text<2> label;
    AttributeType dataType = AttributeType::string;
    std::optional<Nullable<std::string>> defaultValue;
};
BOOST_DESCRIBE_STRUCT(CreateAttributeBody, (), (name, label, dataType, defaultValue))

/// What a PATCH may touch.
struct EditableAttribute {
    AttributeName name;
    Text<2> label;
    AttributeType data_type = AttributeType::string;
    Nullable<std::string> default_value;
    Nullable<AttributeName> intercom_attribute_name;
};
BOOST_DESCRIBE_STRUCT(EditableAttribute, (), (name, label, data_type, default_value, intercom_attribute_name))

struct PatchAttributeBody : wire::PatchBody<wire::ReplaceOp> {
    std::optional<bool> update_existing;
};
BOOST_DESCRIBE_STRUCT(PatchAttributeBody, (wire::PatchBody<wire::ReplaceOp>), (update_existing))

/// The contract has words here, not a boolean.
enum class YesOrNo { true_, false_ };
BOOST_DESCRIBE_ENUM(YesOrNo, true_, false_)

struct DeleteAttributeQuery {
    std::optional<YesOrNo> update_existing_users;
};
BOOST_DESCRIBE_STRUCT(DeleteAttributeQuery, (), (update_existing_users))

struct ValueBody {
    std::string name;
    Nullable<std::string> value;
};
BOOST_DESCRIBE_STRUCT(ValueBody, (), (name, value))
/// The contract closes this one for users, and not for invites.
struct ClosedValueBody : ValueBody {
    using closed = void;
};
BOOST_DESCRIBE_STRUCT(ClosedValueBody, (ValueBody), ())

/// Every value of a user or invite after a change.
struct MetadataView {
    json::Object metadata;
};
BOOST_DESCRIBE_STRUCT(MetadataView, (), (metadata))

std::optional<AttributeName> to_name(std::optional<std::string> const& text) {
    return text ? std::optional(AttributeName{*text}) : std::nullopt;
}

AttributeView present(UserAttribute const& attribute) {
    return {{attribute.attribute.text}, {attribute.name},          attribute.label,
            attribute.data_type,        {attribute.default_value}, {to_name(attribute.intercom_attribute_name)}};
}

service::Values values_of(bool update_existing) { return update_existing ? service::Values::follow : service::Values::stay; }

Result<BareList<AttributeView>> list_attributes(service::Read& read) {
    BareList<AttributeView> list;
    for (auto const& attribute : TRY(service::list_user_attributes(read))) list.values.push_back(present(attribute));
    return list;
}

Result<Item<AttributeView>> create_attribute(service::Write& write, Body<CreateAttributeBody> body) {
    auto const default_value = body->defaultValue ? body->defaultValue->value : std::nullopt;
    return Item{present(
        TRY(service::create_user_attribute(write, {body->name.text, body->label.value, body->dataType, default_value, std::nullopt})))};
}

Result<Item<AttributeView>> patch_attribute(service::Write& write, Call const& call, Body<PatchAttributeBody> body) {
    auto const id = TRY(call.parameter_as<Uuid>("attributeId"));
    auto const before = TRY(service::find_user_attribute(write, {id.text}));
    EditableAttribute const view{
        {before.name}, {before.label}, before.data_type, {before.default_value}, {to_name(before.intercom_attribute_name)}};
    auto const after = TRY(wire::patched(view, *body));
    service::AttributeEdit edit{after.name.text, after.label.value, after.data_type, after.default_value.value, std::nullopt};
    if (auto const& name = after.intercom_attribute_name.value) edit.intercom_attribute_name = name->text;
    return Item{present(TRY(service::edit_user_attribute(write, before, edit, values_of(body->update_existing.value_or(false)))))};
}

Result<NoContent> delete_attribute(service::Write& write, Call const& call, Query<DeleteAttributeQuery> query) {
    auto const id = TRY(call.parameter_as<Uuid>("attributeId"));
    TRY(service::delete_user_attribute(write, {id.text}, values_of(query->update_existing_users == YesOrNo::true_)));
    return NoContent{};
}

Result<Item<MetadataView>> set_of_user(service::Write& write, Call const& call, Body<ClosedValueBody> body) {
    auto const user = TRY(call.parameter_as<UserKey>("userId"));
    return Item{MetadataView{TRY(service::set_attribute_of_user(write, user.sid, body->name, body->value.value))}};
}

Result<Item<MetadataView>> remove_of_user(service::Write& write, Call const& call) {
    auto const user = TRY(call.parameter_as<UserKey>("userId"));
    return Item{MetadataView{TRY(service::remove_attribute_of_user(write, user.sid, call.parameter("attributeName")))}};
}

Result<Item<MetadataView>> set_of_invite(service::Write& write, Call const& call, Body<ValueBody> body) {
    auto const key = TRY(call.parameter_as<InviteKey>("userInviteId"));
    return Item{MetadataView{TRY(service::set_attribute_of_invite(write, key.invite, body->name, body->value.value))}};
}

Result<Item<MetadataView>> remove_of_invite(service::Write& write, Call const& call) {
    auto const key = TRY(call.parameter_as<InviteKey>("userInviteId"));
    return Item{MetadataView{TRY(service::remove_attribute_of_invite(write, key.invite, call.parameter("attributeName")))}};
}

}  // namespace

std::vector<Endpoint> user_attribute_endpoints() {
    using enum Scope;
    Access const of_users({users_write, user_attributes_write});
    return {
        Endpoint{get, "/user_attributes", {users_read, user_attributes_read}, "user_attribute.list", list_attributes}.says(
            "Every attribute that users can have"),
        Endpoint{post, "/user_attributes", user_attributes_write, "user_attribute.create", create_attribute}
            .says("Defines an attribute")
            .errors({409}),
        Endpoint{patch, "/user_attributes/{attributeId}", user_attributes_write, "user_attribute.edit", patch_attribute}
            .says("Changes an attribute; with `update_existing` the values follow its name")
            .errors({404, 409}),
        Endpoint{del, "/user_attributes/{attributeId}", user_attributes_write, "user_attribute.delete", delete_attribute}
            .says("Deletes an attribute; with `update_existing_users` its values too")
            .errors({404}),
        Endpoint{post, "/users/{userId}/user_attributes", of_users, "user.set_attribute", set_of_user}
            .says("Sets an attribute of a user")
            .errors({404}),
        Endpoint{del, "/users/{userId}/user_attributes/{attributeName}", of_users, "user.remove_attribute", remove_of_user}
            .says("Takes an attribute from a user")
            .errors({404}),
        Endpoint{post, "/user_invites/{userInviteId}/user_attributes", users_write, "user_invite.set_attribute", set_of_invite}
            .says("Sets an attribute that the invited person will have")
            .errors({404}),
        Endpoint{del, "/user_invites/{userInviteId}/user_attributes/{attributeName}", users_write, "user_invite.remove_attribute",
                 remove_of_invite}
            .says("Takes an attribute from an invite")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
