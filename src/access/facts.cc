// SPDX-License-Identifier: Apache-2.0
#include "access/facts.h"

#include <charconv>

namespace gatehouse::access {
namespace {

std::uint64_t hash_of(std::uint64_t seed, SubjectRef subject) {
    return keyed_hash(seed, static_cast<std::uint64_t>(subject.number) << 1 | static_cast<std::uint64_t>(subject.kind));
}

std::uint64_t hash_of(std::uint64_t seed, ObjectKind kind, std::string_view id) {
    return keyed_hash(seed + static_cast<std::uint64_t>(kind), id);
}

/// A number spelled on the stack.
struct Decimal {
    char digits[20];
    std::size_t length;

    explicit Decimal(std::int64_t number)
        : length(static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits)) {}
    operator std::string_view() const { return {digits, length}; }
};

void keep(CowSet& set, std::uint32_t value, bool wanted) {
    if (wanted)
        set.insert(value);
    else
        set.erase(value);
}

}  // namespace

// --- users and groups -----------------------------------------------------------------------------------------------------------

void Facts::put(User const& user) {
    auto const subject = intern(gatehouse::subject(user.user));
    users_.insert(raw(subject));
    if ((*this)[subject].present && (*this)[subject].active == user.active) return;
    auto& facts = subjects_.edit(raw(subject));
    facts.present = true;
    facts.active = user.active;
}

void Facts::erase(User const& user) {
    auto const subject = find(gatehouse::subject(user.user));
    if (!subject) return;
    users_.erase(raw(*subject));
    subjects_.edit(raw(*subject)).present = false;
}

void Facts::put(Group const& group) {
    auto const subject = intern(gatehouse::subject(group.group));
    auto& facts = subjects_.edit(raw(subject));
    facts.present = true;
    facts.role = group.role;
    facts.universal = {group.universal_app_access, group.universal_resource_access, group.universal_workflow_access,
                       group.universal_query_library_access};
    list(subject, facts);
}

void Facts::erase(Group const& group) {
    auto const subject = find(gatehouse::subject(group.group));
    if (!subject) return;
    auto& facts = subjects_.edit(raw(*subject));
    facts.present = false;
    list(*subject, facts);
}

/// Puts the group into the sets of groups where it belongs, and takes it out of the others.
void Facts::list(SubjectIx group, Subject const& facts) {
    bool reaches = false;
    for (auto const level : facts.universal) reaches = reaches || level != AccessLevel::none;
    keep(universal_groups_, raw(group), facts.present && reaches);
    keep(everyone_, raw(group), facts.present && facts.role == GroupRole::all_users);
    keep(admin_groups_, raw(group), facts.present && facts.role == GroupRole::admin);
}

void Facts::put(Membership const& membership) {
    auto const user = intern(subject(membership.user));
    auto const group = intern(subject(membership.group));
    if ((*this)[user].links.contains(raw(group))) return;
    subjects_.edit(raw(user)).links.insert(raw(group));
    subjects_.edit(raw(group)).links.insert(raw(user));
}

void Facts::erase(Membership const& membership) {
    auto const user = find(subject(membership.user));
    auto const group = find(subject(membership.group));
    if (!user || !group || !(*this)[*user].links.contains(raw(*group))) return;
    subjects_.edit(raw(*user)).links.erase(raw(*group));
    subjects_.edit(raw(*group)).links.erase(raw(*user));
}

// --- folders and what lies in them ----------------------------------------------------------------------------------------------

void Facts::put(Folder const& folder) {
    Object wanted;
    if (folder.parent) wanted.parent = intern(*folder.parent);
    if (folder.owner) wanted.owner = intern(subject(*folder.owner));
    wanted.kind = ObjectKind::folder;
    wanted.folder_type = folder.type;
    wanted.folder_role = folder.role;
    place(intern(folder.folder), wanted);
}

void Facts::put(ObjectKind kind, std::string_view id, FolderId folder) {
    Object wanted;
    wanted.parent = intern(folder);
    wanted.kind = kind;
    place(intern(kind, id), wanted);
}

void Facts::put(App const& app) { put(ObjectKind::app, app.app.text, app.folder); }
void Facts::put(Resource const& resource) { put(ObjectKind::resource, resource.resource.text, resource.folder); }
void Facts::erase(Folder const& folder) { remove(find(folder.folder)); }
void Facts::erase(App const& app) { remove(find(ObjectKind::app, app.app.text)); }
void Facts::erase(Resource const& resource) { remove(find(ObjectKind::resource, resource.resource.text)); }

void Facts::place(ObjectIx object, Object const& wanted) {
    auto const& before = (*this)[object];
    if (before.present && before.parent == wanted.parent && before.owner == wanted.owner && before.folder_type == wanted.folder_type &&
        before.folder_role == wanted.folder_role)
        return;
    remove(object);
    auto& facts = objects_.edit(raw(object));
    facts.present = true;
    facts.parent = wanted.parent;
    facts.owner = wanted.owner;
    facts.folder_type = wanted.folder_type;
    facts.folder_role = wanted.folder_role;
    by_kind_[static_cast<std::size_t>(ObjectKind{wanted.kind})].insert(raw(object));
    if (wanted.parent != no_object) objects_.edit(raw(wanted.parent)).children.insert(raw(object));
    if (wanted.owner != no_subject && wanted.folder_role == FolderRole::drafts)
        subjects_.edit(raw(wanted.owner)).drafts.insert(raw(object));
}

