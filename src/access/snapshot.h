// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/facts.h"
#include "domain/folder.h"
#include "domain/grant.h"
#include "domain/group.h"
#include "domain/ids.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace gatehouse::access {

struct UserFacts {
    UserId user;
    bool active = false;
};

struct ObjectPlace {
    ObjectKind kind = ObjectKind::folder;
    // The folder it lies in, or what it belongs to does; of a folder: its parent (0: it is a root).
    FolderId folder;
    std::optional<ObjectRef> owner;  // of a page its app, of a configuration its resource
};

/// The facts of one Space at one revision. Immutable once published; readers share it without locks.
/// This header is what other rooms may ask about single facts; decisions are in decide.h.
class Snapshot {
public:
    std::optional<UserFacts> user(UserId user) const;
    bool is_admin(UserId user) const;                   // a member of the admin group, active or not
    std::vector<GroupId> groups_of(UserId user) const;  // by number, All Users included
    std::size_t active_admins() const;

    bool knows(SubjectRef subject) const;  // an invite: while it is pending

    std::optional<GroupRole> group(GroupId group) const;

    std::optional<ObjectPlace> find(ObjectRef const& object) const;
    std::optional<FolderType> folder_type(FolderId folder) const;
    /// Whether `folder` is `above` or lies under it. Walks at most 128 levels; deeper (corrupt data) counts as not under.
    bool lies_under(FolderId folder, FolderId above) const;

    /// How the facts lie in memory: for decide.cc and world.cc.
    Facts const& facts() const { return facts_; }
    Facts& edit_facts() { return facts_; }

private:
    Facts facts_;
};

}  // namespace gatehouse::access
