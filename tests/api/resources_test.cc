// SPDX-License-Identifier: Apache-2.0
#include "tests/api/gatehouse.h"

#include <fmt/format.h>

namespace gatehouse::api_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

Object of_rest(std::string const& name) {
    return {{"type", "restapi"}, {"display_name", name}, {"options", {{"base_url", "https://example.com"}}}, {"folder_id", nullptr}};
}
Object server() { return {{"host", "db.example.com"}, {"port", "5432"}}; }
Object of_database(std::string const& type, AnyValue database) {
    return {{"type", type}, {"display_name", type}, {"options", {{"database_options", database}}}};
}
std::string path_of(Json const& resource) { return "/resources/" + resource["id"].text(); }

TEST(Resources, are_made_as_the_terraform_provider_asks) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/resources", of_rest("orders"));
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_THAT(made["data"].keys(), ElementsAre("id", "type", "display_name", "protected", "created_at", "updated_at"));
    EXPECT_THAT(made["data"]["id"].text(), MatchesRegex(uuid_form));
    EXPECT_EQ(made["data"]["type"], "restapi");
    EXPECT_EQ(made["data"]["display_name"], "orders");
    EXPECT_EQ(made["data"]["protected"], false);
    EXPECT_EQ(made["data"]["created_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(made["data"]["updated_at"], "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(api.get(path_of(made["data"]))["data"], made["data"]);
    EXPECT_EQ(api.get(own(path_of(made["data"])))["folder_id"], "resource_4") << "the root";
}

TEST(Resources, come_with_a_configuration_for_the_default_environment) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/resources", of_rest("orders"))["data"];
    auto const configurations = api.get("/resource_configurations?resource_id=" + made["id"].text());
    ASSERT_EQ(configurations["total_count"], 1);
    EXPECT_EQ(configurations["data"][0]["environment"]["name"], "production");
    EXPECT_EQ(configurations["data"][0]["resource"], made);
    EXPECT_EQ(configurations["data"][0]["options"],
              Json(Object{{"base_url", "https://example.com"}, {"authentication_options", {{"authentication_type", "none"}}}}));
}

TEST(Resources, of_our_own_api_have_any_type_and_no_configuration) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    for (auto const* type : {"airflow", "mongodb", "openAI", "retoolDb", "vertica", "postgresql"})
        EXPECT_EQ(api.post(own("/resources"), {{"display_name", type}, {"type", type}})["type"], type);
    EXPECT_THAT(api.post(own("/resources"), {{"display_name", "x"}, {"type", "oracle"}}),
                IsRefused(400, "type: must be one of airflow, alloydb"));
    EXPECT_EQ(api.get("/resource_configurations")["total_count"], 0);
}

TEST(Resources, are_protected_through_our_own_api) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post(own("/resources"), {{"display_name", "x"}, {"type", "s3"}, {"protected", true}});
    EXPECT_EQ(made["protected"], true);
    EXPECT_EQ(api.get(path_of(made.json))["data"]["protected"], true);
    EXPECT_EQ(api.patch(own(path_of(made.json)), {{"protected", false}})["protected"], false);
    EXPECT_EQ(api.get(path_of(made.json))["data"]["protected"], false);
}

TEST(Resources, of_the_contract_have_one_of_six_types_and_all_three_fields) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.post("/resources", "{}"), IsRefused(400, "type: is required; display_name: is required; options: is required"));
    EXPECT_THAT(api.post("/resources", "[]"), IsRefused(400, R"("display_name": string, "options": object, "folder_id"?: string|null})"));
    EXPECT_THAT(api.post("/resources", {{"type", "s3"}, {"display_name", "x"}, {"options", Object{}}}),
                IsRefused(400, "type: must be one of dbServer, mysql, postgresql, redshift, restapi, snowflake, not 's3'"));
    EXPECT_THAT(api.post("/resources", of_rest("")), IsRefused(400, "display_name: must have at least 1 character"));
    for (auto const* type : {"dbServer", "mysql", "postgresql", "redshift"})
        EXPECT_EQ(api.post("/resources", of_database(type, server()))["data"]["type"], type);
    EXPECT_EQ(api.get("/resources")["total_count"], 4);
    auto more = of_rest("orders");
    more["owner"] = "me";
    EXPECT_EQ(api.post("/resources", more).status, 200) << "this body is open";
    EXPECT_THAT(api.post("/resources", of_rest("orders")), IsRefused(409, "'orders' exists in that folder already"));
}

