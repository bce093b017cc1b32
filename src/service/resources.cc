// SPDX-License-Identifier: Apache-2.0
#include "service/resources.h"

#include "base/crypto.h"
#include "domain/grant.h"
#include "service/environments.h"
#include "service/erase_access.h"
#include "service/folders.h"
#include "store/grants.h"
#include "store/record.h"
#include "store/resources.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

Result<void> check_name_is_free(Read& read, FolderId folder, std::string const& name, ResourceId const& own) {
    auto const taken = TRY(store::find_resource_in(read.session, folder, name));
    if (taken && taken->resource != own)
        return conflict(fmt::format("A resource with the name '{}' exists in that folder already: {}", name, taken->resource.text));
    return {};
}

}  // namespace

Result<std::vector<Resource>> list_resources(Read& read) { return store::resources(read.session); }

Result<ResourcePage> list_resources_of_type(Read& read, std::optional<std::string> const& type, Place const& after,
                                            std::optional<std::int64_t> limit) {
    ResourcePage page;
    page.resources = TRY(store::resources_of_type(read.session, type, after, limit ? *limit + 1 : -1));
    if (limit && std::int64_t(page.resources.size()) > *limit) {
        page.resources.pop_back();
        page.more = true;
    }
    page.total = limit ? TRY(store::count_resources_of_type(read.session, type)) : std::int64_t(page.resources.size());
    return page;
}

Result<Resource> find_resource(Read& read, ResourceId const& resource) {
    auto found = TRY(store::find_resource(read.session, resource));
    if (!found) return not_found(fmt::format("No resource '{}' found for organization", resource.text));
    return *std::move(found);
}

Result<Resource> create_resource(Write& write, NewResource wanted) {
    auto const folder = wanted.folder ? *wanted.folder : TRY(root_folder(write, FolderType::resource)).folder;
    TRY(require_place_for(write, folder, FolderType::resource));
    TRY(check_name_is_free(write, folder, wanted.name, {}));
    Resource resource;
    resource.space = write.space;
    resource.resource = {crypto::random_uuid()};
    resource.type = std::move(wanted.type);
    resource.display_name = std::move(wanted.name);
    resource.folder = folder;
    resource.created_at = resource.updated_at = write.now;
    resource.is_protected = wanted.is_protected;
    TRY(store::insert(write.tx, resource));
    if (wanted.options) {
        auto const by_default = TRY(default_environment(write));
        TRY(create_configuration(write, resource, by_default.environment, *std::move(wanted.options)));
    }
    return resource;
}

Result<Resource> edit_resource(Write& write, ResourceId const& id, ResourceEdit const& edit) {
    auto const before = TRY(find_resource(write, id));
    Resource after = before;
    if (edit.name) after.display_name = *edit.name;
    if (edit.folder) after.folder = *edit.folder;
    if (edit.is_protected) after.is_protected = *edit.is_protected;
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::resource));
    TRY(check_name_is_free(write, after.folder, after.display_name, id));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_resource(Write& write, ResourceId const& id) {
    auto const resource = TRY(find_resource(write, id));
    TRY(erase_configurations_of(write, id));
    TRY(erase_access_to(write, object(id)));
    return store::erase(write.tx, resource);
}

}  // namespace gatehouse::service
