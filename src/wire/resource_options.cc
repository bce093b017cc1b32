// SPDX-License-Identifier: Apache-2.0
#include "wire/resource_options.h"

#include <algorithm>
#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <set>

namespace gatehouse::wire {
namespace {

using json::Nullable;

/// In the order of the published document.
constexpr auto type_names = std::to_array<std::string_view>({
    "airflow",
    "alloydb",
    "asana",
    "athena",
    "basecamp",
    "bigid",
    "bigquery",
    "cassandra",
    "circleci",
    "closeio",
    "cosmosdb",
    "couchdb",
    "databricks",
    "databricksLakebase",
    "datadog",
    "datastore",
    "dbServer",
    "denodo",
    "dynamodb",
    "elasticsearch",
    "firebase",
    "front",
    "gcs",
    "github",
    "googleAnalytics",
    "googleCalendar",
    "googleDocs",
    "googleMaps",
    "googleSearchConsole",
    "googlesheets",
    "graphql",
    "grpc",
    "hubspot",
    "jdbc",
    "jira",
    "lambda",
    "launchdarkly",
    "microsoftTeams",
    "mongodb",
    "mssql",
    "mysql",
    "notion",
    "onesignal",
    "openAI",
    "openapi",
    "oracledb",
    "postgresql",
    "presto",
    "redis",
    "redshift",
    "restapi",
    "rethinkdb",
    "retoolEmail",
    "retoolAI",
    "retoolDb",
    "retoolStorage",
    "s3",
    "salesforce",
    "saphana",
    "sendgrid",
    "shell",
    "slack",
    "slackopenapi",
    "smtp",
    "snowflake",
    "stripe",
    "twilio",
    "vertica",
});

/// A string that is sealed before it is stored and never answered again. Which fields are of this kind decides what is kept secret.
struct Secret {
    std::string text;

    static Result<Secret> parse(std::string_view text) { return Secret{std::string(text)}; }
    std::string const& to_text() const { return text; }
};

/// A number that need not be whole.
struct Number {
    json::Value value;
};

using Pairs = std::vector<std::vector<std::string>>;
using Flag = std::optional<bool>;
using OptionalText = std::optional<std::string>;

}  // namespace
}  // namespace gatehouse::wire

template <>
struct gatehouse::json::Codec<gatehouse::wire::Number> {
    static void read(Value const& in, wire::Number& out, Problems& problems, Path const& at) {
        if (in.is_number())
            out.value = in;
        else
            problems.add_expected(at, "a number", in);
    }
    static void write(std::string& out, wire::Number const& number) { json::write(out, number.value); }
    static Value schema() { return plain_schema("number"); }
};

