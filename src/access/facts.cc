// SPDX-License-Identifier: Apache-2.0
#include "access/facts.h"

#include <charconv>

namespace gatehouse::access {
namespace {

std::uint64_t hash_of(std::uint64_t seed, SubjectRef subject) {
    return keyed_hash(seed, static_cast<std::uint64_t>(subject.number) << 2 | static_cast<std::uint64_t>(subject.kind));
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
                       group.universal_query_library_access, AccessLevel::none};
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

void Facts::put(Invite const& invite) {
    if (invite.claimed_at) return erase(invite);
    auto const subject = intern(gatehouse::subject(invite.invite));
    invites_.insert(raw(subject));
    if ((*this)[subject].present) return;
    auto& facts = subjects_.edit(raw(subject));
    facts.present = true;
    facts.active = true;
}

void Facts::erase(Invite const& invite) {
    auto const subject = find(gatehouse::subject(invite.invite));
    if (!subject) return;
    invites_.erase(raw(*subject));
    subjects_.edit(raw(*subject)).present = false;
}

void Facts::link(SubjectIx one, SubjectIx group) {
    if ((*this)[one].links.contains(raw(group))) return;
    subjects_.edit(raw(one)).links.insert(raw(group));
    subjects_.edit(raw(group)).links.insert(raw(one));
}

void Facts::unlink(std::optional<SubjectIx> one, std::optional<SubjectIx> group) {
    if (!one || !group || !(*this)[*one].links.contains(raw(*group))) return;
    subjects_.edit(raw(*one)).links.erase(raw(*group));
    subjects_.edit(raw(*group)).links.erase(raw(*one));
}

void Facts::put(Membership const& membership) { link(intern(subject(membership.user)), intern(subject(membership.group))); }
void Facts::erase(Membership const& membership) { unlink(find(subject(membership.user)), find(subject(membership.group))); }
void Facts::put(GroupInvite const& membership) { link(intern(subject(membership.invite)), intern(subject(membership.group))); }
void Facts::erase(GroupInvite const& membership) { unlink(find(subject(membership.invite)), find(subject(membership.group))); }

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

void Facts::put(ObjectRef const& what, ObjectIx parent) {
    Object wanted;
    wanted.parent = parent;
    wanted.kind = what.kind;
    place(intern(what.kind, what.id), wanted);
}

void Facts::put(App const& app) { put(object(app.app), intern(app.folder)); }
void Facts::put(Page const& page) { put(object(page.page), intern(ObjectKind::app, page.app.text)); }
void Facts::put(Resource const& resource) { put(object(resource.resource), intern(resource.folder)); }
void Facts::put(ResourceConfiguration const& one) { put(object(one.configuration), intern(ObjectKind::resource, one.resource.text)); }
void Facts::put(Workflow const& workflow) { put(object(workflow.workflow), intern(workflow.folder)); }
void Facts::put(Agent const& agent) { put(object(agent.agent), intern(agent.folder)); }
void Facts::put(Query const& query) { put(object(query.query), intern(query.folder)); }

void Facts::erase(Folder const& folder) { remove(find(folder.folder)); }
void Facts::erase(App const& app) { remove(find(ObjectKind::app, app.app.text)); }
void Facts::erase(Page const& page) { remove(find(ObjectKind::screen, page.page.text)); }
void Facts::erase(Resource const& resource) { remove(find(ObjectKind::resource, resource.resource.text)); }
void Facts::erase(ResourceConfiguration const& one) { remove(find(ObjectKind::resource_configuration, one.configuration.text)); }
void Facts::erase(Workflow const& workflow) { remove(find(ObjectKind::workflow, workflow.workflow.text)); }
void Facts::erase(Agent const& agent) { remove(find(ObjectKind::agent, agent.agent.text)); }
void Facts::erase(Query const& query) { remove(find(ObjectKind::query, query.query.text)); }

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

// --- roles ----------------------------------------------------------------------------------------------------------------------

void Facts::put(Role const& role) {
    auto& facts = roles_.edit(raw(intern(role.role)));
    facts.present = true;
    facts.levels = levels_of(role);
}

void Facts::erase(Role const& role) {
    if (auto const found = find(role.role)) roles_.edit(raw(*found)).present = false;
}

void Facts::put(RoleGrant const& grant) {
    erase(grant);
    auto const number = intern(grant.role_grant);
    auto& facts = role_grants_.edit(raw(number));
    facts.present = true;
    facts.role = intern(grant.role);
    facts.subject = intern(grant.subject());
    facts.object = grant.object_kind && grant.object_id ? intern(*grant.object_kind, *grant.object_id) : no_object;
    subjects_.edit(raw(facts.subject)).roles.insert(raw(number));
    if (facts.object == no_object)
        roles_everywhere_.insert(raw(number));
    else
        objects_.edit(raw(facts.object)).roles.insert(raw(number));
}

void Facts::erase(RoleGrant const& grant) {
    auto const number = find(grant.role_grant);
    if (!number || !(*this)[*number].present) return;
    auto& facts = role_grants_.edit(raw(*number));
    facts.present = false;
    subjects_.edit(raw(facts.subject)).roles.erase(raw(*number));
    if (facts.object == no_object)
        roles_everywhere_.erase(raw(*number));
    else
        objects_.edit(raw(facts.object)).roles.erase(raw(*number));
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

std::optional<RoleIx> Facts::find(RoleId const& role) const {
    auto const found = role_index_.find(keyed_hash(seed_, role.text), [&](std::uint32_t i) { return roles_[i].name->id == role.text; });
    return found ? std::optional(RoleIx{*found}) : std::nullopt;
}

std::optional<RoleGrantIx> Facts::find(RoleGrantId const& grant) const {
    auto const found =
        role_grant_index_.find(keyed_hash(seed_, grant.text), [&](std::uint32_t i) { return role_grants_[i].name->id == grant.text; });
    return found ? std::optional(RoleGrantIx{*found}) : std::nullopt;
}

RoleIx Facts::intern(RoleId const& role) {
    if (auto const found = find(role)) return *found;
    auto const number = static_cast<std::uint32_t>(roles_.size());
    RoleFacts fresh;
    fresh.name.edit().id = role.text;
    roles_.push_back(std::move(fresh));
    role_index_.insert(keyed_hash(seed_, role.text), number);
    return RoleIx{number};
}

RoleGrantIx Facts::intern(RoleGrantId const& grant) {
    if (auto const found = find(grant)) return *found;
    auto const number = static_cast<std::uint32_t>(role_grants_.size());
    RoleGrantFacts fresh;
    fresh.name.edit().id = grant.text;
    role_grants_.push_back(std::move(fresh));
    role_grant_index_.insert(keyed_hash(seed_, grant.text), number);
    return RoleGrantIx{number};
}

// --- digest ---------------------------------------------------------------------------------------------------------------------

void Facts::add_to(Digest& digest, SpaceId space) const {
    auto const spell = [&](std::string_view kind) { return std::move(Spelling(kind).add(space.number)); };
    auto const number = [](auto value) { return static_cast<std::int64_t>(value); };

    for (std::uint32_t i = 0; i < subjects_.size(); ++i) {
        auto const& subject = subjects_[i];
        auto const kind = number(SubjectKind{subject.kind});
        if (subject.present) {
            auto fact = spell("subject").add(kind).add(subject.number).add(number(subject.active)).add(number(GroupRole{subject.role}));
            for (AccessLevel const level : subject.universal) fact.add(number(level));
            digest.add(fact.text());
        }
        if (subject.kind == SubjectKind::group) continue;
        subject.links.for_each([&](std::uint32_t group) {
            digest.add(spell("membership").add(subjects_[group].number).add(kind).add(subject.number).text());
            return true;
        });
    }
    for (std::uint32_t i = 0; i < objects_.size(); ++i) {
        auto const& object = objects_[i];
        auto const kind = number(ObjectKind{object.kind});
        if (object.present) {
            auto fact = spell("object").add(kind).add(names_[i]->id);
            fact.add(object.parent == no_object ? std::string_view() : std::string_view(names_[raw(object.parent)]->id));
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
    for (std::uint32_t i = 0; i < roles_.size(); ++i) {
        auto const& role = roles_[i];
        if (!role.present) continue;
        auto fact = spell("role").add(role.name->id);
        for (auto const level : role.levels.levels) fact.add(number(level));
        digest.add(fact.text());
    }
    for (std::uint32_t i = 0; i < role_grants_.size(); ++i) {
        auto const& grant = role_grants_[i];
        if (!grant.present) continue;
        auto fact = spell("role grant").add(grant.name->id).add((*this)[grant.role].name->id);
        fact.add(number(SubjectKind{(*this)[grant.subject].kind})).add((*this)[grant.subject].number);
        if (grant.object != no_object) fact.add(number(ObjectKind{(*this)[grant.object].kind})).add(names_[raw(grant.object)]->id);
        digest.add(fact.text());
    }
}

}  // namespace gatehouse::access
