// SPDX-License-Identifier: Apache-2.0
#include "wire/ids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace gatehouse::wire {
namespace {

using ::testing::HasSubstr;

/// What the text reads as, written again; "refused" when it does not.
template <class Key>
std::string reread(std::string_view text) {
    auto const key = Key::parse(text);
    if (key) return std::string(key->to_text());
    EXPECT_EQ(key.error().kind, ErrorKind::invalid) << text;
    EXPECT_THAT(key.error().message, HasSubstr(std::string(text))) << "the message names what was given";
    return "refused";
}

char const* const bad_numbers[] = {"",
                                   "0",
                                   "00",
                                   "01",
                                   "-1",
                                   "+1",
                                   " 1",
                                   "1 ",
                                   "1.0",
                                   "1e3",
                                   "0x1",
                                   "١",
                                   "one",
                                   "1\n",
                                   "9007199254740992",     // 2^53
                                   "9223372036854775808",  // 2^63
                                   "99999999999999999999999"};

TEST(GroupKey, is_a_whole_number_from_1) {
    for (auto const* good : {"1", "7", "16777215", "999999999999999"}) EXPECT_EQ(reread<GroupKey>(good), good);
    for (auto const* bad : bad_numbers) EXPECT_EQ(reread<GroupKey>(bad), "refused") << bad;
}

TEST(FolderKey, names_a_type_and_a_number) {
    for (auto const* good : {"app_1", "resource_4", "workflow_16777215", "agent_9", "library_999999999999999"})
        EXPECT_EQ(reread<FolderKey>(good), good);
    auto const key = FolderKey::parse("resource_12").value();
    EXPECT_EQ(key.type, FolderType::resource);
    EXPECT_EQ(key.folder, FolderId{12});
}

TEST(FolderKey, may_be_a_bare_number) {
    auto const key = FolderKey::parse("92").value();
    EXPECT_EQ(key.type, std::nullopt);
    EXPECT_EQ(key.folder, FolderId{92});
    EXPECT_EQ(key.to_text(), "92");
}

TEST(FolderKey, refuses_other_numbers_and_types) {
    for (auto const* bad : bad_numbers) {
        EXPECT_EQ(reread<FolderKey>(bad), "refused") << bad;
        EXPECT_EQ(reread<FolderKey>(std::string("app_") + bad), "refused") << bad;
    }
    for (auto const* bad : {"app", "app_", "_1", "App_1", "apps_1", "screen_1", "app-1", "app__1", "app_1_2", " app_1", "äpp_1"})
        EXPECT_EQ(reread<FolderKey>(bad), "refused") << bad;
}

TEST(FolderKey, of_a_folder_has_its_type) {
    Folder folder;
    folder.folder = {7};
    folder.type = FolderType::library;
    EXPECT_EQ(key_of(folder).to_text(), "library_7");
}

TEST(UserKey, is_user_and_lower_case_letters_or_digits) {
    for (auto const* good : {"user_0123456789abcdef0123456789abcdef", "user_a", "user_7"}) EXPECT_EQ(reread<UserKey>(good), good);
    EXPECT_EQ(reread<UserKey>("user_" + std::string(59, 'a')), "user_" + std::string(59, 'a'));
    EXPECT_EQ(reread<UserKey>("user_" + std::string(60, 'a')), "refused");
    for (auto const* bad : {"", "user_", "user", "user_A", "user_a-b", "user_a b", "USER_a", "group_a", "user_é", "user_a\n", "1"})
        EXPECT_EQ(reread<UserKey>(bad), "refused") << bad;
}

TEST(Uuid, is_read_in_either_case_and_written_in_lower) {
    EXPECT_EQ(reread<Uuid>("0aF1b2c3-d4e5-6789-ABCD-ef0123456789"), "0af1b2c3-d4e5-6789-abcd-ef0123456789");
    for (auto const* bad :
         {"", "0af1b2c3d4e56789abcdef0123456789", "0af1b2c3-d4e5-6789-abcd-ef012345678", "0af1b2c3-d4e5-6789-abcd-ef01234567890",
          "{0af1b2c3-d4e5-6789-abcd-ef01234567}", "0gf1b2c3-d4e5-6789-abcd-ef0123456789", "0af1b2c3-d4e5-6789-abcd_ef0123456789"})
        EXPECT_EQ(reread<Uuid>(bad), "refused") << bad;
}

TEST(Email, has_a_local_part_and_a_host_with_a_dot) {
    for (auto const* good :
         {"ada@example.com", "a+b.c-d_e@sub.example-host.co.uk", "ADA@Example.COM", "名@example.com", "o'neil@example.com"})
        EXPECT_EQ(reread<Email>(good), good);
    EXPECT_EQ(reread<Email>(std::string(64, 'a') + "@example.com"), std::string(64, 'a') + "@example.com");
    for (auto const* bad : {"",
                            "@",
                            "ada",
                            "@example.com",
                            "ada@",
                            "ada@example",
                            "ada@.com",
                            "ada@example.",
                            "ada@exa..mple.com",
                            ".ada@example.com",
                            "ada.@example.com",
                            "a..da@example.com",
                            "a da@example.com",
                            "ada@exa mple.com",
                            "ada@example.com\n",
                            "a@b@example.com",
                            "ada@-example.com",
                            "ada@exämple.com",
                            "<ada@example.com>",
                            "ada,bob@example.com"})
        EXPECT_EQ(reread<Email>(bad), "refused") << bad;
    EXPECT_EQ(reread<Email>(std::string(65, 'a') + "@example.com"), "refused");
    EXPECT_EQ(reread<Email>("a@" + std::string(250, 'b') + ".com"), "refused");
}

TEST(Color, is_a_hash_and_six_hex_digits) {
    for (auto const* good : {"#3C92DC", "#e9ab11", "#000000"}) EXPECT_EQ(reread<Color>(good), good);
    for (auto const* bad : {"", "#", "3C92DC", "#3C92D", "#3C92DCF", "#3C92DG", "#fff", "red", " #3C92DC", "#３C92DC"})
        EXPECT_EQ(reread<Color>(bad), "refused") << bad;
}

}  // namespace
}  // namespace gatehouse::wire