namespace gatehouse::wire {
namespace {

// --- databases --------------------------------------------------------------------------------------------------------------------

struct SqlFlags {
    Flag disable_converting_queries_to_prepared_statements;
    Flag show_write_gui_only;
};
BOOST_DESCRIBE_STRUCT(SqlFlags, (), (disable_converting_queries_to_prepared_statements, show_write_gui_only))

struct SslSettings {
    using closed = void;
    Flag enabled;
    std::optional<Nullable<Secret>> client_key;
    std::optional<Nullable<std::string>> client_cert;
    std::optional<Nullable<std::string>> ca_cert;
};
BOOST_DESCRIBE_STRUCT(SslSettings, (), (enabled, client_key, client_cert, ca_cert))

struct SshTunnel {
    using closed = void;
    bool enabled = false;
    std::string host;
    std::string port;
    OptionalText username;
    std::optional<Secret> password;
    OptionalText private_key_name;
};
BOOST_DESCRIBE_STRUCT(SshTunnel, (), (enabled, host, port, username, password, private_key_name))

struct DatabaseServer {
    std::string host;
    std::string port;
    OptionalText name;
    OptionalText username;
    std::optional<Secret> password;
};
BOOST_DESCRIBE_STRUCT(DatabaseServer, (), (host, port, name, username, password))

struct TunnelledServer : DatabaseServer {
    std::optional<SslSettings> ssl_settings;
    std::optional<SshTunnel> ssh_tunnel_options;
};
BOOST_DESCRIBE_STRUCT(TunnelledServer, (DatabaseServer), (ssl_settings, ssh_tunnel_options))

struct PostgresServer : TunnelledServer, SqlFlags {
    using closed = void;
};
BOOST_DESCRIBE_STRUCT(PostgresServer, (TunnelledServer, SqlFlags), ())

/// A connection string names the password.
struct PostgresConnection : SqlFlags {
    using closed = void;
    std::optional<Secret> connection_string;
};
BOOST_DESCRIBE_STRUCT(PostgresConnection, (SqlFlags), (connection_string))

/// A server, or a connection string, which the contract does not even require: what has nothing of a server is the latter.
struct PostgresDatabase {
    std::variant<PostgresServer, PostgresConnection> one;
};

struct PostgresOptions {
    using closed = void;
    PostgresDatabase database_options;
};
BOOST_DESCRIBE_STRUCT(PostgresOptions, (), (database_options))

struct MysqlServer : TunnelledServer, SqlFlags {
    using closed = void;
    Flag use_dynamic_database_names;
    Flag use_dynamic_database_hosts;
    Flag convert_mysql_dates_to_javascript;
};
BOOST_DESCRIBE_STRUCT(MysqlServer, (TunnelledServer, SqlFlags),
                      (use_dynamic_database_names, use_dynamic_database_hosts, convert_mysql_dates_to_javascript))

struct MysqlOptions {
    using closed = void;
    MysqlServer database_options;
};
BOOST_DESCRIBE_STRUCT(MysqlOptions, (), (database_options))

struct RedshiftSslSettings {
    using closed = void;
    Flag enabled;
};
BOOST_DESCRIBE_STRUCT(RedshiftSslSettings, (), (enabled))

struct RedshiftServer : DatabaseServer, SqlFlags {
    using closed = void;
    std::optional<RedshiftSslSettings> ssl_settings;
};
BOOST_DESCRIBE_STRUCT(RedshiftServer, (DatabaseServer, SqlFlags), (ssl_settings))

struct RedshiftOptions {
    using closed = void;
    RedshiftServer database_options;
};
BOOST_DESCRIBE_STRUCT(RedshiftOptions, (), (database_options))

struct Authentication {
    static constexpr std::string_view tag = "authentication_type";
};

struct SnowflakePassword : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "snowflake";
    std::string username;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(SnowflakePassword, (), (username, password))

struct SnowflakeKey : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "snowflake_jwt";
    std::string username;
    Secret private_key;
    std::optional<Secret> private_key_passphrase;
};
BOOST_DESCRIBE_STRUCT(SnowflakeKey, (), (username, private_key, private_key_passphrase))

struct SnowflakeOauth2 : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "oauth2";
    std::string oauth2_client_id;
    Secret oauth2_client_secret;
    OptionalText oauth2_callback_url;
};
BOOST_DESCRIBE_STRUCT(SnowflakeOauth2, (), (oauth2_client_id, oauth2_client_secret, oauth2_callback_url))

struct SnowflakeDatabase : SqlFlags {
    using closed = void;
    std::string name;
    OptionalText schema;
    OptionalText warehouse;
};
BOOST_DESCRIBE_STRUCT(SnowflakeDatabase, (SqlFlags), (name, schema, warehouse))

struct SnowflakeOptions {
    using closed = void;
    std::string account_identifier;
    SnowflakeDatabase database_options;
    OptionalText user_role;
    std::variant<SnowflakePassword, SnowflakeKey, SnowflakeOauth2> authentication_options;
};
BOOST_DESCRIBE_STRUCT(SnowflakeOptions, (), (account_identifier, database_options, user_role, authentication_options))

// --- REST and gRPC ----------------------------------------------------------------------------------------------------------------

struct NoAuthentication : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "none";
};
BOOST_DESCRIBE_STRUCT(NoAuthentication, (), ())

