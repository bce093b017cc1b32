// SPDX-License-Identifier: Apache-2.0
#include "access/decide.h"

#include "access/facts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>
#include <unordered_set>

namespace gatehouse::access {
namespace {

// --- the object's side ----------------------------------------------------------------------------------------------------------

enum class Zone {
    open,
    personal,  // under a drafts folder: its owner and admins
    closed,    // archive, personal_root, and what lies there: admins
};

/// A node of the tree where somebody has a grant.
struct Place {
    ObjectIx where;
    LevelMap const* grants;
};

/// An object with the folders above it, as far as they bear on a decision. Points into the Facts it was made from.
struct Chain {
    std::array<Place, max_depth + 1> places;  // nearest first; places[0 .. size) are set
    std::size_t size;
    ObjectIx object;
    Zone zone;
    SubjectIx owner;  // of the personal folder
    Reach reach;
    AccessLevel highest;  // that anybody but an admin can hold here
};

Reach reach_of(Object const& object) {
    switch (ObjectKind{object.kind}) {
        case ObjectKind::app:
        case ObjectKind::screen:
            return Reach::apps;
        case ObjectKind::resource:
        case ObjectKind::resource_configuration:
            return Reach::resources;
        case ObjectKind::workflow:
            return Reach::workflows;
        case ObjectKind::agent:
            return Reach::nothing;
        case ObjectKind::query:
            return Reach::library;
        case ObjectKind::folder:
            break;
    }
    switch (FolderType{object.folder_type}) {
        case FolderType::app:
            return Reach::apps;
        case FolderType::resource:
            return Reach::resources;
        case FolderType::workflow:
            return Reach::workflows;
        case FolderType::agent:
            return Reach::nothing;
        case FolderType::library:
            return Reach::library;
    }
    std::abort();
}

Chain chain_of(Facts const& facts, ObjectIx object) {
    Chain chain;  // NOLINT: the places beyond `size` are never read, and clearing them would cost more than most checks
    chain.size = 0;
    chain.object = object;
    chain.zone = Zone::open;
    chain.owner = no_subject;
    chain.reach = reach_of(facts[object]);
    chain.highest = chain.reach == Reach::library ? AccessLevel::edit : AccessLevel::own;

    auto const take = [&](ObjectIx at) {
        auto const& node = facts[at];
        if (!node.grants.empty()) chain.places[chain.size++] = {at, &node.grants};
        if (node.kind != ObjectKind::folder) return true;
        switch (FolderRole{node.folder_role}) {
            case FolderRole::custom:
            case FolderRole::root:
                return true;
            case FolderRole::trash:
                chain.zone = Zone::closed;
                return true;  // unless it lies in somebody's drafts, as it should
            case FolderRole::archive:
            case FolderRole::personal_root:
                chain.zone = Zone::closed;
                return false;
            case FolderRole::drafts:
                chain.zone = Zone::personal;
                chain.owner = node.owner;
                return false;
        }
        std::abort();
    };
    if (take(object)) climb(facts, object, take);
    return chain;
}

// --- the subject's side ---------------------------------------------------------------------------------------------------------

/// Calls `visit(voice)` for those of `among` in whose name `who` may speak, until it answers false: a group for itself; a user for himself,
/// his groups and All Users. Answers whether it came to the end. `Keys`: a CowSet or LevelMap of SubjectIx.
template <class Keys, class Visit>
bool for_each_voice(Facts const& facts, SubjectIx who, Keys const& among, Visit visit) {
    if (among.contains(raw(who)) && !visit(who)) return false;
    if (facts[who].kind == SubjectKind::group) return true;
    auto const ask = [&](std::uint32_t group) { return visit(SubjectIx{group}); };
    auto const ask_if_member = [&](std::uint32_t group) {
        auto const& voice = facts[SubjectIx{group}];
        return !voice.present || voice.role == GroupRole::all_users || ask(group);
    };
    return for_each_common(facts[who].links, among, ask_if_member) && for_each_common(facts.everyone(), among, ask);
}

// --- the walker -----------------------------------------------------------------------------------------------------------------

/// One way by which a subject comes to a level.
struct Path {
    AccessLevel level;
    SourceKind kind;
    SubjectIx voice;    // the subject itself or the group it speaks for
    std::size_t place;  // of `direct` and `inherited`: in Chain::places
};

enum class Walk { to_own, everything };

/// Every path adds; there is no deny.
AccessLevel combine(AccessLevel so_far, AccessLevel path) { return std::max(so_far, path); }

/// The rule: docs/adr/0004-the-permission-rule.md. Shows `visit` each path that gives more than none and answers what they give together.
/// Does not look whether a user is disabled. `who` and the chain's object are present.
template <class Visit>
AccessLevel walk(Facts const& facts, SubjectIx who, Chain const& chain, Walk how, Visit visit) {
    auto level = AccessLevel::none;
    auto const hear = [&](Path const& path) {  // answers whether to go on
        level = combine(level, path.level);
        visit(path);
        return how == Walk::everything || level < AccessLevel::own;
    };

    auto const as_admin = [&](SubjectIx group) { return hear({AccessLevel::own, SourceKind::admin, group, 0}); };
    if (!for_each_voice(facts, who, facts.admin_groups(), as_admin)) return level;

    if (chain.zone == Zone::personal && chain.owner == who) hear({AccessLevel::own, SourceKind::personal, who, 0});
    if (chain.zone != Zone::open) return level;

    auto const by_universal_level = [&](SubjectIx group) {
        AccessLevel const universal = facts[group].universal[static_cast<std::size_t>(chain.reach)];
        return universal == AccessLevel::none || hear({std::min(universal, chain.highest), SourceKind::universal, group, 0});
    };
    if (chain.reach != Reach::nothing && !for_each_voice(facts, who, facts.universal_groups(), by_universal_level)) return level;

    for (std::size_t i = 0; i < chain.size; ++i) {
        auto const& place = chain.places[i];
        auto const by_grant = [&](SubjectIx voice) {
            auto const nearer = [&](Place const& below) { return below.grants->contains(raw(voice)); };
            if (std::any_of(chain.places.begin(), chain.places.begin() + static_cast<std::ptrdiff_t>(i), nearer)) return true;
            auto const kind = place.where == chain.object ? SourceKind::direct : SourceKind::inherited;
            return hear({std::min(*place.grants->find(raw(voice)), chain.highest), kind, voice, i});
        };
        if (!for_each_voice(facts, who, *place.grants, by_grant)) return level;
    }
    return level;
}

bool is_disabled(Subject const& subject) { return subject.kind == SubjectKind::user && !subject.active; }

AccessLevel level(Facts const& facts, SubjectIx who, Chain const& chain) {
    if (is_disabled(facts[who])) return AccessLevel::none;
    return walk(facts, who, chain, Walk::to_own, [](Path const&) {});
}

struct Question {
    SubjectIx who;
    ObjectIx what;
};

/// nullopt: one of the two is unknown.
std::optional<Question> look_up(Facts const& facts, SubjectRef who, ObjectRef const& what) {
    auto const subject = facts.find(who);
    if (!subject || !facts[*subject].present) return std::nullopt;
    auto const object = facts.find(what.kind, what.id);
    if (!object || !facts[*object].present) return std::nullopt;
    return Question{*subject, *object};
}

Source source_of(Facts const& facts, SubjectIx who, Chain const& chain, Path const& path) {
    Source source{path.level, std::nullopt, std::nullopt, path.kind};
    bool const of_the_group = path.kind == SourceKind::universal || path.kind == SourceKind::admin;
    if (path.voice != who || of_the_group) source.group = GroupId{facts[path.voice].number};
    if (path.kind == SourceKind::inherited) source.folder = facts.folder_id(chain.places[path.place].where);
    return source;
}

/// Highest level first, then the subject's own, then by group; of one group being admin before its grant before its universal level.
bool in_order_of_sources(Source const& a, Source const& b) {
    auto const rank = [](SourceKind kind) { return kind == SourceKind::admin ? 0 : kind == SourceKind::universal ? 2 : 1; };
    return std::tuple(b.level, a.group, rank(a.kind)) < std::tuple(a.level, b.group, rank(b.kind));
}

// --- candidates: who or what may come out above none, at least all that do ---------------------------------------------------------

class Candidates {
public:
    Candidates(Facts const& facts, ObjectKind kind) : facts_(facts), kind_(kind) {}

