// SPDX-License-Identifier: Apache-2.0
#include "tests/api/reference_spec.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>
#include <regex>
#include <stdexcept>

namespace gatehouse::api_test {
namespace {

using json::Array;
using json::Object;
using json::Value;

Value const* member(Value const& of, std::string_view name) {
    auto const* object = of.if_object();
    return object ? object->if_contains(name) : nullptr;
}

std::string text_member(Value const& of, std::string_view name) {
    auto const* found = member(of, name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool is_true(Value const& of, std::string_view name) {
    auto const* found = member(of, name);
    return found && found->is_bool() && found->get_bool();
}

bool is_false(Value const& of, std::string_view name) {
    auto const* found = member(of, name);
    return found && found->is_bool() && !found->get_bool();
}

Array const& list_member(Value const& of, std::string_view name) {
    static Array const none;
    auto const* found = member(of, name);
    return found && found->is_array() ? found->get_array() : none;
}

Object const& object_member(Value const& of, std::string_view name) {
    static Object const none;
    auto const* found = member(of, name);
    return found && found->is_object() ? found->get_object() : none;
}

std::string below(std::string const& where, std::string_view name) {
    // Between the status (or `body`) and the first name stands a blank, then dots.
    bool const first = where.empty() || where.find(' ') == where.npos;
    return where + (where.empty() ? "" : first ? " " : ".") + std::string(name);
}

/// Follows `#/components/schemas/x`.
Value const& resolved(Value const& schema, Value const& document) {
    auto const* reference = member(schema, "$ref");
    if (!reference || !reference->is_string()) return schema;
    std::string_view const pointer = reference->get_string();
    if (!pointer.starts_with('#')) throw std::runtime_error("only local references can be followed: " + std::string(pointer));
    return resolved(document.at_pointer(pointer.substr(1)), document);
}

std::vector<std::string> types_of(Value const& schema) {
    auto const* type = member(schema, "type");
    if (!type) return {};
    if (type->is_string()) return {std::string(type->get_string())};
    std::vector<std::string> types;
    for (auto const& one : type->as_array()) types.emplace_back(one.as_string());
    return types;
}

bool is_whole(Value const& value) {
    return value.is_int64() || value.is_uint64() || (value.is_double() && std::trunc(value.get_double()) == value.get_double());
}

bool is_of_type(Value const& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "integer") return is_whole(value);
    if (type == "number") return value.is_number();
    if (type == "null") return value.is_null();
    throw std::runtime_error("no such type in a schema: " + std::string(type));
}

/// One pattern at a time: libstdc++ fills the character tables that all regular expressions share without a lock.
bool matches(std::string const& text, std::string const& pattern) {
    static std::mutex one_at_a_time;
    static std::map<std::string, std::regex> compiled;
    std::lock_guard const held(one_at_a_time);
    auto const found = compiled.try_emplace(pattern, pattern).first;
    return std::regex_search(text, found->second);
}

/// A format that is not known here says nothing.
bool has_format(std::string const& text, std::string_view format) {
    static std::map<std::string_view, char const*> const patterns = {
        {"uuid", "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"},
        {"email", "^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+$"},
        {"date-time",
         "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)"
         "$"},
        {"date", "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"},
        {"uri", "^[A-Za-z][A-Za-z0-9+.-]*:\\S+$"}};
    auto const found = patterns.find(format);
    return found == patterns.end() || matches(text, found->second);
}

class Judge {
public:
    Judge(Value const& document, std::vector<Finding>& findings) : document_(document), findings_(findings) {}

    void judge(Value const& raw, Value const& value, std::string const& where) {
        auto const& schema = resolved(raw, document_);
        if (value.is_null() && is_true(schema, "nullable")) return;
        auto const types = types_of(schema);
        if (!types.empty() && std::none_of(types.begin(), types.end(), [&](auto const& type) { return is_of_type(value, type); }))
            return complain(where, fmt::format("is {}, must be {}", json::name_of_kind(value), fmt::join(types, " or ")));
        if (auto const* names = member(schema, "enum"); names && std::ranges::find(names->as_array(), value) == names->as_array().end())
            return complain(where, fmt::format("is {}, must be one of {}", json::text_of(value), json::text_of(*names)));
        if (value.is_string()) judge_text(schema, value, where);
        if (value.is_number()) judge_number(schema, value, where);
        if (value.is_array()) judge_array(schema, value.get_array(), where);
        if (value.is_object()) judge_object(schema, value.get_object(), where);
        for (auto const& part : list_member(schema, "allOf")) judge(part, value, where);
        judge_choice(schema, "anyOf", value, where);
        judge_choice(schema, "oneOf", value, where);
    }

private:
    void complain(std::string const& where, std::string what) { findings_.push_back({where, std::move(what)}); }

    void judge_text(Value const& schema, Value const& value, std::string const& where) {
        std::string const text(value.get_string());
        auto const length = static_cast<double>(json::count_characters(text));
        if (auto const* least = member(schema, "minLength"); least && length < least->to_number<double>())
            complain(where, fmt::format("has {} characters, fewer than {}", length, json::text_of(*least)));
        if (auto const* most = member(schema, "maxLength"); most && length > most->to_number<double>())
            complain(where, fmt::format("has {} characters, more than {}", length, json::text_of(*most)));
        if (auto const pattern = text_member(schema, "pattern"); !pattern.empty() && !matches(text, pattern))
            complain(where, fmt::format("is '{}', which does not match {}", text, pattern));
        if (auto const format = text_member(schema, "format"); !has_format(text, format))
            complain(where, fmt::format("is '{}', which is no {}", text, format));
    }

    void judge_number(Value const& schema, Value const& value, std::string const& where) {
        auto const number = value.to_number<double>();
        if (auto const* least = member(schema, "minimum"); least && number < least->to_number<double>())
            complain(where, fmt::format("is {}, less than {}", number, json::text_of(*least)));
        if (auto const* most = member(schema, "maximum"); most && number > most->to_number<double>())
            complain(where, fmt::format("is {}, more than {}", number, json::text_of(*most)));
    }

    void judge_array(Value const& schema, Array const& array, std::string const& where) {
        if (auto const* items = member(schema, "items"))
            for (auto const& item : array) judge(*items, item, where + "[]");
    }

    void judge_object(Value const& schema, Object const& object, std::string const& where) {
        for (auto const& name : list_member(schema, "required"))
            if (!object.contains(name.as_string())) complain(below(where, name.as_string()), "is missing");
        auto const& properties = object_member(schema, "properties");
        auto const* others = member(schema, "additionalProperties");
        for (auto const& [name, value] : object) {
            if (auto const* known = properties.if_contains(name))
                judge(*known, value, below(where, name));
            else if (others && others->is_object())
                judge(*others, value, below(where, name));
            else if (is_false(schema, "additionalProperties"))
                complain(below(where, name), "is a key that this closed object does not have");
        }
    }

    void judge_choice(Value const& schema, std::string_view keyword, Value const& value, std::string const& where) {
        auto const& choices = list_member(schema, keyword);
        if (choices.empty()) return;
        // What is nearest to fitting says best what is wrong.
        std::optional<std::vector<Finding>> nearest;
        std::size_t fitting = 0;
        for (auto const& choice : choices) {
            std::vector<Finding> found;
            Judge(document_, found).judge(choice, value, where);
            fitting += found.empty();
            if (!nearest || weight(found, where) < weight(*nearest, where)) nearest = std::move(found);
        }
        if (fitting == 0) findings_.insert(findings_.end(), nearest->begin(), nearest->end());
        if (keyword == "oneOf" && fitting > 1) complain(where, fmt::format("fits {} of the forms, must fit one", fitting));
    }

    /// Being of another kind altogether is worse than any number of wrong members.
    static std::size_t weight(std::vector<Finding> const& findings, std::string const& where) {
        std::size_t sum = 0;
        for (auto const& finding : findings) sum += finding.where == where ? 1'000 : 1;
        return sum;
    }

    Value const& document_;
    std::vector<Finding>& findings_;
};

// --- documents against each other ---------------------------------------------------------------------------------------------------

/// The forms an anyOf or oneOf allows, those inside of those included.
void collect_forms(Value const& raw, Value const& document, std::vector<Value>& forms) {
    auto const& schema = resolved(raw, document);
    auto const* choices = member(schema, "anyOf");
    if (!choices) choices = member(schema, "oneOf");
    if (!choices) {
        forms.push_back(schema);
        return;
    }
    for (auto const& choice : choices->as_array()) collect_forms(choice, document, forms);
}

std::vector<Value> forms_of(Value const& schema, Value const& document) {
    std::vector<Value> forms;
    collect_forms(schema, document, forms);
    std::vector<Value> distinct;
    for (auto& form : forms)
        if (std::ranges::find(distinct, form) == distinct.end()) distinct.push_back(std::move(form));
    return distinct;
}

/// Several forms with nothing to tell them apart but one value each are one form with several values.
Value with_enums_joined(std::vector<Value> const& forms, Value whole) {
    Array names;
    for (auto const& form : forms) {
        auto const* own = member(form, "enum");
        if (!own || form.as_object().size() > 3) return whole;
        names.insert(names.end(), own->as_array().begin(), own->as_array().end());
    }
    Value joined = forms.front();
    joined.as_object()["enum"] = std::move(names);
    return joined;
}

/// One object that may have every key of these, and must have those that all of them require.
Value merged(std::vector<Value> const& forms) {
    Value whole = forms.front();
    if (!member(whole, "properties")) return whole;
    for (auto const& form : forms) {
        for (auto const& [name, schema] : object_member(form, "properties")) whole.at("properties").as_object().emplace(name, schema);
        Array required;
        for (auto const& name : list_member(whole, "required"))
            if (std::ranges::find(list_member(form, "required"), name) != list_member(form, "required").end()) required.push_back(name);
        whole.as_object()["required"] = std::move(required);
    }
    return whole;
}

class Comparison {
public:
    enum class Side { body, answer };

    Comparison(Value const& our_document, Value const& their_document, Side side, std::vector<Finding>& findings)
        : our_document_(our_document), their_document_(their_document), side_(side), findings_(findings) {}

    void compare(Value const& raw_ours, Value const& raw_theirs, std::string const& where) {
        auto const& ours_whole = resolved(raw_ours, our_document_);
        auto const& theirs_whole = resolved(raw_theirs, their_document_);
        auto ours = forms_of(ours_whole, our_document_);
        auto theirs = forms_of(theirs_whole, their_document_);
        bool const null_here = is_true(ours_whole, "nullable");
        bool const null_there = is_true(theirs_whole, "nullable");
        if (null_here != null_there && !says_nothing(theirs_whole) && !says_nothing(ours_whole) && (null_here || side_ == Side::body))
            differ(where, null_here ? "may be null here, never there" : "is never null here, may be there");
        if (theirs.size() > 1) {
            if (auto joined = with_enums_joined(theirs, {}); !joined.is_null()) theirs = {joined};
        }
        // One form with a key that may be absent says the same as two, with and without it.
        if (ours.size() == 1 && theirs.size() > 1) theirs = {merged(theirs)};
        if (ours.size() == 1 && theirs.size() == 1) return compare_forms(ours.front(), theirs.front(), where);
        pair_up(ours, theirs, where);
    }

private:
    void differ(std::string const& where, std::string what) { findings_.push_back({where, std::move(what)}); }

    static bool says_nothing(Value const& schema) {
        return std::ranges::none_of(schema.as_object(), [](auto const& one) {
            return one.key() == "type" || one.key() == "enum" || one.key() == "properties" || one.key() == "anyOf" || one.key() == "oneOf";
        });
    }

    /// Of each of their forms, the one of ours that differs least.
    void pair_up(std::vector<Value> const& ours, std::vector<Value> const& theirs, std::string const& where) {
        std::set<std::size_t> used;
        for (auto const& their_form : theirs) {
            std::optional<std::pair<std::size_t, std::vector<Finding>>> nearest;
            for (std::size_t i = 0; i < ours.size(); ++i) {
                std::vector<Finding> found;
                Comparison(our_document_, their_document_, side_, found).compare_forms(ours[i], their_form, where);
                bool const better = !nearest || found.size() < nearest->second.size() ||
                                    (found.size() == nearest->second.size() && used.contains(nearest->first) && !used.contains(i));
                if (better) nearest.emplace(i, std::move(found));
            }
            if (!nearest) return differ(where, "has no form here");
            used.insert(nearest->first);
            findings_.insert(findings_.end(), nearest->second.begin(), nearest->second.end());
        }
        for (std::size_t i = 0; i < ours.size(); ++i)
            if (!used.contains(i)) differ(where, "has a form that is not there: " + json::text_of(ours[i]));
    }

    void compare_forms(Value const& ours, Value const& theirs, std::string const& where) {
        bool const whole_numbers =
            side_ == Side::answer && text_member(ours, "type") == "integer" && text_member(theirs, "type") == "number";
        if (types_of(ours) != types_of(theirs) && !whole_numbers && !(says_nothing(ours) && says_nothing(theirs)))
            return differ(where,
                          fmt::format("is {} here, {} there", fmt::join(types_of(ours), " or "), fmt::join(types_of(theirs), " or ")));
        compare_enums(ours, theirs, where);
        for (std::string_view const keyword : {"pattern", "format", "minLength", "maxLength", "minimum", "maximum"}) {
            auto const* mine = member(ours, keyword);
            auto const* other = member(theirs, keyword);
            if (mine && !other && side_ == Side::answer) continue;
            if (is_trivial(keyword, mine) && is_trivial(keyword, other)) continue;
            auto const says = [](Value const* value) { return value ? json::text_of(*value) : std::string("none"); };
            if (says(mine) != says(other)) differ(where, fmt::format("{} is {} here, {} there", keyword, says(mine), says(other)));
        }
        if (auto const* items = member(theirs, "items")) {
            if (auto const* own = member(ours, "items")) compare(*own, *items, where + "[]");
        }
        bool const members_here = member(ours, "properties") || !is_object(ours);
        if (member(theirs, "properties") && !members_here) return differ(where, "is any object here, one with known keys there");
        if (member(theirs, "properties") || member(ours, "properties")) compare_members(ours, theirs, where);
    }

    static bool is_object(Value const& schema) { return text_member(schema, "type") == "object"; }

    static bool is_trivial(std::string_view keyword, Value const* value) { return !value || (keyword == "minLength" && *value == 0); }

    void compare_enums(Value const& ours, Value const& theirs, std::string const& where) {
        auto const names = [](Value const& schema) {
            std::set<std::string> all;
            for (auto const& one : list_member(schema, "enum"))
                if (!one.is_null()) all.insert(json::text_of(one));
            return all;
        };
        auto const mine = names(ours);
        auto const other = names(theirs);
        if (mine == other || (other.empty() && side_ == Side::answer)) return;
        auto const listed = [](std::set<std::string> const& all) {
            return all.empty() ? std::string("anything") : fmt::format("{}", fmt::join(all, ", "));
        };
        differ(where, fmt::format("is one of {} here, {} there", listed(mine), listed(other)));
    }

    void compare_members(Value const& ours, Value const& theirs, std::string const& where) {
        auto const& mine = object_member(ours, "properties");
        auto const& others = object_member(theirs, "properties");
        for (auto const& [name, schema] : others) {
            auto const* own = mine.if_contains(name);
            auto const place = below(where, name);
            if (!own) {
                differ(place, "is not here");
                continue;
            }
            bool const here = is_required(ours, name);
            bool const there = is_required(theirs, name);
            if (here != there && !(here && side_ == Side::answer))
                differ(place, here ? "is required here, optional there" : "is optional here, required there");
            compare(*own, schema, place);
        }
        for (auto const& [name, schema] : mine)
            if (!others.contains(name)) differ(below(where, name), "is not there");
        bool const closed_here = is_false(ours, "additionalProperties");
        bool const closed_there = is_false(theirs, "additionalProperties");
        if (closed_here != closed_there && !(closed_here && side_ == Side::answer))
            differ(where, closed_here ? "is closed here, open there" : "is open here, closed there");
    }

    static bool is_required(Value const& schema, std::string_view name) {
        return std::ranges::any_of(list_member(schema, "required"), [&](Value const& one) { return one.as_string() == name; });
    }

    Value const& our_document_;
    Value const& their_document_;
    Side side_;
    std::vector<Finding>& findings_;
};

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    for (std::size_t from = 0; from < path.size();) {
        auto const end = std::min(path.find('/', from), path.size());
        if (end > from) segments.emplace_back(path.substr(from, end - from));
        from = end + 1;
    }
    return segments;
}

/// The schema of a body or answer. nullptr: it has none.
Value const* schema_in(Value const* described) {
    if (!described) return nullptr;
    auto const& content = object_member(*described, "content");
    auto const* json_content = content.if_contains("application/json");
    return json_content ? member(*json_content, "schema") : nullptr;
}

struct Parameter {
    std::string in;
    std::string name;
    Value const* description = nullptr;

