// SPDX-License-Identifier: Apache-2.0
#include "base/vault.h"

#include <gtest/gtest.h>

namespace gatehouse::crypto {
namespace {

Vault const vault(std::string(32, 'k'));

TEST(Vault, gives_back_what_was_sealed) {
    for (std::string const& secret : {std::string(), std::string("hunter2"), std::string("\0\x01\xff", 3), std::string(100'000, 'x')})
        EXPECT_EQ(vault.open(vault.seal(secret, "here"), "here").value(), secret);
}

TEST(Vault, shows_nothing_of_the_secret_and_never_the_same_text_twice) {
    auto const once = vault.seal("hunter2", "here"), again = vault.seal("hunter2", "here");
    EXPECT_NE(once, again);
    EXPECT_EQ(once.find("hunter2"), std::string::npos);
}

TEST(Vault, refuses_what_was_sealed_for_another_place_with_another_key_or_was_changed) {
    auto const sealed = vault.seal("hunter2", "here");
    EXPECT_FALSE(vault.open(sealed, "there"));
    EXPECT_FALSE(Vault(std::string(32, 'K')).open(sealed, "here"));
    EXPECT_FALSE(vault.open("", "here"));
    EXPECT_FALSE(vault.open("not sealed at all", "here"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(vault.open(changed, "here")) << i;
    }
}

TEST(Vault, signs_the_same_text_alike_and_no_other) {
    EXPECT_EQ(vault.sign("invite 1"), vault.sign("invite 1"));
    EXPECT_NE(vault.sign("invite 1"), vault.sign("invite 2"));
    EXPECT_NE(vault.sign("invite 1"), Vault(std::string(32, 'K')).sign("invite 1"));
    EXPECT_EQ(vault.sign("invite 1").size(), 43u);
}

TEST(Vault, takes_no_key_of_another_length) { EXPECT_THROW(Vault("short"), std::invalid_argument); }

}  // namespace
}  // namespace gatehouse::crypto
