// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/cow_index.h"
#include "access/cow_set.h"
#include "access/cow_vector.h"
#include "access/hash.h"
#include "domain/agent.h"
#include "domain/app.h"
#include "domain/folder.h"
#include "domain/grant.h"
#include "domain/group.h"
#include "domain/invite.h"
#include "domain/query.h"
#include "domain/resource.h"
#include "domain/role.h"
#include "domain/role_scope.h"
#include "domain/user.h"
#include "domain/workflow.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How the facts of one Space lie in memory. For decide.cc, snapshot.cc and world.cc; everybody else asks Snapshot.
namespace gatehouse::access {

/// Places in the tables of one Space. Given out at the first mention, whether or not the thing is there yet, and never reused, so that
/// nothing new inherits what was granted to something gone.
enum class SubjectIx : std::uint32_t {};
enum class ObjectIx : std::uint32_t {};
enum class RoleIx : std::uint32_t {};
enum class RoleGrantIx : std::uint32_t {};
inline constexpr ObjectIx no_object{0xffffffff};
inline constexpr SubjectIx no_subject{0xffffffff};

constexpr std::uint32_t raw(SubjectIx subject) { return static_cast<std::uint32_t>(subject); }
constexpr std::uint32_t raw(ObjectIx object) { return static_cast<std::uint32_t>(object); }
constexpr std::uint32_t raw(RoleIx role) { return static_cast<std::uint32_t>(role); }
constexpr std::uint32_t raw(RoleGrantIx grant) { return static_cast<std::uint32_t>(grant); }

/// An enum in one byte.
template <class E>
class Byte {
public:
    constexpr Byte(E value = {}) : value_(static_cast<std::uint8_t>(value)) {}
    constexpr operator E() const { return static_cast<E>(value_); }

private:
    std::uint8_t value_;
};

/// Which of a group's universal levels reaches an object. No group has one for agents yet.
enum class Reach { apps, resources, workflows, library, agents };

/// A user, a group or an invite.
struct Subject {
    std::int64_t number = 0;
    Byte<SubjectKind> kind;
    bool present = false;
    bool active = false;                           // of a user; an invite always is
    Byte<GroupRole> role;                          // of a group
    std::array<Byte<AccessLevel>, 5> universal{};  // of a group, by Reach
    CowSet links;                                  // SubjectIx: of a user or invite its groups, of a group those in it
    LevelMap held;                                 // ObjectIx -> level of its grant there
    CowSet drafts;                                 // ObjectIx: personal folders of a user
    CowSet roles;                                  // RoleGrantIx: roles in its hands
};

/// A folder or what lies in one, or what belongs to such a thing: a page to an app, a configuration to a resource.
struct Object {
    ObjectIx parent = no_object;   // the folder it lies in, or the thing it belongs to
    SubjectIx owner = no_subject;  // of a drafts or trash folder
    Byte<ObjectKind> kind;
    bool present = false;
    Byte<FolderType> folder_type;
    Byte<FolderRole> folder_role;
    LevelMap grants;  // SubjectIx -> level
    CowSet children;  // ObjectIx: of a folder what lies directly in it, of an app its pages, of a resource its configurations
    CowSet roles;     // RoleGrantIx: roles held on it
};

/// A folder's number or anything's id, kept apart from `Object` because the walker needs neither.
struct ObjectName : Shared {
    std::string id;
    std::int64_t folder_number = 0;
};

struct RoleFacts {
    bool present = false;
    RoleLevels levels;
    Ref<ObjectName> name;
};

struct RoleGrantFacts {
    bool present = false;
    RoleIx role{};
    SubjectIx subject = no_subject;
    ObjectIx object = no_object;  // none: held everywhere
    Ref<ObjectName> name;
};

class Facts {
public:
    void put(User const& user);
    void erase(User const& user);
    void put(Group const& group);
    void erase(Group const& group);
    void put(Membership const& membership);
    void erase(Membership const& membership);
    void put(Invite const& invite);
    void erase(Invite const& invite);
    void put(GroupInvite const& membership);
    void erase(GroupInvite const& membership);
    void put(Folder const& folder);
    void erase(Folder const& folder);
    void put(App const& app);
    void erase(App const& app);
    void put(Page const& page);
    void erase(Page const& page);
    void put(Resource const& resource);
    void erase(Resource const& resource);
    void put(ResourceConfiguration const& configuration);
    void erase(ResourceConfiguration const& configuration);
    void put(Workflow const& workflow);
    void erase(Workflow const& workflow);
    void put(Agent const& agent);
    void erase(Agent const& agent);
    void put(Query const& query);
    void erase(Query const& query);
    void put(Grant const& grant);
    void erase(Grant const& grant);
    void put(Role const& role);
    void erase(Role const& role);
    void put(RoleGrant const& grant);
    void erase(RoleGrant const& grant);

