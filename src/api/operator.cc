// SPDX-License-Identifier: Apache-2.0
#include "api/tables.h"
#include "api/token_lifecycle.h"
#include "service/feed.h"

#include <boost/describe/class.hpp>

/// What the command line asks of the server, through the socket in the data directory. `?space=DOMAIN` names a Space; none means the Admin
/// Space.
namespace gatehouse::api {
namespace {

struct ChainView {
    std::int64_t rows = 0;
    std::int64_t revisions = 0;
    std::string broken;  // empty: nothing
};
BOOST_DESCRIBE_STRUCT(ChainView, (), (rows, revisions, broken))

struct DoctorView {
    std::int64_t revision = 0;
    std::string database;  // what is wrong; empty: nothing
    std::string chain;
    std::string history;
    std::string engine;
};
BOOST_DESCRIBE_STRUCT(DoctorView, (), (revision, database, chain, history, engine))

Result<WholeList<TokenView>> list_tokens(service::Read& read) {
    WholeList<TokenView> list;
    for (auto const& token : TRY(service::list_access_tokens(read))) list.values.push_back(present(token));
    return list;
}

Result<Plain<TokenView, 201>> create_token(service::Write& write, Body<NewTokenBody> body) {
    auto const wanted = TRY(to_new_token(*body, write.actor.scopes));
    return Plain<TokenView, 201>{present(TRY(service::create_access_token(write, wanted)))};
}

Result<NoContent> revoke_token(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<wire::Uuid>("accessTokenId"));
    TRY(service::revoke_access_token(write, {id.text}));
    return NoContent{};
}

Result<Plain<ChainView>> verify_audit(service::Read& read) {
    auto const check = TRY(service::verify_chain(read));
    return Plain<ChainView>{{check.rows, check.revisions, check.broken}};
}

/// Runs where writes run, so that no write falls between looking at the engine and at the database.
Result<Plain<DoctorView>> doctor(service::Write& write) {
    auto const health = TRY(service::examine(write));
    return Plain<DoctorView>{{health.revision, health.database, health.chain.broken, health.history, health.engine}};
}

}  // namespace

std::vector<Endpoint> operator_endpoints() {
    auto const anyone = Access::any_token();  // whoever can open the socket is the operator
    return {
        Endpoint{get, "/tokens", anyone, "access_token.list", list_tokens}.says("Every access token that is not revoked"),
        Endpoint{post, "/tokens", anyone, "access_token.create", create_token}.says("Creates an access token"),
        Endpoint{del, "/tokens/{accessTokenId}", anyone, "access_token.revoke", revoke_token}.says("Revokes an access token"),
        Endpoint{post, "/audit/verify", anyone, "audit.verify", verify_audit}.says("Follows the hash chain of the change log"),
        Endpoint{post, "/doctor", anyone, "server.doctor", doctor}.says("Whether database, change log and engine agree"),
    };
}

}  // namespace gatehouse::api
