// SPDX-License-Identifier: Apache-2.0
#include "service/permissions.h"

#include "base/json.h"
#include "service/folders.h"
#include "service/users.h"
#include "store/folders.h"
#include "store/grants.h"
#include "store/record.h"
#include "store/users.h"

#include <fmt/format.h>
#include <charconv>

namespace gatehouse::service {
namespace {

FolderId folder_number(ObjectRef const& what) {
    FolderId folder;
    std::from_chars(what.id.data(), what.id.data() + what.id.size(), folder.number);
    return folder;
}

ListedObject listed(Read& read, ObjectRef what, AccessLevel level) {
    auto const type = what.kind == ObjectKind::folder ? read.facts().folder_type(folder_number(what)) : std::nullopt;
    return {std::move(what), type, level};
}

Result<std::vector<ListedObject>> stored_grants(Read& read, SubjectRef who, ObjectKind kind) {
    std::vector<ListedObject> found;
    for (auto const& grant : TRY(store::grants_of(read.session, who, kind))) found.push_back(listed(read, grant.object(), grant.level));
    return found;
}

/// Personal folders belong to their owner and what lies in the archive to admins: neither can be shared from where it is.
Result<void> require_shareable(Read& read, ObjectRef const& what) {
    auto const place = read.facts().find(what);
    std::optional<FolderId> at = what.kind == ObjectKind::folder ? folder_number(what)
                                 : place                         ? std::optional(place->folder)
                                                                 : std::nullopt;
    while (at && at->number) {
        auto const folder = TRY(store::find_folder(read.session, *at));
        if (!folder) break;
        if (folder->role == FolderRole::personal_root || folder->role == FolderRole::drafts || folder->role == FolderRole::trash)
            return unprocessable(
                fmt::format("'{}' is a personal folder; what is in it cannot be shared until it is moved out", folder->name));
        at = folder->parent;
    }
    return {};
}

Result<void> erase_grants_directly_inside(Write& write, SubjectRef who, ObjectRef const& what) {
    if (what.kind != ObjectKind::folder) return {};
    for (auto const& grant : TRY(store::grants_inside(write.session, who, folder_number(what)))) TRY(store::erase(write.tx, grant));
    return {};
}

}  // namespace

Result<SubjectRef> find_group_subject(Read& read, GroupId group) {
    if (!read.facts().group(group)) return not_found(fmt::format("No group '{}' found for organization", group.number));
    return subject(group);
}

Result<SubjectRef> find_user_subject(Read& read, std::string_view sid) { return subject(TRY(find_user(read, sid)).user); }

Result<void> require_object(Read& read, ObjectRef const& what, std::optional<FolderType> folder_type) {
    if (what.kind == ObjectKind::folder) {
        TRY(find_folder(read, folder_number(what), folder_type));
        return {};
    }
    if (read.facts().find(what)) return {};
    return not_found(fmt::format("No {} '{}' found for organization", json::name_of(what.kind), what.id));
}

Result<std::vector<ListedObject>> grant_access(Write& write, SubjectRef who, ObjectRef const& what, AccessLevel level) {
    TRY(require_shareable(write, what));
    bool const holds_queries = what.kind == ObjectKind::query ||
                               (what.kind == ObjectKind::folder && write.facts().folder_type(folder_number(what)) == FolderType::library);
    if (holds_queries && level == AccessLevel::own)
        return unprocessable("access_level: queries and their folders can be used or edited, not owned");
    TRY(erase_grants_directly_inside(write, who, what));
    auto const before = TRY(store::find_grant(write.session, who, what));
    Grant after{write.space, who.kind, who.number, what.kind, what.id, level, before ? before->created_at : write.now};
    after.given_by = write.actor.user;
    if (before)
        TRY(store::update(write.tx, *before, after));
    else
        TRY(store::insert(write.tx, after));
    return stored_grants(write, who, what.kind);
}

Result<std::vector<ListedObject>> revoke_access(Write& write, SubjectRef who, ObjectRef const& what) {
    TRY(erase_grants_directly_inside(write, who, what));
    if (auto const grant = TRY(store::find_grant(write.session, who, what))) TRY(store::erase(write.tx, *grant));
    return stored_grants(write, who, what.kind);
}

Result<std::vector<ListedObject>> list_objects(Read& read, SubjectRef who, ObjectKind kind, Inherited inherited) {
    if (inherited == Inherited::leave_out) return stored_grants(read, who, kind);
    std::vector<ListedObject> found;
    for (auto& held : access::reachable(read.facts(), who, kind)) found.push_back(listed(read, std::move(held.object), held.level));
    return found;
}

Result<AccessListing> access_list(Read& read, ObjectRef const& what) {
    auto const& facts = read.facts();
    auto list = access::access_list(facts, what);
    AccessListing found;
    auto const add = [&](std::vector<AccessListEntry>& to, access::AccessEntry& entry, std::string id) {
        auto const type = entry.inherited ? facts.folder_type(*entry.inherited) : std::nullopt;
        to.push_back({std::move(entry), std::move(id), type});
    };
    for (auto& entry : list.groups) add(found.groups, entry, std::to_string(entry.subject.number));
    for (auto& entry : list.users)
        if (auto const user = TRY(store::find_user(read.session, {entry.subject.number}))) add(found.users, entry, user->sid);
    return found;
}

}  // namespace gatehouse::service
