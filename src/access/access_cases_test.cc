// SPDX-License-Identifier: Apache-2.0
/// Runs tests/access_cases/*.yaml against the engine. The format is described in the README there.
#include "access/test_org.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>

namespace gatehouse::access {
namespace {

using Words = std::vector<std::string>;

std::filesystem::path directory() {
    if (auto const* named = std::getenv("GATEHOUSE_ACCESS_CASES")) return named;
    auto const beside_the_source = std::filesystem::path(__FILE__).parent_path() / "../../tests/access_cases";
    return std::filesystem::exists(beside_the_source) ? beside_the_source : "tests/access_cases";
}

Words words_of(std::string const& line) {
    std::istringstream in(line);
    return {std::istream_iterator<std::string>(in), {}};
}

Words split(std::string const& text, std::string const& separator) {
    Words parts;
    std::size_t from = 0;
    for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
        parts.push_back(text.substr(from, at - from));
        from = at + separator.size();
    }
    parts.push_back(text.substr(from));
    return parts;
}

Words lines_of(YAML::Node const& list) { return list ? list.as<Words>() : Words{}; }

AccessLevel to_level(std::string const& word) {
    for (auto const level : {AccessLevel::none, AccessLevel::use, AccessLevel::edit, AccessLevel::own})
        if (word == Org::text(level)) return level;
    throw std::invalid_argument("'" + word + "' is not a level");
}

ObjectKind to_kind(std::string const& plural) {
    if (plural == "folders") return ObjectKind::folder;
    if (plural == "apps") return ObjectKind::app;
    if (plural == "resources") return ObjectKind::resource;
    throw std::invalid_argument("'" + plural + "' is neither folders nor apps nor resources");
}

/// The world of one case: an Org with the rules of the service that the tables rely on.
class Stage {
public:
    Stage() { org_.add("administrator", "admin"); }

    void set_up(YAML::Node const& from) {
        for (auto const& user : lines_of(from["users"])) org_.user(user);
        for (auto const& entry : from["groups"]) org_.group(entry.first.as<std::string>(), entry.second.as<Words>());
        for (auto const& [key, root] : {std::pair("folders", "app-root"), std::pair("resource_folders", "resource-root"),
                                        std::pair("workflow_folders", "workflow-root"), std::pair("agent_folders", "agent-root"),
                                        std::pair("library_folders", "library-root")})
            for (auto const& entry : from[key]) set_up_folder(entry.first.as<std::string>(), root, entry.second.as<Words>());
        for (auto const& entry : from["drafts"]) {
            auto const owner = entry.first.as<std::string>();
            org_.personal_folders(owner);
            for (auto const& app : entry.second.as<Words>()) org_.app(app, in("drafts-of-" + owner));
        }
        for (auto const& line : lines_of(from["universal"])) perform("universal " + line);
        for (auto const& line : lines_of(from["grants"])) perform("grant " + line);
    }

    void perform(std::string const& line) {
        auto const words = words_of(line);
        auto const says = [&](std::initializer_list<char const*> pattern) {
            return words.size() == pattern.size() &&
                   std::equal(words.begin(), words.end(), pattern.begin(),
                              [](auto const& word, std::string_view wanted) { return wanted == "_" || word == wanted; });
        };
        if (says({"grant", "_", "_", "_"})) return grant(words[1], to_level(words[2]), words[3]);
        if (says({"revoke", "_", "_"})) return revoke(words[1], words[2]);
        if (says({"add", "_", "to", "_"})) return void(org_.add(words[1], words[3]));
        if (says({"remove", "_", "from", "_"})) return void(org_.remove(words[1], words[3]));
        if (says({"disable", "_"})) return void(org_.set_active(words[1], false));
        if (says({"enable", "_"})) return void(org_.set_active(words[1], true));
        if (says({"universal", "_", "_", "_"})) return set_universal(words[1], words[2], to_level(words[3]));
        if (says({"move", "_", "to", "_"})) return void(org_.move(words[1], words[3]));
        if (says({"create", "group", "_"})) return void(org_.group(words[2]));
        if (says({"create", "app", "_", "in", "_"})) return void(org_.app(words[2], in(words[4])));
        if (says({"create", "resource", "_", "in", "_"})) return void(org_.resource(words[2], in(words[4])));
        if (says({"create", "folder", "_", "in", "_"})) return void(org_.folder(words[2], in(words[4])));
        if (says({"create", "workflow", "_", "in", "_"})) return void(org_.workflow(words[2], in(words[4])));
        if (says({"create", "agent", "_", "in", "_"})) return void(org_.agent(words[2], in(words[4])));
        if (says({"create", "query", "_", "in", "_"})) return void(org_.query(words[2], in(words[4])));
        if (says({"create", "page", "_", "in", "_"})) return void(org_.page(words[2], words[4]));
        if (says({"create", "configuration", "_", "in", "_"})) return void(org_.configuration(words[2], words[4]));
        if (says({"create", "role", "_", "of", "_"})) return void(org_.role(words[2], split(words[4], ",")));
        if (says({"give", "_", "to", "_"})) return void(org_.give(words[1], words[3]));
        if (says({"give", "_", "to", "_", "on", "_"})) return void(org_.give(words[1], words[3], words[5]));
        if (says({"take", "_", "from", "_"})) return void(org_.take(words[1], words[3]));
        if (says({"invite", "_", "to", "_"})) return void(org_.invite(words[1], {words[3]}));
        if (says({"delete", "group", "_"})) return delete_group(words[2]);
        if (says({"delete", "app", "_"}) || says({"delete", "resource", "_"}) || says({"delete", "folder", "_"}))
            return delete_object(words[2]);
        throw std::invalid_argument("no such operation: " + line);
    }

