// SPDX-License-Identifier: Apache-2.0
#include "service/bootstrap.h"

#include "base/crypto.h"
#include "domain/access_token.h"
#include "service/access_tokens.h"
#include "service/users.h"
#include "store/access_tokens.h"
#include "store/groups.h"
#include "store/log.h"
#include "store/record.h"
#include "store/spaces.h"
#include "store/users.h"

#include <fmt/format.h>

namespace gatehouse::service {
namespace {

constexpr char const* token_label = "ADMIN_API_ACCESS_TOKEN";

std::vector<std::string> every_scope() {
    std::vector<std::string> names;
    for (auto const scope : all_scopes()) names.emplace_back(name_of(scope));
    return names;
}

Result<void> make_admin_space(Write& write, BootstrapSettings const& settings) {
    Space space;
    space.space = {TRY(store::next_number(write.tx, "spaces"))};
    space.sid = "org_" + crypto::random_hex(32);
    space.name = "Admin";
    space.domain = settings.domain;
    space.created_at = space.updated_at = write.now;
    TRY(store::insert(write.tx, space));
    TRY(fill_new_space(write));
    auto const admin = TRY(create_user(write, {settings.admin_email, "Admin", "User", true, {}, UserType::default_}));
    for (auto const& group : TRY(store::groups(write.session)))
        if (group.role == GroupRole::admin)
            TRY(store::insert(write.tx, Membership{write.space, group.group, admin.user, false, write.now, Origin::bootstrap}));
    return {};
}

/// The settings decide what the Admin Space is called; what it was called before is free again.
Result<void> set_admin_domain(Write& write, std::string const& domain) {
    auto const taken = TRY(store::find_space_by_domain(write.session, domain));
    if (taken && taken->space != admin_space)
        return conflict(fmt::format("The base domain '{}' belongs to the Space '{}' ({}); give that one another domain first", domain,
                                    taken->name, taken->sid));
    auto const before = *TRY(store::find_space(write.session, admin_space));
    Space after = before;
    after.domain = domain;
    if (after != before) after.updated_at = write.now;
    return store::update(write.tx, before, after);
}

/// The admin the settings name, or the first one there is.
Result<UserId> owner_of_token(Write& write, BootstrapSettings const& settings) {
    std::optional<UserId> first;
    for (auto const& user : TRY(store::users(write.session, {}, {}, -1))) {
        if (!user.active || !write.facts().is_admin(user.user)) continue;
        if (user.email == settings.admin_email) return user.user;
        if (!first) first = user.user;
    }
    if (!first) return unprocessable("The Admin Space has no active admin who could own ADMIN_API_ACCESS_TOKEN");
    return *first;
}

Result<void> make_token_true(Write& write, BootstrapSettings const& settings) {
    auto const& secret = *settings.token;
    auto const hash = crypto::sha256_hex(secret);
    auto const before = TRY(store::find_access_token_by_hash(write.tx.connection(), hash));
    if (before && before->space != admin_space) return conflict("ADMIN_API_ACCESS_TOKEN is a token of another Space");
    AccessToken after = before.value_or(AccessToken{});
    after.space = admin_space;
    if (!before) {
        after.token = {crypto::random_uuid()};
        after.label = token_label;
        after.hash = hash;
        after.last4 = secret.substr(secret.size() - 4);
        after.created_at = after.updated_at = write.now;
    }
    after.owner = TRY(owner_of_token(write, settings));
    after.scopes = settings.token_scopes.empty() ? every_scope() : settings.token_scopes;
    after.expires_at.reset();
    after.revoked_at.reset();
    if (!before) return store::insert(write.tx, after);
    if (after != *before) after.updated_at = write.now;
    return store::update(write.tx, *before, after);
}

}  // namespace

Result<Bootstrapped> bootstrap(Writer& writer, BootstrapSettings const& settings) {
    if (settings.token && settings.token->size() < shortest_bootstrap_token)
        return invalid(fmt::format("The token to start with must have at least {} characters", shortest_bootstrap_token));
    return writer.commit<Bootstrapped>(Actor::system(admin_space), "server.bootstrap", [&](Write& write) -> Result<Bootstrapped> {
        Bootstrapped made;
        made.fresh = !TRY(store::find_space(write.session, admin_space)).has_value();
        if (made.fresh)
            TRY(make_admin_space(write, settings));
        else
            TRY(set_admin_domain(write, settings.domain));
        if (settings.token) {
            TRY(make_token_true(write, settings));
        } else if (made.fresh) {
            made.first_token =
                TRY(create_access_token(write, {"First token", "Made with the database", every_scope(), std::nullopt})).secret;
        }
        return made;
    });
}

}  // namespace gatehouse::service
