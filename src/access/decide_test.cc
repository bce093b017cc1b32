// SPDX-License-Identifier: Apache-2.0
/// What the shared tables in tests/access_cases do not say: odd facts, unknown things, sources and their order. For the rule itself read
/// those tables.
#include "access/decide.h"

#include "access/test_org.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::access {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum AccessLevel;

TEST(FolderGrant, reaches_apps_directly_inside) {
    auto org = Org{}.group("support", {"ada"}).folder("tickets").app("inbox", in("tickets"));
    org.grant("support", edit, "tickets");
    EXPECT_EQ(org.level("ada", "inbox"), edit);
}

TEST(FolderGrant, does_not_reach_what_lies_beside_the_folder) {
    auto org = Org{}.group("support", {"ada"}).folder("tickets").folder("billing").app("invoices", in("billing"));
    org.grant("support", edit, "tickets");
    EXPECT_EQ(org.level("ada", "invoices"), none);
}

TEST(FolderGrant, counts_for_the_nearest_folder_within_one_subject_and_for_the_highest_between_subjects) {
    auto org =
        Org{}.group("support", {"ada"}).group("leads", {"ada"}).folder("tickets").folder("old", in("tickets")).app("inbox", in("old"));
    org.grant("support", own, "tickets").grant("support", use, "old");
    EXPECT_EQ(org.level("ada", "inbox"), use);
    org.grant("leads", edit, "app-root");
    EXPECT_EQ(org.level("ada", "inbox"), edit);
}

TEST(FolderGrant, on_a_root_leaves_personal_folders_alone) {
    auto org = Org{}.group("support", {"ada"}).personal_folders("bob").app("draft", in("drafts-of-bob"));
    org.grant("support", own, "app-root").grant("support", own, "personal-root").grant("support", own, "drafts-of-bob");
    org.grant("ada", own, "draft").universal("support", own);
    EXPECT_EQ(org.level("ada", "draft"), none);
    EXPECT_EQ(org.level("ada", "drafts-of-bob"), none);
    EXPECT_EQ(org.level("ada", "personal-root"), none);
    EXPECT_EQ(org.level("support", "draft"), none);
    EXPECT_EQ(org.level("bob", "draft"), own);
    EXPECT_EQ(org.level("bob", "trash-of-bob"), own);
    EXPECT_EQ(org.level("bob", "personal-root"), none);
}

TEST(Library, stops_at_edit_for_everybody_but_admins) {
    auto org = Org{}.group("analysts", {"ada"}).folder("queries", in("library-root")).add("root", "admin");
    org.grant("analysts", own, "queries");
    EXPECT_EQ(org.level("ada", "queries"), edit);
    EXPECT_THAT(org.sources("ada", "queries"), ElementsAre("edit analysts"));
    EXPECT_EQ(org.level("root", "queries"), own);
}

TEST(Agents, have_no_universal_level) {
    auto org = Org{}.group("all", {"ada"}).folder("bots", in("agent-root")).universal("all", own, own, own, edit);
    EXPECT_EQ(org.level("ada", "bots"), none);
}

TEST(Unknown, subjects_and_objects_hold_nothing) {
    auto org = Org{}.user("ada").app("inbox").grant("ada", own, "inbox");
    auto const inbox = org.object("inbox");
    EXPECT_EQ(level(org.facts(), {SubjectKind::user, 99}, inbox), none);
    EXPECT_EQ(level(org.facts(), {SubjectKind::group, 99}, inbox), none);
    EXPECT_EQ(level(org.facts(), org.subject("ada"), {ObjectKind::app, "gone"}), none);
    EXPECT_EQ(level(org.facts(), org.subject("ada"), {ObjectKind::resource, inbox.id}), none);
    EXPECT_THAT(decide(org.facts(), {SubjectKind::user, 99}, inbox).sources, IsEmpty());
    EXPECT_THAT(reachable(org.facts(), {SubjectKind::user, 99}, ObjectKind::app), IsEmpty());
    EXPECT_THAT(access_list(org.facts(), {ObjectKind::app, "gone"}).users, IsEmpty());
}

