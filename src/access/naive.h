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

        if (!special) {
            for (auto const voice : voices) {
                auto const group = is_group(voice) ? std::optional(GroupId{voice.number}) : std::nullopt;
                if (group && universal(voice, what) > AccessLevel::none)
                    found.push_back({capped(universal(voice, what), what), group, std::nullopt, SourceKind::universal});
                if (auto const grant = specific(voice, what))
                    found.push_back({capped(grant->first, what), voice == who ? std::nullopt : group, grant->second,
                                     grant->second ? SourceKind::inherited : SourceKind::direct});
            }
        }
        auto const key = [](Source const& source) {
            int const kind = source.kind == SourceKind::admin ? 1 : source.kind == SourceKind::universal ? 3 : 2;
            return std::tuple(-static_cast<int>(source.level), source.group, kind);
        };
        std::sort(found.begin(), found.end(), [&](Source const& a, Source const& b) { return key(a) < key(b); });
        return found;
    }

    /// S's grant on O, else on the nearest folder above O where S has one.
    std::optional<std::pair<AccessLevel, std::optional<FolderId>>> specific(SubjectRef who, ObjectRef const& what) const {
        if (auto const own = grants_.find({who, what}); own != grants_.end()) return std::pair(own->second, std::nullopt);
        for (auto const* folder : folders_above(what))
            if (auto const grant = grants_.find({who, object(folder->folder)}); grant != grants_.end())
                return std::pair(grant->second, folder->folder);
        return std::nullopt;
    }

    std::vector<SubjectRef> all_subjects() const {
        std::vector<SubjectRef> all;
        for (auto const& [number, group] : groups_) all.push_back({SubjectKind::group, number});
        for (auto const& [number, user] : users_) all.push_back({SubjectKind::user, number});
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
        for (auto const& [thing, folder] : things_)
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
        std::set<FolderId> folders;
        for (auto const& source : sources(who, what)) {
            if (source.level != out.level) continue;
            if (source.kind == SourceKind::universal) out.universal = true;
            if (source.kind == SourceKind::direct && !source.group) out.direct = true;
            if (source.folder) folders.insert(*source.folder);
            if (source.group && !is_group(who)) through.insert(*source.group);
        }
        for (auto const* folder : folders_above(what))
            if (!out.inherited && folders.contains(folder->folder)) out.inherited = folder->folder;
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
        for (auto const* found : folders_above(object(folder)))
            if (found->folder == above) return true;
        return false;
    }

private:
    static bool is_group(SubjectRef subject) { return subject.kind == SubjectKind::group; }

    bool knows(SubjectRef who) const { return is_group(who) ? groups_.contains(who.number) : users_.contains(who.number); }
    bool knows(ObjectRef const& what) const { return folder(what) || things_.contains(what); }

    Folder const* folder(ObjectRef const& what) const {
        for (auto const& [number, folder] : folders_)
            if (object(folder.folder) == what) return &folder;
        return nullptr;
    }

    /// Itself; for a user also the groups it is in.
    std::vector<SubjectRef> voices_of(SubjectRef who) const {
        std::vector<SubjectRef> voices{who};
        if (is_group(who) || !knows(who)) return voices;
        for (auto const& [number, group] : groups_)
            if (group.role == GroupRole::all_users || members_.contains({number, who.number}))
                voices.push_back({SubjectKind::group, number});
        return voices;
    }

    /// Nearest first, at most 128.
    std::vector<Folder const*> folders_above(ObjectRef const& what) const {
        std::vector<Folder const*> above;
        auto const* self = folder(what);
        auto next = self ? self->parent : std::optional(things_.at(what));
        while (next && folders_.contains(next->number) && above.size() < 128) {
            above.push_back(&folders_.at(next->number));
            next = above.back()->parent;
        }
        return above;
    }

    /// The nearest among the folder itself and those above it that takes what lies under it away from the ordinary rule.
    Folder const* nearest_special_folder(ObjectRef const& what) const {
        auto line = folders_above(what);
        if (auto const* self = folder(what)) line.insert(line.begin(), self);
        Folder const* trash = nullptr;
        for (auto const* found : line) {
            if (found->role == FolderRole::drafts || found->role == FolderRole::archive || found->role == FolderRole::personal_root)
                return found;
            if (found->role == FolderRole::trash) trash = found;
        }
        return trash;
    }

    AccessLevel universal(SubjectRef group, ObjectRef const& what) const {
        auto const& levels = groups_.at(group.number);
        auto const* self = folder(what);
        auto const is = [&](ObjectKind kind, FolderType type) { return what.kind == kind || (self && self->type == type); };
        if (is(ObjectKind::app, FolderType::app)) return levels.universal_app_access;
        if (is(ObjectKind::resource, FolderType::resource)) return levels.universal_resource_access;
        if (is(ObjectKind::workflow, FolderType::workflow)) return levels.universal_workflow_access;
        if (is(ObjectKind::query, FolderType::library)) return levels.universal_query_library_access;
        return AccessLevel::none;
    }

    AccessLevel capped(AccessLevel level, ObjectRef const& what) const {
        auto const* self = folder(what);
        return self && self->type == FolderType::library ? std::min(level, AccessLevel::edit) : level;
    }

    struct Put {
        Org& org;
        void operator()(User const& user) const { org.users_[user.user.number] = user; }
        void operator()(Group const& group) const { org.groups_[group.group.number] = group; }
        void operator()(Membership const& member) const { org.members_.insert({member.group.number, member.user.number}); }
        void operator()(Folder const& folder) const { org.folders_[folder.folder.number] = folder; }
        void operator()(App const& app) const { org.things_[object(app.app)] = app.folder; }
        void operator()(Resource const& resource) const { org.things_[object(resource.resource)] = resource.folder; }
        void operator()(Grant const& grant) const { org.grants_[{grant.subject(), grant.object()}] = grant.level; }
        void operator()(auto const&) const {}
    };
    struct Erase {
        Org& org;
        void operator()(User const& user) const { org.users_.erase(user.user.number); }
        void operator()(Group const& group) const { org.groups_.erase(group.group.number); }
        void operator()(Membership const& member) const { org.members_.erase({member.group.number, member.user.number}); }
        void operator()(Folder const& folder) const { org.folders_.erase(folder.folder.number); }
        void operator()(App const& app) const { org.things_.erase(object(app.app)); }
        void operator()(Resource const& resource) const { org.things_.erase(object(resource.resource)); }
        void operator()(Grant const& grant) const { org.grants_.erase({grant.subject(), grant.object()}); }
        void operator()(auto const&) const {}
    };

    std::map<std::int64_t, User> users_;
    std::map<std::int64_t, Group> groups_;
    std::set<std::pair<std::int64_t, std::int64_t>> members_;  // group, user
    std::map<std::int64_t, Folder> folders_;
    std::map<ObjectRef, FolderId> things_;
    std::map<std::pair<SubjectRef, ObjectRef>, AccessLevel> grants_;
};

}  // namespace gatehouse::access::naive
