// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/snapshot.h"
#include "domain/access_level.h"
#include "domain/grant.h"

#include <optional>
#include <vector>

/// Who may do what, and why. The rule is docs/adr/0004-the-permission-rule.md. There is one walker: level, explanation, lists and
/// access lists come out of it and cannot disagree. Nothing here is cached, blocks or (memory permitting) throws.
namespace gatehouse::access {

enum class SourceKind { direct, universal, inherited, admin, personal, role, screen };

/// One path by which a subject holds a level on an object.
struct Source {
    AccessLevel level = AccessLevel::none;
    // Through which group; none: by the subject's own grant, or as owner of the personal folder. A group's own grants have none here, its
    // admin role and universal level name the group itself.
    std::optional<GroupId> group;
    std::optional<FolderId> folder;  // the folder whose grant is inherited; none: a grant on the object itself, or no grant at all
    // direct: a grant on the object, the subject's or (if `group`) the group's; inherited: a grant on something above, likewise; universal,
    // admin: what the group is; personal: the object lies in the subject's own personal folder, `group` is never given here; role: a role
    // in the subject's or the group's hands; screen: a page of the app was granted, and with it the way in.
    SourceKind kind = SourceKind::direct;
    std::optional<RoleId> role = {};
    bool everywhere = false;  // of a role: it is held on no object in particular
    std::optional<ObjectRef> owner =
        {};  // inherited from what the object belongs to: a page from its app, a configuration from its resource

    friend bool operator==(Source const&, Source const&) = default;
};

struct Decision {
    AccessLevel level = AccessLevel::none;
    bool disabled = false;  // the user is disabled: level is none, sources say what they would have
    // Every path that gives more than none; highest level first, then own grant, then by group number (of one group: admin, grant, screen,
    // role, universal).
    std::vector<Source> sources;
};

/// The level `who` holds on `what` with every path that gives it. Unknown subject or object: none, without sources.
/// A group subject is judged by its own universal level and grants (the admin group owns everything).
Decision decide(Snapshot const& facts, SubjectRef who, ObjectRef const& what);

/// The same level without the paths; allocates nothing.
AccessLevel level(Snapshot const& facts, SubjectRef who, ObjectRef const& what);

struct Held {
    ObjectRef object;
    AccessLevel level = AccessLevel::none;

    friend bool operator==(Held const&, Held const&) = default;
};

/// Every object of `kind` on which `who` holds more than none, whatever the path; in the order of lists: folders by type then number,
/// everything else by id.
std::vector<Held> reachable(Snapshot const& facts, SubjectRef who, ObjectKind kind);

struct AccessEntry {
    SubjectRef subject;
    AccessLevel level = AccessLevel::none;
    bool direct = false;          // an own grant or role on the object gives exactly this level
    bool universal = false;       // a universal level (of the group; for a user: of one of the groups) or a role held everywhere does
    std::vector<GroupId> groups;  // for a user: all groups that give exactly this level, by number
    std::optional<ObjectRef> inherited;  // the nearest folder above (or owner: a page's app, a configuration's resource) that gives it
};

struct AccessList {
    std::vector<AccessEntry> groups;   // by number; groups that hold more than none
    std::vector<AccessEntry> users;    // by number; active users that hold more than none, admins included
    std::vector<AccessEntry> invites;  // by number; pending ones: what they will hold
};

/// Who reaches the object. Unknown object: empty lists.
AccessList access_list(Snapshot const& facts, ObjectRef const& what);

}  // namespace gatehouse::access