TEST(Unknown, object_that_a_grant_names_is_nobodys_until_it_comes) {
    auto org = Org{}.add("ada", "admin").user("bob");
    ObjectRef const late{ObjectKind::app, "app late"};
    auto const bob = org.subject("bob");
    org.put(Grant{admin_space, bob.kind, bob.number, late.kind, late.id, edit, {}});
    EXPECT_EQ(level(org.facts(), bob, late), none);
    EXPECT_EQ(level(org.facts(), org.subject("ada"), late), none);
    org.app("late");
    EXPECT_EQ(level(org.facts(), bob, late), edit);
}

TEST(Unknown, group_gives_nothing_until_it_comes) {
    auto org = Org{}.user("ada").app("inbox");
    GroupId const late{50};
    auto const inbox = org.object("inbox");
    org.put(Membership{admin_space, late, org.user_id("ada"), false, {}});
    org.put(Grant{admin_space, SubjectKind::group, late.number, inbox.kind, inbox.id, edit, {}});
    EXPECT_EQ(org.level("ada", "inbox"), none);
    Group group;
    group.space = admin_space;
    group.group = late;
    EXPECT_EQ(org.put(group).level("ada", "inbox"), edit);
    EXPECT_EQ(org.erase(group).level("ada", "inbox"), none);
}

TEST(Unknown, group_gives_nothing_by_a_role_until_it_comes) {
    auto org = Org{}.user("ada").app("inbox").role("editor", {"app:edit"});
    GroupId const late{50};
    org.put(Membership{admin_space, late, org.user_id("ada"), false, {}});
    RoleGrant held;
    held.space = admin_space;
    held.role_grant.text = "held";
    held.role.text = "editor";
    held.subject_number = late.number;
    org.put(held);
    EXPECT_THAT(org.reachable("ada", ObjectKind::app), IsEmpty());
    Group group;
    group.space = admin_space;
    group.group = late;
    EXPECT_THAT(org.put(group).reachable("ada", ObjectKind::app), ElementsAre("inbox edit"));
}

TEST(Unknown, folder_passes_nothing_on_until_it_comes) {
    auto org = Org{}.user("ada").folder("tickets").app("inbox", in("tickets")).grant("ada", use, "app-root").grant("ada", own, "tickets");
    Folder const tickets{
        admin_space, org.folder_id("tickets"), FolderType::app, FolderRole::custom, "tickets", org.folder_id("app-root"), {}, {}, {}};
    EXPECT_EQ(org.erase(tickets).level("ada", "inbox"), none);
    EXPECT_EQ(org.put(tickets).level("ada", "inbox"), own);
}

TEST(CorruptFolders, in_a_circle_end_the_walk) {
    auto org = Org{}.user("ada").folder("a").folder("b", in("a")).app("inbox", in("b")).grant("ada", edit, "a");
    org.move("a", "b");
    EXPECT_EQ(org.level("ada", "inbox"), edit);
    EXPECT_THAT(org.sources("ada", "inbox"), ElementsAre("edit directly, a"));
    EXPECT_FALSE(org.facts().lies_under(org.folder_id("a"), org.folder_id("app-root")));
}

TEST(CorruptFolders, deeper_than_the_bound_pass_nothing_on) {
    Org org;
    org.user("ada").folder("level 1");
    for (int i = 2; i <= 130; ++i) org.folder("level " + std::to_string(i), in("level " + std::to_string(i - 1)));
    org.app("inbox", in("level 130")).grant("ada", use, "level 3").grant("ada", own, "level 2");
    EXPECT_EQ(org.level("ada", "inbox"), use);
    org.revoke("ada", "level 3");
    EXPECT_EQ(org.level("ada", "inbox"), none);
    EXPECT_EQ(org.level("ada", "level 130"), own);
}

TEST(CorruptFolders, trash_outside_drafts_is_closed) {
    auto org = Org{}.personal_folders("ada").app("note", in("trash-of-ada")).move("trash-of-ada", "app-root");
    EXPECT_EQ(org.level("ada", "note"), none);
}

TEST(Sources, come_highest_first_then_own_grant_then_by_group) {
    auto org = Org{}.group("b", {"ada"}).group("a", {"ada"}).folder("tickets").app("inbox", in("tickets"));
    org.grant("a", edit, "inbox")
        .grant("b", edit, "tickets")
        .grant("ada", edit, "inbox")
        .universal("a", use)
        .grant("all-users", own, "tickets");
    EXPECT_THAT(org.sources("ada", "inbox"),
                ElementsAre("own all-users, tickets", "edit directly", "edit b, tickets", "edit a", "use a universal"));
}

