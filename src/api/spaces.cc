// SPDX-License-Identifier: Apache-2.0
#include "service/spaces.h"
#include "api/tables.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Text;

/// Source: Retool API reference, "Spaces". `id` is `org_...`, as recorded; the published document says UUID. Closed.
struct SpaceView {
    using closed = void;
    std::string id;
    Text<1> name;
    Text<1> domain;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(SpaceView, (), (id, name, domain, created_at, updated_at))

struct SpaceOptions {
    std::optional<bool> copy_sso_settings;
    std::optional<bool> copy_branding_and_themes_settings;
    std::optional<std::vector<std::string>> users_to_copy_as_admins;
    std::optional<bool> create_admin_user;
};
BOOST_DESCRIBE_STRUCT(SpaceOptions, (), (copy_sso_settings, copy_branding_and_themes_settings, users_to_copy_as_admins, create_admin_user))

struct CreateSpaceBody {
    using closed = void;
    Text<1> name;
    Text<1> domain;
    std::optional<SpaceOptions> options;
};
BOOST_DESCRIBE_STRUCT(CreateSpaceBody, (), (name, domain, options))

struct PutSpaceBody {
    Text<1> name;
    Text<1> domain;
};
BOOST_DESCRIBE_STRUCT(PutSpaceBody, (), (name, domain))

SpaceView present(Space const& space) { return {space.sid, {space.name}, {space.domain}, space.created_at, space.updated_at}; }

Result<WholeList<SpaceView>> list_spaces(service::Read& read) {
    WholeList<SpaceView> list;
    for (auto const& space : TRY(service::list_spaces(read))) list.values.push_back(present(space));
    return list;
}

/// There are no SSO settings, branding or themes to copy yet, so copying them copies nothing.
Result<Item<SpaceView>> create_space(service::Write& write, Body<CreateSpaceBody> body) {
    auto const options = body->options.value_or(SpaceOptions{});
    auto const space = TRY(service::create_space(
        write, {body->name.value, body->domain.value, options.users_to_copy_as_admins.value_or(std::vector<std::string>{}),
                options.create_admin_user.value_or(false)}));
    return Item{present(space)};
}

Result<Item<SpaceView>> get_space(service::Read& read, Call const& call) {
    return Item{present(TRY(service::find_space(read, call.parameter("spaceId"))))};
}

Result<Item<SpaceView>> put_space(service::Write& write, Call const& call, Body<PutSpaceBody> body) {
    return Item{present(TRY(service::edit_space(write, call.parameter("spaceId"), body->name.value, body->domain.value)))};
}

Result<NoContent> delete_space(service::Write& write, Call const& call) {
    TRY(service::delete_space(write, call.parameter("spaceId")));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> space_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/spaces", spaces_read, "space.list", list_spaces}.says("The Spaces made from this one"),
        Endpoint{post, "/spaces", spaces_write, "space.create", create_space}.says("Creates a Space").errors({422}),
        Endpoint{get, "/spaces/{spaceId}", spaces_read, "space.get", get_space}.says("One Space").errors({404}),
        Endpoint{put, "/spaces/{spaceId}", spaces_write, "space.edit", put_space}
            .says("Renames a Space or changes its domain")
            .errors({404, 409, 422}),
        Endpoint{del, "/spaces/{spaceId}", spaces_write, "space.delete", delete_space}
            .says("Deletes a Space with everything in it")
            .errors({404, 409}),
    };
}

}  // namespace gatehouse::api
