// SPDX-License-Identifier: Apache-2.0
/// Properties over random organisations: whatever happens in whatever order, the engine's answers agree with each other and with the
/// rule as naive.h has it, and a World that was copied away stays as it was.
#include "access/decide.h"
#include "access/naive.h"
#include "access/snapshot.h"
#include "access/world.h"
#include "base/json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <algorithm>
#include <array>
#include <map>
#include <ostream>

namespace gatehouse::access {
namespace {

constexpr SpaceId space{1};
constexpr std::int64_t users = 4;
constexpr std::int64_t groups = 6;  // 1 All Users, 2 admin
constexpr std::int64_t folders = 12;
constexpr std::int64_t apps = 4;
constexpr std::int64_t resources = 2;
constexpr std::int64_t pages = 4;           // 1 to 3 of app 1, 4 of app 2
constexpr std::int64_t configurations = 2;  // of resource 1
constexpr std::int64_t invites = 2;
constexpr std::int64_t roles = 3;
constexpr std::int64_t role_grants = 4;

/// A fact that comes or goes.
struct Step {
    bool erase = false;
    Record record;

    friend std::ostream& operator<<(std::ostream& out, Step const& step) {
        auto const text = [](auto const& fact) { return kind_of(fact) + json::to_text(fact); };
        return out << (step.erase ? "erase " : "put ") << std::visit(text, step.record);
    }
};

rc::Gen<std::int64_t> number_to(std::int64_t last) { return rc::gen::inRange<std::int64_t>(1, last + 1); }

AccessLevel any_level() {
    return *rc::gen::weightedElement<AccessLevel>(
        {{6, AccessLevel::none}, {2, AccessLevel::use}, {2, AccessLevel::edit}, {1, AccessLevel::own}});
}

User any_user() {
    User user;
    user.user = {*number_to(users)};
    user.active = *rc::gen::weightedElement<bool>({{3, true}, {1, false}});
    return user;
}

Group any_group() {
    Group group;
    group.group = {*number_to(groups)};
    group.role = group.group.number == 1 ? GroupRole::all_users : group.group.number == 2 ? GroupRole::admin : GroupRole::custom;
    group.universal_app_access = any_level();
    group.universal_resource_access = any_level();
    group.universal_workflow_access = any_level();
    group.universal_query_library_access = any_level();
    return group;
}

Membership any_membership() {
    Membership membership;
    membership.group = {*rc::gen::weightedOneOf<std::int64_t>({{1, rc::gen::just<std::int64_t>(2)}, {5, number_to(groups)}})};
    membership.user = {*number_to(users)};
    return membership;
}

/// The first folders are the system's and stay what they are; the others move anywhere, also where no service would let them.
Folder any_folder() {
    Folder folder;
    folder.folder = {*number_to(folders)};
    switch (folder.folder.number) {
        case 1:
            folder.role = FolderRole::root;
            return folder;
        case 2:
            folder.role = FolderRole::archive;
            folder.parent = FolderId{1};
            return folder;
        case 3:
            folder.role = FolderRole::personal_root;
            return folder;
        case 4:
            folder.role = FolderRole::drafts;
            folder.parent = FolderId{3};
            folder.owner = UserId{1};
            return folder;
        case 5:
            folder.role = FolderRole::trash;
            folder.parent = FolderId{4};
            folder.owner = UserId{1};
            return folder;
        case 6:
            folder.type = FolderType::resource;
            break;
        case 7:
            folder.type = FolderType::library;
            break;
        case 8:
            folder.type = *rc::gen::element(FolderType::workflow, FolderType::agent);
            break;
        default:
            break;
    }
    folder.parent = FolderId{*number_to(folders)};
    if (*rc::gen::weightedElement<bool>({{9, false}, {1, true}})) folder.parent.reset();
    return folder;
}

App any_app() {
    App app;
    app.app.text = "app-" + std::to_string(*number_to(apps));
    app.folder = {*number_to(folders)};
    return app;
}

Resource any_resource() {
    Resource resource;
    resource.resource.text = "resource-" + std::to_string(*number_to(resources));
    resource.folder = {*rc::gen::weightedOneOf<std::int64_t>({{3, rc::gen::just<std::int64_t>(6)}, {1, number_to(folders)}})};
    return resource;
}

std::string named(char const* kind, std::int64_t number) { return kind + std::to_string(number); }

ObjectRef any_object() {
    auto const kind = *rc::gen::weightedElement<ObjectKind>({{5, ObjectKind::folder},
                                                             {2, ObjectKind::app},
                                                             {2, ObjectKind::screen},
                                                             {1, ObjectKind::resource},
                                                             {1, ObjectKind::resource_configuration},
                                                             {1, ObjectKind::workflow},
                                                             {1, ObjectKind::agent},
                                                             {1, ObjectKind::query}});
    switch (kind) {
        case ObjectKind::folder:
            return {kind, std::to_string(*number_to(folders))};
        case ObjectKind::app:
            return {kind, named("app-", *number_to(apps))};
        case ObjectKind::screen:
            return {kind, named("page-", *number_to(pages))};
        case ObjectKind::resource:
            return {kind, named("resource-", *number_to(resources))};
        case ObjectKind::resource_configuration:
            return {kind, named("configuration-", *number_to(configurations))};
        case ObjectKind::workflow:
            return {kind, "workflow"};
        case ObjectKind::agent:
            return {kind, "agent"};
        case ObjectKind::query:
            return {kind, "query"};
    }
    return {};
}

SubjectRef any_subject() {
    auto const kind = *rc::gen::weightedElement<SubjectKind>({{6, SubjectKind::group}, {2, SubjectKind::user}, {1, SubjectKind::invite}});
    return {kind, *number_to(kind == SubjectKind::group ? groups : kind == SubjectKind::user ? users : invites)};
}

Grant any_grant() {
    auto const who = any_subject();
    auto const what = any_object();
    Grant grant;
    grant.subject_kind = who.kind;
    grant.subject_number = who.number;
    grant.object_kind = what.kind;
    grant.object_id = what.id;
    grant.level = *rc::gen::element(AccessLevel::use, AccessLevel::edit, AccessLevel::own);
    return grant;
}

Invite any_invite() {
    Invite invite;
    invite.invite = {*number_to(invites)};
    if (*rc::gen::weightedElement<bool>({{4, false}, {1, true}})) invite.claimed_at = Timestamp{};
    return invite;
}

GroupInvite any_group_invite() {
    GroupInvite member;
    member.group = {*number_to(groups)};
    member.invite = {*number_to(invites)};
    return member;
}

Page page(std::int64_t number) {
    Page made;
    made.page.text = named("page-", number);
    made.app.text = number == 4 ? "app-2" : "app-1";
    return made;
}

ResourceConfiguration configuration(std::int64_t number) {
    ResourceConfiguration made;
    made.configuration.text = named("configuration-", number);
    made.resource.text = "resource-1";
    return made;
}

Record any_other_object() {
    switch (*number_to(5)) {
        case 1: {
            Workflow workflow;
            workflow.workflow.text = "workflow";
            workflow.folder = {*number_to(folders)};
            return workflow;
        }
        case 2: {
            Agent agent;
            agent.agent.text = "agent";
            agent.folder = {*number_to(folders)};
            return agent;
        }
        case 3: {
            Query query;
            query.query.text = "query";
            query.folder = {*number_to(folders)};
            return query;
        }
        case 4:
            return configuration(*number_to(configurations));
        default:
            return page(*number_to(pages));
    }
}

Role any_role() {
    Role role;
    role.role.text = named("role-", *number_to(roles));
    for (auto const name : object_scope_names())
        if (*rc::gen::weightedElement<bool>({{5, false}, {1, true}})) role.object_scopes.emplace_back(name);
    if (*rc::gen::weightedElement<bool>({{3, false}, {1, true}})) role.organization_scopes.emplace_back("query_library:edit");
    return role;
}

RoleGrant any_role_grant() {
    auto const who = any_subject();
    RoleGrant grant;
    grant.role_grant.text = named("role-grant-", *number_to(role_grants));
    grant.role.text = named("role-", *number_to(roles));
    grant.subject_kind = who.kind;
    grant.subject_number = who.number;
    if (*rc::gen::weightedElement<bool>({{1, false}, {3, true}})) {
        auto const what = any_object();
        grant.object_kind = what.kind;
        grant.object_id = what.id;
    }
    return grant;
}

rc::Gen<Step> any_step() {
    return rc::gen::exec([] {
        Step step;
        step.erase = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
        auto const what = *rc::gen::weightedElement<int>(
            {{2, 0}, {3, 1}, {4, 2}, {4, 3}, {3, 4}, {1, 5}, {8, 6}, {1, 7}, {1, 8}, {2, 9}, {2, 10}, {3, 11}});
        switch (what) {
            case 0:
                step.record = any_user();
                break;
            case 1:
                step.record = any_group();
                break;
            case 2:
                step.record = any_membership();
                break;
            case 3:
                step.record = any_folder();
                break;
            case 4:
                step.record = any_app();
                break;
            case 5:
                step.record = any_resource();
                break;
            case 6:
                step.record = any_grant();
                break;
            case 7:
                step.record = any_invite();
                break;
            case 8:
                step.record = any_group_invite();
                break;
            case 9:
                step.record = any_other_object();
                break;
            case 10:
                step.record = any_role();
                break;
            default:
                step.record = any_role_grant();
                break;
        }
        std::visit([](auto& fact) { fact.space = space; }, step.record);
        return step;
    });
}

/// A tidy organisation to start from: everything there, folders in one line per type, nobody with any access.
std::vector<Step> start() {
    std::vector<Step> steps;
    auto const put = [&](auto fact) {
        fact.space = space;
        steps.push_back({false, fact});
    };
    put(Space{space, "org_1", std::nullopt, "Admin", "localhost", {}, {}});
    for (std::int64_t i = 1; i <= users; ++i) {
        User user;
        user.user = {i};
        put(user);
    }
    for (std::int64_t i = 1; i <= groups; ++i) {
        Group group;
        group.group = {i};
        group.role = i == 1 ? GroupRole::all_users : i == 2 ? GroupRole::admin : GroupRole::custom;
        put(group);
    }
    for (std::int64_t i = 1; i <= folders; ++i) {
        static constexpr std::array<std::int64_t, folders + 1> parents{0, 0, 1, 0, 3, 4, 0, 0, 0, 1, 9, 10, 1};
        Folder folder;
        folder.folder = {i};
        if (parents[static_cast<std::size_t>(i)]) folder.parent = FolderId{parents[static_cast<std::size_t>(i)]};
        folder.type = i == 6 ? FolderType::resource : i == 7 ? FolderType::library : i == 8 ? FolderType::workflow : FolderType::app;
        folder.role = i == 1   ? FolderRole::root
                      : i == 2 ? FolderRole::archive
                      : i == 3 ? FolderRole::personal_root
                      : i == 4 ? FolderRole::drafts
                      : i == 5 ? FolderRole::trash
                               : FolderRole::custom;
        if (i == 4 || i == 5) folder.owner = UserId{1};
        put(folder);
    }
    for (std::int64_t i = 1; i <= apps; ++i) put(App{space, {"app-" + std::to_string(i)}, "", std::nullopt, {8 + i}, {}, {}});
    for (std::int64_t i = 1; i <= resources; ++i) put(Resource{space, {"resource-" + std::to_string(i)}, "", "", {6}, {}, {}});
    for (std::int64_t i = 1; i <= pages; ++i) put(page(i));
    for (std::int64_t i = 1; i <= configurations; ++i) put(configuration(i));
    for (std::int64_t i = 1; i <= invites; ++i) {
        Invite invite;
        invite.invite = {i};
        put(invite);
    }
    return steps;
}

void take(World& world, naive::Org& org, Step const& step) {
    step.erase ? world.erase(step.record) : world.put(step.record);
    step.erase ? org.erase(step.record) : org.put(step.record);
}

std::vector<ObjectRef> every_object() {
    std::vector<ObjectRef> all{{ObjectKind::app, "unheard-of"}, {ObjectKind::workflow, "app-1"}, {ObjectKind::folder, "01"}};
    for (std::int64_t i = 0; i <= folders; ++i) all.push_back(object(FolderId{i}));
    for (std::int64_t i = 1; i <= apps; ++i) all.push_back({ObjectKind::app, "app-" + std::to_string(i)});
    for (std::int64_t i = 1; i <= resources; ++i) all.push_back({ObjectKind::resource, "resource-" + std::to_string(i)});
    for (std::int64_t i = 1; i <= pages; ++i) all.push_back({ObjectKind::screen, named("page-", i)});
    for (std::int64_t i = 1; i <= configurations; ++i) all.push_back({ObjectKind::resource_configuration, named("configuration-", i)});
    all.push_back({ObjectKind::workflow, "workflow"});
    all.push_back({ObjectKind::agent, "agent"});
    all.push_back({ObjectKind::query, "query"});
    return all;
}

std::vector<SubjectRef> every_subject() {
    std::vector<SubjectRef> all;
    for (std::int64_t i = 0; i <= groups; ++i) all.push_back({SubjectKind::group, i});
    for (std::int64_t i = 0; i <= users; ++i) all.push_back({SubjectKind::user, i});
    for (std::int64_t i = 0; i <= invites; ++i) all.push_back({SubjectKind::invite, i});
    return all;
}

void check_entry(AccessEntry const& entry, AccessEntry const& expected) {
    RC_ASSERT(entry.subject == expected.subject);
    RC_ASSERT(entry.level == expected.level);
    RC_ASSERT(entry.direct == expected.direct);
    RC_ASSERT(entry.universal == expected.universal);
    RC_ASSERT(entry.groups == expected.groups);
    RC_ASSERT(entry.inherited == expected.inherited);
}

void check_decisions(Snapshot const& facts, naive::Org const& org) {
    for (auto const who : every_subject()) {
        for (auto const& what : every_object()) {
            auto const expected = org.level(who, what);
            RC_ASSERT(level(facts, who, what) == expected);
            auto const decision = decide(facts, who, what);
            RC_ASSERT(decision.level == expected);
            RC_ASSERT(decision.disabled == (org.is_disabled(who) && facts.find(what).has_value()));
            RC_ASSERT(decision.sources == org.sources(who, what));
        }
    }
}

void check_lists(Snapshot const& facts, naive::Org const& org) {
    for (auto const who : every_subject())
        for (auto const kind : {ObjectKind::folder, ObjectKind::app, ObjectKind::screen, ObjectKind::resource,
                                ObjectKind::resource_configuration, ObjectKind::workflow, ObjectKind::agent, ObjectKind::query})
            RC_ASSERT(reachable(facts, who, kind) == org.reachable(who, kind));
    for (auto const& what : every_object()) {
        auto const list = access_list(facts, what);
        std::vector<AccessEntry> entries = list.groups;
        entries.insert(entries.end(), list.users.begin(), list.users.end());
        entries.insert(entries.end(), list.invites.begin(), list.invites.end());
        auto entry = entries.begin();
        for (auto const who : org.all_subjects()) {
            if (org.level(who, what) == AccessLevel::none) continue;
            RC_ASSERT(entry != entries.end());
            check_entry(*entry++, org.entry(who, what));
        }
        RC_ASSERT(entry == entries.end());
    }
}

void check_single_facts(Snapshot const& facts, naive::Org const& org) {
    std::size_t admins = 0;
    for (std::int64_t i = 1; i <= users; ++i) {
        auto const groups_there = org.groups_of(UserId{i});
        RC_ASSERT(facts.groups_of(UserId{i}) == groups_there);
        bool const admin = std::find(groups_there.begin(), groups_there.end(), GroupId{2}) != groups_there.end();
        RC_ASSERT(facts.is_admin(UserId{i}) == admin);
        if (admin && !org.is_disabled(subject(UserId{i}))) ++admins;
    }
    RC_ASSERT(facts.active_admins() == admins);
    for (std::int64_t a = 1; a <= folders; ++a)
        for (std::int64_t b = 1; b <= folders; ++b)
            RC_ASSERT(facts.lies_under(FolderId{a}, FolderId{b}) == org.lies_under(FolderId{a}, FolderId{b}));
}

void check(World const& world, naive::Org const& org) {
    auto const& facts = *world.space(space);
    check_decisions(facts, org);
    check_lists(facts, org);
    check_single_facts(facts, org);
}

RC_GTEST_PROP(Engine, agrees_with_the_text_of_the_rule_on_the_way_and_at_the_end, ()) {
    World world;
    naive::Org org;
    for (auto const& step : start()) take(world, org, step);
    auto const steps = *rc::gen::container<std::vector<Step>>(any_step());
    // Every so often: a check asks everything about everybody, and what is wrong for a moment is wrong at the end of a shorter list.
    constexpr std::size_t between_checks = 8;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i % between_checks == 0) check(world, org);
        take(world, org, steps[i]);
    }
    check(world, org);
}

