// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <fmt/format.h>

namespace gatehouse::cli {
namespace {

struct TokenOptions {
    std::string data_dir;
    std::string space;
    std::string label = "Made on the command line";
    std::vector<std::string> scopes;
    std::string expires_at;
    std::string id;
    bool as_json = false;
};

std::string with_space(std::string path, TokenOptions const& options) {
    return options.space.empty() ? path : path + "?" + query_part("space", options.space);
}

int create(Operator const& server, TokenOptions const& options) {
    json::Object body{{"label", options.label}};
    if (!options.scopes.empty()) body["scopes"] = json::Array(options.scopes.begin(), options.scopes.end());
    if (!options.expires_at.empty()) body["expires_at"] = options.expires_at;
    auto const made = server.ask(http::Method::post, with_space("/tokens", options), json::text_of(body));
    if (!made) return fail(made.error());
    if (options.as_json) return print(json::text_of(*made) + "\n");
    // The secret alone on standard output, so that it can be caught in a variable.
    std::fprintf(stderr, "Made %s. The secret is shown this once:\n", std::string(made->at("id").as_string()).c_str());
    return print(std::string(made->at("access_token").as_string()) + "\n");
}

int list(Operator const& server, TokenOptions const& options) {
    auto const listed = server.ask(http::Method::get, with_space("/tokens", options));
    if (!listed) return fail(listed.error());
    if (options.as_json) return print(json::text_of(listed->at("data")) + "\n");
    std::string out = fmt::format("{:36}  {:5}  {:24}  {:6}  {}\n", "ID", "LAST4", "EXPIRES", "SCOPES", "LABEL");
    for (auto const& token : listed->at("data").as_array()) {
        auto const& expires = token.at("expires_at");
        out += fmt::format("{:36}  {:5}  {:24}  {:6}  {}\n", std::string(token.at("id").as_string()),
                           std::string(token.at("last4").as_string()), expires.is_string() ? std::string(expires.get_string()) : "never",
                           token.at("scopes").as_array().size(), std::string(token.at("label").as_string()));
    }
    return print(out);
}

int revoke(Operator const& server, TokenOptions const& options) {
    // It becomes part of a path, so nothing in it may mean something there.
    if (options.id.find_first_not_of("0123456789abcdefABCDEF-") != std::string::npos)
        return fail(invalid(fmt::format("'{}' is no id of a token; 'gatehouse token list' shows them", options.id)));
    auto const done = server.ask(http::Method::del, with_space("/tokens/" + options.id, options));
    if (!done) return fail(done.error());
    return print("Revoked " + options.id + "\n");
}

using Action = int (*)(Operator const&, TokenOptions const&);

}  // namespace

void add_token_commands(CLI::App& app, OpenOperator const& open, Run& chosen) {
    auto options = std::make_shared<TokenOptions>();
    auto* group = app.add_subcommand("token", "Access tokens: create, list, revoke");
    group->require_subcommand(1);
    auto const add = [&](char const* name, char const* help, Action action) {
        auto* command = group->add_subcommand(name, help);
        add_data_dir(*command, options->data_dir);
        command->add_option("--space", options->space, "The domain of the Space (default: the Admin Space)")->type_name("DOMAIN");
        command->callback([options, open, action, &chosen] {
            chosen = [options, open, action] {
                auto const server = open(options->data_dir);
                return server ? action(*server, *options) : fail(server.error());
            };
        });
        return command;
    };
    auto* creating = add("create", "Make an access token and show its secret, this once", create);
    creating->add_option("--label", options->label, "What it is for");
    creating->add_option("--scope", options->scopes, "A scope it gets, such as users:read; may be repeated (default: all)")
        ->type_name("SCOPE");
    creating->add_option("--expires-at", options->expires_at, "When it ends, such as 2027-01-31T00:00:00Z (default: never)")
        ->type_name("TIME");
    creating->add_flag("--json", options->as_json, "Print the whole answer as JSON");
    add("list", "List the access tokens that are not revoked", list)->add_flag("--json", options->as_json, "Print JSON");
    add("revoke", "End an access token", revoke)->add_option("id", options->id, "Its id, from 'token list'")->required()->type_name("ID");
}

}  // namespace gatehouse::cli