TEST(Sources, leave_out_what_a_nearer_grant_of_the_same_subject_hides) {
    auto org = Org{}.group("a", {"ada"}).folder("tickets").app("inbox", in("tickets")).grant("a", own, "tickets").grant("a", use, "inbox");
    EXPECT_THAT(org.sources("ada", "inbox"), ElementsAre("use a"));
}

TEST(Sources, of_an_admin_name_admin_and_what_else_would_do) {
    auto org = Org{}.add("ada", "admin").app("inbox").grant("ada", edit, "inbox");
    EXPECT_THAT(org.sources("ada", "inbox"), ElementsAre("own admin", "own admin universal", "edit directly"));
}

TEST(Sources, of_a_group_name_the_group_only_for_what_it_is_rather_than_what_it_was_granted) {
    auto org = Org{}.group("a").app("inbox").grant("a", edit, "inbox").universal("a", use);
    EXPECT_THAT(org.sources("a", "inbox"), ElementsAre("edit directly", "use a universal"));
}

TEST(DisabledUser, holds_nothing_but_shows_what_would_be) {
    auto org = Org{}.group("a", {"ada"}).app("inbox").grant("a", edit, "inbox").set_active("ada", false);
    auto const decision = org.decide("ada", "inbox");
    EXPECT_EQ(decision.level, none);
    EXPECT_TRUE(decision.disabled);
    EXPECT_THAT(org.sources("ada", "inbox"), ElementsAre("edit a"));
    EXPECT_THAT(org.reachable("ada", ObjectKind::app), IsEmpty());
}

TEST(Membership, of_all_users_needs_no_row_and_a_row_changes_nothing) {
    auto org = Org{}.user("ada").app("inbox").grant("all-users", use, "inbox");
    EXPECT_EQ(org.level("ada", "inbox"), use);
    org.add("ada", "all-users");
    EXPECT_THAT(org.sources("ada", "inbox"), ElementsAre("use all-users"));
    EXPECT_THAT(org.facts().groups_of(org.user_id("ada")), ElementsAre(org.group_id("all-users")));
}

TEST(Reachable, lists_folders_by_type_then_number) {
    Org org;
    org.user("ada").folder("z", in("workflow-root"));
    for (int i = 0; i < 12; ++i) org.folder("f" + std::to_string(i));
    for (auto const* root : {"workflow-root", "app-root"}) org.grant("ada", use, root);
    std::vector<std::int64_t> numbers;
    for (auto const& held : reachable(org.facts(), org.subject("ada"), ObjectKind::folder)) numbers.push_back(std::stoll(held.object.id));
    EXPECT_THAT(numbers, ElementsAre(1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 5, 9));
}

TEST(AccessList, says_through_what_each_level_comes) {
    auto org = Org{}.group("a", {"ada"}).group("b", {"ada"}).folder("tickets").folder("old", in("tickets")).app("inbox", in("old"));
    org.grant("a", edit, "tickets").grant("b", edit, "old").grant("ada", use, "inbox");
    auto const list = org.access_list("inbox");
    ASSERT_EQ(list.users.size(), 1u);
    auto const& ada = list.users.front();
    EXPECT_EQ(ada.level, edit);
    EXPECT_FALSE(ada.direct);
    EXPECT_FALSE(ada.universal);
    EXPECT_THAT(ada.groups, ElementsAre(org.group_id("a"), org.group_id("b")));
    EXPECT_EQ(ada.inherited, object(org.folder_id("old")));
}

TEST(HugeUser, in_thousands_of_groups_is_judged_by_each) {
    Org org;
    org.app("inbox");
    for (int i = 0; i < 3'000; ++i) org.group("g" + std::to_string(i), {"ada"}).grant("g" + std::to_string(i), use, "inbox");
    org.grant("g1777", edit, "inbox");
    EXPECT_EQ(org.level("ada", "inbox"), edit);
    EXPECT_EQ(org.decide("ada", "inbox").sources.size(), 3'000u);
}

}  // namespace
}  // namespace gatehouse::access
