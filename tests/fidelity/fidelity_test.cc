// SPDX-License-Identifier: Apache-2.0
#include "tests/api/reference_spec.h"

#include "api/api.h"
#include "api/documents.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

/// This server's document against the published one, and the page that says how faithful each operation is.
namespace gatehouse::api_test {
namespace {

namespace fs = std::filesystem;

constexpr char const* source_dir = GATEHOUSE_SOURCE_DIR;

std::string text_of_file(fs::path const& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

Spec const& our_spec() {
    static Spec const spec(api::contract_document());
    return spec;
}

struct Ours {
    std::string name;  // "GET /groups/{groupId}"
    bool built = false;
};
/// Operations of the contract as our tables have them, by normal name.
std::map<std::string, Ours> const& our_operations() {
    static auto const all = [] {
        std::map<std::string, Ours> ours;
        for (auto const& surface : api::surfaces())
            if (surface.base == "/api/v2")
                for (auto const& endpoint : surface.endpoints)
                    if (endpoint.path != "/spec") {
                        auto const name = fmt::format("{} {}", http::name_of(endpoint.method), endpoint.path);
                        ours[normal_name(name)] = {name, endpoint.built};
                    }
        return ours;
    }();
    return all;
}

enum class Evidence { recording, schema };
struct Listed {
    std::string name;
    Evidence evidence;
};
/// tests/fidelity/operations.yaml, in its order.
std::vector<Listed> const& listed_operations() {
    static auto const all = [] {
        std::vector<Listed> listed;
        for (auto const& line : YAML::LoadFile(std::string(source_dir) + "/tests/fidelity/operations.yaml")) {
            auto const word = line.second.as<std::string>();
            if (word != "recording" && word != "schema") throw std::runtime_error("operations.yaml: no such evidence: " + word);
            listed.push_back({line.first.as<std::string>(), word == "recording" ? Evidence::recording : Evidence::schema});
        }
        return listed;
    }();
    return all;
}

// --- the documents ------------------------------------------------------------------------------------------------------------------

TEST(OurDocument, differs_from_the_published_one_only_where_it_is_said_why) {
    auto const* published = published_spec();
    if (!published) GTEST_SKIP() << "GATEHOUSE_REFERENCE_SPEC does not name the published OpenAPI document";
    std::set<Differences::One const*> applied;
    for (auto const& theirs : published->operations()) {
        auto const* ours = our_spec().find(theirs.method, theirs.path);
        if (!ours) {
            ADD_FAILURE() << theirs.name() << " is not in our document";
            continue;
        }
        bool const built = our_operations().at(normal_name(ours->name())).built;
        auto const depth = built ? Depth::everything : Depth::path_only;
        for (auto const& finding : differences_between(our_spec(), *ours, *published, theirs, depth)) {
            bool known = false;
            for (auto const& one : known_differences().all())
                if (one.covers(ours->name(), finding.where)) {
                    known = true;
                    applied.insert(&one);
                }
            if (!known)
                ADD_FAILURE() << ours->name() << ", " << finding.where << ": " << finding.what
                              << "\n  Mend it, or add to tests/fidelity/differences.yaml:\n  - {operation: \"" << ours->name()
                              << "\", where: \"" << finding.where << "\", mark: , reason: }";
        }
    }
    for (auto const& one : known_differences().all()) {
        // Of what is not built nothing but the path is compared, so a line about the rest waits for its day.
        bool const waits = !our_operations().at(normal_name(one.operation)).built && !one.where.starts_with("path ");
        EXPECT_TRUE(waits || applied.contains(&one))
            << "differences.yaml: there is no difference any more at " << one.operation << ", " << one.where << ": take the line away";
    }
}

TEST(OurDocument, has_no_operation_that_is_not_published) {
    auto const* published = published_spec();
    if (!published) GTEST_SKIP() << "GATEHOUSE_REFERENCE_SPEC does not name the published OpenAPI document";
    for (auto const& ours : our_spec().operations())
        if (ours.path != "/spec") {
            EXPECT_NE(published->find(ours.method, ours.path), nullptr) << ours.name();
        }
}

TEST(TheOperations, are_those_of_the_published_document) {
    auto const* published = published_spec();
    if (!published) GTEST_SKIP() << "GATEHOUSE_REFERENCE_SPEC does not name the published OpenAPI document";
    std::set<std::string> theirs, listed;
    for (auto const& operation : published->operations()) theirs.insert(normal_name(operation.name()));
    for (auto const& one : listed_operations()) listed.insert(normal_name(one.name));
    EXPECT_EQ(listed, theirs);
}

TEST(TheOperations, are_those_of_our_tables) {
    std::set<std::string> listed, ours;
    for (auto const& one : listed_operations()) EXPECT_TRUE(listed.insert(normal_name(one.name)).second) << one.name << " is there twice";
    for (auto const& [name, operation] : our_operations()) ours.insert(name);
    EXPECT_EQ(listed, ours);
    EXPECT_EQ(listed.size(), 144u);
}

TEST(TheDifferences, have_a_mark_that_says_how_they_are_known) {
    for (auto const& one : known_differences().all()) {
        EXPECT_THAT((std::set<std::string>{"R", "P", "S", "D", "G"}), testing::Contains(one.mark)) << one.operation << ", " << one.where;
        EXPECT_TRUE(our_operations().contains(normal_name(one.operation))) << one.operation;
    }
}

// --- the page -----------------------------------------------------------------------------------------------------------------------

std::vector<std::string> words_of(std::string const& path) {
    std::vector<std::string> words;
    for (std::size_t from = 1; from < path.size();) {
        auto const end = std::min(path.find('/', from), path.size());
        if (path[from] != '{') words.push_back(path.substr(from, end - from));
        from = end + 1;
    }
    return words;
}

/// The suite that shows an operation: the one that is named after its resource, else the one that speaks of it most. It must mention
/// every word of the path. Empty: there is none.
std::string suite_of(std::string const& path) {
    static auto const suites = [] {
        std::map<std::string, std::string> texts;
        for (auto const& file : fs::directory_iterator(fs::path(source_dir) / "tests/api"))
            if (file.path().filename().string().ends_with("_test.cc") && file.path().filename() != "every_endpoint_test.cc")
                texts[file.path().filename()] = text_of_file(file.path());
        return texts;
    }();
    auto const words = words_of(path);
    auto const start = "\"/" + words.front();
    std::string best;
    std::size_t most = 0;
    for (auto const& [name, text] : suites) {
        if (!std::ranges::all_of(words, [&](auto const& word) { return text.find(word) != text.npos; })) continue;
        std::size_t count = 0;
        for (auto at = text.find(start); at != text.npos; at = text.find(start, at + 1)) ++count;
        if (name == words.front() + "_test.cc") count += 1'000'000;
        if (count > most) {
            most = count;
            best = name;
        }
    }
    return best;
}

struct State {
    std::string word;
    std::string differences;
    std::string shown_by;
};

State state_of(Listed const& operation) {
    State state;
    std::vector<std::string> approximate, recorded;
    bool from_recording = false;
    for (auto const& one : known_differences().all())
        if (normal_name(one.operation) == normal_name(operation.name)) {
            from_recording = from_recording || one.mark == "R";
            (one.mark == "R" || one.mark == "S" ? recorded : approximate)
                .push_back(fmt::format("`{}`: {} [{}]", one.where, one.reason, one.mark));
        }
    for (auto const& list : {approximate, recorded})
        for (auto const& text : list) state.differences += (state.differences.empty() ? "" : "; ") + text;
    if (!our_operations().at(normal_name(operation.name)).built) {
        state.differences.clear();
        state.word = "501";
        state.shown_by = "tests/api/every_endpoint_test.cc";
        return state;
    }
    if (!approximate.empty())
        state.word = "approximate";
    else
        state.word = operation.evidence == Evidence::recording || from_recording ? "exact by recording" : "exact by schema";
    auto const suite = suite_of(operation.name.substr(operation.name.find(' ') + 1));
    if (!suite.empty()) state.shown_by = "tests/api/" + suite;
    return state;
}

std::string page() {
    std::map<std::string, int> counts;
    std::string rows;
    for (auto const& operation : listed_operations()) {
        auto const state = state_of(operation);
        ++counts[state.word];
        auto const suite = state.shown_by.substr(state.shown_by.rfind('/') + 1);
        rows += fmt::format("| `{}` | {} | {} | [{}](../{}) |\n", our_operations().at(normal_name(operation.name)).name, state.word,
                            state.differences, suite, state.shown_by);
    }
    return fmt::format(
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "<!-- Generated by ./dev fidelity from the endpoint tables and tests/fidelity/. Do not edit. -->\n"
        "# Fidelity\n\n"
        "How like the original each of the {} operations of API 2.12.0 is, below `/api/v2`.\n\n"
        "| state | operations | means |\n| --- | --- | --- |\n"
        "| exact by recording | {} | a real server's exchanges were recorded, and ours are like them; where they contradict the published "
        "document, "
        "the last column but one says so |\n"
        "| exact by schema | {} | requests, parameters and answers are as the published document describes them |\n"
        "| approximate | {} | there is a difference, which is named |\n"
        "| 501 | {} | not built: token and scope are checked, then the answer is 501 |\n\n"
        "Requests and answers of our API suites are held against the published document wherever `GATEHOUSE_REFERENCE_SPEC` names it. A "
        "difference carries the evidence it rests on: R recorded, P the official provider relies on it, D public documentation, G a "
        "guess.\n\n"
        "| operation | state | differences from the published document | shown by |\n| --- | --- | --- | --- |\n{}",
        listed_operations().size(), counts["exact by recording"], counts["exact by schema"], counts["approximate"], counts["501"], rows);
}

TEST(ThePage, says_what_is_so) {
    auto const file = fs::path(source_dir) / "docs/fidelity.md";
    if (auto const* write = std::getenv("GATEHOUSE_WRITE"); write && *write) std::ofstream(file) << page();
    EXPECT_TRUE(text_of_file(file) == page()) << "docs/fidelity.md is not what the tables and tests/fidelity/ make; run ./dev fidelity";
}

TEST(ThePage, names_a_suite_for_every_operation_that_is_built) {
    for (auto const& operation : listed_operations())
        EXPECT_NE(state_of(operation).shown_by, "") << operation.name << ": no suite in tests/api mentions every word of its path";
}

}  // namespace
}  // namespace gatehouse::api_test
