// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "domain/folder.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>

/// Ids as the contract writes them. Source: Retool API reference, "Identifiers".
namespace gatehouse::wire {

/// `app_92`. Where the contract takes a bare number in its place, it is read without a type.
struct FolderKey {
    FolderId folder;
    std::optional<FolderType> type;

    static Result<FolderKey> parse(std::string_view text);
    std::string to_text() const;
    static json::Value schema();
};
FolderKey key_of(Folder const& folder);

/// `user_` and lower-case letters or digits.
struct UserKey {
    std::string sid;

    static Result<UserKey> parse(std::string_view text);
    std::string const& to_text() const { return sid; }
    static json::Value schema();
};

struct Uuid {
    std::string text;

    static Result<Uuid> parse(std::string_view text);
    std::string const& to_text() const { return text; }
    static json::Value schema();
};

/// A group's number, as text in a path.
struct GroupKey {
    GroupId group;

    static Result<GroupKey> parse(std::string_view text);
    std::string to_text() const { return std::to_string(group.number); }
    static json::Value schema();
};

/// An invite's number, and an access request's, in the same form.
struct InviteKey {
    InviteId invite;

    static Result<InviteKey> parse(std::string_view text);
    std::string to_text() const { return std::to_string(invite.number); }
    static json::Value schema() { return GroupKey::schema(); }
};
struct AccessRequestKey {
    AccessRequestId request;

    static Result<AccessRequestKey> parse(std::string_view text);
    std::string to_text() const { return std::to_string(request.number); }
    static json::Value schema() { return GroupKey::schema(); }
};

struct Email {
    std::string text;

    static Result<Email> parse(std::string_view text);
    std::string const& to_text() const { return text; }
    static json::Value schema();
};

/// `#3C92DC`.
struct Color {
    std::string text;

    static Result<Color> parse(std::string_view text);
    std::string const& to_text() const { return text; }
    static json::Value schema();
};

}  // namespace gatehouse::wire
