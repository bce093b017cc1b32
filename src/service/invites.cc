// SPDX-License-Identifier: Apache-2.0
#include "service/invites.h"

#include "base/crypto.h"
#include "service/erase_access.h"
#include "service/organization.h"
#include "service/text.h"
#include "service/users.h"
#include "store/grants.h"
#include "store/groups.h"
#include "store/invites.h"
#include "store/log.h"
#include "store/record.h"
#include "store/roles.h"
#include "store/users.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace gatehouse::service {
namespace {

bool is_pending(Invite const& invite, Timestamp now) { return !invite.claimed_at && invite.expires_at > now; }

/// 256 bits that only this server can make: there is nothing to guess.
std::string token_of(Read& read, Space const& space, Invite const& invite) {
    return fmt::format("{}.{}", invite.invite.number,
                       read.vault.sign(fmt::format("invite {} {} {}", space.sid, invite.invite.number, invite.nonce)));
}

/// Where people reach `space`: the server's public address with the Space's domain as its host.
std::string address_of(std::string_view public_url, Space const& space) {
    while (public_url.ends_with('/')) public_url.remove_suffix(1);
    auto const scheme = public_url.find("://");
    if (space.space == admin_space || scheme == public_url.npos) return std::string(public_url);
    auto const host = public_url.substr(scheme + 3);
    auto const bracket = host.starts_with('[') ? host.find(']') : 0;  // colons within an IPv6 address are none before a port
    auto const port = std::min(host.find_first_of(":/", bracket), host.size());
    return fmt::format("{}{}{}", public_url.substr(0, scheme + 3), space.domain, host.substr(port));
}

/// Fills in what an invite's record does not hold. One per answer: it remembers whom it looked up.
class Presenter {
public:
    Presenter(Read& read, Space space) : read_(read), space_(std::move(space)), address_(address_of(read.rules.public_url, space_)) {}

    Result<ShownInvite> show(Invite invite) {
        ShownInvite shown;
        if (invite.invited_by) shown.invited_by = TRY(sid_of(*invite.invited_by));
        if (invite.claimed_by) shown.claimed_by = TRY(sid_of(*invite.claimed_by));
        // Behind the '#', where no server and no log of one sees it.
        if (is_pending(invite, read_.now) && TRY(could_make(invite)))
            shown.link = fmt::format("{}/invite#{}", address_, token_of(read_, space_, invite));
        shown.invite = std::move(invite);
        return shown;
    }

private:
    /// Whoever has the link can join in the invited person's place. So it is shown only to those who could give away all that it holds.
    Result<bool> could_make(Invite const& invite) {
        auto const& scopes = read_.actor.scopes;
        if (!scopes.has(Scope::users_write)) return false;
        if (!scopes.has(Scope::groups_write) && !TRY(store::group_invites_of(read_.session, invite.invite)).empty()) return false;
        if (scopes.has(Scope::permissions_write)) return true;
        return TRY(store::all_grants_of(read_.session, subject(invite.invite))).empty() &&
               TRY(store::role_grants_of(read_.session, subject(invite.invite))).empty();
    }

    Result<std::string> sid_of(UserId user) {
        auto const known = sids_.find(user);
        if (known != sids_.end()) return known->second;
        auto const found = TRY(store::find_user(read_.session, user));
        return sids_.emplace(user, found ? found->sid : std::string()).first->second;
    }