    void expect(YAML::Node const& expectation) {
        if (expectation.IsScalar()) return expect_level(expectation.as<std::string>());
        for (auto const& entry : expectation) {
            auto const what = entry.first.as<std::string>();
            auto const words = words_of(what);
            if (words.size() == 3 && words[1] == "reaches")
                EXPECT_THAT(org_.reachable(words[0], to_kind(words[2])), testing::UnorderedElementsAreArray(entry.second.as<Words>()))
                    << what;
            else if (words.size() == 4 && words[1] == "is" && words[2] == "granted")
                EXPECT_THAT(granted(words[0], to_kind(words[3])), testing::UnorderedElementsAreArray(entry.second.as<Words>())) << what;
            else if (words.size() == 4 && what.starts_with("access list of "))
                expect_access_list(words[3], entry.second);
            else
                throw std::invalid_argument("no such expectation: " + what);
        }
    }

private:
    /// `a/b` is folder b in folder a; a bare name directly in `root`, unless it is a folder already.
    void set_up_folder(std::string const& path, std::string const& root, Words const& content) {
        std::string above = root;
        for (auto const& name : split(path, "/")) {
            if (!org_.is_folder(name)) org_.folder(name, in(above));
            above = name;
        }
        for (auto const& name : content) root == "resource-root" ? org_.resource(name, in(above)) : org_.app(name, in(above));
    }

    void set_universal(std::string const& group, std::string const& kind, AccessLevel level) {
        static Words const kinds{"app", "resource", "workflow", "library"};
        auto const at = std::find(kinds.begin(), kinds.end(), kind) - kinds.begin();
        auto& levels = universal_[group];
        levels.at(static_cast<std::size_t>(at)) = level;
        org_.universal(group, levels[0], levels[1], levels[2], levels[3]);
    }

    // What a subject holds directly inside a folder follows the folder: design.md, section 4.

    void grant(std::string const& who, AccessLevel level, std::string const& what) {
        revoke(who, what);
        org_.grant(who, level, what);
        grants_[{who, what}] = level;
    }
    void revoke(std::string const& who, std::string const& what) {
        if (org_.is_folder(what))
            for (auto const& object : org_.objects_in(what)) drop(who, object);
        drop(who, what);
    }
    void drop(std::string const& who, std::string const& what) {
        org_.revoke(who, what);
        grants_.erase({who, what});
    }

    void delete_group(std::string const& name) {
        auto const held = grants_;
        for (auto const& [grant, level] : held)
            if (grant.first == name) drop(grant.first, grant.second);
        for (auto const& member : org_.members_of(name)) org_.remove(member, name);
        org_.erase_group(name);
    }
    void delete_object(std::string const& name) {
        if (org_.is_folder(name)) {
            for (auto const& inside : org_.folders_in(name)) delete_object(inside);
            for (auto const& inside : org_.objects_in(name)) delete_object(inside);
        }
        auto const held = grants_;
        for (auto const& [grant, level] : held)
            if (grant.second == name) drop(grant.first, grant.second);
        org_.erase_object(name);
    }

