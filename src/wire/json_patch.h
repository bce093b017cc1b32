// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

/// The contract's dialect of JSON Patch (RFC 6902): `{"operations": [{"op", "path", "value" | "from"}]}`, where a path may lack its leading
/// slash, as the onboarding guide writes it.
namespace gatehouse::wire {

enum class PatchOp { add, remove, replace, move, copy, test };
BOOST_DESCRIBE_ENUM(PatchOp, add, remove, replace, move, copy, test)

/// What an endpoint takes. Folders take all six, users and groups the first three, everything else `replace` alone.
enum class BasicPatchOp { add, remove, replace };
BOOST_DESCRIBE_ENUM(BasicPatchOp, add, remove, replace)
enum class ReplaceOp { replace };
BOOST_DESCRIBE_ENUM(ReplaceOp, replace)

template <class Op>
struct PatchOperation {
    Op op{};
    std::string path;
    std::optional<json::Value> value;
    std::optional<std::string> from;
    BOOST_DESCRIBE_CLASS(PatchOperation, (), (op, path, value, from), (), ())
};

json::Value schema_of_patch_operation(std::string_view op);

template <class Op>
struct PatchBody {
    using closed = void;
    std::vector<PatchOperation<Op>> operations;
    BOOST_DESCRIBE_CLASS(PatchBody, (), (operations), (), ())
};

/// One operation, whichever endpoint it came in by.
struct PatchStep {
    PatchOp op = PatchOp::replace;
    std::string path;
    std::optional<json::Value> value;
    std::optional<std::string> from;
};

template <class Op>
std::vector<PatchStep> steps_of(PatchBody<Op> const& body) {
    std::vector<PatchStep> steps;
    for (auto const& operation : body.operations)
        steps.push_back({*json::enum_from<PatchOp>(json::name_of(operation.op)), operation.path, operation.value, operation.from});
    return steps;
}

/// Applies the steps in order to `document`, whose own members are all that may be touched. Any that fails, fails all.
/// Errors: invalid, naming the operation: an unknown path, a missing value, a test that does not hold.
Result<json::Object> apply_patch(json::Object document, std::vector<PatchStep> const& steps);

/// Applies the steps to the JSON form of `view` and reads the result back. Errors: invalid, also when the result is no valid View.
template <class View, class Op>
Result<View> patched(View const& view, PatchBody<Op> const& body) {
    auto document = TRY(json::parse(json::to_text(view)));
    auto result = TRY(apply_patch(std::move(document.as_object()), steps_of(body)));
    auto read = json::read<View>(json::Value(std::move(result)));
    if (!read) return invalid("Patched document failed schema validation: " + read.error().message);
    return read;
}

}  // namespace gatehouse::wire

/// Read as any struct is; described as one form per operation, because `value` and `from` belong to some of them only.
template <class Op>
struct gatehouse::json::Codec<gatehouse::wire::PatchOperation<Op>> {
    using Operation = wire::PatchOperation<Op>;

    static void read(Value const& in, Operation& out, Problems& problems, Path const& at) {
        auto const* object = in.if_object();
        if (!object) return problems.add_expected(at, "an object", in);
        auto const member = [&]<class T>(std::string_view name, T& field) {
            auto const* found = object->if_contains(name);
            if (found)
                Codec<T>::read(*found, field, problems, Path{&at, name});
            else if (!is_optional<T>)
                problems.add_missing(at, name);
        };
        member("op", out.op);
        member("path", out.path);
        member("value", out.value);
        member("from", out.from);
    }
    static Value schema() {
        Array forms;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Op>>(
            [&](auto enumerator) { forms.push_back(wire::schema_of_patch_operation(name_of(enumerator.value))); });
        if (forms.size() == 1) return forms.front();
        return Object{{"anyOf", std::move(forms)}};
    }
};