    Read& read_;
    Space space_;
    std::string address_;
    std::map<UserId, std::string> sids_;
};

Result<ShownInvite> show_invite(Read& read, Invite invite) {
    Presenter presenter(read, TRY(this_space(read)));
    return presenter.show(std::move(invite));
}

Result<void> check_nobody_has(Read& read, Invite const& invite) {
    auto const taken = TRY(store::find_user_by_email(read.session, invite.email_key));
    if (!taken) return {};
    return conflict(taken->active ? fmt::format("'{}' is a user already: {}", invite.email, taken->sid)
                                  : fmt::format("'{}' is a disabled user; enable the account again: {}", invite.email, taken->sid));
}

/// Those that an invite can lead to: everybody comes into All Users anyway.
Result<std::set<GroupId>> to_groups(Read& read, std::vector<GroupId> const& wanted) {
    std::set<GroupId> groups;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const group = TRY(store::find_group(read.session, wanted[i]));
        if (!group) return not_found(fmt::format("defaultGroupIds[{}]: No group '{}' found for organization", i, wanted[i].number));
        if (group->role != GroupRole::all_users) groups.insert(group->group);
    }
    return groups;
}

void start_anew(Write& write, Invite& invite) {
    invite.nonce = crypto::random_hex(32);
    invite.expires_at = write.now + invite_lifetime;
}

/// Takes as long for a good token as for a bad one.
bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned differences = 0;
    for (std::size_t i = 0; i < a.size(); ++i) differences |= static_cast<unsigned>(a[i] ^ b[i]);
    return differences == 0;
}

/// The pending invite that `token` was made for.
Result<std::optional<Invite>> invite_of_token(Read& read, std::string_view token) {
    auto const none = std::optional<Invite>{};
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
    if (error != std::errc{}) return none;
    auto invite = TRY(store::find_invite(read.session, {number}));
    if (!invite || !is_pending(*invite, read.now)) return none;
    auto const space = TRY(this_space(read));
    return same_secret(token, token_of(read, space, *invite)) ? invite : none;
}

/// What the invite holds becomes the user's.
Result<void> hand_over(Write& write, Invite const& invite, User const& user) {
    for (auto const& attached : TRY(store::group_invites_of(write.session, invite.invite))) {
        TRY(store::erase(write.tx, attached));
        TRY(store::insert(write.tx,
                          Membership{write.space, attached.group, user.user, false, write.now, Origin::invite, invite.invited_by}));
    }
    for (auto const& before : TRY(store::all_grants_of(write.session, subject(invite.invite)))) {
        Grant after = before;
        after.subject_kind = SubjectKind::user;
        after.subject_number = user.user.number;
        TRY(store::erase(write.tx, before));
        TRY(store::insert(write.tx, after));
    }
    for (auto const& before : TRY(store::role_grants_of(write.session, subject(invite.invite)))) {
        RoleGrant after = before;
        after.subject_kind = SubjectKind::user;
        after.subject_number = user.user.number;
        after.updated_at = write.now;
        TRY(store::update(write.tx, before, after));
    }
    return {};
}

Result<ShownInvite> add_to_invite(Write& write, Invite const& before, std::set<GroupId> const& groups, json::Object const& metadata) {
    for (auto const group : groups)
        if (!TRY(store::find_group_invite(write.session, group, before.invite)))
            TRY(store::insert(write.tx, GroupInvite{write.space, group, before.invite, write.now}));
    Invite after = before;
    for (auto const& [name, value] : metadata) after.metadata[name] = value;
    TRY(store::update(write.tx, before, after));
    return show_invite(write, std::move(after));
}

}  // namespace

Result<Invite> require_invite(Read& read, InviteId invite) {
    auto found = TRY(store::find_invite(read.session, invite));
    if (!found) return not_found(fmt::format("No user invite '{}' found for organization", invite.number));
    return *std::move(found);
}

Result<std::vector<ShownInvite>> show_invites(Read& read, std::vector<Invite> invites) {
    Presenter presenter(read, TRY(this_space(read)));
    std::vector<ShownInvite> shown;
    shown.reserve(invites.size());
    for (auto& invite : invites) shown.push_back(TRY(presenter.show(std::move(invite))));
    return shown;
}

