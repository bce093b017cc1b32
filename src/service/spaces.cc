// SPDX-License-Identifier: Apache-2.0
#include "service/spaces.h"

#include "base/crypto.h"
#include "domain/folder.h"
#include "domain/group.h"
#include "service/environments.h"
#include "service/groups.h"
#include "service/invites.h"
#include "service/text.h"
#include "service/users.h"
#include "store/environments.h"
#include "store/groups.h"
#include "store/log.h"
#include "store/record.h"
#include "store/spaces.h"
#include "store/users.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

namespace gatehouse::service {
namespace {

Result<void> require_admin_space(Read& read) {
    if (read.space == admin_space) return {};
    return forbidden("Spaces are managed from the Admin Space only");
}

Result<void> check_domain_is_free(Read& read, std::string const& domain, SpaceId own) {
    auto const taken = TRY(store::find_space_by_domain(read.session, domain));
    if (taken && taken->space != own) return unprocessable(fmt::format("domain: '{}' belongs to another Space", domain));
    return {};
}

Result<void> put_folder(Write& write, FolderType type, FolderRole role, std::string name, std::optional<FolderId> parent) {
    Folder folder;
    folder.space = write.space;
    folder.folder = {TRY(store::next_number(write.tx, "folders"))};
    folder.type = type;
    folder.role = role;
    folder.name = std::move(name);
    folder.parent = parent;
    folder.created_at = folder.updated_at = write.now;
    return store::insert(write.tx, folder);
}

Result<void> put_root(Write& write, FolderType type) { return put_folder(write, type, FolderRole::root, "root", std::nullopt); }

Result<void> put_group(Write& write, Group group) {
    group.space = write.space;
    group.group = {TRY(store::next_number(write.tx, "groups"))};
    group.created_at = group.updated_at = write.now;
    return store::insert(write.tx, group);
}

Result<Group> admin_group(Read& read) {
    for (auto& group : TRY(store::groups(read.session)))
        if (group.role == GroupRole::admin) return std::move(group);
    return internal("the new Space has no admin group");
}

/// An account in the new Space for somebody of the Admin Space, as a member of its admin group.
Result<void> copy_as_admin(Write& there, User const& original) {
    auto existing = TRY(store::find_user_by_email(there.session, original.email_key));
    if (!existing) {
        NewUser const copy{original.email, original.first_name, original.last_name, true, original.metadata, original.user_type};
        existing = TRY(create_user(there, copy));
    }
    auto const group = TRY(admin_group(there));
    if (TRY(store::find_membership(there.session, group.group, existing->user))) return {};
    return store::insert(there.tx, Membership{there.space, group.group, existing->user, false, there.now, Origin::bootstrap});
}

/// Somebody of the Admin Space who will be an admin of the new one if they wish; none who has an account there.
Result<void> invite_as_admin(Write& there, User const& original) {
    if (TRY(store::find_user_by_email(there.session, original.email_key))) return {};
    auto const admins = TRY(admin_group(there));
    TRY(create_invite(there, {original.email, {admins.group}, {}}));
    return {};
}

}  // namespace

Result<std::string> parse_domain(std::string_view text) {
    auto domain = lower_case(text);
    auto const bad = [&](std::string_view why) { return unprocessable(fmt::format("domain: '{}' is not a DNS name: {}", text, why)); };
    if (domain.empty() || domain.size() > 253) return bad("it must have 1 to 253 characters");
    std::size_t label = 0;
    bool digits_only = true;
    for (std::size_t i = 0; i <= domain.size(); ++i) {
        if (i == domain.size() || domain[i] == '.') {
            if (label == 0) return bad("a part is empty");
            if (label > 63) return bad("a part is longer than 63 characters");
            if (domain[i - 1] == '-') return bad("a part ends with '-'");
            if (i < domain.size()) digits_only = true;
            label = 0;
            continue;
        }
        char const c = domain[i];
        bool const letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '-') return bad("only letters, digits, '-' and '.' are allowed");
        if (c == '-' && label == 0) return bad("a part starts with '-'");
        digits_only = digits_only && digit;
        ++label;
    }
    // The last part all digits would read as an IP address, and those mean the Admin Space.
    if (digits_only || domain == "localhost") return bad("it would stand for this server itself");
    return domain;
}

Result<std::vector<Space>> list_spaces(Read& read) { return store::child_spaces(read.session); }

Result<Space> find_space(Read& read, std::string_view sid) {
    TRY(require_admin_space(read));
    auto found = TRY(store::find_space_by_sid(read.session, sid));
    if (!found) return not_found(fmt::format("No space '{}' found for organization", sid));
    return *std::move(found);
}

