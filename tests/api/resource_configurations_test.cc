// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

constexpr char const* placeholder = "---encrypted-on-server---";

std::string path_of(Json const& configuration) { return "/resource_configurations/" + configuration["id"].text(); }
Object database(std::string const& password) {
    return {{"database_options", {{"host", "db.example.com"}, {"port", "5432"}, {"password", password}}}};
}

/// A Space with a resource of each of two types, which have no configuration yet.
class ResourceConfigurations : public testing::Test {
protected:
    Content body(std::string const& resource, std::string const& environment, Object const& options) {
        return {{"resource_id", resource}, {"environment_id", environment}, {"options", options}};
    }
    std::string make(std::string const& type, std::string const& name) {
        return api.post(own("/resources"), {{"type", type}, {"display_name", name}})["id"].text();
    }
    /// The configuration of a resource made on the way.
    Json made(std::string const& type, Object const& options) {
        auto const answer = api.post("/resource_configurations", body(make(type, fmt::format("{}-{}", type, ++count)), staging, options));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer["data"];
    }
    /// Every stored record, past and present.
    std::string changes() { return api.get(own("/changes?limit=1000")).body; }

    Gatehouse gatehouse;
    Client api = gatehouse.admin();
    std::string production = api.get("/environments")["data"][0]["id"].text();
    std::string staging = api.get("/environments")["data"][1]["id"].text();
    std::string orders = make("restapi", "orders");
    std::string invoices = make("postgresql", "invoices");
    int count = 0;
};

