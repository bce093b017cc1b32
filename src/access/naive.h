// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/decide.h"
#include "domain/record.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// For tests: the permission rule once more, written down from its text without a thought for speed. Shares no code with the engine.
namespace gatehouse::access::naive {

class Org {
public:
    void put(Record const& record) { std::visit(Put{*this}, record); }
    void erase(Record const& record) { std::visit(Erase{*this}, record); }

    AccessLevel level(SubjectRef who, ObjectRef const& what) const {
        auto highest = AccessLevel::none;
        if (is_disabled(who)) return highest;
        for (auto const& source : sources(who, what)) highest = std::max(highest, source.level);
        return highest;
    }

    bool is_disabled(SubjectRef who) const {
        return who.kind == SubjectKind::user && users_.contains(who.number) && !users_.at(who.number).active;
    }

    /// Every path that gives more than none, in the order of Decision::sources.
    std::vector<Source> sources(SubjectRef who, ObjectRef const& what) const {
        std::vector<Source> found;
        if (!knows(who) || !knows(what)) return found;
        auto const voices = voices_of(who);

        for (auto const voice : voices)
            if (is_group(voice) && groups_.at(voice.number).role == GroupRole::admin)
                found.push_back({AccessLevel::own, GroupId{voice.number}, std::nullopt, SourceKind::admin});

        auto const* special = nearest_special_folder(what);
        bool const in_drafts = special && special->role == FolderRole::drafts;
        if (in_drafts && special->owner && who == gatehouse::subject(*special->owner))
            found.push_back({AccessLevel::own, std::nullopt, std::nullopt, SourceKind::personal});

        if (!special)
            for (auto const voice : voices)
                for (auto const& source : what.kind == ObjectKind::screen ? of_page(voice, what) : of_voice(voice, what))
                    found.push_back(source);
        for (auto& source : found)
            if (source.kind != SourceKind::admin && source.kind != SourceKind::universal &&
                who == gatehouse::subject(source.group.value_or(GroupId{})))
                source.group.reset();

        auto const key = [](Source const& source) {
            static std::map<SourceKind, int> const ranks = {{SourceKind::admin, 0},    {SourceKind::direct, 1}, {SourceKind::inherited, 1},
                                                            {SourceKind::personal, 1}, {SourceKind::screen, 2}, {SourceKind::role, 3},
                                                            {SourceKind::universal, 4}};
            return std::tuple(-static_cast<int>(source.level), source.group, ranks.at(source.kind), source.role, !source.everywhere,
                              source.owner, source.folder);
        };
        std::sort(found.begin(), found.end(), [&](Source const& a, Source const& b) { return key(a) < key(b); });
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    /// Everything one voice brings, admin and ownership of drafts left out.
    std::vector<Source> of_voice(SubjectRef voice, ObjectRef const& what) const {
        std::vector<Source> found;
        auto line = above(what);
        line.insert(line.begin(), what);
        auto const from = [&](AccessLevel level, SourceKind kind, std::optional<ObjectRef> const& where) {
            Source source;
            source.level = capped(level, what);
            source.kind = kind;
            if (is_group(voice)) source.group = GroupId{voice.number};
            if (where && *where != what) {
                if (auto const* in = folder(*where))
                    source.folder = in->folder;
                else
                    source.owner = *where;
            }
            return source;
        };
        if (is_group(voice) && universal(voice, what) > AccessLevel::none)
            found.push_back(from(universal(voice, what), SourceKind::universal, std::nullopt));
        for (auto const& where : line) {
            // What a page was given stands beside what its app gives: see of_page.
            if (where.kind == ObjectKind::screen) continue;
            if (auto const grant = grants_.find({voice, where}); grant != grants_.end()) {
                found.push_back(from(grant->second, where == what ? SourceKind::direct : SourceKind::inherited, where));
                break;
            }
        }
        for (auto const& [id, grant] : role_grants_) {
            if (grant.subject() != voice || grant.object() || role_level(grant.role, what) == AccessLevel::none) continue;
            found.push_back(from(role_level(grant.role, what), SourceKind::role, std::nullopt));
            found.back().role = grant.role;
            found.back().everywhere = true;
        }
        for (auto const& where : line)
            for (auto const& [id, grant] : role_grants_) {
                if (grant.subject() != voice || grant.object() != where || role_level(grant.role, what) == AccessLevel::none) continue;
                found.push_back(from(role_level(grant.role, what), SourceKind::role, where));
                found.back().role = grant.role;
            }
        if (what.kind == ObjectKind::app)
            for (auto const& [page, parent] : things_)
                if (page.kind == ObjectKind::screen && parent == what && grants_.contains({voice, page}))
                    found.push_back(from(AccessLevel::use, SourceKind::screen, std::nullopt));
        return found;
    }

    /// A page's level is `use` or none. Its own grants and roles count; so does what the voice holds on the app: from `edit` up for every
    /// page, `use` for pages nobody was given by name, unless the voice itself was given pages of this app by name.
    std::vector<Source> of_page(SubjectRef voice, ObjectRef const& page) const {
        std::vector<Source> found;
        if (grants_.contains({voice, page})) {
            Source source;
            source.level = AccessLevel::use;
            if (is_group(voice)) source.group = GroupId{voice.number};
            found.push_back(source);
        }
        bool given_by_name = false, voice_has_pages = false;
        for (auto const& [key, level] : grants_) {
            if (key.second == page && knows(key.first)) given_by_name = true;
            auto const thing = things_.find(key.second);
            if (key.first == voice && key.second.kind == ObjectKind::screen && thing != things_.end() && thing->second == things_.at(page))
                voice_has_pages = true;
        }
        for (auto source : of_voice(voice, page)) {
            bool const on_the_page_itself = source.kind == SourceKind::role && !source.everywhere && !source.folder && !source.owner;
            bool const opens = on_the_page_itself || source.level >= AccessLevel::edit || (!given_by_name && !voice_has_pages);
            if (!opens) continue;
            source.level = AccessLevel::use;
            found.push_back(source);
        }
        return found;
    }

    std::vector<SubjectRef> all_subjects() const {
        std::vector<SubjectRef> all;
        for (auto const& [number, group] : groups_) all.push_back({SubjectKind::group, number});
        for (auto const& [number, user] : users_) all.push_back({SubjectKind::user, number});
        for (auto const number : invites_) all.push_back({SubjectKind::invite, number});
        return all;
    }

    std::vector<ObjectRef> all_objects(ObjectKind kind) const {
        std::vector<ObjectRef> all;
        if (kind == ObjectKind::folder) {
            std::vector<Folder> folders;
            for (auto const& [number, folder] : folders_) folders.push_back(folder);
            std::sort(folders.begin(), folders.end(),
                      [](Folder const& a, Folder const& b) { return std::tuple(a.type, a.folder) < std::tuple(b.type, b.folder); });
            for (auto const& folder : folders) all.push_back(object(folder.folder));
        }
        for (auto const& [thing, parent] : things_)
            if (thing.kind == kind) all.push_back(thing);
        return all;
    }

    std::vector<Held> reachable(SubjectRef who, ObjectKind kind) const {
        std::vector<Held> held;
        for (auto const& what : all_objects(kind))
            if (auto const found = level(who, what); found > AccessLevel::none) held.push_back({what, found});
        return held;
    }

    AccessEntry entry(SubjectRef who, ObjectRef const& what) const {
        AccessEntry out{who, level(who, what), false, false, {}, std::nullopt};
        std::set<GroupId> through;
        std::set<ObjectRef> from;
        for (auto const& source : sources(who, what)) {
            if (source.level != out.level) continue;
            bool const own = !source.group || who == gatehouse::subject(*source.group);
            bool const above_it = source.folder || source.owner;
            if (source.kind == SourceKind::universal || source.everywhere) out.universal = true;
            if (own && !above_it && (source.kind == SourceKind::direct || (source.kind == SourceKind::role && !source.everywhere)))
                out.direct = true;
            if (source.folder) from.insert(object(*source.folder));
            if (source.owner) from.insert(*source.owner);
            if (source.group && !is_group(who)) through.insert(*source.group);
        }
        for (auto const& place : above(what))
            if (!out.inherited && from.contains(place)) out.inherited = place;
        out.groups.assign(through.begin(), through.end());
        return out;
    }

    std::vector<GroupId> groups_of(UserId user) const {
        std::vector<GroupId> groups;
        for (auto const voice : voices_of(gatehouse::subject(user)))
            if (is_group(voice)) groups.push_back(GroupId{voice.number});
        return groups;
    }

    bool lies_under(FolderId folder, FolderId above) const {
        if (!folders_.contains(folder.number) || !folders_.contains(above.number)) return false;
        if (folder == above) return true;
        for (auto const& found : this->above(object(folder)))
            if (found == object(above)) return true;
        return false;
    }

private:
    static bool is_group(SubjectRef subject) { return subject.kind == SubjectKind::group; }

    bool knows(SubjectRef who) const {
        return is_group(who)                   ? groups_.contains(who.number)
               : who.kind == SubjectKind::user ? users_.contains(who.number)
                                               : invites_.contains(who.number);
    }
    bool knows(ObjectRef const& what) const { return folder(what) || things_.contains(what); }

    Folder const* folder(ObjectRef const& what) const {
        if (what.kind != ObjectKind::folder) return nullptr;
        for (auto const& [number, folder] : folders_)
            if (object(folder.folder) == what) return &folder;
        return nullptr;
    }

    /// Itself; for a user or invite also the groups it is in.
    std::vector<SubjectRef> voices_of(SubjectRef who) const {
        std::vector<SubjectRef> voices{who};
        if (is_group(who) || !knows(who)) return voices;
        for (auto const& [number, group] : groups_)
            if (group.role == GroupRole::all_users || members_.contains({number, who})) voices.push_back({SubjectKind::group, number});
        return voices;
    }

    /// What it belongs to or lies in, nearest first, at most 128.
    std::vector<ObjectRef> above(ObjectRef const& what) const {
        std::vector<ObjectRef> line;
        for (auto next = parent_of(what); next && knows(*next) && line.size() < 128; next = parent_of(line.back())) line.push_back(*next);
        return line;
    }
    std::optional<ObjectRef> parent_of(ObjectRef const& what) const {
        if (auto const* self = folder(what)) return self->parent ? std::optional(object(*self->parent)) : std::nullopt;
        return things_.at(what);
    }

    /// The nearest among the folder itself and those above it that takes what lies under it away from the ordinary rule.
    Folder const* nearest_special_folder(ObjectRef const& what) const {
        auto line = above(what);
        line.insert(line.begin(), what);
        Folder const* trash = nullptr;
        for (auto const& place : line) {
            auto const* found = folder(place);
            if (!found) continue;
            if (found->role == FolderRole::drafts || found->role == FolderRole::archive || found->role == FolderRole::personal_root)
                return found;
            if (found->role == FolderRole::trash) trash = found;
        }
        return trash;
    }

    /// What the role's scopes say about an object of this kind.
    AccessLevel role_level(RoleId const& id, ObjectRef const& what) const {
        auto const role = roles_.find(id);
        if (role == roles_.end()) return AccessLevel::none;
        auto const* self = folder(what);
        auto word = std::string(what.kind == ObjectKind::screen                   ? "app"
                                : what.kind == ObjectKind::resource_configuration ? "resource"
                                                                                  : json::name_of(what.kind));
        if (self) word = self->type == FolderType::library ? "query" : std::string(json::name_of(self->type));
        auto highest = AccessLevel::none;
        for (auto const level : {AccessLevel::use, AccessLevel::edit, AccessLevel::own}) {
            auto const has = [&](std::string const& scope) {
                auto const& scopes = role->second.object_scopes;
                return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
            };
            auto const text = ":" + std::string(json::name_of(level));
            if (has(word + text) || (self && has("folder" + text))) highest = level;
        }
        auto const& powers = role->second.organization_scopes;
        if (word == "query") {
            if (std::find(powers.begin(), powers.end(), "query_library:view") != powers.end())
                highest = std::max(highest, AccessLevel::use);
            if (std::find(powers.begin(), powers.end(), "query_library:edit") != powers.end())
                highest = std::max(highest, AccessLevel::edit);
        }
        return highest;
    }

    AccessLevel universal(SubjectRef group, ObjectRef const& what) const {
        auto const& levels = groups_.at(group.number);
        auto const* self = folder(what);
        auto const is = [&](ObjectKind kind, FolderType type) { return what.kind == kind || (self && self->type == type); };
        if (is(ObjectKind::app, FolderType::app) || what.kind == ObjectKind::screen) return levels.universal_app_access;
        if (is(ObjectKind::resource, FolderType::resource) || what.kind == ObjectKind::resource_configuration)
            return levels.universal_resource_access;
        if (is(ObjectKind::workflow, FolderType::workflow)) return levels.universal_workflow_access;
        if (is(ObjectKind::query, FolderType::library)) return levels.universal_query_library_access;
        return AccessLevel::none;
    }

    AccessLevel capped(AccessLevel level, ObjectRef const& what) const {
        auto const* self = folder(what);
        bool const library = what.kind == ObjectKind::query || (self && self->type == FolderType::library);
        return library ? std::min(level, AccessLevel::edit) : level;
    }

    struct Put {
        Org& org;
        void operator()(User const& user) const { org.users_[user.user.number] = user; }
        void operator()(Group const& group) const { org.groups_[group.group.number] = group; }
        void operator()(Membership const& member) const { org.members_.insert({member.group.number, gatehouse::subject(member.user)}); }
        void operator()(Invite const& invite) const {
            invite.claimed_at ? (void)org.invites_.erase(invite.invite.number) : (void)org.invites_.insert(invite.invite.number);
        }
        void operator()(GroupInvite const& member) const { org.members_.insert({member.group.number, gatehouse::subject(member.invite)}); }
        void operator()(Folder const& folder) const { org.folders_[folder.folder.number] = folder; }
        void operator()(App const& app) const { org.things_[object(app.app)] = object(app.folder); }
        void operator()(Page const& page) const { org.things_[object(page.page)] = object(page.app); }
        void operator()(Resource const& resource) const { org.things_[object(resource.resource)] = object(resource.folder); }
        void operator()(ResourceConfiguration const& one) const { org.things_[object(one.configuration)] = object(one.resource); }
        void operator()(Workflow const& workflow) const { org.things_[object(workflow.workflow)] = object(workflow.folder); }
        void operator()(Agent const& agent) const { org.things_[object(agent.agent)] = object(agent.folder); }
        void operator()(Query const& query) const { org.things_[object(query.query)] = object(query.folder); }
        void operator()(Grant const& grant) const { org.grants_[{grant.subject(), grant.object()}] = grant.level; }
        void operator()(Role const& role) const { org.roles_[role.role] = role; }
        void operator()(RoleGrant const& grant) const { org.role_grants_[grant.role_grant] = grant; }
        void operator()(auto const&) const {}
    };
    struct Erase {
        Org& org;
        void operator()(User const& user) const { org.users_.erase(user.user.number); }
        void operator()(Group const& group) const { org.groups_.erase(group.group.number); }
        void operator()(Membership const& member) const { org.members_.erase({member.group.number, gatehouse::subject(member.user)}); }
        void operator()(Invite const& invite) const { org.invites_.erase(invite.invite.number); }
        void operator()(GroupInvite const& member) const { org.members_.erase({member.group.number, gatehouse::subject(member.invite)}); }
        void operator()(Folder const& folder) const { org.folders_.erase(folder.folder.number); }
        void operator()(App const& app) const { org.things_.erase(object(app.app)); }
        void operator()(Page const& page) const { org.things_.erase(object(page.page)); }
        void operator()(Resource const& resource) const { org.things_.erase(object(resource.resource)); }
        void operator()(ResourceConfiguration const& one) const { org.things_.erase(object(one.configuration)); }
        void operator()(Workflow const& workflow) const { org.things_.erase(object(workflow.workflow)); }
        void operator()(Agent const& agent) const { org.things_.erase(object(agent.agent)); }
        void operator()(Query const& query) const { org.things_.erase(object(query.query)); }
        void operator()(Grant const& grant) const { org.grants_.erase({grant.subject(), grant.object()}); }
        void operator()(Role const& role) const { org.roles_.erase(role.role); }
        void operator()(RoleGrant const& grant) const { org.role_grants_.erase(grant.role_grant); }
        void operator()(auto const&) const {}
    };

    std::map<std::int64_t, User> users_;
    std::map<std::int64_t, Group> groups_;
    std::set<std::int64_t> invites_;
    std::set<std::pair<std::int64_t, SubjectRef>> members_;  // group, user or invite
    std::map<std::int64_t, Folder> folders_;
    std::map<ObjectRef, ObjectRef> things_;  // with what they lie in or belong to
    std::map<std::pair<SubjectRef, ObjectRef>, AccessLevel> grants_;
    std::map<RoleId, Role> roles_;
    std::map<RoleGrantId, RoleGrant> role_grants_;
};

}  // namespace gatehouse::access::naive
