// SPDX-License-Identifier: Apache-2.0
#include "domain/role_scope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Role role(std::vector<std::string> object_scopes, std::vector<std::string> organization_scopes = {}) {
    Role made;
    made.object_scopes = std::move(object_scopes);
    made.organization_scopes = std::move(organization_scopes);
    return made;
}

TEST(RoleScopes, give_the_highest_level_of_each_kind) {
    auto const levels = levels_of(role({"app:edit", "app:use", "resource:own", "folder:use"}));
    EXPECT_EQ(levels[RoleReach::app], AccessLevel::edit);
    EXPECT_EQ(levels[RoleReach::resource], AccessLevel::own);
    EXPECT_EQ(levels[RoleReach::folder], AccessLevel::use);
    EXPECT_EQ(levels[RoleReach::workflow], AccessLevel::none);
}

TEST(RoleScopes, of_the_library_count_for_queries) {
    EXPECT_EQ(levels_of(role({}, {"query_library:view"}))[RoleReach::query], AccessLevel::use);
    EXPECT_EQ(levels_of(role({"query:use"}, {"query_library:edit"}))[RoleReach::query], AccessLevel::edit);
}

TEST(RoleScopes, bring_the_smaller_ones_along) {
    EXPECT_THAT(dependent_scopes({"app:own"}, {}), ElementsAre("app:use", "app:edit"));
    EXPECT_THAT(dependent_scopes({"app:own", "app:use"}, {}), ElementsAre("app:edit"));
    EXPECT_THAT(dependent_scopes({}, {"query_library:edit", "groups:manage"}), ElementsAre("users:view", "query_library:view"));
    EXPECT_THAT(dependent_scopes({"app:use"}, {"users:view"}), IsEmpty());
}

TEST(RoleScopes, never_own_a_query) { EXPECT_EQ(object_scope(RoleReach::query, AccessLevel::own), ""); }

TEST(RoleScopes, are_spelled_by_kind_and_level) {
    EXPECT_EQ(object_scope(RoleReach::workflow, AccessLevel::edit), "workflow:edit");
    EXPECT_EQ(object_scope(RoleReach::app, AccessLevel::none), "");
}

}  // namespace
}  // namespace gatehouse