/// What lies in the object keeps naming it, and so do grants: they count again when it comes back.
void Facts::remove(std::optional<ObjectIx> object) {
    if (!object || !(*this)[*object].present) return;
    auto& facts = objects_.edit(raw(*object));
    facts.present = false;
    auto const parent = std::exchange(facts.parent, no_object);
    auto const owner = std::exchange(facts.owner, no_subject);
    by_kind_[static_cast<std::size_t>(ObjectKind{facts.kind})].erase(raw(*object));
    if (owner != no_subject) subjects_.edit(raw(owner)).drafts.erase(raw(*object));
    if (parent != no_object) objects_.edit(raw(parent)).children.erase(raw(*object));
}

// --- grants ---------------------------------------------------------------------------------------------------------------------

void Facts::put(Grant const& grant) {
    if (grant.level == AccessLevel::none) return erase(grant);
    auto const subject = intern(grant.subject());
    auto const object = intern(grant.object_kind, grant.object_id);
    if ((*this)[object].grants.find(raw(subject)) == grant.level) return;
    objects_.edit(raw(object)).grants.put(raw(subject), grant.level);
    subjects_.edit(raw(subject)).held.put(raw(object), grant.level);
}

void Facts::erase(Grant const& grant) {
    auto const subject = find(grant.subject());
    auto const object = find(grant.object_kind, grant.object_id);
    if (!subject || !object || !(*this)[*object].grants.contains(raw(*subject))) return;
    objects_.edit(raw(*object)).grants.erase(raw(*subject));
    subjects_.edit(raw(*subject)).held.erase(raw(*object));
}

// --- names ----------------------------------------------------------------------------------------------------------------------

std::optional<SubjectIx> Facts::find(SubjectRef subject) const {
    auto const found = subject_index_.find(hash_of(seed_, subject), [&](std::uint32_t i) { return ref(SubjectIx{i}) == subject; });
    return found ? std::optional(SubjectIx{*found}) : std::nullopt;
}

std::optional<ObjectIx> Facts::find(ObjectKind kind, std::string_view id) const {
    auto const found =
        object_index_.find(hash_of(seed_, kind, id), [&](std::uint32_t i) { return objects_[i].kind == kind && names_[i]->id == id; });
    return found ? std::optional(ObjectIx{*found}) : std::nullopt;
}

std::optional<ObjectIx> Facts::find(FolderId folder) const { return find(ObjectKind::folder, Decimal(folder.number)); }

SubjectIx Facts::intern(SubjectRef subject) {
    if (auto const found = find(subject)) return *found;
    auto const number = static_cast<std::uint32_t>(subjects_.size());
    Subject fresh;
    fresh.number = subject.number;
    fresh.kind = subject.kind;
    subjects_.push_back(std::move(fresh));
    subject_index_.insert(hash_of(seed_, subject), number);
    return SubjectIx{number};
}

ObjectIx Facts::intern(ObjectKind kind, std::string_view id) {
    if (auto const found = find(kind, id)) return *found;
    auto const number = static_cast<std::uint32_t>(objects_.size());
    Object fresh;
    fresh.kind = kind;
    objects_.push_back(std::move(fresh));
    Ref<ObjectName> name;
    name.edit().id = id;
    if (kind == ObjectKind::folder) std::from_chars(id.data(), id.data() + id.size(), name.edit().folder_number);
    names_.push_back(std::move(name));
    object_index_.insert(hash_of(seed_, kind, id), number);
    return ObjectIx{number};
}

ObjectIx Facts::intern(FolderId folder) { return intern(ObjectKind::folder, Decimal(folder.number)); }

// --- digest ---------------------------------------------------------------------------------------------------------------------

void Facts::add_to(Digest& digest, SpaceId space) const {
    auto const spell = [&](std::string_view kind) { return std::move(Spelling(kind).add(space.number)); };
    auto const number = [](auto value) { return static_cast<std::int64_t>(value); };

    for (std::uint32_t i = 0; i < subjects_.size(); ++i) {
        auto const& subject = subjects_[i];
        bool const is_user = subject.kind == SubjectKind::user;
        if (subject.present && is_user) digest.add(spell("user").add(subject.number).add(number(subject.active)).text());
        if (subject.present && !is_user) {
            auto group = spell("group").add(subject.number).add(number(GroupRole{subject.role}));
            for (AccessLevel const level : subject.universal) group.add(number(level));
            digest.add(group.text());
        }
        if (!is_user) continue;
        subject.links.for_each([&](std::uint32_t group) {
            digest.add(spell("membership").add(subjects_[group].number).add(subject.number).text());
            return true;
        });
    }
    for (std::uint32_t i = 0; i < objects_.size(); ++i) {
        auto const& object = objects_[i];
        auto const kind = number(ObjectKind{object.kind});
        if (object.present) {
            auto fact = spell("object").add(kind).add(names_[i]->id);
            fact.add(object.parent == no_object ? 0 : folder_id(object.parent).number);
            fact.add(number(FolderType{object.folder_type})).add(number(FolderRole{object.folder_role}));
            fact.add(object.owner == no_subject ? 0 : (*this)[object.owner].number);
            digest.add(fact.text());
        }
        object.grants.for_each([&](std::uint32_t subject) {
            auto fact = spell("grant").add(kind).add(names_[i]->id).add(number(SubjectKind{subjects_[subject].kind}));
            digest.add(fact.add(subjects_[subject].number).add(number(*object.grants.find(subject))).text());
            return true;
        });
    }
}

}  // namespace gatehouse::access
