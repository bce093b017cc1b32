// SPDX-License-Identifier: Apache-2.0
#include "service/erase_access.h"

#include "service/agents.h"
#include "service/apps.h"
#include "service/bootstrap.h"
#include "service/commit.h"
#include "service/folders.h"
#include "service/pages.h"
#include "service/queries.h"
#include "service/workflows.h"
#include "store/record.h"
#include "store/sqlite/sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::service {
namespace {

using ::testing::ElementsAre;

/// What is left of a grant and a role grant that somebody has on an object, after `deletion`.
class DeletingAnObject : public ::testing::Test {
protected:
    void SetUp() override {
        writer_ = Writer::open(*database_, engine_, clock_, {}, vault_).value();
        ASSERT_TRUE(bootstrap(*writer_, {}));
        bystander_ = do_it<App>([](Write& write) { return create_app(write, {"bystander", std::nullopt}); }).app;
        role_ = {admin_space, {"5b0ce2b3-4d2d-44c5-9eef-9dc1ad7be01a"}, "role", "", {"app:use"}, {}, clock_.now(), clock_.now()};
        do_it<std::monostate>([&](Write& write) -> Result<std::monostate> {
            TRY(store::insert(write.tx, role_));
            return std::monostate{};
        });
        give(object(bystander_));
    }

    template <class T>
    T do_it(std::function<Result<T>(Write&)> const& work) {
        auto made = writer_->commit<T>(Actor::system(admin_space), "test", work);
        if (!made) throw std::runtime_error(made.error().message + " | " + made.error().detail);
        return *std::move(made);
    }

    void give(ObjectRef const& what) {
        do_it<std::monostate>([&](Write& write) -> Result<std::monostate> {
            Grant grant;
            grant.space = write.space;
            grant.subject_number = 4;
            grant.object_kind = what.kind;
            grant.object_id = what.id;
            TRY(store::insert(write.tx, grant));
            RoleGrant by_role;
            by_role.space = write.space;
            by_role.role_grant = {"role grant on " + what.id};
            by_role.role = role_.role;
            by_role.subject_number = 4;
            by_role.object_kind = what.kind;
            by_role.object_id = what.id;
            TRY(store::insert(write.tx, by_role));
            return std::monostate{};
        });
    }

    void expect_bystander_alone(std::function<Result<void>(Write&)> const& deletion) {
        auto const left = do_it<std::vector<std::string>>([&](Write& write) -> Result<std::vector<std::string>> {
            TRY(deletion(write));
            std::vector<std::string> found;
            for (auto const& grant : TRY(store::select<Grant>(write.session, "true"))) found.push_back(grant.object_id);
            for (auto const& grant : TRY(store::select<RoleGrant>(write.session, "true"))) found.push_back(*grant.object_id);
            return found;
        });
        EXPECT_THAT(left, ElementsAre(bystander_.text, bystander_.text));
    }

    crypto::Vault vault_{std::string(32, 'k')};
    ManualClock clock_{Timestamp(std::chrono::milliseconds(1'762'489'316'927))};
    std::unique_ptr<store::Database> database_ = store::sqlite::open_ephemeral().value();
    access::Engine engine_;
    std::unique_ptr<Writer> writer_;
    AppId bystander_;
    Role role_;
};

TEST_F(DeletingAnObject, takes_along_what_was_given_on_an_app_and_its_pages) {
    auto const app = do_it<App>([](Write& write) { return create_app(write, {"app", std::nullopt}); }).app;
    give(object(app));
    give(object(do_it<Page>([&](Write& write) { return create_page(write, app, {"page", {}}); }).page));
    expect_bystander_alone([&](Write& write) { return delete_app(write, app); });
}

TEST_F(DeletingAnObject, takes_along_what_was_given_on_a_page) {
    auto const page = do_it<Page>([&](Write& write) { return create_page(write, bystander_, {"page", {}}); }).page;
    give(object(page));
    expect_bystander_alone([&](Write& write) { return delete_page(write, bystander_, page); });
}

TEST_F(DeletingAnObject, takes_along_what_was_given_on_a_workflow) {
    auto const workflow = do_it<Workflow>([](Write& write) { return create_workflow(write, {"workflow", std::nullopt}); }).workflow;
    give(object(workflow));
    expect_bystander_alone([&](Write& write) { return delete_workflow(write, workflow); });
}

TEST_F(DeletingAnObject, takes_along_what_was_given_on_a_query) {
    auto const query = do_it<Query>([](Write& write) { return create_query(write, {"query", std::nullopt}); }).query;
    give(object(query));
    expect_bystander_alone([&](Write& write) { return delete_query(write, query); });
}

TEST_F(DeletingAnObject, takes_along_what_was_given_on_an_agent) {
    auto const agent = do_it<Agent>([](Write& write) { return create_agent(write, {"agent", std::nullopt}); }).agent;
    give(object(agent));
    expect_bystander_alone([&](Write& write) { return delete_agent(write, agent); });
}

TEST_F(DeletingAnObject, takes_along_what_was_given_on_a_folder_and_all_that_lies_in_it) {
    auto const outer = do_it<Folder>([](Write& write) { return create_folder(write, "outer", FolderType::app, std::nullopt); }).folder;
    auto const inner = do_it<Folder>([&](Write& write) { return create_folder(write, "inner", FolderType::app, outer); }).folder;
    auto const app = do_it<App>([&](Write& write) { return create_app(write, {"app", inner}); }).app;
    auto const page = do_it<Page>([&](Write& write) { return create_page(write, app, {"page", {}}); }).page;
    for (auto const& what : {object(outer), object(inner), object(app), object(page)}) give(what);
    expect_bystander_alone([&](Write& write) { return delete_folder(write, outer, Contents::go_along); });
}

}  // namespace
}  // namespace gatehouse::service