    void expect_level(std::string const& line) {
        auto const parts = split(line, " via ");
        auto const words = words_of(parts[0]);
        if (words.size() != 3 || parts.size() > 2) throw std::invalid_argument("no such expectation: " + line);
        auto const expected = to_level(words[1]);
        EXPECT_EQ(org_.level(words[0], words[2]), expected)
            << line << "\nwhere the paths are " << testing::PrintToString(org_.sources(words[0], words[2]));
        auto const decision = org_.decide(words[0], words[2]);
        EXPECT_EQ(decision.level, expected) << line;
        if (parts.size() < 2) return;
        Words paths;
        for (auto const& source : decision.sources)
            if (source.level == expected) paths.push_back(org_.text_of(source));
        EXPECT_THAT(paths, testing::UnorderedElementsAreArray(split(parts[1], " and "))) << line;
    }

    Words granted(std::string const& who, ObjectKind kind) const {
        Words texts;
        for (auto const& [grant, level] : grants_)
            if (grant.first == who && org_.object(grant.second).kind == kind) texts.push_back(grant.second + " " + Org::text(level));
        return texts;
    }

    void expect_access_list(std::string const& what, YAML::Node const& expected) {
        auto const list = org_.access_list(what);
        EXPECT_THAT(texts_of(list.groups), testing::UnorderedElementsAreArray(lines_of(expected["groups"])))
            << "groups on the access list of " << what;
        EXPECT_THAT(texts_of(list.users), testing::UnorderedElementsAreArray(lines_of(expected["users"])))
            << "users on the access list of " << what;
        EXPECT_THAT(texts_of(list.invites), testing::UnorderedElementsAreArray(lines_of(expected["invites"])))
            << "invites on the access list of " << what;
    }
    Words texts_of(std::vector<AccessEntry> const& entries) const {
        Words texts;
        for (auto const& entry : entries) {
            auto text = org_.name_of(entry.subject) + " " + Org::text(entry.level);
            if (entry.direct) text += " direct";
            if (entry.universal) text += " universal";
            if (entry.inherited) text += " inherited " + org_.name_of(*entry.inherited);
            for (auto const group : entry.groups) text += (group == entry.groups.front() ? " groups " : " ") + org_.name_of(group);
            texts.push_back(text);
        }
        return texts;
    }

    Org org_;
    std::map<std::pair<std::string, std::string>, AccessLevel> grants_;
    std::map<std::string, std::array<AccessLevel, 4>> universal_;
};

struct AccessCase {
    std::string file;
    YAML::Node common;
    YAML::Node own;

    std::string name() const { return own["case"] ? own["case"].as<std::string>() : file; }
};

void PrintTo(AccessCase const& access_case, std::ostream* out) { *out << access_case.file << ": " << access_case.name(); }

std::vector<AccessCase> all_cases() {
    std::vector<std::filesystem::path> files;
    std::error_code missing;  // then there are no cases, which is a failure below
    for (auto const& entry : std::filesystem::directory_iterator(directory(), missing))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());

    std::vector<AccessCase> cases;
    for (auto const& path : files) {
        auto const file = YAML::LoadFile(path.string());
        if (!file["cases"]) cases.push_back({path.stem().string(), YAML::Node(YAML::NodeType::Map), file});
        for (auto const& own : file["cases"]) cases.push_back({path.stem().string(), file, own});
    }
    return cases;
}

std::string test_name(testing::TestParamInfo<AccessCase> const& info) {
    auto name = info.param.file + "_" + info.param.name();
    for (char& letter : name)
        if (!std::isalnum(static_cast<unsigned char>(letter))) letter = '_';
    return fmt::format("{:03}_{}", info.index, name);
}

class AccessCases : public testing::TestWithParam<AccessCase> {};

TEST_P(AccessCases, hold) {
    auto const& [file, common, own] = GetParam();
    Stage stage;
    stage.set_up(common);
    stage.set_up(own);
    auto const take = [&, &name = file](YAML::Node const& step) {
        SCOPED_TRACE(fmt::format("{}.yaml, line {}", name, step.Mark().line + 1));
        for (auto const& line : lines_of(step["do"])) stage.perform(line);
        for (auto const& expectation : step["expect"]) stage.expect(expectation);
    };
    take(own);
    for (auto const& step : own["steps"]) take(step);
}

TEST(AccessCaseFiles, are_found) { EXPECT_GT(all_cases().size(), 24u) << "in " << directory(); }

INSTANTIATE_TEST_SUITE_P(Tables, AccessCases, testing::ValuesIn(all_cases()), test_name);

}  // namespace
}  // namespace gatehouse::access
