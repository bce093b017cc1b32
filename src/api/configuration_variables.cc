// SPDX-License-Identifier: Apache-2.0
#include "service/configuration_variables.h"
#include "api/tables.h"
#include "wire/ids.h"

#include <boost/describe/class.hpp>

namespace gatehouse::api {
namespace {

using json::Nullable;
using json::Text;
using wire::Uuid;

/// `environment_id` is any text here: what names no environment is refused with the words of the original, whatever its form.
struct ValueView {
    std::string environment_id;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(ValueView, (), (environment_id, value))

/// Source: Retool API reference, "Configuration Variables". `description` is absent when there is none.
struct VariableView {
    Uuid id;
    std::string name;
    std::optional<std::string> description;
    bool secret = false;
    std::vector<ValueView> values;
};
BOOST_DESCRIBE_STRUCT(VariableView, (), (id, name, description, secret, values))

struct VariableBody {
    Text<1> name;
    std::optional<Nullable<std::string>> description;
    bool secret = false;
    std::vector<ValueView> values;
};
BOOST_DESCRIBE_STRUCT(VariableBody, (), (name, description, secret, values))

VariableView present(ConfigurationVariable const& variable) {
    VariableView view{{variable.variable.text}, variable.name, variable.description, variable.secret, {}};
    for (auto& one : service::shown_values(variable)) view.values.push_back({std::move(one.environment.text), std::move(one.value)});
    return view;
}

service::VariableEdit to_edit(VariableBody const& body) {
    service::VariableEdit edit;
    edit.name = body.name.value;
    if (body.description) edit.description = body.description->value;
    edit.secret = body.secret;
    for (auto const& one : body.values) edit.values.push_back({{one.environment_id}, one.value});
    return edit;
}

Result<BareList<VariableView>> list_variables(service::Read& read) {
    BareList<VariableView> list;
    for (auto const& variable : TRY(service::list_variables(read))) list.values.push_back(present(variable));
    return list;
}

Result<Item<VariableView>> create_variable(service::Write& write, Body<VariableBody> body) {
    return Item{present(TRY(service::create_variable(write, to_edit(*body))))};
}

Result<Item<VariableView>> get_variable(service::Read& read, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("id"));
    return Item{present(TRY(service::find_variable(read, {id.text})))};
}

Result<Item<VariableView>> put_variable(service::Write& write, Call const& call, Body<VariableBody> body) {
    auto const id = TRY(call.parameter_as<Uuid>("id"));
    return Item{present(TRY(service::replace_variable(write, {id.text}, to_edit(*body))))};
}

Result<NoContent> delete_variable(service::Write& write, Call const& call) {
    auto const id = TRY(call.parameter_as<Uuid>("id"));
    TRY(service::delete_variable(write, {id.text}));
    return NoContent{};
}

}  // namespace

std::vector<Endpoint> configuration_variable_endpoints() {
    using enum Scope;
    return {
        Endpoint{get, "/configuration_variables", configuration_variables_read, "configuration_variable.list", list_variables}.says(
            "Every configuration variable; the values of secret ones are not shown"),
        Endpoint{post, "/configuration_variables", configuration_variables_write, "configuration_variable.create", create_variable}
            .says("Creates a configuration variable")
            .errors({409}),
        Endpoint{get, "/configuration_variables/{id}", configuration_variables_read, "configuration_variable.get", get_variable}
            .says("One configuration variable")
            .errors({404}),
        Endpoint{put, "/configuration_variables/{id}", configuration_variables_write, "configuration_variable.replace", put_variable}
            .says("Replaces a configuration variable; a secret that comes back as it was shown stays")
            .errors({404, 409}),
        Endpoint{del, "/configuration_variables/{id}", configuration_variables_write, "configuration_variable.delete", delete_variable}
            .says("Deletes a configuration variable")
            .errors({404}),
    };
}

}  // namespace gatehouse::api