    /// nullopt: never mentioned. What is found need not be present.
    std::optional<SubjectIx> find(SubjectRef subject) const;
    std::optional<ObjectIx> find(ObjectKind kind, std::string_view id) const;
    std::optional<ObjectIx> find(FolderId folder) const;

    Subject const& operator[](SubjectIx subject) const { return subjects_[raw(subject)]; }
    Object const& operator[](ObjectIx object) const { return objects_[raw(object)]; }
    SubjectRef ref(SubjectIx subject) const { return {(*this)[subject].kind, (*this)[subject].number}; }
    ObjectRef ref(ObjectIx object) const { return {(*this)[object].kind, names_[raw(object)]->id}; }
    FolderId folder_id(ObjectIx folder) const { return FolderId{names_[raw(folder)]->folder_number}; }
    RoleGrantFacts const& operator[](RoleGrantIx grant) const { return role_grants_[raw(grant)]; }
    RoleFacts const& operator[](RoleIx role) const { return roles_[raw(role)]; }

    // Sets of those that are present.
    CowSet const& users() const { return users_; }
    CowSet const& invites() const { return invites_; }    // pending ones
    CowSet const& everyone() const { return everyone_; }  // groups that every user is in: All Users
    CowSet const& admin_groups() const { return admin_groups_; }
    CowSet const& universal_groups() const { return universal_groups_; }  // groups with a universal level above none
    CowSet const& objects(ObjectKind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }
    CowSet const& roles_everywhere() const { return roles_everywhere_; }  // RoleGrantIx

    void add_to(Digest& digest, SpaceId space) const;

private:
    SubjectIx intern(SubjectRef subject);
    ObjectIx intern(ObjectKind kind, std::string_view id);
    ObjectIx intern(FolderId folder);
    RoleIx intern(RoleId const& role);
    RoleGrantIx intern(RoleGrantId const& grant);
    std::optional<RoleIx> find(RoleId const& role) const;
    std::optional<RoleGrantIx> find(RoleGrantId const& grant) const;
    void place(ObjectIx object, Object const& wanted);
    void remove(std::optional<ObjectIx> object);
    void put(ObjectRef const& what, ObjectIx parent);
    void link(SubjectIx one, SubjectIx group);
    void unlink(std::optional<SubjectIx> one, std::optional<SubjectIx> group);
    void list(SubjectIx group, Subject const& facts);

    std::uint64_t seed_ = process_seed();
    CowVector<Subject> subjects_;
    CowVector<Object> objects_;
    CowVector<Ref<ObjectName>> names_;  // parallel to objects_
    CowIndex subject_index_;
    CowIndex object_index_;
    CowVector<RoleFacts> roles_;
    CowIndex role_index_;
    CowVector<RoleGrantFacts> role_grants_;
    CowIndex role_grant_index_;
    CowSet roles_everywhere_;
    CowSet users_;
    CowSet invites_;
    CowSet everyone_;
    CowSet admin_groups_;
    CowSet universal_groups_;
    std::array<CowSet, 8> by_kind_;
};

/// Folders above an object that are looked at. More are corrupt data (a cycle, most likely) and count as not there.
inline constexpr std::size_t max_depth = 128;

/// Calls `visit(at)` for what `object` belongs to or lies in, nearest first, until it answers false.
template <class Visit>
void climb(Facts const& facts, ObjectIx object, Visit visit) {
    auto folder = facts[object].parent;
    for (std::size_t depth = 0; depth < max_depth && folder != no_object; ++depth) {
        if (!facts[folder].present || !visit(folder)) return;
        folder = facts[folder].parent;
    }
}

/// Calls `visit(value)` for what is in both, until it answers false. Answers whether it came to the end. Costs the size of the smaller.
template <class Keys, class Visit>
bool for_each_common(CowSet const& set, Keys const& keys, Visit visit) {
    if (set.size() <= keys.size()) return set.for_each([&](std::uint32_t value) { return !keys.contains(value) || visit(value); });
    return keys.for_each([&](std::uint32_t value) { return !set.contains(value) || visit(value); });
}

}  // namespace gatehouse::access