struct Basic : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "basic";
    std::string basic_username;
    std::optional<Secret> basic_password;
};
BOOST_DESCRIBE_STRUCT(Basic, (), (basic_username, basic_password))

/// Open, as the only one: what else a client sends is not kept.
struct Bearer : Authentication {
    static constexpr std::string_view tag_value = "bearer";
    std::optional<Secret> bearer_token;
};
BOOST_DESCRIBE_STRUCT(Bearer, (), (bearer_token))

struct Digest : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "digest";
    std::string digest_username;
    Secret digest_password;
};
BOOST_DESCRIBE_STRUCT(Digest, (), (digest_username, digest_password))

struct Auth0 : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "auth0";
    std::string auth0_domain;
    std::string auth0_client_id;
    Secret auth0_client_secret;
    std::string auth0_custom_audience;
};
BOOST_DESCRIBE_STRUCT(Auth0, (), (auth0_domain, auth0_client_id, auth0_client_secret, auth0_custom_audience))

struct Aws4 : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "aws4";
    std::string amazon_aws_region;
    std::string amazon_service_name;
    Secret amazon_access_key_id;  // the original hides the ids of access keys where it answers any
    Secret amazon_secret_access_key;
    Flag auth_with_default_credential_provider_chain;
    Flag enable_awsv4_authentication_via_headers;
};
BOOST_DESCRIBE_STRUCT(Aws4, (),
                      (amazon_aws_region, amazon_service_name, amazon_access_key_id, amazon_secret_access_key,
                       auth_with_default_credential_provider_chain, enable_awsv4_authentication_via_headers))

enum class SignatureMethod { hmac_sha1, hmac_sha256, plaintext };
BOOST_DESCRIBE_ENUM(SignatureMethod, hmac_sha1, hmac_sha256, plaintext)

}  // namespace
}  // namespace gatehouse::wire

template <>
struct gatehouse::json::EnumNames<gatehouse::wire::SignatureMethod> {
    static std::string_view name(wire::SignatureMethod method) {
        switch (method) {
            case wire::SignatureMethod::hmac_sha1:
                return "HMAC-SHA1";
            case wire::SignatureMethod::hmac_sha256:
                return "HMAC-SHA256";
            case wire::SignatureMethod::plaintext:
                return "PLAINTEXT";
        }
        return "";
    }
};

template <>
struct gatehouse::json::Codec<gatehouse::wire::PostgresDatabase> {
    static void read(Value const& in, wire::PostgresDatabase& out, Problems& problems, Path const& at) {
        auto const* object = in.if_object();
        bool const is_server =
            object && !object->contains("connection_string") && std::ranges::any_of(*object, [](auto const& member) {
                return member.key() != "show_write_gui_only" && member.key() != "disable_converting_queries_to_prepared_statements";
            });
        if (is_server)
            Codec<wire::PostgresServer>::read(in, out.one.emplace<wire::PostgresServer>(), problems, at);
        else
            Codec<wire::PostgresConnection>::read(in, out.one.emplace<wire::PostgresConnection>(), problems, at);
    }
    static void write(std::string& out, wire::PostgresDatabase const& value) {
        std::visit([&](auto const& one) { write_to(out, one); }, value.one);
    }
    static Value schema() { return Object{{"anyOf", Array{schema_of<wire::PostgresServer>(), schema_of<wire::PostgresConnection>()}}}; }
};