RC_GTEST_PROP(World, that_was_copied_away_answers_as_before, ()) {
    World world;
    naive::Org org;
    for (auto const& step : start()) take(world, org, step);
    std::vector<std::pair<World, naive::Org>> copies;
    for (auto const& step : *rc::gen::container<std::vector<Step>>(any_step())) {
        if (copies.size() < 4) copies.emplace_back(world, org);
        take(world, org, step);
    }
    for (auto const& [copy, as_it_was] : copies) check(copy, as_it_was);
    check(world, org);
}

struct Key {
    std::string operator()(User const& user) const { return std::to_string(user.user.number); }
    std::string operator()(Group const& group) const { return std::to_string(group.group.number); }
    std::string operator()(Membership const& member) const { return fmt::format("{}, {}", member.group.number, member.user.number); }
    std::string operator()(Folder const& folder) const { return std::to_string(folder.folder.number); }
    std::string operator()(App const& app) const { return app.app.text; }
    std::string operator()(Resource const& resource) const { return resource.resource.text; }
    std::string operator()(Page const& page) const { return page.page.text; }
    std::string operator()(ResourceConfiguration const& one) const { return one.configuration.text; }
    std::string operator()(Invite const& invite) const { return std::to_string(invite.invite.number); }
    std::string operator()(GroupInvite const& member) const { return fmt::format("{}, {}", member.group.number, member.invite.number); }
    std::string operator()(Role const& role) const { return role.role.text; }
    std::string operator()(RoleGrant const& grant) const { return grant.role_grant.text; }
    std::string operator()(Grant const& grant) const { return json::to_text(grant.subject()) + json::to_text(grant.object()); }
    std::string operator()(auto const&) const { return {}; }
};