TEST(Resources, lie_in_the_folder_that_is_asked_for) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto body = of_rest("orders");
    body["folder_id"] = gatehouse.folder("databases", {}, "resource");
    auto const made = api.post("/resources", body);
    EXPECT_EQ(api.get(own(path_of(made["data"])))["folder_id"], body["folder_id"].as_string().c_str());
    body["folder_id"] = "app_1";
    EXPECT_THAT(api.post("/resources", body), HasStatus(422));
    body["folder_id"] = "databases";
    EXPECT_THAT(api.post("/resources", body), IsRefused(400, "folder_id: 'databases' is not a folder id"));
}

TEST(Resources, are_listed_oldest_first_and_by_type) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    EXPECT_THAT(api.get("/resources")["data"].all(), IsEmpty());
    for (auto const* name : {"one", "two"}) {
        api.post("/resources", of_rest(name));
        gatehouse.clock().advance(std::chrono::seconds(1));
    }
    gatehouse.resource("three");
    auto const list = api.get("/resources");
    EXPECT_THAT(list.json.keys(), ElementsAre("success", "data", "total_count", "next_token", "has_more"));
    EXPECT_EQ(list["total_count"], 3);
    EXPECT_TRUE(list["next_token"].is_null());
    EXPECT_EQ(list["has_more"], false);
    EXPECT_THAT(list["data"].each("display_name"), ElementsAre("one", "two", "three"));
    EXPECT_THAT(api.get("/resources?resource_type=postgresql")["data"].each("display_name"), ElementsAre("three"));
    EXPECT_EQ(api.get("/resources?resource_type=vertica")["total_count"], 0);
    EXPECT_THAT(api.get("/resources?resource_type=oracle"), IsRefused(400, "query parameter resource_type: must be one of airflow"));
}

TEST(Resources, come_in_pages_when_asked) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    std::vector<std::string> ids, paged;
    for (int i = 0; i < 5; ++i) gatehouse.resource(fmt::format("r{}", i));  // all in the same moment
    ids = api.get("/resources")["data"].each("id");
    std::string path = "/resources?resource_type=postgresql&limit=2";
    for (auto next = path; !next.empty();) {
        auto const page = api.get(next);
        EXPECT_EQ(page["total_count"], 5);
        for (auto const& id : page["data"].each("id")) paged.push_back(id);
        next = page["has_more"] == true ? path + "&next_token=" + page["next_token"].text() : "";
        ASSERT_LE(paged.size(), 5u);
    }
    EXPECT_EQ(paged, ids);
    EXPECT_THAT(api.get("/resources?limit=0"), IsRefused(400, "limit: must be a whole number from 1 to 100"));
    EXPECT_THAT(api.get("/resources?limit=1&next_token=x"), IsRefused(400, "next_token: 'x' is not a token of an earlier answer"));
    auto const token = api.get("/resources?limit=1")["next_token"].text();
    EXPECT_THAT(api.get("/resources?next_token=" + token), IsRefused(400, "only valid together with limit"));
}

TEST(Resources, are_renamed_by_patch_and_nothing_else) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/resources", of_rest("orders"))["data"];
    api.post("/resources", of_rest("taken"));
    gatehouse.clock().advance(std::chrono::seconds(1));
    auto const renamed = api.replace(path_of(made), "/display_name", "invoices");
    EXPECT_EQ(renamed.status, 200) << renamed.body;
    EXPECT_EQ(renamed["data"]["display_name"], "invoices");
    EXPECT_EQ(renamed["data"]["created_at"], made["created_at"].text());
    EXPECT_EQ(renamed["data"]["updated_at"], "2026-01-05T08:00:01.000Z");
    EXPECT_EQ(api.get(path_of(made))["data"], renamed["data"]);
    EXPECT_THAT(api.replace(path_of(made), "/display_name", ""), IsRefused(400, "display_name: must have at least 1 character"));
    EXPECT_THAT(api.replace(path_of(made), "/display_name", "taken"), HasStatus(409));
    for (auto const* fixed : {"/type", "/options", "/protected", "/id", "/folder_id"})
        EXPECT_THAT(api.replace(path_of(made), fixed, "mysql"), IsRefused(400, "cannot be changed here")) << fixed;
    EXPECT_THAT(api.patch_one(path_of(made), "remove", "/display_name"), IsRefused(400, "operations[0].op: must be one of replace"));
}

