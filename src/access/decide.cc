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

/// A node of the tree where somebody has a grant or a role.
struct Place {
    ObjectIx where;
    LevelMap const* grants;
    CowSet const* roles;
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
            return Reach::agents;
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
            return Reach::agents;
        case FolderType::library:
            return Reach::library;
    }
    std::abort();
}

RoleReach role_reach_of(Reach reach) {
    switch (reach) {
        case Reach::apps:
            return RoleReach::app;
        case Reach::resources:
            return RoleReach::resource;
        case Reach::workflows:
            return RoleReach::workflow;
        case Reach::library:
            return RoleReach::query;
        case Reach::agents:
            return RoleReach::agent;
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
        if (!node.grants.empty() || !node.roles.empty()) chain.places[chain.size++] = {at, &node.grants, &node.roles};
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
    std::size_t place;  // of `direct`, `inherited` and `role`: in Chain::places; of a role held everywhere: nowhere
    RoleIx role{};      // of `role`
};
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

enum class Walk { to_own, everything };

/// Every path adds; there is no deny.
AccessLevel combine(AccessLevel so_far, AccessLevel path) { return std::max(so_far, path); }

/// Whether `who` may speak in the name of `voice`.
bool speaks_for(Facts const& facts, SubjectIx who, SubjectIx voice) {
    if (voice == who) return true;
    auto const& group = facts[voice];
    if (facts[who].kind == SubjectKind::group || group.kind != SubjectKind::group || !group.present) return false;
    return group.role == GroupRole::all_users || facts[who].links.contains(raw(voice));
}

/// Who of the present groups was given a page of the app.
bool is_limited_to_pages(Facts const& facts, SubjectIx voice, ObjectIx app) {
    return !facts[app].children.for_each([&](std::uint32_t child) {
        auto const& page = facts[ObjectIx{child}];
        return !page.present || page.kind != ObjectKind::screen || !page.grants.contains(raw(voice));
    });
}

/// Whether what opens the app opens this page of it too. Who may edit the app sees every page. Who may use it sees those that nobody was
/// given by name; but a group that was given pages of this app by name has these only.
bool opens_page(Facts const& facts, Path const& path, ObjectIx page) {
    if (path.kind == SourceKind::admin || path.kind == SourceKind::personal || path.level >= AccessLevel::edit) return true;
    auto const nobody = facts[page].grants.for_each([&](std::uint32_t subject) { return !facts[SubjectIx{subject}].present; });
    return nobody && !is_limited_to_pages(facts, path.voice, facts[page].parent);
}

/// The rule: docs/adr/0004-the-permission-rule.md. Shows `visit` each path that gives more than none and answers what they give together.
/// Does not look whether a user is disabled. `who` and the chain's object are present.
template <class Visit>
AccessLevel walk(Facts const& facts, SubjectIx who, Chain const& chain, Walk how, Visit visit) {
    auto level = AccessLevel::none;
    auto const& object = facts[chain.object];
    bool const is_page = object.kind == ObjectKind::screen;
    auto const own_place = [&](std::size_t place) { return place < chain.size && chain.places[place].where == chain.object; };

    auto const hear = [&](Path path) {  // answers whether to go on
        if (is_page) {
            if (!own_place(path.place) && !opens_page(facts, path, chain.object)) return true;
            if (path.kind != SourceKind::admin && path.kind != SourceKind::personal) path.level = AccessLevel::use;
        }
        level = combine(level, path.level);
        visit(path);
        return how == Walk::everything || level < AccessLevel::own;
    };

    auto const as_admin = [&](SubjectIx group) { return hear({AccessLevel::own, SourceKind::admin, group, nowhere}); };
    if (!for_each_voice(facts, who, facts.admin_groups(), as_admin)) return level;

    if (chain.zone == Zone::personal && chain.owner == who) hear({AccessLevel::own, SourceKind::personal, who, nowhere});
    if (chain.zone != Zone::open) return level;

    auto const by_universal_level = [&](SubjectIx group) {
        AccessLevel const universal = facts[group].universal[static_cast<std::size_t>(chain.reach)];
        return universal == AccessLevel::none || hear({std::min(universal, chain.highest), SourceKind::universal, group, nowhere});
    };
    if (!for_each_voice(facts, who, facts.universal_groups(), by_universal_level)) return level;

    auto const by_role_at = [&](std::size_t place) {
        return [&, place](std::uint32_t number) {
            auto const& grant = facts[RoleGrantIx{number}];
            auto const& role = facts[grant.role];
            if (!role.present || !speaks_for(facts, who, grant.subject)) return true;
            auto given = role.levels[role_reach_of(chain.reach)];
            if (object.kind == ObjectKind::folder) given = std::max(given, role.levels[RoleReach::folder]);
            return given == AccessLevel::none || hear({std::min(given, chain.highest), SourceKind::role, grant.subject, place, grant.role});
        };
    };
    if (!facts.roles_everywhere().for_each(by_role_at(nowhere))) return level;

    for (std::size_t i = 0; i < chain.size; ++i) {
        auto const& place = chain.places[i];
        auto const by_grant = [&](SubjectIx voice) {
            // A page's own grants stand beside what the app gives, they do not take its place.
            auto const nearer = [&](Place const& below) {
                return below.grants->contains(raw(voice)) && !(is_page && below.where == chain.object);
            };
            if (std::any_of(chain.places.begin(), chain.places.begin() + static_cast<std::ptrdiff_t>(i), nearer)) return true;
            auto const kind = place.where == chain.object ? SourceKind::direct : SourceKind::inherited;
            return hear({std::min(*place.grants->find(raw(voice)), chain.highest), kind, voice, i});
        };
        if (!for_each_voice(facts, who, *place.grants, by_grant)) return level;
        if (!place.roles->for_each(by_role_at(i))) return level;
    }

    if (object.kind != ObjectKind::app) return level;
    object.children.for_each([&](std::uint32_t child) {
        auto const& page = facts[ObjectIx{child}];
        if (!page.present || page.kind != ObjectKind::screen) return true;
        return for_each_voice(facts, who, page.grants,
                              [&](SubjectIx voice) { return hear({AccessLevel::use, SourceKind::screen, voice, nowhere}); });
    });
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
    Source source;
    source.level = path.level;
    source.kind = path.kind;
    bool const of_the_group = path.kind == SourceKind::universal || path.kind == SourceKind::admin;
    if (path.voice != who || of_the_group) source.group = GroupId{facts[path.voice].number};
    if (path.kind == SourceKind::role) {
        source.role = RoleId{facts[path.role].name->id};
        source.everywhere = path.place == nowhere;
    }
    if (path.place == nowhere || chain.places[path.place].where == chain.object) return source;
    auto const above = facts.ref(chain.places[path.place].where);
    if (above.kind == ObjectKind::folder)
        source.folder = facts.folder_id(chain.places[path.place].where);
    else
        source.owner = above;
    return source;
}

int rank(SourceKind kind) {
    switch (kind) {
        case SourceKind::admin:
            return 0;
        case SourceKind::direct:
        case SourceKind::inherited:
        case SourceKind::personal:
            return 1;
        case SourceKind::screen:
            return 2;
        case SourceKind::role:
            return 3;
        case SourceKind::universal:
            return 4;
    }
    std::abort();
}

/// Highest level first, then the subject's own, then by group; of one group by what it rests on, and roles by id and place.
bool in_order_of_sources(Source const& a, Source const& b) {
    auto const key = [](Source const& s) { return std::tuple(s.group, rank(s.kind), s.role, !s.everywhere, s.owner, s.folder); };
    return a.level != b.level ? a.level > b.level : key(a) < key(b);
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
    auto const is_anothers = [&](std::uint32_t grant) { return !speaks_for(facts, who, facts[RoleGrantIx{grant}].subject); };
    if (!for_each_voice(facts, who, facts.admin_groups(), stop) || !for_each_voice(facts, who, facts.universal_groups(), stop) ||
        !facts.roles_everywhere().for_each(is_anothers)) {
        found.add_all();
        return found.take();
    }
    auto const add = [&](std::uint32_t object) {
        auto const& facts_of = facts[ObjectIx{object}];
        // A page opens the way into its app.
        found.add(facts_of.kind == ObjectKind::screen && facts_of.parent != no_object ? facts_of.parent : ObjectIx{object});
        return true;
    };
    auto const add_role = [&](std::uint32_t grant) {
        auto const object = facts[RoleGrantIx{grant}].object;
        return object == no_object || add(raw(object));
    };
    auto const add_held_by = [&](std::uint32_t voice) {
        return facts[SubjectIx{voice}].held.for_each(add) && facts[SubjectIx{voice}].roles.for_each(add_role);
    };
    add_held_by(raw(who));
    if (facts[who].kind != SubjectKind::group) {
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

/// Calls `visit(subject)` for all who were given something that may reach the object: a grant or role on it or above it, a role everywhere,
/// a page of it.
template <class Visit>
void for_each_holder(Facts const& facts, Chain const& chain, Visit visit) {
    auto const ask = [&](std::uint32_t subject) { return visit(SubjectIx{subject}), true; };
    auto const ask_holder = [&](std::uint32_t grant) { return visit(facts[RoleGrantIx{grant}].subject), true; };
    facts.roles_everywhere().for_each(ask_holder);
    for (std::size_t i = 0; i < chain.size; ++i) {
        chain.places[i].grants->for_each(ask);
        chain.places[i].roles->for_each(ask_holder);
    }
    facts[chain.object].children.for_each([&](std::uint32_t child) {
        auto const& page = facts[ObjectIx{child}];
        return page.kind != ObjectKind::screen || page.grants.for_each(ask);
    });
}

/// Groups that may reach the object.
CowSet candidate_groups(Facts const& facts, Chain const& chain) {
    CowSet groups;
    auto const add = [&](SubjectIx subject) {
        if (facts[subject].kind == SubjectKind::group && facts[subject].present) groups.insert(raw(subject));
    };
    auto const add_number = [&](std::uint32_t subject) { return add(SubjectIx{subject}), true; };
    facts.admin_groups().for_each(add_number);
    facts.universal_groups().for_each(add_number);
    for_each_holder(facts, chain, add);
    return groups;
}

/// Users and pending invites that may reach the object, given the groups that do.
CowSet candidate_people(Facts const& facts, Chain const& chain, std::vector<SubjectIx> const& groups) {
    CowSet people;
    auto const add = [&](SubjectIx subject) {
        auto const& facts_of = facts[subject];
        if (facts_of.kind != SubjectKind::group && facts_of.present && facts_of.active) people.insert(raw(subject));
    };
    auto const add_number = [&](std::uint32_t subject) { return add(SubjectIx{subject}), true; };
    for (auto const group : groups) {
        if (facts.everyone().contains(raw(group))) {
            facts.users().for_each(add_number);
            facts.invites().for_each(add_number);
        }
        facts[group].links.for_each(add_number);
    }
    for_each_holder(facts, chain, add);
    if (chain.zone == Zone::personal && chain.owner != no_subject) add(chain.owner);
    return people;
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
        bool const everywhere = path.kind == SourceKind::universal || (path.kind == SourceKind::role && path.place == nowhere);
        if (everywhere) entry.universal = true;
        if (path.place == nowhere) continue;
        bool const here = chain.places[path.place].where == chain.object;
        if (here && path.voice == who) entry.direct = true;
        if (!here) nearest = std::min(nearest.value_or(path.place), path.place);
    }
    std::sort(entry.groups.begin(), entry.groups.end());
    entry.groups.erase(std::unique(entry.groups.begin(), entry.groups.end()), entry.groups.end());
    if (nearest) entry.inherited = facts.ref(chain.places[*nearest].where);
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
    // A group may have been given several pages of an app: that is one way in.
    decision.sources.erase(std::unique(decision.sources.begin(), decision.sources.end()), decision.sources.end());
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
    candidate_people(facts, chain, groups).for_each([&](std::uint32_t person) {
        auto& people = facts[SubjectIx{person}].kind == SubjectKind::user ? list.users : list.invites;
        if (auto entry = entry_of(facts, SubjectIx{person}, chain); entry.level > AccessLevel::none) people.push_back(std::move(entry));
        return true;
    });
    std::sort(list.groups.begin(), list.groups.end(), by_number);
    std::sort(list.users.begin(), list.users.end(), by_number);
    std::sort(list.invites.begin(), list.invites.end(), by_number);
    return list;
}

}  // namespace gatehouse::access
