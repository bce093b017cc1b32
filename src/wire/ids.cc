// SPDX-License-Identifier: Apache-2.0
#include "wire/ids.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace gatehouse::wire {
namespace {

/// Digits only, no sign, no leading zero; at most 15 of them, so that it is a number to every client.
std::optional<std::int64_t> positive_number(std::string_view text) {
    if (text.empty() || text.size() > 15 || text.front() == '0') return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

Result<FolderKey> FolderKey::parse(std::string_view text) {
    if (auto const number = positive_number(text)) return FolderKey{{*number}, std::nullopt};
    auto const line = text.find('_');
    if (line != text.npos) {
        auto const type = json::enum_from<FolderType>(text.substr(0, line));
        auto const number = positive_number(text.substr(line + 1));
        if (type && number) return FolderKey{{*number}, type};
    }
    return invalid(fmt::format("'{}' is not a folder id such as app_12 (types: {})", text, json::names_of<FolderType>()));
}

std::string FolderKey::to_text() const {
    auto number = std::to_string(folder.number);
    return type ? std::string(json::name_of(*type)) + '_' + number : number;
}

json::Value FolderKey::schema() {
    return json::Object{{"type", "string"}, {"pattern", "^(app|workflow|resource|agent|library)_([0-9]\\d*)$"}};
}

FolderKey key_of(Folder const& folder) { return {folder.folder, folder.type}; }

Result<UserKey> UserKey::parse(std::string_view text) {
    bool const good = text.size() > 5 && text.size() <= 64 && text.starts_with("user_") &&
                      std::all_of(text.begin() + 5, text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    if (good) return UserKey{std::string(text)};
    return invalid(fmt::format("User sid is misformatted: {}", text));
}

json::Value UserKey::schema() { return json::Object{{"type", "string"}, {"pattern", "user_([a-z0-9]+)"}}; }

Result<Uuid> Uuid::parse(std::string_view text) {
    bool good = text.size() == 36;
    for (std::size_t i = 0; good && i < text.size(); ++i)
        good = (i == 8 || i == 13 || i == 18 || i == 23) ? text[i] == '-' : is_hex(text[i]);
    if (!good) return invalid(fmt::format("'{}' is not a UUID", text));
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'F') c = char(c - 'A' + 'a');
    return Uuid{std::move(lower)};
}

json::Value Uuid::schema() { return json::Object{{"type", "string"}, {"format", "uuid"}}; }

Result<GroupKey> GroupKey::parse(std::string_view text) {
    if (auto const number = positive_number(text)) return GroupKey{{*number}};
    return invalid(fmt::format("'{}' is not a group id, which is a whole number from 1", text));
}

json::Value GroupKey::schema() { return json::Object{{"type", "string"}, {"pattern", "^\\d+$"}}; }

Result<InviteKey> InviteKey::parse(std::string_view text) {
    if (auto const number = positive_number(text)) return InviteKey{{*number}};
    return invalid(fmt::format("'{}' is not an invite id, which is a whole number from 1", text));
}

Result<AccessRequestKey> AccessRequestKey::parse(std::string_view text) {
    if (auto const number = positive_number(text)) return AccessRequestKey{{*number}};
    return invalid(fmt::format("'{}' is not an access request id, which is a whole number from 1", text));
}

Result<Email> Email::parse(std::string_view text) {
    auto const at = text.rfind('@');
    bool good = at != text.npos && at >= 1 && at <= 64 && text.size() <= 254;
    if (good) {
        auto const local = text.substr(0, at), host = text.substr(at + 1);
        auto const plain = [](char c) {
            return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '"' && c != '(' && c != ')' && c != ',' && c != ':' &&
                   c != ';' && c != '<' && c != '>' && c != '[' && c != '\\' && c != ']' && c != '@';
        };
        good =
            std::all_of(local.begin(), local.end(), plain) && local.front() != '.' && local.back() != '.' && local.find("..") == local.npos;
        good = good && host.find('.') != host.npos && host.find("..") == host.npos && host.front() != '.' && host.back() != '.' &&
               host.front() != '-' && std::all_of(host.begin(), host.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
               });
    }
    if (good) return Email{std::string(text)};
    return invalid(fmt::format("'{}' is not an e-mail address", text));
}

json::Value Email::schema() { return json::Object{{"type", "string"}, {"format", "email"}}; }

Result<Color> Color::parse(std::string_view text) {
    if (text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), is_hex)) return Color{std::string(text)};
    return invalid(fmt::format("'{}' is not a colour such as #3C92DC", text));
}

json::Value Color::schema() { return json::Object{{"type", "string"}, {"pattern", "^#[A-Fa-f0-9]{6}$"}}; }

}  // namespace gatehouse::wire
