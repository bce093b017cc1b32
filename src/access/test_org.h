// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/decide.h"
#include "access/snapshot.h"
#include "access/world.h"
#include "domain/record.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// For tests: an organisation in which everything is called by name.
namespace gatehouse::access {

struct In {
    std::string folder;
};
inline In in(std::string folder) { return {std::move(folder)}; }

/// A Space as a fresh one is with closed default access: the four default groups (`all-users`, `admin`, `editor`, `viewer`; only admin
/// holds universal levels) and the system folders (`app-root`, `app-archive`, `personal-root`, `resource-root`, `workflow-root`,
/// `workflow-archive`, `agent-root`, `library-root`). Every call puts or erases plain facts, without the rules of the service.
class Org {
public:
    Org() {
        put(Space{space_, "org_1", std::nullopt, "Admin Space", "localhost", {}, {}});
        add_group("all-users", GroupRole::all_users);
        add_group("admin", GroupRole::admin);
        universal("admin", AccessLevel::own, AccessLevel::own, AccessLevel::own, AccessLevel::edit);
        add_group("editor", GroupRole::editor);
        add_group("viewer", GroupRole::viewer);
        add_folder("app-root", FolderType::app, FolderRole::root, "");
        add_folder("app-archive", FolderType::app, FolderRole::archive, "app-root");
        add_folder("personal-root", FolderType::app, FolderRole::personal_root, "");
        add_folder("resource-root", FolderType::resource, FolderRole::root, "");
        add_folder("workflow-root", FolderType::workflow, FolderRole::root, "");
        add_folder("workflow-archive", FolderType::workflow, FolderRole::archive, "workflow-root");
        add_folder("agent-root", FolderType::agent, FolderRole::root, "");
        add_folder("library-root", FolderType::library, FolderRole::root, "");
    }

    // --- making things; users come with their first mention ---------------------------------------------------------------------

    Org& user(std::string const& name) {
        if (users_.contains(name)) return *this;
        User made;
        made.user.number = static_cast<std::int64_t>(users_.size()) + 1;
        made.email = name;
        return put(users_[name] = stamped(made));
    }
    Org& group(std::string const& name, std::vector<std::string> const& members = {}) {
        if (!groups_.contains(name)) add_group(name, GroupRole::custom);
        for (auto const& member : members) add(member, name);
        return *this;
    }
    Org& folder(std::string const& name, In above = in("app-root")) {
        return add_folder(name, folders_.at(above.folder).type, FolderRole::custom, above.folder);
    }
    Org& app(std::string const& name, In folder = in("app-root")) {
        App made;
        made.app.text = "app " + name;
        made.folder = folders_.at(folder.folder).folder;
        return put(apps_[name] = stamped(made));
    }
    Org& resource(std::string const& name, In folder = in("resource-root")) {
        Resource made;
        made.resource.text = "resource " + name;
        made.folder = folders_.at(folder.folder).folder;
        return put(resources_[name] = stamped(made));
    }
    Org& workflow(std::string const& name, In folder = in("workflow-root")) {
        Workflow made;
        made.workflow.text = "workflow " + name;
        made.folder = folders_.at(folder.folder).folder;
        return put_other(name, gatehouse::object(made.workflow), stamped(made), made.folder);
    }
    Org& agent(std::string const& name, In folder = in("agent-root")) {
        Agent made;
        made.agent.text = "agent " + name;
        made.folder = folders_.at(folder.folder).folder;
        return put_other(name, gatehouse::object(made.agent), stamped(made), made.folder);
    }
    Org& query(std::string const& name, In folder = in("library-root")) {
        Query made;
        made.query.text = "query " + name;
        made.folder = folders_.at(folder.folder).folder;
        return put_other(name, gatehouse::object(made.query), stamped(made), made.folder);
    }
    Org& page(std::string const& name, std::string const& app) {
        Page made;
        made.page.text = "page " + name;
        made.app = apps_.at(app).app;
        return put_other(name, gatehouse::object(made.page), stamped(made));
    }
    Org& configuration(std::string const& name, std::string const& resource) {
        ResourceConfiguration made;
        made.configuration.text = "configuration " + name;
        made.resource = resources_.at(resource).resource;
        return put_other(name, gatehouse::object(made.configuration), stamped(made));
    }
    Org& role(std::string const& name, std::vector<std::string> const& scopes) {
        Role made;
        made.role.text = name;
        for (auto const& scope : scopes)
            (scope.starts_with("query_library:") ? made.organization_scopes : made.object_scopes).push_back(scope);
        return put(stamped(made));
    }
    /// A pending invite, which leads to these groups.
    Org& invite(std::string const& name, std::vector<std::string> const& groups) {
        Invite made;
        made.invite.number = static_cast<std::int64_t>(invites_.size()) + 1;
        put(invites_[name] = stamped(made));
        for (auto const& group : groups) put(stamped(GroupInvite{space_, group_id(group), made.invite, {}}));
        return *this;
    }
    /// `drafts-of-<owner>` with `trash-of-<owner>` inside.
    Org& personal_folders(std::string const& owner) {
        user(owner);
        add_folder("drafts-of-" + owner, FolderType::app, FolderRole::drafts, "personal-root", owner);
        return add_folder("trash-of-" + owner, FolderType::app, FolderRole::trash, "drafts-of-" + owner, owner);
    }

