// SPDX-License-Identifier: Apache-2.0
#include "access/world.h"

#include "access/test_org.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::access {
namespace {

using testing::ElementsAre;

Space a_space(std::int64_t number, std::string domain) {
    Space space{{number}, "org_" + std::to_string(number), std::nullopt, "", std::move(domain), {}, {}};
    if (number != 1) space.parent = admin_space;
    return space;
}

AccessToken a_token(std::string id, std::string hash, SpaceId space = admin_space) {
    AccessToken token;
    token.space = space;
    token.token.text = std::move(id);
    token.hash = std::move(hash);
    token.owner.number = 1;
    token.scopes = {"groups:read"};
    return token;
}

User a_user(SpaceId space, std::int64_t number) {
    User user;
    user.space = space;
    user.user.number = number;
    return user;
}

// --- Spaces ---------------------------------------------------------------------------------------------------------------------

TEST(Spaces, are_found_by_number_and_domain) {
    World world;
    world.put(a_space(1, "localhost"));
    world.put(a_space(2, "sales.example.com"));
    EXPECT_EQ(world.space_at("sales.example.com")->space, SpaceId{2});
    EXPECT_FALSE(world.space_at("sales.example.com")->admin);
    EXPECT_TRUE(world.space_facts(SpaceId{1})->admin);
    EXPECT_EQ(world.space_facts(SpaceId{2})->sid, "org_2");
    EXPECT_NE(world.space(SpaceId{2}), nullptr);
    EXPECT_EQ(world.space(SpaceId{3}), nullptr);
    EXPECT_FALSE(world.space_at("sales"));
}

TEST(Spaces, are_no_longer_found_by_a_domain_they_gave_up) {
    World world;
    world.put(a_space(2, "old.example.com"));
    world.put(a_space(2, "new.example.com"));
    EXPECT_FALSE(world.space_at("old.example.com"));
    EXPECT_EQ(world.space_at("new.example.com")->space, SpaceId{2});
    world.put(a_space(3, "old.example.com"));
    EXPECT_EQ(world.space_at("old.example.com")->space, SpaceId{3});
}

TEST(Spaces, are_unknown_once_erased) {
    World world;
    world.put(a_space(2, "sales.example.com"));
    world.erase(a_space(2, "sales.example.com"));
    EXPECT_EQ(world.space(SpaceId{2}), nullptr);
    EXPECT_FALSE(world.space_at("sales.example.com"));
    EXPECT_FALSE(world.space_facts(SpaceId{2}));
}

TEST(Spaces, take_in_facts_that_came_before_them) {
    World world;
    world.put(a_user(SpaceId{2}, 7));
    EXPECT_EQ(world.space(SpaceId{2}), nullptr);
    world.put(a_space(2, "sales.example.com"));
    EXPECT_TRUE(world.space(SpaceId{2})->user(UserId{7})->active);
}

TEST(Spaces, do_not_see_each_others_facts) {
    World world;
    world.put(a_space(1, "localhost"));
    world.put(a_space(2, "sales.example.com"));
    world.put(a_user(SpaceId{1}, 7));
    EXPECT_TRUE(world.space(SpaceId{1})->user(UserId{7}));
    EXPECT_FALSE(world.space(SpaceId{2})->user(UserId{7}));
}

// --- tokens ---------------------------------------------------------------------------------------------------------------------

TEST(Tokens, are_found_by_hash) {
    World world;
    world.put(a_token("t1", "aaaa"));
    ASSERT_NE(world.token("aaaa"), nullptr);
    EXPECT_EQ(world.token("aaaa")->token.text, "t1");
    EXPECT_THAT(world.token("aaaa")->scopes, ElementsAre("groups:read"));
    EXPECT_FALSE(world.token("aaaa")->revoked);
    EXPECT_EQ(world.token("aaab"), nullptr);
    EXPECT_EQ(world.token(""), nullptr);
}

TEST(Tokens, that_are_rotated_are_not_found_by_the_old_hash) {
    World world;
    world.put(a_token("t1", "aaaa"));
    world.put(a_token("t1", "bbbb"));
    EXPECT_EQ(world.token("aaaa"), nullptr);
    EXPECT_EQ(world.token("bbbb")->token.text, "t1");
}

TEST(Tokens, show_that_they_were_revoked) {
    World world;
    auto token = a_token("t1", "aaaa");
    world.put(token);
    token.revoked_at = Timestamp{};
    world.put(token);
    EXPECT_TRUE(world.token("aaaa")->revoked);
}

TEST(Tokens, are_unknown_once_erased_whatever_hash_the_record_says) {
    World world;
    world.put(a_token("t1", "aaaa"));
    world.erase(a_token("t1", ""));
    EXPECT_EQ(world.token("aaaa"), nullptr);
    world.put(a_token("t1", "cccc"));
    EXPECT_NE(world.token("cccc"), nullptr);
}

TEST(Tokens, of_different_spaces_may_have_the_same_id) {
    World world;
    world.put(a_token("t1", "aaaa", SpaceId{1}));
    world.put(a_token("t1", "bbbb", SpaceId{2}));
    EXPECT_EQ(world.token("aaaa")->space, SpaceId{1});
    EXPECT_EQ(world.token("bbbb")->space, SpaceId{2});
}

// --- copies ---------------------------------------------------------------------------------------------------------------------

TEST(Copy, of_a_world_is_left_alone_by_what_happens_to_the_other) {
    auto org = Org{}.group("support", {"ada"}).app("inbox").grant("support", AccessLevel::edit, "inbox");
    org.set_revision(7).put(a_token("t1", "aaaa"));
    World const before = org.world();
    auto const inbox = org.object("inbox");
    org.revoke("support", "inbox").set_active("ada", false).set_revision(8).put(a_token("t1", "bbbb")).put(a_space(2, "two.example.com"));

    EXPECT_EQ(before.revision(), 7);
    EXPECT_EQ(level(*before.space(admin_space), org.subject("ada"), inbox), AccessLevel::edit);
    EXPECT_NE(before.token("aaaa"), nullptr);
    EXPECT_EQ(before.token("bbbb"), nullptr);
    EXPECT_FALSE(before.space_at("two.example.com"));
    EXPECT_EQ(org.level("ada", "inbox"), AccessLevel::none);
}

// --- single facts ---------------------------------------------------------------------------------------------------------------

TEST(SingleFacts, of_users_and_groups) {
    auto org = Org{}.group("support", {"ada"}).group("leads", {"ada"}).add("root", "admin").set_active("root", false);
    auto const& facts = org.facts();
    EXPECT_TRUE(facts.user(org.user_id("ada"))->active);
    EXPECT_FALSE(facts.user(org.user_id("root"))->active);
    EXPECT_FALSE(facts.user(UserId{99}));
    EXPECT_TRUE(facts.is_admin(org.user_id("root")));
    EXPECT_FALSE(facts.is_admin(org.user_id("ada")));
    EXPECT_THAT(facts.groups_of(org.user_id("ada")), ElementsAre(GroupId{1}, org.group_id("support"), org.group_id("leads")));
    EXPECT_THAT(facts.groups_of(UserId{99}), ElementsAre());
    EXPECT_EQ(facts.group(GroupId{1}), GroupRole::all_users);
    EXPECT_EQ(facts.group(org.group_id("leads")), GroupRole::custom);
    EXPECT_FALSE(facts.group(GroupId{99}));
}

TEST(SingleFacts, count_admins_that_are_active_once) {
    auto org = Org{}.add("ada", "admin").add("bob", "admin").add("cleo", "admin").set_active("bob", false);
    EXPECT_EQ(org.facts().active_admins(), 2u);
    EXPECT_EQ(org.remove("ada", "admin").facts().active_admins(), 1u);
}

TEST(SingleFacts, of_objects) {
    auto org = Org{}.folder("tickets").app("inbox", in("tickets"));
    auto const& facts = org.facts();
    EXPECT_EQ(facts.find(org.object("inbox"))->folder, org.folder_id("tickets"));
    EXPECT_EQ(facts.find(org.object("inbox"))->kind, ObjectKind::app);
    EXPECT_EQ(facts.find(org.object("tickets"))->folder, org.folder_id("app-root"));
    EXPECT_EQ(facts.find(org.object("app-root"))->folder, FolderId{});
    EXPECT_FALSE(facts.find({ObjectKind::app, "gone"}));
    EXPECT_EQ(facts.folder_type(org.folder_id("workflow-root")), FolderType::workflow);
    EXPECT_FALSE(facts.folder_type(FolderId{99}));
}

TEST(SingleFacts, say_what_lies_under_what) {
    auto org = Org{}.folder("a").folder("b", in("a")).folder("c");
    auto const under = [&](auto const* folder, auto const* above) {
        return org.facts().lies_under(org.folder_id(folder), org.folder_id(above));
    };
    EXPECT_TRUE(under("b", "a"));
    EXPECT_TRUE(under("b", "app-root"));
    EXPECT_TRUE(under("a", "a"));
    EXPECT_FALSE(under("a", "b"));
    EXPECT_FALSE(under("c", "a"));
    EXPECT_FALSE(org.facts().lies_under(FolderId{99}, FolderId{99}));
    org.move("a", "c");
    EXPECT_TRUE(under("b", "c"));
}

// --- digest ---------------------------------------------------------------------------------------------------------------------

TEST(WorldDigest, of_the_same_facts_in_another_order_is_the_same) {
    World one;
    one.put(a_space(1, "localhost"));
    one.put(a_user(admin_space, 1));
    one.put(a_user(admin_space, 2));
    one.put(a_token("t1", "aaaa"));
    World other;
    other.put(a_token("t1", "bbbb"));
    other.put(a_user(admin_space, 3));
    other.put(a_user(admin_space, 2));
    other.put(a_token("t1", "aaaa"));
    other.put(a_user(admin_space, 1));
    other.erase(a_user(admin_space, 3));
    other.put(a_space(1, "localhost"));
    EXPECT_EQ(one.digest(), other.digest());
    EXPECT_EQ(one.digest().size(), 32u);
}

TEST(WorldDigest, changes_with_every_fact_and_comes_back_with_it) {
    World world;
    std::vector<std::string> seen{world.digest()};
    auto disabled = a_user(admin_space, 1);
    disabled.active = false;
    auto revoked = a_token("t1", "aaaa");
    revoked.revoked_at = Timestamp{};
    auto scoped = a_token("t1", "aaaa");
    scoped.scopes.push_back("groups:write");
    for (Record const& record : std::vector<Record>{a_space(1, "localhost"), a_space(1, "other"), a_user(admin_space, 1),
                                                    a_user(SpaceId{2}, 1), disabled, a_token("t1", "aaaa"), revoked, scoped}) {
        world.put(record);
        EXPECT_THAT(seen, testing::Not(testing::Contains(world.digest())));
        seen.push_back(world.digest());
    }
    world.put(a_token("t1", "aaaa"));
    EXPECT_EQ(world.digest(), seen[6]);
}

TEST(WorldDigest, does_not_depend_on_what_does_not_bear_on_access) {
    World world;
    auto user = a_user(admin_space, 1);
    world.put(user);
    auto const before = world.digest();
    user.first_name = "Ada";
    world.put(user);
    world.put(Environment{});
    world.set_revision(9);
    EXPECT_EQ(world.digest(), before);
}

}  // namespace
}  // namespace gatehouse::access
