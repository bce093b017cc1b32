// SPDX-License-Identifier: Apache-2.0
#include "service/invites.h"

#include "domain/role.h"
#include "service/bootstrap.h"
#include "service/groups.h"
#include "service/spaces.h"
#include "store/grants.h"
#include "store/invites.h"
#include "store/record.h"
#include "store/sqlite/sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace gatehouse::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr Timestamp start{std::chrono::milliseconds(1'762'489'316'927)};

template <class T>
T value(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message + " | " + result.error().detail);
    return std::move(result).value();
}

/// A server of which only the writer is there.
struct House {
    explicit House(std::string public_url = "http://localhost:3000") {
        Rules rules;
        rules.public_url = std::move(public_url);
        writer = value(Writer::open(*database, engine, clock, rules, vault));
        value(bootstrap(*writer, {}));
    }

    template <class Work>
    auto write(Work work, SpaceId space = admin_space) {
        using Made = decltype(work(std::declval<Write&>()));
        using T = std::remove_cvref_t<decltype(std::declval<Made&>().value())>;
        return value(writer->commit<T>(Actor::system(space), "test", work));
    }

    std::unique_ptr<store::Database> database = value(store::sqlite::open_ephemeral());
    access::Engine engine;
    ManualClock clock{start};
    crypto::Vault vault{std::string(crypto::Vault::key_bytes, 'k')};
    std::unique_ptr<Writer> writer;
};

/// An invite with a grant and a role, as onboarding gives them to people to be.
Result<ShownInvite> invite_with_grants(Write& write) {
    auto shown = TRY(create_invite(write, {"ada@example.com", {}, {}}));
    auto const who = subject(shown.invite.invite);
    TRY(store::insert(write.tx, Grant{write.space, who.kind, who.number, ObjectKind::folder, "1", AccessLevel::edit, write.now,
                                      Origin::blueprint, UserId{1}, 7, std::nullopt}));
    RoleGrant role_grant;
    role_grant.space = write.space;
    role_grant.role_grant = {"00000000-0000-4000-8000-000000000001"};
    role_grant.role = {"00000000-0000-4000-8000-000000000002"};
    role_grant.subject_kind = who.kind;
    role_grant.subject_number = who.number;
    role_grant.created_at = role_grant.updated_at = write.now;
    TRY(store::insert(write.tx, role_grant));
    return shown;
}

std::string token_of(ShownInvite const& shown) { return shown.link->substr(shown.link->rfind('#') + 1); }

Result<std::vector<RoleGrant>> all_role_grants(Write& write) { return store::select<RoleGrant>(write.session, "true"); }

TEST(ClaimingAnInvite, hands_its_grants_and_roles_to_the_user) {
    House house;
    auto const invited = house.write(invite_with_grants);
    house.clock.advance(std::chrono::hours(1));
    auto const user = house.write([&](Write& w) { return claim_invite(w, token_of(invited), {"Ada", "Lovelace"}); });

    auto const grants = house.write([&](Write& w) { return store::all_grants_of(w.session, subject(user.user)); });
    ASSERT_THAT(grants, SizeIs(1));
    EXPECT_EQ(grants[0], (Grant{admin_space, SubjectKind::user, user.user.number, ObjectKind::folder, "1", AccessLevel::edit, start,
                                Origin::blueprint, UserId{1}, 7, std::nullopt}))
        << "where it came from stays known";
    auto const roles = house.write(all_role_grants);
    ASSERT_THAT(roles, SizeIs(1));
    EXPECT_EQ(roles[0].subject(), subject(user.user));
    EXPECT_EQ(roles[0].role_grant.text, "00000000-0000-4000-8000-000000000001");
    EXPECT_THAT(house.write([&](Write& w) { return store::all_grants_of(w.session, subject(invited.invite.invite)); }), IsEmpty());
}

TEST(DeletingAnInvite, takes_its_grants_and_roles_along) {
    House house;
    auto const invited = house.write(invite_with_grants);
    house.write([&](Write& w) -> Result<bool> {
        TRY(delete_invite(w, invited.invite.invite));
        return true;
    });
    EXPECT_THAT(house.write([&](Write& w) { return store::all_grants_of(w.session, subject(invited.invite.invite)); }), IsEmpty());
    EXPECT_THAT(house.write(all_role_grants), IsEmpty());
}

TEST(TheLinkOfAnInvite, has_the_domain_of_its_space_in_the_public_address) {
    struct {
        char const* public_url;
        char const* of_the_admin_space;
        char const* of_another;
    } const cases[] = {
        {"http://localhost:3000", "http://localhost:3000/invite#1.", "http://b.example.com:3000/invite#1."},
        {"https://gate.example.com", "https://gate.example.com/invite#1.", "https://b.example.com/invite#1."},
        {"https://gate.example.com/", "https://gate.example.com/invite#1.", "https://b.example.com/invite#1."},
        {"https://gate.example.com:8443/base", "https://gate.example.com:8443/base/invite#1.", "https://b.example.com:8443/base/invite#1."},
        {"http://[::1]:3000", "http://[::1]:3000/invite#1.", "http://b.example.com:3000/invite#1."},
        {"http://[::1]", "http://[::1]/invite#1.", "http://b.example.com/invite#1."},
    };
    for (auto const& [public_url, of_the_admin_space, of_another] : cases) {
        House house(public_url);
        auto const space = house.write([](Write& w) { return create_space(w, {"b", "b.example.com", {}, false}); });
        auto const invite = [](Write& w) { return create_invite(w, {"ada@example.com", {}, {}}); };
        EXPECT_THAT(*house.write(invite).link, StartsWith(of_the_admin_space));
        EXPECT_THAT(*house.write(invite, space.space).link, StartsWith(of_another));
    }
}

}  // namespace
}  // namespace gatehouse::service