    // --- changing things ----------------------------------------------------------------------------------------------------------

    Org& add(std::string const& member, std::string const& group) {
        user(member);
        return put(membership(member, group));
    }
    Org& remove(std::string const& member, std::string const& group) { return erase(membership(member, group)); }

    Org& universal(std::string const& group, AccessLevel app, AccessLevel resource = AccessLevel::none,
                   AccessLevel workflow = AccessLevel::none, AccessLevel library = AccessLevel::none) {
        auto& changed = groups_.at(group);
        changed.universal_app_access = app;
        changed.universal_resource_access = resource;
        changed.universal_workflow_access = workflow;
        changed.universal_query_library_access = library;
        return put(changed);
    }
    Org& set_active(std::string const& user, bool active) {
        users_.at(user).active = active;
        return put(users_.at(user));
    }
    Org& grant(std::string const& who, AccessLevel level, std::string const& what) { return put(a_grant(who, level, what)); }
    /// On an object, or without one everywhere.
    Org& give(std::string const& role, std::string const& who, std::string const& what = "") { return put(a_role_grant(role, who, what)); }
    Org& take(std::string const& role, std::string const& who, std::string const& what = "") {
        return erase(a_role_grant(role, who, what));
    }
    Org& revoke(std::string const& who, std::string const& what) { return erase(a_grant(who, AccessLevel::use, what)); }
    Org& move(std::string const& what, std::string const& to) {
        auto const folder = folders_.at(to).folder;
        if (apps_.contains(what)) return (apps_[what].folder = folder, put(apps_[what]));
        if (resources_.contains(what)) return (resources_[what].folder = folder, put(resources_[what]));
        folders_.at(what).parent = folder;
        return put(folders_.at(what));
    }
    Org& erase_group(std::string const& name) {
        erase(groups_.at(name));
        groups_.erase(name);
        return *this;
    }
    /// An app, resource or folder.
    Org& erase_object(std::string const& name) {
        if (apps_.contains(name)) return (erase(apps_[name]), apps_.erase(name), *this);
        if (resources_.contains(name)) return (erase(resources_[name]), resources_.erase(name), *this);
        return (erase(folders_.at(name)), folders_.erase(name), *this);
    }
    Org& erase_user(std::string const& name) { return erase(users_.at(name)); }
    Org& set_revision(std::int64_t revision) { return (world_.set_revision(revision), *this); }
    Org& put(Record const& record) { return (world_.put(record), *this); }
    Org& erase(Record const& record) { return (world_.erase(record), *this); }

    // --- asking -------------------------------------------------------------------------------------------------------------------

    World const& world() const { return world_; }
    Snapshot const& facts() const { return *world_.space(space_); }