namespace gatehouse::wire {
namespace {

struct Oauth1 : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "oauth1";
    SignatureMethod oauth1_signature_method = SignatureMethod::hmac_sha1;
    std::string oauth1_consumer_key;
    Secret oauth1_consumer_secret;
    Secret oauth1_token_key;
    Secret oauth1_token_secret;
    std::string oauth1_realm_parameter;
};
BOOST_DESCRIBE_STRUCT(Oauth1, (),
                      (oauth1_signature_method, oauth1_consumer_key, oauth1_consumer_secret, oauth1_token_key, oauth1_token_secret,
                       oauth1_realm_parameter))

struct Oauth2 : Authentication {
    using closed = void;
    static constexpr std::string_view tag_value = "oauth2";
    OptionalText oauth2_audience;
    std::optional<Secret> oauth2_access_token;
    std::string oauth2_access_token_url;
    std::optional<Nullable<Number>> oauth2_access_token_lifespan_seconds;
    std::string oauth2_auth_url;
    std::string oauth2_client_id;
    Secret oauth2_client_secret;
    OptionalText oauth2_callback_url;
    std::optional<Secret> oauth2_id_token;
    std::optional<Secret> oauth2_refresh_token;
    OptionalText oauth2_scope;
    Flag oauth2_share_user_credentials;
    OptionalText verify_session_url;
};
BOOST_DESCRIBE_STRUCT(Oauth2, (),
                      (oauth2_audience, oauth2_access_token, oauth2_access_token_url, oauth2_access_token_lifespan_seconds, oauth2_auth_url,
                       oauth2_client_id, oauth2_client_secret, oauth2_callback_url, oauth2_id_token, oauth2_refresh_token, oauth2_scope,
                       oauth2_share_user_credentials, verify_session_url))

/// A scheme, two slashes and something after them, without blanks or control characters.
struct AbsoluteUrl {
    std::string text;

    static Result<AbsoluteUrl> parse(std::string_view text) {
        auto const colon = text.find("://");
        bool const whole = colon != text.npos && colon > 0 && text.size() > colon + 3;
        auto const is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 127; };
        if (!whole || std::any_of(text.begin(), text.end(), is_blank))
            return invalid("must be an absolute URL, such as https://api.example.com");
        return AbsoluteUrl{std::string(text)};
    }
    std::string const& to_text() const { return text; }
};

struct RestOptions {
    using closed = void;
    AbsoluteUrl base_url;
    std::optional<Pairs> url_parameters;
    std::optional<Pairs> headers;
    std::optional<Pairs> extra_body_values;
    std::optional<std::vector<std::string>> cookies_to_forward;
    Flag forward_all_cookies;
    std::optional<std::variant<NoAuthentication, Basic, Bearer, Digest, Auth0, Aws4, Oauth1, Oauth2>> authentication_options;

    /// Recorded: a configuration without authentication comes back with one that says so.
    void fill_in() {
        if (!authentication_options) authentication_options.emplace();
    }
};
BOOST_DESCRIBE_STRUCT(RestOptions, (),
                      (base_url, url_parameters, headers, extra_body_values, cookies_to_forward, forward_all_cookies,
                       authentication_options))

enum class ProtoSource { url, file_system, reflection };
BOOST_DESCRIBE_ENUM(ProtoSource, url, file_system, reflection)

struct GrpcOptions {
    using closed = void;
    std::optional<std::variant<NoAuthentication, Bearer, Auth0, Oauth2>> authentication_options;
    OptionalText max_receive_message_length;
    OptionalText max_send_message_length;
    std::optional<Pairs> metadata;
    std::optional<json::Value> options;
    OptionalText proto_file_url;
    std::optional<Nullable<Pairs>> proto_file_url_headers;
    std::optional<ProtoSource> proto_source;
    OptionalText service_name;
    std::optional<std::vector<std::string>> service_names;
    Flag verify_session_action_enabled;
};
BOOST_DESCRIBE_STRUCT(GrpcOptions, (),
                      (authentication_options, max_receive_message_length, max_send_message_length, metadata, options, proto_file_url,
                       proto_file_url_headers, proto_source, service_name, service_names, verify_session_action_enabled))

struct NoOptions {
    using closed = void;
};
BOOST_DESCRIBE_STRUCT(NoOptions, (), ())

// --- where secrets lie: what the structs say -------------------------------------------------------------------------------------------