TEST_F(ResourceConfigurations, are_made_as_the_terraform_provider_asks) {
    auto const answer = api.post("/resource_configurations", body(orders, staging, {{"base_url", "https://staging.example.com"}}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    auto const made = answer["data"];
    EXPECT_THAT(made.keys(), ElementsAre("id", "resource", "environment", "options", "created_at", "updated_at"));
    EXPECT_THAT(made["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["resource"], api.get("/resources/" + orders)["data"]);
    EXPECT_EQ(made["environment"], api.get("/environments/" + staging)["data"]);
    EXPECT_EQ(made["options"].value(),
              Value({{"base_url", "https://staging.example.com"}, {"authentication_options", {{"authentication_type", "none"}}}}));
    EXPECT_EQ(made["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(made["updated_at"], "2026-01-05T08:00:00.000Z");
    auto const read = api.get(path_of(made));
    EXPECT_THAT(read.json.keys(), ElementsAre("success", "data")) << "enveloped, whatever the document says";
    EXPECT_EQ(read["data"], made);
}

TEST_F(ResourceConfigurations, name_the_field_that_is_not_what_it_must_be) {
    EXPECT_THAT(api.post("/resource_configurations", "{}"),
                IsRefused(400, "resource_id: is required; environment_id: is required; options: is required"));
    EXPECT_THAT(api.post("/resource_configurations", body(orders, "staging", {})),
                IsRefused(400, "environment_id: 'staging' is not a UUID"));
    EXPECT_THAT(api.post("/resource_configurations", body(unknown_uuid, staging, {})), IsRefused(404, unknown_uuid));
    EXPECT_THAT(api.post("/resource_configurations", body(invoices, unknown_uuid, database("p"))), IsRefused(404, unknown_uuid));
    EXPECT_THAT(api.post("/resource_configurations", body(orders, staging, database("p"))),
                IsRefused(400, "options.base_url: is required"));
    EXPECT_THAT(api.post("/resource_configurations", body(invoices, staging, {{"database_options", {{"host", "h"}, {"port", 5432}}}})),
                IsRefused(400, "options.database_options.port: expected a string, found a number"));
    EXPECT_THAT(api.post("/resource_configurations", body(make("s3", "files"), staging, {{"bucket", "b"}})),
                IsRefused(400, "options.bucket: is not a field here"));
    EXPECT_EQ(api.get("/resource_configurations")["total_count"], 0);
}

TEST_F(ResourceConfigurations, of_grpc_and_of_types_without_options) {
    Object const all{{"authentication_options",
                      {{"authentication_type", "auth0"},
                       {"auth0_domain", "d"},
                       {"auth0_client_id", "i"},
                       {"auth0_client_secret", placeholder},
                       {"auth0_custom_audience", "a"}}},
                     {"max_receive_message_length", "1"},
                     {"max_send_message_length", "2"},
                     {"metadata", Array{Array{"a", "b"}, Array{"c", "d"}}},
                     {"options", {{"anything", 1}}},
                     {"proto_file_url", "u"},
                     {"proto_file_url_headers", nullptr},
                     {"proto_source", "reflection"},
                     {"service_name", "s"},
                     {"service_names", Array{"s"}},
                     {"verify_session_action_enabled", true}};
    auto given = all;
    given["authentication_options"].as_object()["auth0_client_secret"] = "s";
    EXPECT_EQ(made("grpc", given)["options"], Json(all));
    EXPECT_EQ(made("grpc", {})["options"], Json(Object{}));
    EXPECT_EQ(made("s3", {})["options"], Json(Object{}));
    EXPECT_THAT(
        api.post(
            "/resource_configurations",
            body(make("grpc", "x"), staging, {{"authentication_options", {{"authentication_type", "basic"}, {"basic_username", "u"}}}})),
        IsRefused(400, "options.authentication_options.authentication_type: must be one of none, bearer, auth0, oauth2, not 'basic'"));
    EXPECT_THAT(api.post("/resource_configurations", body(make("grpc", "y"), staging, {{"proto_source", "guess"}})),
                IsRefused(400, "options.proto_source: must be one of url, file_system, reflection, not 'guess'"));
}

TEST_F(ResourceConfigurations, are_one_for_each_resource_and_environment) {
    EXPECT_EQ(api.post("/resource_configurations", body(invoices, staging, database("a"))).status, 200);
    EXPECT_THAT(api.post("/resource_configurations", body(invoices, staging, database("b"))),
                IsRefused(409, "'invoices' has a configuration for the environment 'staging' already"));
    EXPECT_EQ(api.post("/resource_configurations", body(invoices, production, database("b"))).status, 200);
}

TEST_F(ResourceConfigurations, are_listed_oldest_first_by_what_is_asked_for) {
    std::vector<std::string> ids;
    for (auto const& one : {body(orders, staging, {{"base_url", "https://x"}}), body(invoices, staging, database("p")),
                            body(invoices, production, database("p"))}) {
        ids.push_back(api.post("/resource_configurations", one)["data"]["id"].text());
        gatehouse.clock().advance(std::chrono::seconds(1));
    }
    auto const listed = [&](std::string const& query) { return api.get("/resource_configurations" + query)["data"].each("id"); };
    auto const all = api.get("/resource_configurations");
    EXPECT_THAT(all.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(all["data"].each("id"), ids);
    EXPECT_EQ(all["data"][1], api.get("/resource_configurations/" + ids[1])["data"]);
    EXPECT_THAT(listed("?resource_type=restapi"), ElementsAre(ids[0]));
    EXPECT_THAT(listed("?resource_id=" + invoices), ElementsAre(ids[1], ids[2]));
    EXPECT_THAT(listed("?environment_id=" + staging), ElementsAre(ids[0], ids[1]));
    EXPECT_THAT(listed("?resource_id=" + invoices + "&environment_id=" + staging), ElementsAre(ids[1]));
    EXPECT_THAT(listed("?resource_id=nothing"), ElementsAre());
    EXPECT_THAT(api.get("/resource_configurations?environment_id=staging"), IsRefused(400, "environment_id: 'staging' is not a UUID"));
    EXPECT_THAT(api.get("/resource_configurations?resource_type=x"), IsRefused(400, "resource_type: must be one of"));
    auto const first = api.get("/resource_configurations?limit=2&resource_id=" + invoices + "&environment_id=" + staging);
    EXPECT_EQ(first["has_more"], false) << "the filter holds for pages too";
    auto const page = api.get("/resource_configurations?limit=2");
    EXPECT_EQ(page["total_count"], 3);
    EXPECT_EQ(page["has_more"], true);
    EXPECT_THAT(listed("?limit=2&next_token=" + page["next_token"].text()), ElementsAre(ids[2]));
}

TEST_F(ResourceConfigurations, have_their_options_replaced_as_a_whole) {
    auto const made = this->made("restapi", {{"base_url", "https://a.example.com"},
                                             {"forward_all_cookies", true},
                                             {"authentication_options", {{"authentication_type", "bearer"}}}});
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const patched = api.replace(path_of(made), "/options", {{"base_url", "https://b.example.com"}});
    EXPECT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched["data"]["options"].value(),
              Value({{"base_url", "https://b.example.com"}, {"authentication_options", {{"authentication_type", "none"}}}}))
        << "what the contract fills in is there again";
    EXPECT_EQ(patched["data"]["created_at"], made["created_at"].text());
    EXPECT_EQ(patched["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(patched["data"]["resource"], made["resource"]) << "as recorded: here the resource is still as it was";
    EXPECT_EQ(api.get(path_of(made))["data"]["resource"]["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(api.get("/resources/" + made["resource"]["id"].text())["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_THAT(api.replace(path_of(made), "/options", database("p")), IsRefused(400, "options.base_url: is required"));
    EXPECT_THAT(api.replace(path_of(made), "/options", nullptr), IsRefused(400, "options: expected an object, found null"));
    EXPECT_THAT(api.replace(path_of(made), "/environment", {{"id", production}}), IsRefused(400, "cannot be changed here"));
    EXPECT_THAT(api.patch_one(path_of(made), "add", "/options", Object{}), IsRefused(400, "operations[0].op: must be one of replace"));
    EXPECT_EQ(api.get(path_of(made))["data"]["options"], patched["data"]["options"]);
}

TEST_F(ResourceConfigurations, go_and_leave_the_resource) {
    auto const made = this->made("postgresql", database("p"));
    EXPECT_EQ(api.del(path_of(made)).status, 204);
    EXPECT_THAT(api.get(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.del(path_of(made)), HasStatus(404));
    EXPECT_EQ(api.get("/resources/" + made["resource"]["id"].text()).status, 200);
    EXPECT_EQ(api.post("/resource_configurations", body(made["resource"]["id"].text(), staging, database("p"))).status, 200)
        << "its place is free";
}

TEST_F(ResourceConfigurations, go_with_their_environment) {
    api.post("/resource_configurations", body(invoices, staging, database("p")));
    auto const stays = api.post("/resource_configurations", body(invoices, production, database("p")))["data"]["id"].text();
    EXPECT_EQ(api.del("/environments/" + staging).status, 204);
    EXPECT_THAT(api.get("/resource_configurations")["data"].each("id"), ElementsAre(stays));
}

TEST_F(ResourceConfigurations, of_another_space_are_not_there) {
    auto const made = this->made("postgresql", database("p"));
    auto space = gatehouse.space("b.example.com");
    EXPECT_EQ(space.admin.get("/resource_configurations")["total_count"], 0);
    EXPECT_THAT(space.admin.get(path_of(made)), HasStatus(404));
    auto const there = space.admin.get("/environments")["data"][1]["id"].text();
    EXPECT_THAT(space.admin.post("/resource_configurations", body(invoices, there, database("p"))), HasStatus(404)) << "a resource of here";
    EXPECT_THAT(api.post("/resource_configurations", body(invoices, there, database("p"))), HasStatus(404)) << "an environment of there";
}

TEST_F(ResourceConfigurations, are_called_with_either_family_of_scopes) {
    for (std::string const family : {"resources", "resource_configurations"}) {
        EXPECT_EQ(gatehouse.with_scopes({family + ":read"}).get("/resource_configurations").status, 200) << family;
        EXPECT_EQ(gatehouse.with_scopes({family + ":write"}).post("/resource_configurations", "{}").status, 400) << family;
    }
}

// --- secrets --------------------------------------------------------------------------------------------------------------------------

/// Each string of the object that starts with `hidden` is replaced by the placeholder.
Value masked(Value value) {
    if (auto* object = value.if_object())
        for (auto& [key, member] : *object) member = masked(member);
    if (auto* text = value.if_string(); text && text->starts_with("hidden")) *text = placeholder;
    return value;
}

TEST_F(ResourceConfigurations, never_show_a_secret_again) {
    auto const authenticated = [](Object authentication) {
        return Object{{"base_url", "https://example.com"}, {"authentication_options", std::move(authentication)}};
    };
    auto const in_snowflake = [](Object authentication) {
        return Object{
            {"account_identifier", "a"}, {"database_options", {{"name", "n"}}}, {"authentication_options", std::move(authentication)}};
    };
    Object const server{
        {"host", "h"},
        {"port", "1"},
        {"name", "n"},
        {"username", "u"},
        {"password", "hidden-a"},
        {"ssl_settings", {{"enabled", true}, {"client_key", "hidden-b"}, {"client_cert", "c"}, {"ca_cert", "c"}}},
        {"ssh_tunnel_options",
         {{"enabled", true}, {"host", "h"}, {"port", "22"}, {"username", "u"}, {"password", "hidden-c"}, {"private_key_name", "k"}}}};
    std::vector<std::pair<std::string, Object>> const all{
        {"postgresql", {{"database_options", server}}},
        {"dbServer", {{"database_options", {{"connection_string", "hidden://u:p@h/d"}}}}},
        {"mysql", {{"database_options", server}}},
        {"redshift", {{"database_options", {{"host", "h"}, {"port", "1"}, {"password", "hidden-d"}}}}},
        {"snowflake", in_snowflake({{"authentication_type", "snowflake"}, {"username", "u"}, {"password", "hidden-e"}})},
        {"snowflake", in_snowflake({{"authentication_type", "snowflake_jwt"},
                                    {"username", "u"},
                                    {"private_key", "hidden-f"},
                                    {"private_key_passphrase", "hidden-g"}})},
        {"snowflake", in_snowflake({{"authentication_type", "oauth2"}, {"oauth2_client_id", "i"}, {"oauth2_client_secret", "hidden-h"}})},
        {"restapi", authenticated({{"authentication_type", "basic"}, {"basic_username", "u"}, {"basic_password", "hidden-i"}})},
        {"restapi", authenticated({{"authentication_type", "bearer"}, {"bearer_token", "hidden-j"}})},
        {"restapi", authenticated({{"authentication_type", "digest"}, {"digest_username", "u"}, {"digest_password", "hidden-k"}})},
        {"restapi", authenticated({{"authentication_type", "auth0"},
                                   {"auth0_domain", "d"},
                                   {"auth0_client_id", "i"},
                                   {"auth0_client_secret", "hidden-l"},
                                   {"auth0_custom_audience", "a"}})},
        {"restapi", authenticated({{"authentication_type", "aws4"},
                                   {"amazon_aws_region", "r"},
                                   {"amazon_service_name", "n"},
                                   {"amazon_access_key_id", "hidden-m"},
                                   {"amazon_secret_access_key", "hidden-n"}})},
        {"restapi", authenticated({{"authentication_type", "oauth1"},
                                   {"oauth1_signature_method", "HMAC-SHA1"},
                                   {"oauth1_consumer_key", "k"},
                                   {"oauth1_consumer_secret", "hidden-o"},
                                   {"oauth1_token_key", "hidden-p"},
                                   {"oauth1_token_secret", "hidden-q"},
                                   {"oauth1_realm_parameter", "r"}})},
        {"restapi", authenticated({{"authentication_type", "oauth2"},
                                   {"oauth2_access_token", "hidden-r"},
                                   {"oauth2_access_token_url", "u"},
                                   {"oauth2_auth_url", "a"},
                                   {"oauth2_client_id", "i"},
                                   {"oauth2_client_secret", "hidden-s"},
                                   {"oauth2_id_token", "hidden-t"},
                                   {"oauth2_refresh_token", "hidden-u"}})},
        {"grpc", {{"authentication_options", {{"authentication_type", "bearer"}, {"bearer_token", "hidden-v"}}}}},
    };
    for (auto const& [type, options] : all) {
        SCOPED_TRACE(json::text_of(options));
        auto const made = this->made(type, options);
        EXPECT_EQ(made["options"].value(), masked(options));
        EXPECT_EQ(api.get(path_of(made))["data"], made);
        EXPECT_EQ(api.replace(path_of(made), "/options", options)["data"]["options"].value(), masked(options));
    }
    EXPECT_THAT(api.get("/resource_configurations").body, Not(HasSubstr("hidden")));
    EXPECT_THAT(changes(), Not(HasSubstr("hidden"))) << "nor does any stored record hold one";
    EXPECT_THAT(changes(), HasSubstr("https://example.com")) << "while the rest of the options is there";
    for (auto const& line : gatehouse.log()) EXPECT_THAT(line.detail, Not(HasSubstr("hidden")));
}

/// What is stored of the last change to that configuration.
Json stored(Client& api, Json const& configuration) {
    Json last;
    for (auto const& change : api.get(own("/changes?limit=1000"))["data"].all())
        if (change["after"]["configuration"] == configuration["id"].text()) last = change["after"]["options"];
    return last;
}

TEST_F(ResourceConfigurations, keep_a_secret_that_comes_back_as_it_was_shown) {
    auto const made = this->made("postgresql", database("hidden"));
    auto const before = stored(api, made)["database_options"];
    EXPECT_NE(before["password"].text(), "(missing)");
    EXPECT_NE(before["password"], placeholder);
    auto options = made["options"].value();
    options.at("database_options").as_object()["host"] = "new.example.com";
    auto const patched = api.replace(path_of(made), "/options", options);
    EXPECT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched["data"]["options"]["database_options"]["host"], "new.example.com");
    auto const after = stored(api, made)["database_options"];
    EXPECT_EQ(after["host"], "new.example.com");
    EXPECT_EQ(after["password"], before["password"]);
    EXPECT_EQ(api.replace(path_of(made), "/options/database_options/port", "1").status, 200) << "nor is one touched that is not named";
    EXPECT_EQ(stored(api, made)["database_options"]["password"], before["password"]);
    EXPECT_EQ(api.replace(path_of(made), "/options", database("another")).status, 200);
    EXPECT_NE(stored(api, made)["database_options"]["password"], before["password"]);
}

TEST_F(ResourceConfigurations, refuse_the_placeholder_where_no_secret_is_kept) {
    EXPECT_THAT(
        api.post("/resource_configurations", body(invoices, staging, database(placeholder))),
        IsRefused(400, "options.database_options.password: '---encrypted-on-server---' stands for a secret that is kept, and none is"));
    auto const made = this->made("postgresql", {{"database_options", {{"host", "h"}, {"port", "1"}}}});
    EXPECT_THAT(api.replace(path_of(made), "/options", database(placeholder)), IsRefused(400, "options.database_options.password: "));
    EXPECT_THAT(api.replace(path_of(made), "/options", {{"database_options", {{"connection_string", placeholder}}}}),
                IsRefused(400, "options.database_options.connection_string: "));
    EXPECT_EQ(api.get(path_of(made))["data"], made);
}

}  // namespace
}  // namespace gatehouse::api_test
