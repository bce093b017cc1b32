// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/decide.h"
#include "domain/folder.h"
#include "domain/grant.h"
#include "service/context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Direct grants: who was given which access level on what. Inherited access is computed in access/.
namespace gatehouse::service {

/// An object as callers see it: folders have their type in their id.
struct ListedObject {
    ObjectRef object;
    std::optional<FolderType> folder_type;  // of a folder
    AccessLevel level = AccessLevel::none;
};

/// Errors: not_found.
Result<SubjectRef> find_group_subject(Read& read, GroupId group);
Result<SubjectRef> find_user_subject(Read& read, std::string_view sid);
/// `folder_type`: what the caller took a folder for. `owner`: what the caller took the object to belong to. Errors: not_found.
Result<void> require_object(Read& read, ObjectRef const& what, std::optional<FolderType> folder_type = std::nullopt,
                            std::optional<ObjectRef> const& owner = std::nullopt);

/// The same from their words and ids as text: `group` and `7`, `user` and `user_...`, `userInvite` and `3`; `folder` and `app_7` or `7`.
/// Errors: invalid for a kind there is not; not_found.
Result<SubjectRef> to_subject(Read& read, std::string_view type, std::string_view id);
Result<ObjectRef> to_object(Read& read, std::string_view type, std::string_view id);
/// And back: the id as text, a folder's with its type.
Result<std::string> text_id(Read& read, SubjectRef who);
std::string text_id(Read& read, ObjectRef const& what);

/// Errors: unprocessable, when the object lies where nothing can be shared from: personal folders.
Result<void> require_shareable(Read& read, ObjectRef const& what);

/// Gives `level` (use, edit or own), or changes the level there is. On a folder it also removes the subject's own grants on objects
/// directly inside, so that they follow the folder (the documented "also grants or updates access for all the objects directly under the
/// folder"). Errors: not_found; invalid when the expiry is not in the future; unprocessable in personal folders, for `own` where queries
/// live, and for pages unless a group is given `use`.
Result<Grant> put_grant(Write& write, SubjectRef who, ObjectRef const& what, AccessLevel level,
                        std::optional<Timestamp> expires_at = std::nullopt);

/// The same, leaving the end that there may be. Answers the subject's grants on objects of that kind.
Result<std::vector<ListedObject>> grant_access(Write& write, SubjectRef who, ObjectRef const& what, AccessLevel level);

/// Takes the subject's grant on the object away; on a folder also those on objects directly inside, not those in subfolders. Nothing to
/// take is no error. Answers what is left of that kind.
Result<std::vector<ListedObject>> revoke_access(Write& write, SubjectRef who, ObjectRef const& what);

enum class Inherited { leave_out, include };
/// The subject's stored grants of that kind, or with `include` everything it reaches, universal access included.
Result<std::vector<ListedObject>> list_objects(Read& read, SubjectRef who, ObjectKind kind, Inherited inherited);

struct AccessListEntry {
    access::AccessEntry entry;
    std::string subject_id;  // `7`, or `user_...`
    std::optional<FolderType> inherited_type;
};
struct AccessListing {
    std::vector<AccessListEntry> groups;
    std::vector<AccessListEntry> users;
    std::vector<AccessListEntry> invites;  // those that are still good
};
Result<AccessListing> access_list(Read& read, ObjectRef const& what);

/// A stored grant with where it came from.
struct GrantOf {
    Grant grant;
    std::string subject_id;
    std::string object_id;
    std::string given_by;  // the id of the account that gave it; empty: nobody's
};
Result<GrantOf> describe(Read& read, Grant grant);
/// Errors: not_found, when there is none.
Result<void> erase_grant(Write& write, SubjectRef who, ObjectRef const& what);
/// Of one subject, on one object, or all; by subject, then object.
Result<std::vector<GrantOf>> list_grants(Read& read, std::optional<SubjectRef> const& who, std::optional<ObjectRef> const& what);

}  // namespace gatehouse::service
