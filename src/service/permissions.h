// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/decide.h"
#include "domain/folder.h"
#include "domain/grant.h"
#include "service/context.h"

#include <optional>
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
/// `folder_type`: what the caller took a folder for. Errors: not_found; invalid for a kind that this server has no objects of.
Result<void> require_object(Read& read, ObjectRef const& what, std::optional<FolderType> folder_type = std::nullopt);

/// Gives `level` (use, edit or own), or changes the level there is. On a folder it also removes the subject's own grants on objects
/// directly inside, so that they follow the folder (the documented "also grants or updates access for all the objects directly under the
/// folder"). Answers the subject's grants on objects of that kind. Errors: not_found; unprocessable in personal folders, and for `own`
/// where queries live.
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
};
Result<AccessListing> access_list(Read& read, ObjectRef const& what);

}  // namespace gatehouse::service
