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

Grant any_grant() {
    Grant grant;
    grant.subject_kind = *rc::gen::weightedElement<SubjectKind>({{3, SubjectKind::group}, {1, SubjectKind::user}});
    grant.subject_number = *number_to(grant.subject_kind == SubjectKind::group ? groups : users);
    auto const on = *rc::gen::weightedElement<ObjectKind>({{5, ObjectKind::folder}, {2, ObjectKind::app}, {1, ObjectKind::resource}});
    grant.object_kind = on;
    if (on == ObjectKind::folder) grant.object_id = std::to_string(*number_to(folders));
    if (on == ObjectKind::app) grant.object_id = "app-" + std::to_string(*number_to(apps));
    if (on == ObjectKind::resource) grant.object_id = "resource-" + std::to_string(*number_to(resources));
    grant.level = *rc::gen::element(AccessLevel::use, AccessLevel::edit, AccessLevel::own);
    return grant;
}

rc::Gen<Step> any_step() {
    return rc::gen::exec([] {
        Step step;
        step.erase = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
        auto const what = *rc::gen::weightedElement<int>({{2, 0}, {3, 1}, {4, 2}, {4, 3}, {3, 4}, {1, 5}, {8, 6}});
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
            default:
                step.record = any_grant();
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
    return all;
}

std::vector<SubjectRef> every_subject() {
    std::vector<SubjectRef> all;
    for (std::int64_t i = 0; i <= groups; ++i) all.push_back({SubjectKind::group, i});
    for (std::int64_t i = 0; i <= users; ++i) all.push_back({SubjectKind::user, i});
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
        for (auto const kind : {ObjectKind::folder, ObjectKind::app, ObjectKind::resource, ObjectKind::workflow})
            RC_ASSERT(reachable(facts, who, kind) == org.reachable(who, kind));
    for (auto const& what : every_object()) {
        auto const list = access_list(facts, what);
        std::vector<AccessEntry> entries = list.groups;
        entries.insert(entries.end(), list.users.begin(), list.users.end());
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

RC_GTEST_PROP(Engine, agrees_with_the_text_of_the_rule_after_every_step, ()) {
    World world;
    naive::Org org;
    for (auto const& step : start()) take(world, org, step);
    auto const steps = *rc::gen::container<std::vector<Step>>(any_step());
    check(world, org);
    for (auto const& step : steps) {
        take(world, org, step);
        check(world, org);
    }
}

RC_GTEST_PROP(World, that_was_copied_away_answers_as_before, ()) {
    World world;
    naive::Org org;
    for (auto const& step : start()) take(world, org, step);
    std::vector<std::pair<World, naive::Org>> copies;
    for (auto const& step : *rc::gen::container<std::vector<Step>>(any_step())) {
        if (copies.size() < 8) copies.emplace_back(world, org);
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
    std::string operator()(Grant const& grant) const { return json::to_text(grant.subject()) + json::to_text(grant.object()); }
    std::string operator()(auto const&) const { return {}; }
};

/// What the step is about: a later one about the same takes its place.
std::string key_of(Step const& step) {
    return std::visit([](auto const& fact) { return kind_of(fact) + Key{}(fact); }, step.record);
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

    if (left.size() > 1) {
        in_another.erase(
            std::next(left.begin(), *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(left.size())))->second.record);
        RC_ASSERT(in_order.digest() != in_another.digest());
    }
}

}  // namespace
}  // namespace gatehouse::access