Result<std::vector<ShownInvite>> list_invites(Read& read, WithGroups with) {
    auto all = TRY(store::invites(read.session));
    auto shown = TRY(show_invites(read, std::move(all)));
    if (with == WithGroups::no) return shown;
    auto rows = TRY(store::all_groups_of_invites(read.session));
    auto row = rows.begin();
    for (auto& one : shown) {
        one.groups.emplace();
        for (; row != rows.end() && row->first <= one.invite.invite; ++row)
            if (row->first == one.invite.invite) one.groups->push_back(std::move(row->second));
    }
    return shown;
}

Result<ShownInvite> find_invite(Read& read, InviteId invite, WithGroups with) {
    auto found = TRY(require_invite(read, invite));
    auto shown = TRY(show_invite(read, std::move(found)));
    if (with == WithGroups::yes) shown.groups = TRY(store::groups_of(read.session, invite));
    return shown;
}

Result<ShownInvite> create_invite(Write& write, NewInvite const& wanted) {
    auto const groups = TRY(to_groups(write, wanted.groups));
    // Every other way into a group needs this scope. Whoever makes a Space may fill it.
    if (!groups.empty() && write.actor.space == write.space && !write.actor.scopes.has(Scope::groups_write))
        return forbidden("Forbidden: API token is missing one of \"groups:write\", which defaultGroupIds needs");
    Invite invite;
    invite.space = write.space;
    invite.email = wanted.email;
    invite.email_key = lower_case(wanted.email);
    TRY(check_nobody_has(write, invite));
    if (auto const pending = TRY(store::find_pending_invite(write.session, invite.email_key, write.now)))
        return add_to_invite(write, *pending, groups, wanted.metadata);
    invite.invite = {TRY(store::next_number(write.tx, "invites"))};
    // Somebody who makes a Space is a user of another one, where the same number may be anybody's.
    if (write.actor.space == write.space) invite.invited_by = write.actor.user;
    invite.metadata = wanted.metadata;
    invite.created_at = write.now;
    start_anew(write, invite);
    TRY(store::insert(write.tx, invite));
    for (auto const group : groups) TRY(store::insert(write.tx, GroupInvite{write.space, group, invite.invite, write.now}));
    return show_invite(write, std::move(invite));
}

Result<ShownInvite> renew_invite(Write& write, InviteId number) {
    auto const before = TRY(require_invite(write, number));
    if (before.claimed_at) return conflict(fmt::format("Invite '{}' was claimed; it cannot be renewed", number.number));
    TRY(check_nobody_has(write, before));
    auto const other = TRY(store::find_pending_invite(write.session, before.email_key, write.now));
    if (other && other->invite != number)
        return conflict(fmt::format("Another invite to '{}' is pending: {}", before.email, other->invite.number));
    Invite after = before;
    start_anew(write, after);
    TRY(store::update(write.tx, before, after));
    return show_invite(write, std::move(after));
}

Result<void> delete_invite(Write& write, InviteId number) {
    auto const invite = TRY(require_invite(write, number));
    TRY(erase_access_of(write, subject(number)));
    for (auto const& attached : TRY(store::group_invites_of(write.session, number))) TRY(store::erase(write.tx, attached));
    return store::erase(write.tx, invite);
}

Result<User> claim_invite(Write& write, std::string_view token, Newcomer const& newcomer) {
    auto const before = TRY(invite_of_token(write, token));
    auto const not_valid = [] { return not_found("This invite is not valid, or not any more; ask for a new one"); };
    if (!before) return not_valid();
    // An invitation is worth what the one who gave it is.
    if (auto const inviter = before->invited_by ? write.facts().user(*before->invited_by) : std::nullopt; inviter && !inviter->active)
        return not_valid();
    NewUser wanted{before->email, newcomer.first_name, newcomer.last_name, true, before->metadata, UserType::default_};
    if (before->user_type == InviteUserType::mobile) wanted.user_type = UserType::mobile;
    auto user = TRY(create_user(write, wanted));
    TRY(hand_over(write, *before, user));
    Invite after = *before;
    after.claimed_by = user.user;
    after.claimed_at = write.now;
    TRY(store::update(write.tx, *before, after));
    return user;
}

}  // namespace gatehouse::service
