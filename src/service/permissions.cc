// SPDX-License-Identifier: Apache-2.0
#include "service/permissions.h"

#include "base/json.h"
#include "service/expiry.h"
#include "service/folders.h"
#include "service/text.h"
#include "service/users.h"
#include "store/folders.h"
#include "store/grants.h"
#include "store/invites.h"
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

std::optional<std::int64_t> to_number(std::string_view text) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
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

Result<SubjectRef> to_subject(Read& read, std::string_view type, std::string_view id) {
    auto const unknown = [&] { return not_found(fmt::format("Subject with id {} not found.", id)); };
    if (type == "user") {
        auto found = find_user_subject(read, id);
        if (!found) return unknown();
        return found;
    }
    SubjectRef who;
    if (type == "userInvite")
        who.kind = SubjectKind::invite;
    else if (type != "group")
        return invalid(fmt::format("subject_type: must be one of group, user, userInvite, not '{}'", type));
    auto const number = to_number(id);
    if (!number) return unknown();
    who.number = *number;
    if (!read.facts().knows(who)) return unknown();
    return who;
}

Result<ObjectRef> to_object(Read& read, std::string_view type, std::string_view id) {
    auto const kind = json::enum_from<ObjectKind>(type);
    if (!kind) return invalid(fmt::format("object_type: must be one of {}, not '{}'", json::names_of<ObjectKind>(), type));
    ObjectRef what{*kind, lower_case(id)};
    std::optional<FolderType> folder_type;
    if (*kind == ObjectKind::folder) {
        auto const bar = id.find('_');
        bool const typed = bar != std::string_view::npos;
        if (typed) folder_type = json::enum_from<FolderType>(id.substr(0, bar));
        auto const number = to_number(typed ? id.substr(bar + 1) : id);
        if (!number || (typed && !folder_type)) return not_found(fmt::format("No folder '{}' found for organization", id));
        what = object(FolderId{*number});
    }
    // A resource may be called by a name of its own, in which case matters.
    if (*kind == ObjectKind::resource && !read.facts().find(what)) what.id = id;
    TRY(require_object(read, what, folder_type));
    return what;
}

Result<std::string> text_id(Read& read, SubjectRef who) {
    if (who.kind == SubjectKind::user) return sid_of(read, UserId{who.number});
    return std::to_string(who.number);
}

std::string text_id(Read& read, ObjectRef const& what) {
    if (what.kind == ObjectKind::folder)
        if (auto const type = read.facts().folder_type(folder_number(what))) return std::string(json::name_of(*type)) + "_" + what.id;
    return what.id;
}

Result<void> require_object(Read& read, ObjectRef const& what, std::optional<FolderType> folder_type,
                            std::optional<ObjectRef> const& owner) {
    if (what.kind == ObjectKind::folder) {
        TRY(find_folder(read, folder_number(what), folder_type));
        return {};
    }
    auto const place = read.facts().find(what);
    if (place && (!owner || place->owner == owner)) return {};
    return not_found(fmt::format("No {} '{}' found for organization", json::name_of(what.kind), what.id));
}

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

Result<Grant> put_grant(Write& write, SubjectRef who, ObjectRef const& what, AccessLevel level, std::optional<Timestamp> expires_at) {
    TRY(require_shareable(write, what));
    if (what.kind == ObjectKind::screen && (who.kind != SubjectKind::group || level != AccessLevel::use))
        return unprocessable("Screens can be granted to groups only, and with 'use' only");
    bool const holds_queries = what.kind == ObjectKind::query ||
                               (what.kind == ObjectKind::folder && write.facts().folder_type(folder_number(what)) == FolderType::library);
    if (holds_queries && level == AccessLevel::own)
        return unprocessable("access_level: queries and their folders can be used or edited, not owned");
    TRY(require_future(write, expires_at));
    TRY(erase_grants_directly_inside(write, who, what));
    auto const before = TRY(store::find_grant(write.session, who, what));
    Grant after;
    after.space = write.space;
    after.subject_kind = who.kind;
    after.subject_number = who.number;
    after.object_kind = what.kind;
    after.object_id = what.id;
    after.created_at = write.now;
    if (before) after = *before;
    after.level = level;
    after.expires_at = expires_at;
    // What changes nothing is still nobody else's gift.
    if (before && after == *before) return after;
    after.given_by = write.actor.user;
    if (before)
        TRY(store::update(write.tx, *before, after));
    else
        TRY(store::insert(write.tx, after));
    return after;
}

Result<std::vector<ListedObject>> grant_access(Write& write, SubjectRef who, ObjectRef const& what, AccessLevel level) {
    auto const before = TRY(store::find_grant(write.session, who, what));
    TRY(put_grant(write, who, what, level, before ? before->expires_at : std::nullopt));
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
        bool const by_folder = entry.inherited && entry.inherited->kind == ObjectKind::folder;
        auto const type = by_folder ? facts.folder_type(folder_number(*entry.inherited)) : std::nullopt;
        to.push_back({std::move(entry), std::move(id), type});
    };
    for (auto& entry : list.groups) add(found.groups, entry, std::to_string(entry.subject.number));
    for (auto& entry : list.users)
        if (auto const user = TRY(store::find_user(read.session, {entry.subject.number}))) add(found.users, entry, user->sid);
    for (auto& entry : list.invites) {
        auto const invite = TRY(store::find_invite(read.session, {entry.subject.number}));
        if (invite && invite->expires_at > read.now) add(found.invites, entry, std::to_string(entry.subject.number));
    }
    return found;
}

Result<GrantOf> describe(Read& read, Grant grant) {
    GrantOf described;
    described.subject_id = TRY(text_id(read, grant.subject()));
    described.object_id = text_id(read, grant.object());
    described.given_by = TRY(sid_of(read, grant.given_by));
    described.grant = std::move(grant);
    return described;
}

Result<void> erase_grant(Write& write, SubjectRef who, ObjectRef const& what) {
    auto const grant = TRY(store::find_grant(write.session, who, what));
    if (!grant) return not_found("There is no such grant: what the subject holds there comes from elsewhere, or it holds nothing");
    return store::erase(write.tx, *grant);
}

Result<std::vector<GrantOf>> list_grants(Read& read, std::optional<SubjectRef> const& who, std::optional<ObjectRef> const& what) {
    std::vector<GrantOf> found;
    for (auto const& grant : TRY(store::grants(read.session, {who, what}))) found.push_back(TRY(describe(read, grant)));
    return found;
}

}  // namespace gatehouse::service