TEST(Resources, take_their_configurations_and_grants_along_when_they_go) {
    Gatehouse gatehouse;
    auto api = gatehouse.admin();
    auto const made = api.post("/resources", of_rest("orders"))["data"];
    auto const other = api.post("/resources", of_rest("other"))["data"];
    auto const group = gatehouse.group("support");
    for (auto const& one : {made, other})
        api.post("/permissions/grant",
                 {{"subject", group_subject(group)}, {"object", of_type("resource", one["id"].text())}, {"access_level", "use"}});
    EXPECT_THAT(api.del(path_of(made) + "?deleteUnderlyingDB=maybe"), IsRefused(400, "deleteUnderlyingDB: expected true or false"));
    EXPECT_EQ(api.del(path_of(made) + "?deleteUnderlyingDB=true").status, 204);
    EXPECT_THAT(api.get(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.del(path_of(made)), HasStatus(404));
    EXPECT_THAT(api.get("/resources")["data"].each("display_name"), ElementsAre("other"));
    EXPECT_EQ(api.get("/resource_configurations")["total_count"], 1);
    EXPECT_EQ(api.post("/permissions/listObjects", {{"subject", group_subject(group)}, {"object_type", "resource"}})["total_count"], 1);
}

// --- options: each type has its own -------------------------------------------------------------------------------------------------

/// The error of creating a resource with these options; empty: it was created.
class ResourceOptions : public testing::Test {
protected:
    std::string refusal(std::string const& type, Object const& options) {
        auto const answer = api.post("/resources", {{"type", type}, {"display_name", fmt::format("r{}", ++count)}, {"options", options}});
        EXPECT_EQ(answer.status, answer.status == 200 ? 200 : 400);
        return answer.status == 200 ? "" : answer.message();
    }
    std::string database(std::string const& type, Object options) { return refusal(type, {{"database_options", std::move(options)}}); }
    std::string rest(Object const& authentication) {
        return refusal("restapi", {{"base_url", "https://example.com"}, {"authentication_options", authentication}});
    }
    std::string snowflake(Object const& authentication) {
        return refusal("snowflake",
                       {{"account_identifier", "a"}, {"database_options", {{"name", "n"}}}, {"authentication_options", authentication}});
    }
    /// The server's options, with one more.
    static Object with(std::string const& key, AnyValue value) {
        auto all = server();
        all[key] = value;
        return all;
    }
    Gatehouse gatehouse;
    Client api = gatehouse.admin();
    int count = 0;
};

TEST_F(ResourceOptions, that_the_terraform_provider_mangles_are_refused) {
    EXPECT_EQ(refusal("postgresql", {{"host", "h"}, {"port", 5432}, {"database", "d"}}),
              "options.database_options: is required; options.host: is not a field here; options.port: is not a field here; "
              "options.database: is not a field here");
    EXPECT_EQ(refusal("restapi", {{"authentication_options", {{"authentication_type", "none"}}}}), "options.base_url: is required");
    EXPECT_EQ(api.get("/resources")["total_count"], 0);
}

TEST_F(ResourceOptions, are_those_of_the_type) {
    EXPECT_EQ(refusal("mysql", {{"base_url", "https://example.com"}}),
              "options.database_options: is required; options.base_url: is not a field here");
    EXPECT_EQ(refusal("restapi", {{"base_url", "https://example.com"}, {"database_options", Object{}}}),
              "options.database_options: is not a field here");
    EXPECT_EQ(database("redshift", with("ssh_tunnel_options", Object{})),
              "options.database_options.ssh_tunnel_options: is not a field here");
    EXPECT_EQ(database("redshift", with("ssl_settings", {{"ca_cert", "x"}})),
              "options.database_options.ssl_settings.ca_cert: is not a field here");
    EXPECT_EQ(database("postgresql", with("use_dynamic_database_names", true)),
              "options.database_options.use_dynamic_database_names: is not a field here");
    EXPECT_EQ(database("redshift", with("connection_string", "x")), "options.database_options.connection_string: is not a field here");
}

TEST_F(ResourceOptions, of_databases) {
    EXPECT_EQ(database("mysql", {}), "options.database_options.host: is required; options.database_options.port: is required");
    EXPECT_EQ(database("postgresql", {{"host", "h"}, {"port", 5432}}), "options.database_options.port: expected a string, found a number");
    auto all = server();
    all["name"] = "n";
    all["username"] = "u";
    all["password"] = "p";
    all["disable_converting_queries_to_prepared_statements"] = false;
    all["show_write_gui_only"] = true;
    all["ssl_settings"] = {{"enabled", true}};
    EXPECT_EQ(database("redshift", all), "");
    all["ssl_settings"] = {{"enabled", true}, {"client_key", nullptr}, {"client_cert", "c"}, {"ca_cert", nullptr}};
    all["ssh_tunnel_options"] = {{"enabled", true}, {"host", "h"},     {"port", "22"},
                                 {"username", "u"}, {"password", "p"}, {"private_key_name", "k"}};
    EXPECT_EQ(database("postgresql", all), "");
    EXPECT_EQ(database("dbServer", all), "");
    all["use_dynamic_database_names"] = all["use_dynamic_database_hosts"] = all["convert_mysql_dates_to_javascript"] = false;
    EXPECT_EQ(database("mysql", all), "");
    EXPECT_EQ(database("postgresql", {{"connection_string", "postgres://u:p@h/d"}, {"show_write_gui_only", true}}), "");
    EXPECT_EQ(database("postgresql", {{"show_write_gui_only", true}}), "") << "the contract requires no connection string";
    EXPECT_EQ(database("postgresql", {{"port", "1"}}), "options.database_options.host: is required");
    EXPECT_EQ(database("dbServer", {{"connection_string", "x"}, {"host", "h"}}), "options.database_options.host: is not a field here");
    EXPECT_EQ(
        database("mysql", with("ssh_tunnel_options", {{"host", "h"}})),
        "options.database_options.ssh_tunnel_options.enabled: is required; options.database_options.ssh_tunnel_options.port: is required");
}

TEST_F(ResourceOptions, of_snowflake_have_one_of_three_authentications) {
    EXPECT_EQ(snowflake({{"authentication_type", "snowflake"}, {"username", "u"}, {"password", "p"}}), "");
    EXPECT_EQ(
        snowflake({{"authentication_type", "snowflake_jwt"}, {"username", "u"}, {"private_key", "k"}, {"private_key_passphrase", "p"}}),
        "");
    EXPECT_EQ(
        snowflake(
            {{"authentication_type", "oauth2"}, {"oauth2_client_id", "i"}, {"oauth2_client_secret", "s"}, {"oauth2_callback_url", "u"}}),
        "");
    EXPECT_EQ(snowflake({{"authentication_type", "snowflake"}, {"username", "u"}}), "options.authentication_options.password: is required");
    EXPECT_EQ(snowflake({{"authentication_type", "basic"}}),
              "options.authentication_options.authentication_type: must be one of snowflake, snowflake_jwt, oauth2, not 'basic'");
    EXPECT_EQ(refusal("snowflake", Object{}),
              "options.account_identifier: is required; options.database_options: is required; "
              "options.authentication_options: is required");
    EXPECT_EQ(
        refusal("snowflake", {{"account_identifier", "a"},
                              {"user_role", "r"},
                              {"database_options", {{"name", "n"}, {"schema", "s"}, {"warehouse", "w"}, {"show_write_gui_only", false}}},
                              {"authentication_options", {{"authentication_type", "snowflake"}, {"username", "u"}, {"password", "p"}}}}),
        "");
}

TEST_F(ResourceOptions, of_rest_apis) {
    Object const all{{"base_url", "https://example.com"},
                     {"url_parameters", Array{Array{"a", "b"}, Array{"c", "d"}}},
                     {"headers", Array{Array{"X-A", "b"}, Array{"X-C", "d"}}},
                     {"extra_body_values", Array{}},
                     {"cookies_to_forward", Array{"session"}},
                     {"forward_all_cookies", true},
                     {"authentication_options", {{"authentication_type", "none"}}}};
    EXPECT_EQ(refusal("restapi", all), "");
    EXPECT_EQ(api.get("/resource_configurations")["data"][0]["options"], Json(all)) << "nothing is added";
    for (auto const* relative : {"", "x", "/x", "https://", "https://a b"})
        EXPECT_EQ(refusal("restapi", {{"base_url", relative}}),
                  "options.base_url: must be an absolute URL, such as https://api.example.com");
    EXPECT_EQ(refusal("restapi", {{"base_url", "https://x"}, {"headers", Array{"X-A"}}}),
              "options.headers[0]: expected an array, found a string");
    EXPECT_EQ(refusal("restapi", {{"base_url", "https://x"}, {"headers", {{"X-A", "b"}}}}),
              "options.headers: expected an array, found an object");
}

TEST_F(ResourceOptions, of_rest_apis_have_one_of_eight_authentications) {
    EXPECT_EQ(rest({{"authentication_type", "basic"}, {"basic_username", "u"}, {"basic_password", "p"}}), "");
    EXPECT_EQ(rest({{"authentication_type", "basic"}, {"basic_username", "u"}}), "");
    EXPECT_EQ(rest({{"authentication_type", "bearer"}}), "");
    EXPECT_EQ(rest({{"authentication_type", "bearer"}, {"bearer_token", "t"}, {"more", 1}}), "") << "this one is open";
    EXPECT_EQ(rest({{"authentication_type", "digest"}, {"digest_username", "u"}, {"digest_password", "p"}}), "");
    EXPECT_EQ(rest({{"authentication_type", "auth0"},
                    {"auth0_domain", "d"},
                    {"auth0_client_id", "i"},
                    {"auth0_client_secret", "s"},
                    {"auth0_custom_audience", "a"}}),
              "");
    EXPECT_EQ(rest({{"authentication_type", "aws4"},
                    {"amazon_aws_region", "r"},
                    {"amazon_service_name", "n"},
                    {"amazon_access_key_id", "i"},
                    {"amazon_secret_access_key", "k"},
                    {"auth_with_default_credential_provider_chain", true},
                    {"enable_awsv4_authentication_via_headers", false}}),
              "");
    Object oauth1{{"authentication_type", "oauth1"}, {"oauth1_consumer_key", "k"}, {"oauth1_consumer_secret", "s"},
                  {"oauth1_token_key", "t"},         {"oauth1_token_secret", "u"}, {"oauth1_realm_parameter", "r"}};
    for (auto const* method : {"HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT"}) {
        oauth1["oauth1_signature_method"] = method;
        EXPECT_EQ(rest(oauth1), "");
    }
    oauth1["oauth1_signature_method"] = "RSA-SHA1";
    EXPECT_EQ(rest(oauth1),
              "options.authentication_options.oauth1_signature_method: must be one of HMAC-SHA1, HMAC-SHA256, PLAINTEXT, not 'RSA-SHA1'");
    Object oauth2{{"authentication_type", "oauth2"},
                  {"oauth2_access_token_url", "u"},
                  {"oauth2_auth_url", "a"},
                  {"oauth2_client_id", "i"},
                  {"oauth2_client_secret", "s"}};
    EXPECT_EQ(rest(oauth2), "");
    for (auto const* text : {"oauth2_audience", "oauth2_access_token", "oauth2_callback_url", "oauth2_id_token", "oauth2_refresh_token",
                             "oauth2_scope", "verify_session_url"})
        oauth2[text] = "x";
    oauth2["oauth2_access_token_lifespan_seconds"] = 3600.5;
    oauth2["oauth2_share_user_credentials"] = true;
    EXPECT_EQ(rest(oauth2), "");
    oauth2["oauth2_access_token_lifespan_seconds"] = nullptr;
    EXPECT_EQ(rest(oauth2), "");
    oauth2["oauth2_access_token_lifespan_seconds"] = "3600";
    EXPECT_THAT(rest(oauth2), HasSubstr("oauth2_access_token_lifespan_seconds: expected a number, found a string"));
    EXPECT_EQ(rest({{"authentication_type", "none"}, {"username", "u"}}), "options.authentication_options.username: is not a field here");
    EXPECT_EQ(rest({{"authentication_type", "custom"}}),
              "options.authentication_options.authentication_type: must be one of none, basic, bearer, digest, auth0, aws4, oauth1, "
              "oauth2, not 'custom'");
    EXPECT_EQ(rest({{"authentication_type", "digest"}, {"digest_username", "u"}}),
              "options.authentication_options.digest_password: is required");
    EXPECT_EQ(rest(Object{}), "options.authentication_options.authentication_type: is required");
}

}  // namespace
}  // namespace gatehouse::api_test
