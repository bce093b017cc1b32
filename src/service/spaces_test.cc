// SPDX-License-Identifier: Apache-2.0
#include "service/spaces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace gatehouse::service {
namespace {

using ::testing::HasSubstr;

std::string domain_of(std::string_view text) {
    auto const domain = parse_domain(text);
    if (domain) return *domain;
    EXPECT_EQ(domain.error().kind, ErrorKind::unprocessable) << text;
    return "refused: " + domain.error().message;
}

TEST(Domain, is_a_dns_name_in_lower_case) {
    struct {
        char const* given;
        char const* kept;
    } const good[] = {
        {"acme.example.com", "acme.example.com"},
        {"ACME.Example.COM", "acme.example.com"},
        {"intranet", "intranet"},
        {"a-b.c--d.example", "a-b.c--d.example"},
        {"xn--bcher-kva.example", "xn--bcher-kva.example"},
        {"3com.example", "3com.example"},
        {"1.2.3.example", "1.2.3.example"},
        {"example.a1", "example.a1"},
        {"app.localhost", "app.localhost"},
    };
    for (auto const& [given, kept] : good) EXPECT_EQ(domain_of(given), kept);
}

TEST(Domain, that_dns_does_not_know_is_refused_with_the_reason) {
    struct {
        char const* given;
        char const* why;
    } const bad[] = {
        {"", "1 to 253 characters"},
        {".", "a part is empty"},
        {".example.com", "a part is empty"},
        {"example.com.", "a part is empty"},
        {"a..example", "a part is empty"},
        {"-a.example", "a part starts with '-'"},
        {"a-.example", "a part ends with '-'"},
        {"a.example-", "a part ends with '-'"},
        {"a.-example", "a part starts with '-'"},
        {"a_b.example", "only letters, digits"},
        {"a b.example", "only letters, digits"},
        {"bücher.example", "only letters, digits"},
        {"example.com:3000", "only letters, digits"},
        {"https://example.com", "only letters, digits"},
        {"example.com/x", "only letters, digits"},
        {"*.example.com", "only letters, digits"},
        {"[::1]", "only letters, digits"},
        {"example.com\n", "only letters, digits"},
    };
    for (auto const& [given, why] : bad) EXPECT_THAT(domain_of(given), HasSubstr(why)) << given;
}

TEST(Domain, that_means_this_server_is_refused) {
    for (auto const* given : {"localhost", "LOCALHOST", "127.0.0.1", "10.0.0.1", "1", "example.123"})
        EXPECT_THAT(domain_of(given), HasSubstr("it would stand for this server itself")) << given;
}

TEST(Domain, has_parts_of_63_characters_and_253_in_all) {
    std::string const part(63, 'a');
    EXPECT_EQ(domain_of(part + ".example"), part + ".example");
    EXPECT_THAT(domain_of(part + "a.example"), HasSubstr("longer than 63"));
    auto const longest = part + "." + part + "." + part + "." + std::string(61, 'b');
    ASSERT_EQ(longest.size(), 253u);
    EXPECT_EQ(domain_of(longest), longest);
    EXPECT_THAT(domain_of(longest + "b"), HasSubstr("1 to 253 characters"));
}

}  // namespace
}  // namespace gatehouse::service