    std::string where() const { return in + " " + name; }
};

std::vector<Parameter> parameters_in(Spec::Operation const& operation, std::string_view in) {
    std::vector<Parameter> all;
    for (auto const& one : list_member(*operation.description, "parameters"))
        if (text_member(one, "in") == in) all.push_back({text_member(one, "in"), text_member(one, "name"), &one});
    return all;
}

/// In the order of the path, each under the name it has there; one that is not described has no description.
std::vector<Parameter> path_parameters(Spec::Operation const& operation) {
    auto const described = parameters_in(operation, "path");
    std::vector<Parameter> all;
    for (auto const& segment : segments_of(operation.path)) {
        if (!segment.starts_with('{') && !segment.starts_with(':')) continue;
        auto const name = segment.starts_with('{') ? segment.substr(1, segment.size() - 2) : segment.substr(1);
        auto const found = std::ranges::find(described, name, &Parameter::name);
        all.push_back(found == described.end() ? Parameter{"path", name} : *found);
    }
    return all;
}

class ParameterComparison {
public:
    ParameterComparison(Value const& our_document, Value const& their_document, std::vector<Finding>& findings)
        : our_document_(our_document), their_document_(their_document), findings_(findings) {}

    /// By place: what a path parameter is called cannot be seen from outside.
    void compare_paths(Spec::Operation const& ours, Spec::Operation const& theirs) {
        auto const mine = path_parameters(ours);
        auto const others = path_parameters(theirs);
        for (std::size_t i = 0; i < mine.size(); ++i) compare(mine[i], others[i]);
    }

