// SPDX-License-Identifier: Apache-2.0
#include "service/pages.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Text;
using wire::Uuid;

/// The contract knows pages (screens) only as something that access is given on.
struct PageView {
    Uuid id;
    Uuid app_id;
    std::string name;
    std::int64_t position = 0;
    Timestamp created_at;
    Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(PageView, (), (id, app_id, name, position, created_at, updated_at))

using PagePosition = Between<1, 10'000>;

struct CreatePageBody {
    using closed = void;
    Text<1, 255> name;
    std::optional<PagePosition> position;  // absent: at the end
};
BOOST_DESCRIBE_STRUCT(CreatePageBody, (), (name, position))

struct EditPageBody {
    using closed = void;
    std::optional<Text<1, 255>> name;
    std::optional<PagePosition> position;
};
BOOST_DESCRIBE_STRUCT(EditPageBody, (), (name, position))

PageView present(Page const& page) {
    return {{page.page.text}, {page.app.text}, page.name, page.position, page.created_at, page.updated_at};
}

Result<AppId> app_of(Call const& call) { return AppId{TRY(call.parameter_as<Uuid>("appId")).text}; }
Result<PageId> page_of(Call const& call) { return PageId{TRY(call.parameter_as<Uuid>("pageId")).text}; }

std::optional<std::int64_t> to_position(std::optional<PagePosition> const& position) {
    return position ? std::optional(position->value) : std::nullopt;
}

Result<WholeList<PageView>> list_pages(service::Read& read, Call const& call) {
    auto const app = TRY(app_of(call));
    WholeList<PageView> list;
    for (auto const& page : TRY(service::list_pages(read, app))) list.values.push_back(present(page));
    return list;
}

Result<Plain<PageView, 201>> create_page(service::Write& write, Call const& call, Body<CreatePageBody> body) {
    auto const app = TRY(app_of(call));
    return Plain<PageView, 201>{present(TRY(service::create_page(write, app, {body->name.value, to_position(body->position)})))};
}

Result<Plain<PageView>> edit_page(service::Write& write, Call const& call, Body<EditPageBody> body) {
    auto const app = TRY(app_of(call));
    auto const id = TRY(page_of(call));
    service::PageEdit edit{{}, to_position(body->position)};
    if (body->name) edit.name = body->name->value;
    return Plain<PageView>{present(TRY(service::edit_page(write, app, id, edit)))};
}

Result<NoContent> delete_page(service::Write& write, Call const& call) {
    auto const app = TRY(app_of(call));
    auto const id = TRY(page_of(call));
    TRY(service::delete_page(write, app, id));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> page_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/apps/{appId}/pages", apps_read, "page.list", list_pages}.says("The pages of an app, in its order").errors({404}),
        Endpoint{post, "/apps/{appId}/pages", apps_write, "page.create", create_page}
            .says("Adds a page to an app, at the end unless `position` says otherwise")
            .errors({404, 409}),
        Endpoint{patch, "/apps/{appId}/pages/{pageId}", apps_write, "page.edit", edit_page}
            .says("Renames a page or moves it within its app")
            .errors({404, 409}),
        Endpoint{del, "/apps/{appId}/pages/{pageId}", apps_write, "page.delete", delete_page}
            .says("Deletes a page with what was given on it")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
