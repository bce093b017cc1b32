// SPDX-License-Identifier: Apache-2.0
#include "wire/json_patch.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace gatehouse::wire {
namespace {

/// `/metadata/a~1b` -> metadata, a/b. One leading slash may be missing.
std::vector<std::string> split(std::string_view pointer) {
    if (pointer.starts_with('/')) pointer.remove_prefix(1);
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '/') {
            parts.emplace_back();
        } else if (pointer[i] == '~' && i + 1 < pointer.size() && (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
            parts.back() += pointer[++i] == '0' ? '~' : '/';
        } else {
            parts.back() += pointer[i];
        }
    }
    return parts;
}

/// RFC 6902, 4.6: numbers are equal when their values are, however they are written.
bool equal(json::Value const& a, json::Value const& b) {
    if (a.is_double() != b.is_double() && a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
    if (a.is_array() && b.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), equal);
    if (!a.is_object() || !b.is_object()) return a == b;
    auto const& members = b.get_object();
    return a.get_object().size() == members.size() && std::all_of(a.get_object().begin(), a.get_object().end(), [&](auto const& member) {
               auto const* other = members.if_contains(member.key());
               return other && equal(member.value(), *other);
           });
}

class Patcher {
public:
    explicit Patcher(json::Object document) : root_(std::move(document)) {}

    Result<void> apply(PatchStep const& step) {
        auto const path = split(step.path);
        TRY(require_known(path, step.path));
        switch (step.op) {
            case PatchOp::add:
                return put(path, TRY(value_of(step)), Existing::allowed, step.path);
            case PatchOp::replace:
                return put(path, TRY(value_of(step)), path.size() == 1 ? Existing::allowed : Existing::required, step.path);
            case PatchOp::remove:
                return remove(path, step.path);
            case PatchOp::test: {
                auto const wanted = TRY(value_of(step));
                auto const* found = find(path);
                if (!found || !equal(*found, wanted)) return invalid(fmt::format("{}: the test does not hold", step.path));
                return {};
            }
            case PatchOp::move:
            case PatchOp::copy: {
                if (!step.from) return invalid("from: is required for move and copy");
                auto const from = split(*step.from);
                TRY(require_known(from, *step.from));
                auto const* found = find(from);
                if (!found) return invalid(fmt::format("from: there is nothing at '{}'", *step.from));
                json::Value const value = *found;
                if (step.op == PatchOp::move) TRY(remove(from, *step.from));
                return put(path, value, Existing::allowed, step.path);
            }
        }
        return internal("unknown patch operation");
    }

    json::Object take() { return std::move(root_.as_object()); }

private:
    enum class Existing { allowed, required };

    static Result<json::Value> value_of(PatchStep const& step) {
        if (!step.value) return invalid(fmt::format("{}: a value is required for {}", step.path, json::name_of(step.op)));
        return *step.value;
    }

    /// Only the first part is checked: below it lies the client's own data.
    Result<void> require_known(std::vector<std::string> const& path, std::string_view text) {
        if (allowed_.contains(path.front())) return {};
        std::string names;
        for (auto const& [name, value] : allowed_) names += fmt::format("{}/{}", names.empty() ? "" : ", ", std::string_view(name));
        return invalid(fmt::format("path: '{}' cannot be changed here; these can: {}", text, names));
    }

    json::Value* find(std::vector<std::string> const& path) {
        json::Value* at = &root_;
        for (auto const& part : path) {
            if (!at) return nullptr;
            if (auto* object = at->if_object())
                at = object->if_contains(part);
            else if (auto* array = at->if_array())
                at = element(*array, part);
            else
                at = nullptr;
        }
        return at;
    }

    static std::optional<std::size_t> index_of(std::string const& part) {
        std::size_t index = 0;
        auto const [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
        bool const good = error == std::errc{} && end == part.data() + part.size() && (part == "0" || part.front() != '0');
        return good ? std::optional(index) : std::nullopt;
    }

    static json::Value* element(json::Array& array, std::string const& part) {
        auto const index = index_of(part);
        return index && *index < array.size() ? &array[*index] : nullptr;
    }

    Result<void> put(std::vector<std::string> const& path, json::Value value, Existing existing, std::string_view text) {
        if (existing == Existing::required && !find(path)) return invalid(fmt::format("path: there is nothing at '{}' to replace", text));
        auto* parent = find({path.begin(), path.end() - 1});
        auto const& last = path.back();
        if (auto* object = parent ? parent->if_object() : nullptr) {
            (*object)[last] = std::move(value);
            return {};
        }
        if (auto* array = parent ? parent->if_array() : nullptr) {
            auto const index = last == "-" ? std::optional(array->size()) : index_of(last);
            if (existing == Existing::required && index && *index < array->size()) {
                (*array)[*index] = std::move(value);
                return {};
            }
            if (existing == Existing::allowed && index && *index <= array->size()) {
                array->insert(array->begin() + std::ptrdiff_t(*index), std::move(value));
                return {};
            }
        }
        return invalid(fmt::format("path: there is nothing at '{}'", text));
    }

    Result<void> remove(std::vector<std::string> const& path, std::string_view text) {
        auto* parent = find({path.begin(), path.end() - 1});
        auto const& last = path.back();
        if (auto* object = parent ? parent->if_object() : nullptr; object && object->erase(last)) return {};
        if (auto* array = parent ? parent->if_array() : nullptr; array && element(*array, last)) {
            array->erase(array->begin() + std::ptrdiff_t(*index_of(last)));
            return {};
        }
        return invalid(fmt::format("path: there is nothing at '{}' to remove", text));
    }

    json::Value root_;
    json::Object allowed_ = root_.as_object();
};

}  // namespace

Result<json::Object> apply_patch(json::Object document, std::vector<PatchStep> const& steps) {
    Patcher patcher(std::move(document));
    for (auto const& step : steps) TRY(patcher.apply(step));
    return patcher.take();
}

json::Value schema_of_patch_operation(std::string_view op) {
    json::SchemaOfStruct schema;
    schema.add_tag("op", op);
    schema.add("path", json::plain_schema("string"), false);
    if (op == "add" || op == "replace" || op == "test") schema.add("value", json::Object{{"nullable", true}}, true);
    if (op == "move" || op == "copy") schema.add("from", json::plain_schema("string"), false);
    return std::move(schema).finish(false);
}

}  // namespace gatehouse::wire