/// What the step is about: a later one about the same takes its place.
std::string key_of(Step const& step) {
    return std::visit([](auto const& fact) { return kind_of(fact) + Key{}(fact); }, step.record);
}

/// A World with such a record is one without it.
bool says_nothing(Record const& record) {
    if (auto const* invite = std::get_if<Invite>(&record)) return invite->claimed_at.has_value();
    if (auto const* grant = std::get_if<Grant>(&record)) return grant->level == AccessLevel::none;
    return false;
}

RC_GTEST_PROP(Digest, depends_on_the_facts_and_not_on_how_they_came, ()) {
    auto steps = start();
    auto const more = *rc::gen::container<std::vector<Step>>(any_step());
    steps.insert(steps.end(), more.begin(), more.end());

    World in_order;
    std::map<std::string, Step> left;
    for (auto const& step : steps) {
        step.erase ? in_order.erase(step.record) : in_order.put(step.record);
        left.erase(key_of(step));
        if (!step.erase) left.insert({key_of(step), step});
    }
    World in_another;
    for (auto step = left.rbegin(); step != left.rend(); ++step) in_another.put(step->second.record);
    RC_ASSERT(in_order.digest() == in_another.digest());

    std::erase_if(left, [](auto const& entry) { return says_nothing(entry.second.record); });
    auto const one = *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(left.size()));
    in_another.erase(std::next(left.begin(), one)->second.record);
    RC_ASSERT(in_order.digest() != in_another.digest());
}

}  // namespace
}  // namespace gatehouse::access
