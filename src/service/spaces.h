// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/space.h"
#include "service/context.h"

#include <string>
#include <string_view>
#include <vector>

/// Spaces. Made and changed from the Admin Space only.
namespace gatehouse::service {

/// A DNS name in lower case. Errors: unprocessable, naming what is wrong with it.
Result<std::string> parse_domain(std::string_view text);

/// The Spaces made from this one, oldest first: none, anywhere but in the Admin Space.
Result<std::vector<Space>> list_spaces(Read& read);

/// Errors of all of these: forbidden when called from another Space than the Admin Space; not_found.
Result<Space> find_space(Read& read, std::string_view sid);

struct NewSpace {
    std::string name;
    std::string domain;
    std::vector<std::string> users_to_copy_as_admins;  // e-mails of users of the Admin Space
    bool create_admin_user = false;  // the caller becomes an admin there, instead of being invited; so too when nobody else would be one
};
/// A Space with its own groups, folders and environments. Errors: unprocessable for a domain that is bad or taken, or an
/// e-mail that no active user of the Admin Space has.
Result<Space> create_space(Write& write, NewSpace const& wanted);
/// Errors: not_found; unprocessable as above; conflict for the Admin Space.
Result<Space> edit_space(Write& write, std::string_view sid, std::string const& name, std::string_view domain);
/// Everything in it goes. Errors: not_found; conflict for the Admin Space.
Result<void> delete_space(Write& write, std::string_view sid);

/// The groups, folders and environments every Space starts with.
Result<void> fill_new_space(Write& write);

}  // namespace gatehouse::service
