// SPDX-License-Identifier: Apache-2.0
#include "service/actor.h"

#include "base/crypto.h"

#include <gtest/gtest.h>
#include <string>

namespace gatehouse::service {
namespace {

constexpr Timestamp now{std::chrono::milliseconds(1'762'489'316'927)};
constexpr SpaceId other_space{2};
constexpr char const* secret = "gate_a-secret-for-tests";

/// A Space with a user who owns one token.
class Authentication : public ::testing::Test {
protected:
    Authentication() {
        world_.put(Space{admin_space, "org_1", std::nullopt, "Admin", "localhost", {}, {}});
        world_.put(Space{other_space, "org_2", admin_space, "Other", "other.example.com", {}, {}});
        owner_.space = admin_space;
        owner_.user = {7};
        world_.put(owner_);
        auto twin = owner_;
        twin.space = other_space;
        world_.put(twin);
        token_.space = admin_space;
        token_.token = {"t1"};
        token_.hash = crypto::sha256_hex(secret);
        token_.owner = owner_.user;
        token_.scopes = {"users:read", "groups:write", "no:such:scope"};
        world_.put(token_);
    }

    Result<Actor> try_it(Timestamp at = now, SpaceId space = admin_space, std::string_view given = secret) {
        return authenticate(world_, space, given, at);
    }
    /// Whether the token is good for a new request, and for one that was let in before and is decided now: always the same.
    bool good(Timestamp at = now) {
        auto const fresh = try_it(at);
        if (!fresh) {
            EXPECT_EQ(fresh.error().kind, ErrorKind::unauthenticated);
        }
        Actor const let_in_before{changes::ActorKind::token, admin_space, owner_.user, token_.token, token_.hash, {}};
        auto const still = check_still_valid(world_, let_in_before, at);
        if (!still) {
            EXPECT_EQ(still.error().kind, ErrorKind::unauthenticated);
        }
        EXPECT_EQ(bool(fresh), bool(still));
        return bool(fresh);
    }

    access::World world_;
    User owner_;
    AccessToken token_;
};

TEST_F(Authentication, makes_an_actor_of_a_good_token) {
    auto const actor = try_it();
    ASSERT_TRUE(actor) << actor.error().message;
    EXPECT_EQ(actor->kind, changes::ActorKind::token);
    EXPECT_EQ(actor->space, admin_space);
    EXPECT_EQ(actor->user, owner_.user);
    EXPECT_EQ(actor->token, token_.token);
    EXPECT_TRUE(actor->scopes.has(Scope::users_read));
    EXPECT_TRUE(actor->scopes.has(Scope::groups_write));
    EXPECT_TRUE(actor->scopes.has(Scope::groups_read)) << "write includes read";
    EXPECT_FALSE(actor->scopes.has(Scope::users_write));
}

TEST_F(Authentication, refuses_any_other_secret) {
    for (std::string const given : {"", "x", "gate_a-secret-for-test", "GATE_A-SECRET-FOR-TESTS", "gate_a-secret-for-tests "})
        EXPECT_FALSE(try_it(now, admin_space, given)) << given;
    EXPECT_FALSE(try_it(now, admin_space, token_.hash)) << "the hash is not the secret";
}

TEST_F(Authentication, refuses_a_token_of_another_space) {
    EXPECT_FALSE(try_it(now, other_space));
    EXPECT_FALSE(try_it(now, {99}));
}

TEST_F(Authentication, says_the_same_whatever_is_wrong) {
    auto const unknown = try_it(now, admin_space, "x").error().message;
    EXPECT_EQ(try_it(now, other_space).error().message, unknown);
    token_.revoked_at = now;
    world_.put(token_);
    EXPECT_EQ(try_it().error().message, unknown);
}

TEST_F(Authentication, ends_at_the_moment_of_expiry) {
    token_.expires_at = now;
    world_.put(token_);
    EXPECT_TRUE(good(now - std::chrono::milliseconds(1)));
    EXPECT_FALSE(good(now));
    EXPECT_FALSE(good(now + std::chrono::hours(1)));
    token_.expires_at.reset();
    world_.put(token_);
    EXPECT_TRUE(good(now + std::chrono::hours(1)));
}

TEST_F(Authentication, ends_with_a_revocation) {
    EXPECT_TRUE(good());
    token_.revoked_at = now + std::chrono::hours(1);  // whenever it says: a clock that was wrong must not keep a token alive
    world_.put(token_);
    EXPECT_FALSE(good());
}

TEST_F(Authentication, ends_with_a_new_secret) {
    auto const old = token_;
    token_.hash = crypto::sha256_hex("another");
    world_.put(token_);
    EXPECT_FALSE(try_it());
    EXPECT_TRUE(try_it(now, admin_space, "another"));
}

TEST_F(Authentication, ends_when_the_token_is_erased) {
    world_.erase(token_);
    EXPECT_FALSE(good());
}

TEST_F(Authentication, waits_while_the_owner_is_disabled) {
    owner_.active = false;
    world_.put(owner_);
    EXPECT_FALSE(good());
    owner_.active = true;
    world_.put(owner_);
    EXPECT_TRUE(good());
}

TEST_F(Authentication, looks_at_the_owner_in_the_tokens_own_space) {
    auto twin = owner_;
    twin.space = other_space;
    twin.active = false;
    world_.put(twin);
    EXPECT_TRUE(good());
}

TEST_F(Authentication, refuses_a_token_whose_owner_is_unknown) {
    world_.erase(owner_);
    EXPECT_FALSE(good());
}

TEST_F(Authentication, of_the_system_and_the_operator_needs_no_token) {
    EXPECT_TRUE(check_still_valid(world_, Actor::system(admin_space), now));
    EXPECT_TRUE(check_still_valid(world_, Actor::operator_at_machine(other_space), now));
    EXPECT_TRUE(Actor::operator_at_machine(other_space).scopes.includes(ScopeSet::all()));
}

}  // namespace
}  // namespace gatehouse::service