template <class T>
struct SecretsIn {
    static void list(std::string const&, std::set<std::string>&) {}
};
template <>
struct SecretsIn<Secret> {
    static void list(std::string const& at, std::set<std::string>& found) { found.insert(at); }
};
template <class T>
struct SecretsIn<std::optional<T>> : SecretsIn<T> {};
template <class T>
struct SecretsIn<Nullable<T>> : SecretsIn<T> {};
template <class... Alternatives>
struct SecretsIn<std::variant<Alternatives...>> {
    static void list(std::string const& at, std::set<std::string>& found) { (SecretsIn<Alternatives>::list(at, found), ...); }
};
template <>
struct SecretsIn<PostgresDatabase> : SecretsIn<decltype(PostgresDatabase::one)> {};
template <json::DescribedStruct T>
struct SecretsIn<T> {
    static void list(std::string const& at, std::set<std::string>& found) {
        boost::mp11::mp_for_each<json::MembersOf<T>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
            SecretsIn<Field>::list((at.empty() ? "" : at + ".") + std::string(json::wire_name(member.name)), found);
        });
    }
};

// --- one of these for each type ---------------------------------------------------------------------------------------------------------

struct Variant {
    Result<json::Object> (*read)(json::Value const&);
    json::Value (*schema)();
    std::vector<std::string> secrets;
};

template <class T>
Result<json::Object> read_as(json::Value const& in) {
    T options{};
    json::Problems problems;
    json::Path const top;
    json::Codec<T>::read(in, options, problems, json::Path{&top, "options"});
    if (!problems.empty()) return problems.to_error();
    if constexpr (requires { options.fill_in(); }) options.fill_in();
    auto written = TRY(json::parse(json::to_text(options)));
    return std::move(written.as_object());
}

template <class T>
Variant variant_of() {
    std::set<std::string> secrets;
    SecretsIn<T>::list("", secrets);
    return {read_as<T>, json::schema_of<T>, {secrets.begin(), secrets.end()}};
}

Variant const& variant_for(std::string_view type) {
    static std::map<std::string_view, Variant> const variants = {
        {"postgresql", variant_of<PostgresOptions>()}, {"dbServer", variant_of<PostgresOptions>()},
        {"mysql", variant_of<MysqlOptions>()},         {"redshift", variant_of<RedshiftOptions>()},
        {"snowflake", variant_of<SnowflakeOptions>()}, {"restapi", variant_of<RestOptions>()},
        {"grpc", variant_of<GrpcOptions>()},
    };
    static Variant const none = variant_of<NoOptions>();
    auto const found = variants.find(type);
    return found == variants.end() ? none : found->second;
}

}  // namespace

Result<ResourceType> ResourceType::parse(std::string_view text) {
    std::string all;
    for (auto const name : type_names) {
        if (name == text) return ResourceType{std::string(text)};
        all += (all.empty() ? "" : ", ") + std::string(name);
    }
    return invalid("must be one of " + all + ", not '" + std::string(text) + "'");
}

json::Value ResourceType::schema() {
    json::Array names;
    for (auto const name : type_names) names.emplace_back(name);
    return json::plain_schema("string", "enum", std::move(names));
}

Result<json::Object> read_options(std::string_view type, json::Object const& options) {
    return variant_for(type).read(json::Value(options));
}

std::vector<std::string> const& secrets_in_options(std::string_view type) { return variant_for(type).secrets; }

}  // namespace gatehouse::wire

namespace gatehouse::json {

void Codec<wire::ResourceOptions>::read(Value const& in, wire::ResourceOptions& out, Problems& problems, Path const& at) {
    Codec<Object>::read(in, out.values, problems, at);
}

void Codec<wire::ResourceOptions>::write(std::string& out, wire::ResourceOptions const& value) { Codec<Object>::write(out, value.values); }

Value Codec<wire::ResourceOptions>::schema() {
    Array all;
    for (auto const* type : {"postgresql", "mysql", "redshift", "snowflake", "restapi", "grpc", "airflow"})
        all.push_back(wire::variant_for(type).schema());
    return Object{{"anyOf", std::move(all)}};
}

}  // namespace gatehouse::json
