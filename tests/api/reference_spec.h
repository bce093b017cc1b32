// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// OpenAPI documents as judges: of what the server answers, and of what it says about itself.
namespace gatehouse::api_test {

/// Something that is not as it should be. `where` starts with the status, `body`, `path` or `query`: `200 data[].email`, `query limit`.
struct Finding {
    std::string where;
    std::string what;

    friend bool operator==(Finding const&, Finding const&) = default;
};
std::string text_of(std::vector<Finding> const& findings);  // a line each, once

/// Everything in `value` that `schema` does not allow. `document` is where its `$ref`s point.
std::vector<Finding> violations(json::Value const& schema, json::Value const& value, json::Value const& document,
                                std::string const& where = {});

/// `{x}`, `:x` and a slash at the end say nothing about which operation a path means: `/groups/{}/members`.
std::string normal_path(std::string_view path);
std::string normal_name(std::string_view name);  // of an operation: "GET /groups/{}/members"

/// Where this server and the published document are meant to differ: tests/fidelity/differences.yaml, whose head describes it.
class Differences {
public:
    struct One {
        std::string operation;  // "GET /groups/{groupId}", however its parameters are called
        std::string where;
        std::string mark;  // the evidence: R recorded, P provider, D documented, G a guess
        std::string reason;

        bool covers(std::string_view operation_asked, std::string_view place) const;
    };

    /// Throws std::runtime_error when the file cannot be read or a line lacks something.
    explicit Differences(std::string const& file);
    explicit Differences(std::vector<One> all) : all_(std::move(all)) {}

    std::vector<One> const& all() const { return all_; }
    bool accepts(std::string_view operation, std::string_view where) const;
    std::vector<Finding> without_accepted(std::string_view operation, std::vector<Finding> findings) const;

private:
    std::vector<One> all_;
};

/// One OpenAPI document.
class Spec {
public:
    explicit Spec(json::Value document);
    Spec(Spec const&) = delete;  // operations point into the document; a move takes it along
    Spec(Spec&&) = default;
    /// Throws std::runtime_error when there is no such file.
    static Spec from_file(std::string const& file);

    struct Operation {
        std::string method;  // GET
        std::string path;    // as the document writes it
        json::Value const* description = nullptr;

        std::string name() const { return method + " " + path; }
    };
    std::vector<Operation> const& operations() const { return operations_; }
    /// The operation of that path template, however its parameters are called. nullptr: there is none.
    Operation const* find(std::string_view method, std::string_view path) const;
    /// The operation that a request means; words beat parameters. `path` without query. nullptr: there is none.
    Operation const* find_for(std::string_view method, std::string_view path) const;
    json::Value const& document() const { return document_; }

    enum class OtherErrors { need_the_envelope, are_refused };
    /// What is wrong with an answer of this operation. An error that the document does not list needs the envelope of all errors, or is
    /// refused; a success that it does not list always is.
    std::vector<Finding> judge(Operation const& operation, int status, std::string_view body, OtherErrors others) const;

private:
    json::Value document_;
    std::vector<Operation> operations_;
    std::map<std::string, std::size_t, std::less<>> by_name_;  // "GET /groups/{}"
};

/// Everything by which `ours` differs from `published` in this operation: parameters, body, answers, recursively. Answers of ours may say
/// more exactly what they hold than the published ones, never less. `path_only`: for what is not built, which reads nothing else.
enum class Depth { path_only, everything };
std::vector<Finding> differences_between(Spec const& ours, Spec::Operation const& our_operation, Spec const& published,
                                         Spec::Operation const& published_operation, Depth depth);

/// What GATEHOUSE_REFERENCE_SPEC names; nullptr when that is unset.
Spec const* published_spec();
/// tests/fidelity/differences.yaml.
Differences const& known_differences();

}  // namespace gatehouse::api_test
