// SPDX-License-Identifier: Apache-2.0
#include "service/resources.h"

#include "base/crypto.h"
#include "domain/grant.h"
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

Result<Resource> find_resource(Read& read, ResourceId const& resource) {
    auto found = TRY(store::find_resource(read.session, resource));
    if (!found) return not_found(fmt::format("No resource '{}' found for organization", resource.text));
    return *std::move(found);
}

Result<Resource> create_resource(Write& write, std::string const& type, std::string const& name, std::optional<FolderId> folder) {
    if (!folder) folder = TRY(root_folder(write, FolderType::resource)).folder;
    TRY(require_place_for(write, *folder, FolderType::resource));
    TRY(check_name_is_free(write, *folder, name, {}));
    Resource const resource{write.space, {crypto::random_uuid()}, type, name, *folder, write.now, write.now};
    TRY(store::insert(write.tx, resource));
    return resource;
}

Result<Resource> edit_resource(Write& write, ResourceId const& id, std::optional<std::string> const& name, std::optional<FolderId> folder) {
    auto const before = TRY(find_resource(write, id));
    Resource after = before;
    if (name) after.display_name = *name;
    if (folder) after.folder = *folder;
    if (after == before) return before;
    if (after.folder != before.folder) TRY(require_place_for(write, after.folder, FolderType::resource));
    TRY(check_name_is_free(write, after.folder, after.display_name, id));
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_resource(Write& write, ResourceId const& id) {
    auto const resource = TRY(find_resource(write, id));
    for (auto const& grant : TRY(store::grants_on(write.session, object(id)))) TRY(store::erase(write.tx, grant));
    return store::erase(write.tx, resource);
}

}  // namespace gatehouse::service
