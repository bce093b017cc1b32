// SPDX-License-Identifier: Apache-2.0
#include "service/resource_configurations.h"

#include "domain/placeholder.h"
#include "service/bootstrap.h"
#include "service/commit.h"
#include "service/configuration_variables.h"
#include "service/environments.h"
#include "service/resources.h"
#include "store/grants.h"
#include "store/record.h"
#include "store/sqlite/sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <future>
#include <stdexcept>

namespace gatehouse::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Timestamp start{std::chrono::milliseconds(1'762'489'316'927)};

/// What no answer shows: what is stored, and what hangs on it.
class Connections : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(bootstrap(*writer_, {})); }

    template <class T>
    static T value(Result<T> result) {
        if (!result) throw std::runtime_error(result.error().message + " | " + result.error().detail);
        return std::move(result).value();
    }

    /// Does `work` as the system in a request of its own, in the Admin Space. It must succeed.
    void request(std::function<Result<void>(Write&)> work) {
        std::promise<Result<std::int64_t>> done;
        writer_->submit({Actor::system(admin_space), admin_space, "test", "request", std::move(work),
                         [&](auto revision) { done.set_value(std::move(revision)); }});
        value(done.get_future().get());
    }

    static Options password(std::string const& text) { return {{{"host", "h"}, {"login", {{"password", text}}}}, {"login.password"}}; }

    /// A resource with a configuration for the default environment and one for the other.
    static Result<Resource> configured(Write& write) {
        auto resource = TRY(create_resource(write, {"postgresql", "orders", {}, false, password("secret")}));
        auto const environments = TRY(list_environments(write));
        TRY(create_configuration(write, resource, environments.back().environment, password("other")));
        return resource;
    }
    static Result<std::vector<Configured>> all(Write& write) {
        return TRY(list_configurations(write, {}, {}, std::nullopt)).configurations;
    }
    static std::string stored_password(Configured const& configured) {
        return std::string(configured.configuration.options.at("login").at("password").as_string());
    }

    /// A grant and a role grant on every configuration there is and on one thing else.
    static Result<void> grant_on_each(Write& write) {
        auto objects = std::vector{object(AppId{"somewhere else"})};
        for (auto const& one : TRY(all(write))) objects.push_back(object(one.configuration.configuration));
        for (auto const& one : objects) {
            Grant grant;
            grant.space = write.space;
            grant.subject_number = 1;
            grant.object_kind = one.kind;
            grant.object_id = one.id;
            TRY(store::insert(write.tx, grant));
            RoleGrant role;
            role.space = write.space;
            role.role_grant = {"on " + one.id};
            role.role = {"role"};
            role.subject_number = 1;
            role.object_kind = one.kind;
            role.object_id = one.id;
            TRY(store::insert(write.tx, role));
        }
        return {};
    }
    static std::size_t grants(Write& write) { return value(store::select<Grant>(write.session, "true")).size(); }
    static std::size_t role_grants(Write& write) { return value(store::select<RoleGrant>(write.session, "true")).size(); }

    ManualClock clock_{start};
    std::unique_ptr<store::Database> database_ = value(store::sqlite::open_ephemeral());
    crypto::Vault vault_{std::string(32, 'k')};
    access::Engine engine_;
    std::unique_ptr<Writer> writer_ = value(Writer::open(*database_, engine_, clock_, {}, vault_));
};

TEST_F(Connections, store_a_secret_that_opens_in_its_place_alone) {
    request([&](Write& write) -> Result<void> {
        TRY(configured(write));
        auto const both = TRY(all(write));
        auto const place = [](Configured const& one) {
            return "resource_configuration 1 " + one.configuration.configuration.text + " login.password";
        };
        EXPECT_EQ(TRY(vault_.open(stored_password(both[0]), place(both[0]))), both[0].environment.is_default ? "secret" : "other");
        EXPECT_FALSE(vault_.open(stored_password(both[0]), place(both[1]))) << "it cannot be carried to the other one";
        return {};
    });
}

TEST_F(Connections, keep_a_secret_that_still_opens) {
    request([&](Write& write) -> Result<void> {
        TRY(configured(write));
        auto const before = TRY(all(write)).front();
        auto const after = TRY(edit_configuration(write, before, password(std::string(secret_placeholder))));
        EXPECT_EQ(stored_password(after), stored_password(before));
        return {};
    });
}

TEST_F(Connections, of_a_resource_go_with_all_grants_on_them) {
    request([&](Write& write) -> Result<void> {
        auto const resource = TRY(configured(write));
        TRY(grant_on_each(write));
        EXPECT_EQ(grants(write), 3u);
        TRY(delete_resource(write, resource.resource));
        EXPECT_THAT(TRY(all(write)), IsEmpty());
        EXPECT_EQ(grants(write), 1u);
        EXPECT_EQ(role_grants(write), 1u);
        return {};
    });
}

TEST_F(Connections, in_an_environment_go_with_all_grants_on_them) {
    request([&](Write& write) -> Result<void> {
        TRY(configured(write));
        TRY(grant_on_each(write));
        auto const environments = TRY(list_environments(write));
        TRY(delete_environment(write, environments.back().environment));
        EXPECT_THAT(TRY(all(write)), SizeIs(1));
        EXPECT_EQ(grants(write), 2u);
        EXPECT_EQ(role_grants(write), 2u);
        return {};
    });
}

TEST_F(Connections, go_with_the_grants_on_them_alone) {
    request([&](Write& write) -> Result<void> {
        TRY(configured(write));
        TRY(grant_on_each(write));
        auto const both = TRY(all(write));
        TRY(delete_configuration(write, both.front().configuration.configuration));
        EXPECT_EQ(grants(write), 2u);
        EXPECT_EQ(role_grants(write), 2u);
        return {};
    });
}

TEST_F(Connections, store_secret_variables_sealed_for_their_environment) {
    request([&](Write& write) -> Result<void> {
        auto const environment = TRY(default_environment(write)).environment;
        auto const variable = TRY(create_variable(write, {"key", std::nullopt, true, {{environment, "secret"}}}));
        auto const place = "configuration_variable 1 " + variable.variable.text + " ";
        EXPECT_EQ(TRY(vault_.open(variable.values[0].value, place + environment.text)), "secret");
        EXPECT_FALSE(vault_.open(variable.values[0].value, place + "another"));
        auto const kept =
            TRY(replace_variable(write, variable.variable, {"key", std::nullopt, true, {{environment, std::string(secret_placeholder)}}}));
        EXPECT_EQ(kept.values, variable.values);
        return {};
    });
}

}  // namespace
}  // namespace gatehouse::service