    void add_all() {
        facts_.objects(kind_).for_each([&](std::uint32_t object) {
            objects_.push_back(ObjectIx{object});
            return true;
        });
    }

    /// The object and everything under it.
    void add(ObjectIx object) {
        std::vector<ObjectIx> to_do{object};
        while (!to_do.empty()) {
            auto const at = to_do.back();
            to_do.pop_back();
            auto const& facts = facts_[at];
            if (facts.kind == ObjectKind::folder && !folders_seen_.insert(raw(at)).second) continue;
            if (facts.kind == kind_ && facts.present) objects_.push_back(at);
            facts.children.for_each([&](std::uint32_t child) {
                to_do.push_back(ObjectIx{child});
                return true;
            });
        }
    }

    std::vector<ObjectIx> take() {
        std::sort(objects_.begin(), objects_.end());
        objects_.erase(std::unique(objects_.begin(), objects_.end()), objects_.end());
        return std::move(objects_);
    }

private:
    Facts const& facts_;
    ObjectKind kind_;
    std::vector<ObjectIx> objects_;
    std::unordered_set<std::uint32_t> folders_seen_;
};

std::vector<ObjectIx> candidates(Facts const& facts, SubjectIx who, ObjectKind kind) {
    Candidates found(facts, kind);
    auto const stop = [](SubjectIx) { return false; };
    if (!for_each_voice(facts, who, facts.admin_groups(), stop) || !for_each_voice(facts, who, facts.universal_groups(), stop)) {
        found.add_all();
        return found.take();
    }
    auto const add = [&](std::uint32_t object) {
        found.add(ObjectIx{object});
        return true;
    };
    auto const add_held_by = [&](std::uint32_t voice) { return facts[SubjectIx{voice}].held.for_each(add); };
    add_held_by(raw(who));
    if (facts[who].kind == SubjectKind::user) {
        facts[who].drafts.for_each(add);
        facts[who].links.for_each(add_held_by);
        facts.everyone().for_each(add_held_by);
    }
    return found.take();
}

bool in_list_order(Facts const& facts, ObjectIx a, ObjectIx b) {
    if (facts[a].kind != ObjectKind::folder) return facts.ref(a) < facts.ref(b);
    auto const key = [&](ObjectIx folder) { return std::tuple(FolderType{facts[folder].folder_type}, facts.folder_id(folder)); };
    return key(a) < key(b);
}

/// Groups that may reach the object.
CowSet candidate_groups(Facts const& facts, Chain const& chain) {
    CowSet groups;
    auto const add = [&](std::uint32_t subject) {
        auto const& facts_of = facts[SubjectIx{subject}];
        if (facts_of.kind == SubjectKind::group && facts_of.present) groups.insert(subject);
        return true;
    };
    facts.admin_groups().for_each(add);
    facts.universal_groups().for_each(add);
    for (std::size_t i = 0; i < chain.size; ++i) chain.places[i].grants->for_each(add);
    return groups;
}

/// Users that may reach the object, given the groups that do.
CowSet candidate_users(Facts const& facts, Chain const& chain, std::vector<SubjectIx> const& groups) {
    CowSet users;
    auto const add = [&](std::uint32_t subject) {
        auto const& facts_of = facts[SubjectIx{subject}];
        if (facts_of.kind == SubjectKind::user && facts_of.present && facts_of.active) users.insert(subject);
        return true;
    };
    for (auto const group : groups) {
        if (facts.everyone().contains(raw(group))) facts.users().for_each(add);
        facts[group].links.for_each(add);
    }
    for (std::size_t i = 0; i < chain.size; ++i) chain.places[i].grants->for_each(add);
    if (chain.zone == Zone::personal && chain.owner != no_subject) add(raw(chain.owner));
    return users;
}

/// How `who` comes to exactly its level.
AccessEntry entry_of(Facts const& facts, SubjectIx who, Chain const& chain) {
    std::vector<Path> paths;
    AccessEntry entry;
    entry.subject = facts.ref(who);
    entry.level = walk(facts, who, chain, Walk::everything, [&](Path const& path) { paths.push_back(path); });
    std::optional<std::size_t> nearest;
    for (auto const& path : paths) {
        if (path.level != entry.level) continue;
        if (path.voice != who) entry.groups.push_back(GroupId{facts[path.voice].number});
        if (path.kind == SourceKind::direct && path.voice == who) entry.direct = true;
        if (path.kind == SourceKind::universal) entry.universal = true;
        if (path.kind == SourceKind::inherited) nearest = std::min(nearest.value_or(path.place), path.place);
    }
    std::sort(entry.groups.begin(), entry.groups.end());
    entry.groups.erase(std::unique(entry.groups.begin(), entry.groups.end()), entry.groups.end());
    if (nearest) entry.inherited = facts.folder_id(chain.places[*nearest].where);
    return entry;
}

bool by_number(AccessEntry const& a, AccessEntry const& b) { return a.subject < b.subject; }

}  // namespace

AccessLevel level(Snapshot const& snapshot, SubjectRef who, ObjectRef const& what) {
    auto const& facts = snapshot.facts();
    auto const question = look_up(facts, who, what);
    return question ? level(facts, question->who, chain_of(facts, question->what)) : AccessLevel::none;
}

Decision decide(Snapshot const& snapshot, SubjectRef who, ObjectRef const& what) {
    auto const& facts = snapshot.facts();
    Decision decision;
    auto const question = look_up(facts, who, what);
    if (!question) return decision;
    auto const chain = chain_of(facts, question->what);
    decision.level = walk(facts, question->who, chain, Walk::everything,
                          [&](Path const& path) { decision.sources.push_back(source_of(facts, question->who, chain, path)); });
    decision.disabled = is_disabled(facts[question->who]);
    if (decision.disabled) decision.level = AccessLevel::none;
    std::sort(decision.sources.begin(), decision.sources.end(), in_order_of_sources);
    return decision;
}

std::vector<Held> reachable(Snapshot const& snapshot, SubjectRef who, ObjectKind kind) {
    auto const& facts = snapshot.facts();
    std::vector<Held> held;
    auto const subject = facts.find(who);
    if (!subject || !facts[*subject].present || is_disabled(facts[*subject])) return held;
    auto objects = candidates(facts, *subject, kind);
    std::sort(objects.begin(), objects.end(), [&](ObjectIx a, ObjectIx b) { return in_list_order(facts, a, b); });
    for (auto const object : objects)
        if (auto const found = level(facts, *subject, chain_of(facts, object)); found > AccessLevel::none)
            held.push_back({facts.ref(object), found});
    return held;
}

AccessList access_list(Snapshot const& snapshot, ObjectRef const& what) {
    auto const& facts = snapshot.facts();
    AccessList list;
    auto const object = facts.find(what.kind, what.id);
    if (!object || !facts[*object].present) return list;
    auto const chain = chain_of(facts, *object);

    std::vector<SubjectIx> groups;  // that reach it
    candidate_groups(facts, chain).for_each([&](std::uint32_t group) {
        auto entry = entry_of(facts, SubjectIx{group}, chain);
        if (entry.level == AccessLevel::none) return true;
        groups.push_back(SubjectIx{group});
        list.groups.push_back(std::move(entry));
        return true;
    });
    candidate_users(facts, chain, groups).for_each([&](std::uint32_t user) {
        if (auto entry = entry_of(facts, SubjectIx{user}, chain); entry.level > AccessLevel::none) list.users.push_back(std::move(entry));
        return true;
    });
    std::sort(list.groups.begin(), list.groups.end(), by_number);
    std::sort(list.users.begin(), list.users.end(), by_number);
    return list;
}

}  // namespace gatehouse::access