    void compare_queries(Spec::Operation const& ours, Spec::Operation const& theirs) {
        auto const mine = parameters_in(ours, "query");
        auto const others = parameters_in(theirs, "query");
        for (auto const& other : others) {
            auto const own = std::ranges::find(mine, other.name, &Parameter::name);
            compare(own == mine.end() ? Parameter{"query", other.name} : *own, other);
        }
        for (auto const& own : mine)
            if (std::ranges::find(others, own.name, &Parameter::name) == others.end()) compare(own, Parameter{"query", own.name});
    }

private:
    void compare(Parameter const& ours, Parameter const& theirs) {
        if (!ours.description || !theirs.description)
            return findings_.push_back({ours.where(), ours.description ? "is not there" : "is not here"});
        bool const required = is_true(*ours.description, "required");
        if (required != is_true(*theirs.description, "required"))
            findings_.push_back({ours.where(), required ? "is required here, optional there" : "is optional here, required there"});
        auto own = ours.description->at("schema");
        auto other = theirs.description->at("schema");
        for (auto* schema : {&own, &other}) schema->as_object().erase("nullable");  // neither a path nor a query has a null
        Comparison(our_document_, their_document_, Comparison::Side::body, findings_).compare(own, other, ours.where());
    }

    Value const& our_document_;
    Value const& their_document_;
    std::vector<Finding>& findings_;
};

void compare_answers(Spec const& ours, Spec::Operation const& our_operation, Spec const& theirs, Spec::Operation const& their_operation,
                     std::vector<Finding>& findings) {
    auto const& mine = object_member(*our_operation.description, "responses");
    auto const& others = object_member(*their_operation.description, "responses");
    for (auto const& [status, described] : others) {
        std::string const where(status);
        auto const* own = mine.if_contains(status);
        if (!own) {
            findings.push_back({where, "is never answered here"});
            continue;
        }
        auto const* own_schema = schema_in(own);
        auto const* schema = schema_in(&described);
        if (schema && !own_schema) findings.push_back({where, "has no body here"});
        if (schema && own_schema)
            Comparison(ours.document(), theirs.document(), Comparison::Side::answer, findings).compare(*own_schema, *schema, where);
    }
    // Errors that only we list are no difference: the published document lists few.
    for (auto const& [status, described] : mine)
        if (status.starts_with('2') && !others.contains(status)) findings.push_back({std::string(status), "is not there"});
}

}  // namespace

std::string text_of(std::vector<Finding> const& findings) {
    std::string out;
    std::set<std::string> said;
    for (auto const& finding : findings)
        if (auto line = fmt::format("  {}: {}\n", finding.where, finding.what); said.insert(line).second) out += line;
    return out;
}

std::vector<Finding> violations(Value const& schema, Value const& value, Value const& document, std::string const& where) {
    std::vector<Finding> findings;
    Judge(document, findings).judge(schema, value, where);
    return findings;
}

std::string normal_path(std::string_view path) {
    std::string out;
    for (auto const& segment : segments_of(path)) out += segment.starts_with('{') || segment.starts_with(':') ? "/{}" : "/" + segment;
    return out.empty() ? "/" : out;
}

std::string normal_name(std::string_view name) {
    auto const blank = name.find(' ');
    return std::string(name.substr(0, blank + 1)) + normal_path(name.substr(blank + 1));
}

Differences::Differences(std::string const& file) {
    for (auto const& line : YAML::LoadFile(file)) {
        auto const text = [&](char const* key) {
            if (!line[key] || !line[key].IsScalar() || line[key].as<std::string>().empty())
                throw std::runtime_error(fmt::format("{}:{}: lacks `{}`", file, line.Mark().line + 1, key));
            return line[key].as<std::string>();
        };
        auto const operations = line["operation"];
        if (!operations) throw std::runtime_error(fmt::format("{}:{}: lacks `operation`", file, line.Mark().line + 1));
        auto const names = operations.IsSequence() ? operations.as<std::vector<std::string>>() : std::vector{operations.as<std::string>()};
        for (auto const& name : names) all_.push_back({name, text("where"), text("mark"), text("reason")});
    }
}

bool Differences::One::covers(std::string_view operation_asked, std::string_view place) const {
    if (normal_name(operation) != normal_name(operation_asked)) return false;
    return where.ends_with('*') ? place.starts_with(std::string_view(where).substr(0, where.size() - 1)) : place == where;
}

bool Differences::accepts(std::string_view operation, std::string_view where) const {
    return std::ranges::any_of(all_, [&](One const& one) { return one.covers(operation, where); });
}

std::vector<Finding> Differences::without_accepted(std::string_view operation, std::vector<Finding> findings) const {
    std::erase_if(findings, [&](Finding const& finding) { return accepts(operation, finding.where); });
    return findings;
}

Spec::Spec(Value document) : document_(std::move(document)) {
    static std::set<std::string> const methods = {"get", "post", "put", "patch", "delete"};
    for (auto const& path : document_.at("paths").as_object())
        for (auto const& [method, description] : path.value().as_object()) {
            if (!methods.contains(std::string(method))) continue;
            std::string upper(method);
            std::ranges::transform(upper, upper.begin(), [](char c) { return char(std::toupper(static_cast<unsigned char>(c))); });
            by_name_[upper + " " + normal_path(path.key())] = operations_.size();
            operations_.push_back({upper, std::string(path.key()), &description});
        }
}

Spec Spec::from_file(std::string const& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto document = json::parse(text);
    if (!document) throw std::runtime_error(file + " is " + document.error().message);
    return Spec(*std::move(document));
}

Spec::Operation const* Spec::find(std::string_view method, std::string_view path) const {
    auto const found = by_name_.find(fmt::format("{} {}", method, normal_path(path)));
    return found == by_name_.end() ? nullptr : &operations_[found->second];
}

Spec::Operation const* Spec::find_for(std::string_view method, std::string_view path) const {
    auto const wanted = segments_of(path);
    Operation const* best = nullptr;
    std::string best_words;  // 'w' for a word, '}' for a parameter: the greatest text has its words first
    for (auto const& operation : operations_) {
        if (operation.method != method) continue;
        auto const segments = segments_of(normal_path(operation.path));
        if (segments.size() != wanted.size()) continue;
        std::string words;
        bool fits = true;
        for (std::size_t i = 0; i < segments.size() && fits; ++i) {
            bool const parameter = segments[i] == "{}";
            words += parameter ? 'p' : 'w';
            fits = parameter || segments[i] == wanted[i];
        }
        if (fits && (!best || words > best_words)) {
            best = &operation;
            best_words = words;
        }
    }
    return best;
}

std::vector<Finding> Spec::judge(Operation const& operation, int status, std::string_view body, OtherErrors others) const {
    auto const where = std::to_string(status);
    auto const& responses = object_member(*operation.description, "responses");
    auto const* described = responses.if_contains(where);
    bool const is_error = status >= 400;
    if (!described && !is_error) return {{where, "is an answer that is not documented"}};
    if (!described && others == OtherErrors::are_refused) return {{where, fmt::format("is an error that is not documented: {}", body)}};

    static Value const envelope = Object{{"type", "object"},
                                         {"properties", Object{{"success", Object{{"type", "boolean"}, {"enum", Array{false}}}},
                                                               {"message", Object{{"type", "string"}, {"minLength", 1}}}}},
                                         {"required", Array{"success", "message"}},
                                         {"additionalProperties", false}};
    auto const* schema = schema_in(described);
    if (!schema && described && member(*described, "content")) {
        // Problems of our own API.
        auto const& content = member(*described, "content")->as_object();
        if (!content.empty()) schema = member(content.begin()->value(), "schema");
    }
    if (!schema && is_error) schema = &envelope;
    if (!schema) {
        if (status == 204 && !body.empty()) return {{where, "has a body"}};
        return {};
    }
    // Not by our own parser: what came in 64 levels deep goes out deeper.
    boost::json::parse_options options;
    options.max_depth = 256;
    boost::system::error_code error;
    auto const parsed = boost::json::parse({body.data(), body.size()}, error, {}, options);
    if (error) return {{where, "is no JSON: " + error.message()}};
    return violations(*schema, parsed, document_, where);
}

std::vector<Finding> differences_between(Spec const& ours, Spec::Operation const& our_operation, Spec const& published,
                                         Spec::Operation const& published_operation, Depth depth) {
    std::vector<Finding> findings;
    ParameterComparison parameters(ours.document(), published.document(), findings);
    parameters.compare_paths(our_operation, published_operation);
    if (depth == Depth::path_only) return findings;
    parameters.compare_queries(our_operation, published_operation);
    auto const* our_body = schema_in(member(*our_operation.description, "requestBody"));
    auto const* their_body = schema_in(member(*published_operation.description, "requestBody"));
    if (!our_body != !their_body) findings.push_back({"body", our_body ? "is not there" : "is not here"});
    if (our_body && their_body)
        Comparison(ours.document(), published.document(), Comparison::Side::body, findings).compare(*our_body, *their_body, "body");
    compare_answers(ours, our_operation, published, published_operation, findings);
    return findings;
}

Spec const* published_spec() {
    static auto const spec = []() -> std::optional<Spec> {
        auto const* file = std::getenv("GATEHOUSE_REFERENCE_SPEC");
        if (!file || !*file) return std::nullopt;
        return std::optional<Spec>(Spec::from_file(file));
    }();
    return spec ? &*spec : nullptr;
}

Differences const& known_differences() {
    static Differences const known(GATEHOUSE_FIDELITY_DIR "/differences.yaml");
    return known;
}

}  // namespace gatehouse::api_test
