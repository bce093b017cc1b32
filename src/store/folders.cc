// SPDX-License-Identifier: Apache-2.0
#include "store/folders.h"

#include "store/column.h"
#include "store/record.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace gatehouse::store {

Result<std::optional<Folder>> find_folder(Session& session, FolderId folder) {
    return select_one<Folder>(session, "folder = $folder", {{"folder", folder.number}});
}

Result<std::optional<Folder>> find_folder_by_role(Session& session, FolderType type, FolderRole role) {
    return select_one<Folder>(session, "type = $type and role = $role order by folder limit 1",
                              {{"type", Column<FolderType>::to_value(type)}, {"role", Column<FolderRole>::to_value(role)}});
}

Result<std::optional<Folder>> find_child(Session& session, FolderId parent, std::string_view name) {
    return select_one<Folder>(
        session, "parent = $parent and name = $name and type = (select type from folders where space = $space and folder = $parent)",
        {{"parent", parent.number}, {"name", std::string(name)}});
}

Result<std::vector<Folder>> folders(Session& session) {
    // The key gives them by number; sorting rows by a type's place as well would take the database longer than reading them.
    std::array<std::vector<Folder>, 5> by_type;
    Param const params[] = {{"space", session.space().number}};
    TRY(each<Folder>(session.connection(), "where space = $space order by folder", params,
                     [&](Folder folder) { by_type[std::size_t(folder.type)].push_back(std::move(folder)); }));
    std::vector<Folder> found;
    found.reserve(
        std::accumulate(by_type.begin(), by_type.end(), std::size_t(0), [](auto sum, auto const& of) { return sum + of.size(); }));
    for (auto& of_type : by_type) std::move(of_type.begin(), of_type.end(), std::back_inserter(found));
    return found;
}

Result<std::vector<Folder>> children(Session& session, FolderId parent) {
    return select<Folder>(
        session, "type = (select type from folders where space = $space and folder = $parent) and parent = $parent order by folder",
        {{"parent", parent.number}});
}

Result<bool> has_contents(Session& session, FolderId folder) {
    Param const params[] = {{"space", session.space().number}, {"folder", folder.number}};
    bool found = false;
    TRY(
        session.connection().run("select exists (select 1 from folders where space = $space and parent = $folder"
                                 " and type = (select type from folders where space = $space and folder = $folder))"
                                 " or exists (select 1 from apps where space = $space and folder = $folder)"
                                 " or exists (select 1 from resources where space = $space and folder = $folder)"
                                 " or exists (select 1 from workflows where space = $space and folder = $folder)"
                                 " or exists (select 1 from agents where space = $space and folder = $folder)"
                                 " or exists (select 1 from queries where space = $space and folder = $folder)",
                                 params, [&](Row const& row) { found = row.integer(0) != 0; }));
    return found;
}

}  // namespace gatehouse::store