    AccessLevel level(std::string const& who, std::string const& what) const { return access::level(facts(), subject(who), object(what)); }
    Decision decide(std::string const& who, std::string const& what) const { return access::decide(facts(), subject(who), object(what)); }
    AccessList access_list(std::string const& what) const { return access::access_list(facts(), object(what)); }

    /// As `inbox edit`, sorted.
    std::vector<std::string> reachable(std::string const& who, ObjectKind kind) const {
        std::vector<std::string> texts;
        for (auto const& held : access::reachable(facts(), subject(who), kind))
            texts.push_back(name_of(held.object) + " " + text(held.level));
        std::sort(texts.begin(), texts.end());
        return texts;
    }

    /// The paths of a decision, as `support, tickets` (through group support, inherited from folder tickets), `support`, `directly`,
    /// `directly, tickets`, `support universal`, `support role auditor` (on the object; `, tickets` or `everywhere` may follow), `support
    /// screen`, `admin` and `owner`, each with its level in front.
    std::vector<std::string> sources(std::string const& who, std::string const& what) const {
        std::vector<std::string> texts;
        for (auto const& source : decide(who, what).sources) texts.push_back(std::string(text(source.level)) + " " + text_of(source));
        return texts;
    }
    std::string text_of(Source const& source) const {
        if (source.kind == SourceKind::admin) return "admin";
        if (source.kind == SourceKind::personal) return "owner";
        auto by = source.group ? name_of(*source.group) : "directly";
        if (source.kind == SourceKind::universal) return by + " universal";
        if (source.kind == SourceKind::screen) return by + " screen";
        if (source.kind == SourceKind::role) by += " role " + source.role->text;
        if (source.everywhere) return by + " everywhere";
        if (source.owner) return by + ", " + name_of(*source.owner);
        return source.folder ? by + ", " + name_of(*source.folder) : by;
    }

    // --- names --------------------------------------------------------------------------------------------------------------------

    bool is_folder(std::string const& name) const { return folders_.contains(name); }
    FolderId folder_id(std::string const& name) const { return folders_.at(name).folder; }
    GroupId group_id(std::string const& name) const { return groups_.at(name).group; }
    UserId user_id(std::string const& name) const { return users_.at(name).user; }

    SubjectRef subject(std::string const& name) const {
        if (auto const found = groups_.find(name); found != groups_.end()) return gatehouse::subject(found->second.group);
        if (auto const found = users_.find(name); found != users_.end()) return gatehouse::subject(found->second.user);
        if (auto const found = invites_.find(name); found != invites_.end()) return gatehouse::subject(found->second.invite);
        throw std::out_of_range("no user, group or invite is called '" + name + "'");
    }
    ObjectRef object(std::string const& name) const {
        if (auto const found = apps_.find(name); found != apps_.end()) return gatehouse::object(found->second.app);
        if (auto const found = resources_.find(name); found != resources_.end()) return gatehouse::object(found->second.resource);
        if (auto const found = folders_.find(name); found != folders_.end()) return gatehouse::object(found->second.folder);
        if (auto const found = others_.find(name); found != others_.end()) return found->second;
        throw std::out_of_range("nothing is called '" + name + "'");
    }
    std::string name_of(SubjectRef subject) const {
        if (subject.kind == SubjectKind::group) return name_of(GroupId{subject.number});
        for (auto const& [name, user] : users_)
            if (gatehouse::subject(user.user) == subject) return name;
        for (auto const& [name, invite] : invites_)
            if (gatehouse::subject(invite.invite) == subject) return name;
        throw std::out_of_range("no user has number " + std::to_string(subject.number));
    }
    std::string name_of(GroupId group) const {
        for (auto const& [name, found] : groups_)
            if (found.group == group) return name;
        throw std::out_of_range("no group has number " + std::to_string(group.number));
    }
    std::string name_of(FolderId folder) const {
        for (auto const& [name, found] : folders_)
            if (found.folder == folder) return name;
        throw std::out_of_range("no folder has number " + std::to_string(folder.number));
    }
    std::string name_of(ObjectRef const& wanted) const {
        for (auto const& [name, app] : apps_)
            if (gatehouse::object(app.app) == wanted) return name;
        for (auto const& [name, resource] : resources_)
            if (gatehouse::object(resource.resource) == wanted) return name;
        for (auto const& [name, other] : others_)
            if (other == wanted) return name;
        return name_of(FolderId{std::stoll(wanted.id)});
    }
    static char const* text(AccessLevel level) {
        static constexpr char const* names[] = {"none", "use", "edit", "own"};
        return names[static_cast<int>(level)];
    }