Result<Space> create_space(Write& write, NewSpace const& wanted) {
    TRY(require_admin_space(write));
    auto const domain = TRY(parse_domain(wanted.domain));
    TRY(check_domain_is_free(write, domain, {}));

    std::vector<User> admins;
    for (std::size_t i = 0; i < wanted.users_to_copy_as_admins.size(); ++i) {
        auto const& email = wanted.users_to_copy_as_admins[i];
        auto found = TRY(store::find_user_by_email(write.session, lower_case(email)));
        if (!found || !found->active)
            return unprocessable(
                fmt::format("options.users_to_copy_as_admins[{}]: no active user of the Admin Space has the email '{}'", i, email));
        admins.push_back(*std::move(found));
    }
    // Without anybody to let the others in, the Space would be closed for good: then the caller is an admin, and not just invited.
    std::optional<User> caller, invited;
    if (write.actor.user) caller = TRY(store::find_user(write.session, *write.actor.user));
    if (caller && (wanted.create_admin_user || admins.empty()))
        admins.push_back(*std::move(caller));
    else
        invited = std::move(caller);

    Space space;
    space.space = {TRY(store::next_number(write.tx, "spaces"))};
    space.sid = "org_" + crypto::random_hex(32);
    space.parent = admin_space;
    space.name = wanted.name;
    space.domain = domain;
    space.created_at = space.updated_at = write.now;
    TRY(store::insert(write.tx, space));

    auto tx = write.tx.in(space.space);
    Write there{{tx, write.world, write.actor, space.space, write.now, write.rules, write.vault}, tx};
    TRY(fill_new_space(there));
    for (auto const& admin : admins) TRY(copy_as_admin(there, admin));
    if (invited) TRY(invite_as_admin(there, *invited));
    return space;
}

Result<Space> edit_space(Write& write, std::string_view sid, std::string const& name, std::string_view domain_text) {
    auto const before = TRY(find_space(write, sid));
    // Its domain is the operator's. Given away, it could be taken by a Space that no request would reach.
    if (before.space == admin_space) return conflict("The Admin Space keeps its name, and --base-domain sets its domain");
    auto const domain = TRY(parse_domain(domain_text));
    TRY(check_domain_is_free(write, domain, before.space));
    Space after = before;
    after.name = name;
    after.domain = domain;
    after.updated_at = write.now;
    TRY(store::update(write.tx, before, after));
    return after;
}

Result<void> delete_space(Write& write, std::string_view sid) {
    auto const space = TRY(find_space(write, sid));
    if (space.space == admin_space) return conflict("The Admin Space cannot be deleted");
    auto tx = write.tx.in(space.space);
    for (auto const& record : TRY(store::records_of(tx))) TRY(store::erase_record(tx, record));
    return store::erase(write.tx, space);
}

Result<void> fill_new_space(Write& write) {
    using enum AccessLevel;
    auto const everybody = write.rules.default_access == DefaultAccess::open ? use : none;
    auto const group = [](char const* name, GroupRole role, AccessLevel app, AccessLevel resource, AccessLevel workflow,
                          AccessLevel library) {
        Group made;
        made.name = name;
        made.role = role;
        made.universal_app_access = app;
        made.universal_resource_access = resource;
        made.universal_workflow_access = workflow;
        made.universal_query_library_access = library;
        made.account_details_access = true;
        return made;
    };
    auto all = group("All Users", GroupRole::all_users, everybody, everybody, none, none);
    auto admin = group("admin", GroupRole::admin, own, own, own, edit);
    admin.user_list_access = admin.audit_log_access = admin.unpublished_release_access = admin.usage_analytics_access = admin.theme_access =
        true;
    auto editor = group("editor", GroupRole::editor, edit, own, edit, edit);
    editor.user_list_access = editor.unpublished_release_access = true;
    auto viewer = group("viewer", GroupRole::viewer, use, use, use, use);
    viewer.user_list_access = true;
    for (auto const& one : {all, admin, editor, viewer}) TRY(put_group(write, one));

    // The numbers follow from this order: `app_1` is the app root, as clients of the original know it.
    TRY(put_root(write, FolderType::app));
    TRY(put_folder(write, FolderType::app, FolderRole::archive, "archive", FolderId{1}));
    TRY(put_folder(write, FolderType::app, FolderRole::personal_root, "personalRoot", std::nullopt));
    TRY(put_root(write, FolderType::resource));
    TRY(put_root(write, FolderType::workflow));
    TRY(put_folder(write, FolderType::workflow, FolderRole::archive, "archive", FolderId{5}));
    TRY(put_root(write, FolderType::agent));
    TRY(put_root(write, FolderType::library));

    auto const production = TRY(create_environment(write, {"production", "The environment your users work in", "#3C92DC"}));
    Environment as_default = production;
    as_default.is_default = true;
    TRY(store::update(write.tx, production, as_default));
    TRY(create_environment(write, {"staging", "The environment to try changes in", "#E9AB11"}));
    return {};
}

}  // namespace gatehouse::service