    /// What lies directly in a folder, folders left out.
    std::vector<std::string> objects_in(std::string const& folder) const {
        std::vector<std::string> names;
        for (auto const& [name, app] : apps_)
            if (app.folder == folder_id(folder)) names.push_back(name);
        for (auto const& [name, resource] : resources_)
            if (resource.folder == folder_id(folder)) names.push_back(name);
        for (auto const& [name, of_other] : folders_of_others_)
            if (of_other == folder_id(folder)) names.push_back(name);
        return names;
    }
    std::vector<std::string> folders_in(std::string const& folder) const {
        std::vector<std::string> names;
        for (auto const& [name, found] : folders_)
            if (found.parent == folder_id(folder)) names.push_back(name);
        return names;
    }
    std::vector<std::string> members_of(std::string const& group) const {
        std::vector<std::string> names;
        for (auto const& [name, user] : users_) {
            auto const groups = facts().groups_of(user.user);
            if (std::find(groups.begin(), groups.end(), group_id(group)) != groups.end()) names.push_back(name);
        }
        return names;
    }

private:
    template <class Fact>
    Fact stamped(Fact fact) const {
        fact.space = space_;
        return fact;
    }

    Org& add_group(std::string const& name, GroupRole role) {
        Group made;
        made.group.number = ++groups_made_;
        made.name = name;
        made.role = role;
        return put(groups_[name] = stamped(made));
    }
    Org& add_folder(std::string const& name, FolderType type, FolderRole role, std::string const& above, std::string const& owner = "") {
        Folder made;
        made.folder.number = ++folders_made_;
        made.type = type;
        made.role = role;
        made.name = name;
        if (!above.empty()) made.parent = folders_.at(above).folder;
        if (!owner.empty()) made.owner = users_.at(owner).user;
        return put(folders_[name] = stamped(made));
    }
    Membership membership(std::string const& member, std::string const& group) const {
        return {space_, group_id(group), user_id(member), false, {}};
    }
    Grant a_grant(std::string const& who, AccessLevel level, std::string const& what) const {
        auto const by = subject(who);
        auto const on = object(what);
        return {space_, by.kind, by.number, on.kind, on.id, level, {}};
    }

    RoleGrant a_role_grant(std::string const& role, std::string const& who, std::string const& what) const {
        RoleGrant grant;
        grant.role_grant.text = role + " to " + who + " on " + what;
        grant.role.text = role;
        grant.subject_kind = subject(who).kind;
        grant.subject_number = subject(who).number;
        if (!what.empty()) {
            grant.object_kind = object(what).kind;
            grant.object_id = object(what).id;
        }
        return stamped(grant);
    }
    Org& put_other(std::string const& name, ObjectRef what, Record const& record, FolderId folder = {}) {
        others_[name] = std::move(what);
        folders_of_others_[name] = folder;
        return put(record);
    }

    SpaceId space_ = admin_space;
    World world_;
    std::map<std::string, User> users_;
    std::map<std::string, Group> groups_;
    std::map<std::string, Folder> folders_;
    std::map<std::string, App> apps_;
    std::map<std::string, Resource> resources_;
    std::map<std::string, ObjectRef> others_;
    std::map<std::string, FolderId> folders_of_others_;
    std::map<std::string, Invite> invites_;
    std::int64_t groups_made_ = 0;
    std::int64_t folders_made_ = 0;
};

}  // namespace gatehouse::access
