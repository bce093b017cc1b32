// SPDX-License-Identifier: Apache-2.0
/// Runs tests/access_cases/*.yaml over HTTP. The format is described in the README there; src/access/access_cases_test.cc runs the same
/// files against the engine.
#include "tests/api/gatehouse.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

namespace gatehouse::api_test {
namespace {

using Words = std::vector<std::string>;

/// What cannot be said over HTTP yet, and why. `file` alone: all of it.
std::map<std::string, std::string> const& left_out() {
    constexpr auto drafts = "this server makes no personal folders yet";
    constexpr auto archive = "nothing can be put into an archive over the API";
    static std::map<std::string, std::string> const cases = {
        {"personal_folders", drafts},
        {"people: a disabled owner does not reach the own drafts", drafts},
        {"people: the admin group owns what its members own", drafts},
        {"specification: 17 an admin owns everything", drafts},
        {"specification: 21 a personal draft is its owner's and the admins'", drafts},
        {"specification: 22 nothing is granted on a personal folder", drafts},
        {"universal_levels: leaves out personal folders and archives", drafts},
        {"moves: an app in the archive is closed and open again when it comes back", archive},
        {"moves: a folder in the archive is closed with all that lies under it", archive},
        {"moves: a grant on the archive itself gives nothing", archive},
        {"moves: workflow folders have an archive too", archive},
        {"universal_levels: the query library stops at edit for all but admins", "the API refuses a grant of own on a library folder"},
    };
    return cases;
}

std::filesystem::path directory() {
    auto const* named = std::getenv("GATEHOUSE_ACCESS_CASES");
    return named ? named : GATEHOUSE_ACCESS_CASES_DIR;
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

Answer require(Answer answer, std::string const& line) {
    if (answer.status < 200 || answer.status > 299) throw std::runtime_error(fmt::format("{}: {} {}", line, answer.status, answer.body));
    return answer;
}

/// The names of a case and what stands behind them on the server.
class Stage {
public:
    Stage() {
        for (auto const* group : {"/groups/3", "/groups/4"}) {
            Object none;
            for (auto const* kind : {"app", "resource", "workflow", "query_library"})
                none[fmt::format("universal_{}_access", kind)] = "none";
            require(api_.put(group, none), group);
        }
        groups_ = {{"all-users", "1"}, {"admin", "2"}, {"editor", "3"}, {"viewer", "4"}};
        users_ = {{"administrator", gatehouse_.admin_user()}};
        for (auto const& [name, id] :
             {std::pair("app-root", "app_1"), std::pair("app-archive", "app_2"), std::pair("personal-root", "app_3"),
              std::pair("resource-root", "resource_4"), std::pair("workflow-root", "workflow_5"),
              std::pair("workflow-archive", "workflow_6"), std::pair("agent-root", "agent_7"), std::pair("library-root", "library_8")})
            objects_[name] = {"folder", id, {}};
    }

    void set_up(YAML::Node const& from) {
        if (from["drafts"]) throw std::runtime_error("there are no personal folders over HTTP: name the case in left_out()");
        for (auto const& name : lines_of(from["users"])) user(name);
        for (auto const& entry : from["groups"]) {
            perform("create group " + entry.first.as<std::string>());
            for (auto const& name : entry.second.as<Words>()) perform(fmt::format("add {} to {}", name, entry.first.as<std::string>()));
        }
        for (auto const& [key, root] : {std::pair("folders", "app-root"), std::pair("resource_folders", "resource-root"),
                                        std::pair("workflow_folders", "workflow-root"), std::pair("agent_folders", "agent-root"),
                                        std::pair("library_folders", "library-root")})
            for (auto const& entry : from[key]) set_up_folder(entry.first.as<std::string>(), root, entry.second.as<Words>());
        for (auto const& line : lines_of(from["universal"])) perform("universal " + line);
        for (auto const& line : lines_of(from["grants"])) perform("grant " + line);
    }

    void perform(std::string const& line) { require(ask(line), line); }

    void refused(YAML::Node const& entry) {
        auto const line = entry["operation"].as<std::string>();
        EXPECT_EQ(ask(line).status, entry["status"].as<int>()) << line;
    }

    void expect(YAML::Node const& expectation) {
        if (expectation.IsScalar()) return expect_level(expectation.as<std::string>());
        for (auto const& entry : expectation) {
            auto const what = entry.first.as<std::string>();
            auto const words = words_of(what);
            if (words.size() == 3 && words[1] == "reaches")
                EXPECT_THAT(listed(words[0], words[2], true), testing::UnorderedElementsAreArray(entry.second.as<Words>())) << what;
            else if (words.size() == 4 && words[1] == "is" && words[2] == "granted")
                EXPECT_THAT(listed(words[0], words[3], false), testing::UnorderedElementsAreArray(entry.second.as<Words>())) << what;
            else if (words.size() == 4 && what.starts_with("access list of "))
                expect_access_list(words[3], entry.second);
            else
                throw std::invalid_argument("no such expectation: " + what);
        }
    }

private:
    struct Thing {
        std::string kind;  // as the contract calls it
        std::string id;
        std::string app;  // of a screen
    };

    // --- names

    std::string const& user(std::string const& name) {
        auto& id = users_[name];
        if (id.empty()) id = gatehouse_.user(name);
        return id;
    }
    Object subject(std::string const& name) {
        if (auto const group = groups_.find(name); group != groups_.end()) return group_subject(std::stoll(group->second));
        return user_subject(user(name));
    }
    Thing const& thing(std::string const& name) const {
        auto const found = objects_.find(name);
        if (found == objects_.end()) throw std::invalid_argument("nothing is called " + name);
        return found->second;
    }
    Object object(std::string const& name) const { return of_type(thing(name).kind, thing(name).id); }
    std::string group_path(std::string const& name) const { return "/groups/" + groups_.at(name); }
    std::string path_of(Thing const& it) const { return it.kind == "folder" ? "/folders/" + it.id : own("/" + it.kind + "s/" + it.id); }

    std::string name_of(std::string const& id) const {
        for (auto const* names : {&groups_, &users_})
            for (auto const& [name, known] : *names)
                if (known == id) return name;
        for (auto const& [name, known] : objects_)
            if (known.id == id) return name;
        return id;
    }

    std::string invited(std::string const& id) const {
        for (auto const& [name, known] : users_)
            if (known == id) return name;
        return id;
    }

    // --- doing

    void set_up_folder(std::string const& path, std::string const& root, Words const& content) {
        std::string above = root;
        for (auto const& name : split(path, "/")) {
            if (!objects_.contains(name)) perform(fmt::format("create folder {} in {}", name, above));
            above = name;
        }
        for (auto const& name : content)
            perform(fmt::format("create {} {} in {}", root == "resource-root" ? "resource" : "app", name, above));
    }

    Answer ask(std::string const& line) {
        auto const words = words_of(line);
        auto const says = [&](std::initializer_list<char const*> pattern) {
            return words.size() == pattern.size() &&
                   std::equal(words.begin(), words.end(), pattern.begin(),
                              [](auto const& word, std::string_view wanted) { return wanted == "_" || word == wanted; });
        };
        if (says({"grant", "_", "_", "_"})) return grant(words[1], words[2], thing(words[3]));
        if (says({"revoke", "_", "_"}))
            return api_.post("/permissions/revoke", {{"subject", subject(words[1])}, {"object", object(words[2])}});
        if (says({"add", "_", "to", "_"}))
            return api_.post(group_path(words[3]) + "/members", {{"members", Array{member(user(words[1]))}}});
        if (says({"remove", "_", "from", "_"})) return api_.del(group_path(words[3]) + "/members/" + user(words[1]));
        if (says({"disable", "_"})) return api_.replace("/users/" + user(words[1]), "/active", false);
        if (says({"enable", "_"})) return api_.replace("/users/" + user(words[1]), "/active", true);
        if (says({"universal", "_", "_", "_"}))
            return api_.replace(group_path(words[1]),
                                fmt::format("/universal_{}_access", words[2] == "library" ? "query_library" : words[2]), words[3]);
        if (says({"move", "_", "to", "_"})) {
            auto const& it = thing(words[1]);
            auto const& to = thing(words[3]).id;
            return it.kind == "folder" ? api_.replace(path_of(it), "/parent_folder_id", to) : api_.patch(path_of(it), {{"folder_id", to}});
        }
        if (says({"create", "group", "_"})) {
            auto answer = api_.post("/groups", {{"name", words[2]}});
            groups_[words[2]] = answer["data"]["id"].text();
            return answer;
        }
        if (says({"create", "role", "_", "of", "_"})) return create_role(words[2], split(words[4], ","));
        if (says({"create", "page", "_", "in", "_"}))
            return made(words[2], "screen", api_.post(path_of(thing(words[4])) + "/pages", {{"name", words[2]}}), words[4]);
        if (says({"create", "configuration", "_", "in", "_"})) return create_configuration(words[2], thing(words[4]).id);
        if (says({"give", "_", "to", "_"})) return api_.post("/role_permissions/role_grants", role_grant(words[1], words[3]));
        if (says({"give", "_", "to", "_", "on", "_"})) {
            auto body = role_grant(words[1], words[3]);
            body["object_type"] = thing(words[5]).kind;
            body["object_id"] = thing(words[5]).id;
            return api_.post("/role_permissions/role_grants", body);
        }
        if (says({"take", "_", "from", "_"}))
            return api_.post("/role_permissions/remove_role_grants_for_subject", role_grant(words[1], words[3]));
        if (says({"invite", "_", "to", "_"})) {
            auto answer = api_.post("/user_invites",
                                    {{"email", words[1] + "@example.com"}, {"defaultGroupIds", Array{std::stoll(groups_.at(words[3]))}}});
            users_[words[1]] = answer["data"]["id"].text();
            return answer;
        }
        if (words.size() == 5 && words[0] == "create" && words[3] == "in") return create(words[1], words[2], thing(words[4]).id);
        if (says({"delete", "group", "_"})) return api_.del(group_path(words[2]));
        if (says({"delete", "folder", "_"})) return api_.del(path_of(thing(words[2])) + "?recursive=true");
        if (says({"delete", "app", "_"}) || says({"delete", "resource", "_"})) return api_.del(path_of(thing(words[2])));
        throw std::invalid_argument("no such operation: " + line);
    }

    /// Workflows, agents and queries have no grants in the contract; ours have.
    Answer grant(std::string const& who, std::string const& level, Thing const& what) {
        if (what.kind == "workflow" || what.kind == "agent" || what.kind == "query") {
            auto const type = groups_.contains(who) ? "group" : "user";
            auto const id = groups_.contains(who) ? groups_.at(who) : user(who);
            return api_.put(own("/grants"),
                            {{"subject", of_type(type, id)}, {"object", of_type(what.kind, what.id)}, {"access_level", level}});
        }
        auto object = of_type(what.kind, what.id);
        if (what.kind == "screen") object["appId"] = thing(what.app).id;
        return api_.post("/permissions/grant", {{"subject", subject(who)}, {"object", object}, {"access_level", level}});
    }

    Answer made(std::string const& name, std::string const& kind, Answer answer, std::string const& app = {}) {
        objects_[name] = {kind, answer["id"].text(), app};
        return answer;
    }
    Answer create_configuration(std::string const& name, std::string const& resource) {
        auto const environment =
            require(api_.post("/environments", {{"name", "for " + name}, {"color", "#3C92DC"}}), name)["data"]["id"].text();
        auto answer = api_.post("/resource_configurations",
                                {{"resource_id", resource},
                                 {"environment_id", environment},
                                 {"options", Object{{"database_options", Object{{"host", "db.example.com"}, {"port", "5432"}}}}}});
        objects_[name] = {"resource_configuration", answer["data"]["id"].text(), {}};
        return answer;
    }
    Answer create_role(std::string const& name, Words const& scopes) {
        Array of_objects, of_organization;
        for (auto const& scope : scopes) (scope.starts_with("query_library:") ? of_organization : of_objects).emplace_back(scope);
        auto answer =
            api_.post("/role_permissions/roles", {{"name", name}, {"object_scopes", of_objects}, {"organization_scopes", of_organization}});
        roles_[name] = answer["id"].text();
        return answer;
    }
    Object role_grant(std::string const& role, std::string const& who) {
        bool const is_group = groups_.contains(who);
        return {{"role_id", roles_.at(role)},
                {"subject_type", is_group ? "group" : "user"},
                {"subject_id", is_group ? groups_[who] : user(who)}};
    }

    Answer create(std::string const& kind, std::string const& name, std::string const& folder) {
        if (kind == "folder") {
            auto answer =
                api_.post("/folders", {{"name", name}, {"folder_type", folder.substr(0, folder.find('_'))}, {"parent_folder_id", folder}});
            objects_[name] = {kind, answer["data"]["id"].text(), {}};
            return answer;
        }
        if (kind == "resource")
            return made(name, kind, api_.post(own("/resources"), {{"display_name", name}, {"type", "postgresql"}, {"folder_id", folder}}));
        auto const plural = kind == "query" ? std::string("queries") : kind + "s";
        return made(name, kind, api_.post(own("/" + plural), {{"name", name}, {"folder_id", folder}}));
    }

    // --- looking

    Words listed(std::string const& who, std::string const& kinds, bool inherited) {
        auto const kind = kinds.substr(0, kinds.size() - 1);
        auto const list = require(api_.post("/permissions/listObjects",
                                            {{"subject", subject(who)}, {"object_type", kind}, {"include_inherited_access", inherited}}),
                                  who);
        Words texts;
        for (auto const& entry : list["data"].all()) texts.push_back(name_of(entry["id"].text()) + " " + entry["access_level"].text());
        return texts;
    }

    Json access_list(std::string const& what) {
        auto const& it = thing(what);
        return require(api_.get(fmt::format("/permissions/accessList/{}/{}", it.kind, it.id)), what)["data"];
    }

    /// The level by the roads there are for its kind, which must agree, and what the access list says about it. For a page and a query
    /// there is none: of those the engine's own run of the same file is all that is known.
    void expect_level(std::string const& line) {
        auto const parts = split(line, " via ");
        auto const words = words_of(parts[0]);
        if (words.size() != 3 || parts.size() > 2) throw std::invalid_argument("no such expectation: " + line);
        bool const is_group = groups_.contains(words[0]);
        auto const id = is_group ? groups_[words[0]] : user(words[0]);
        auto const kind = thing(words[2]).kind;
        static std::set<std::string> const with_access_list{"folder", "app", "resource", "workflow", "agent"};
        static std::set<std::string> const with_listing{"folder", "app", "resource", "resource_configuration"};
        if (with_access_list.contains(kind)) {
            Json found;
            for (auto const& entry : access_list(words[2])[is_group ? "group" : "user"].all())
                if (entry["subject"]["id"] == id) found = entry;
            EXPECT_EQ(found.missing() ? "none" : found["accessLevel"].text(), words[1]) << line << " (access list)";
            if (parts.size() == 2) expect_sources(found["sources"], split(parts[1], " and "), is_group, line);
        }
        if (with_listing.contains(kind)) {
            std::string reached = "none";
            for (auto const& text : listed(words[0], kind + "s", true))
                if (text.starts_with(words[2] + " ")) reached = text.substr(words[2].size() + 1);
            EXPECT_EQ(reached, words[1]) << line << " (what is reached)";
        }
    }

    void expect_sources(Json const& sources, Words const& paths, bool is_group, std::string const& line) {
        bool direct = false, universal = false;
        std::set<std::string> groups, inherited;
        for (auto const& path : paths) {
            auto const steps = split(path, ", ");
            auto const words = words_of(steps[0]);
            bool const everywhere = words.size() > 1 && (words.back() == "universal" || words.back() == "everywhere");
            if (everywhere) universal = true;
            if (words[0] == "directly" && steps.size() == 1 && !everywhere && words.back() != "screen") direct = true;
            if (groups_.contains(words[0]) && !is_group) groups.insert(words[0]);
            if (steps.size() == 2) inherited.insert(steps[1]);
        }
        EXPECT_EQ(sources["direct"], direct) << line;
        EXPECT_EQ(sources["universal"], universal) << line;
        EXPECT_EQ(sources.has("groups"), !is_group) << line;
        std::set<std::string> named;
        for (auto const& group : sources["groups"].each("id")) named.insert(name_of(group));
        EXPECT_EQ(named, groups) << line;
        auto const folder = sources["inherited"].missing() ? std::string() : name_of(sources["inherited"]["id"].text());
        EXPECT_TRUE(inherited.empty() ? folder.empty() : inherited.contains(folder)) << line << ": inherited from '" << folder << "'";
    }

    void expect_access_list(std::string const& what, YAML::Node const& expected) {
        auto const list = access_list(what);
        EXPECT_THAT(texts_of(list["group"]), testing::UnorderedElementsAreArray(lines_of(expected["groups"])))
            << "groups on the access list of " << what;
        EXPECT_THAT(texts_of(list["user"]), testing::UnorderedElementsAreArray(lines_of(expected["users"])))
            << "users on the access list of " << what;
        EXPECT_THAT(texts_of(list["userInvite"]), testing::UnorderedElementsAreArray(lines_of(expected["invites"])))
            << "invites on the access list of " << what;
    }
    Words texts_of(Json const& entries) const {
        Words texts;
        for (auto const& entry : entries.all()) {
            auto const sources = entry["sources"];
            auto const id = entry["subject"]["id"].text();
            bool const is_invite = entry["subject"]["type"] == "userInvite";  // they have numbers, as groups do
            auto text = (is_invite ? invited(id) : name_of(id)) + " " + entry["accessLevel"].text();
            if (sources["direct"] == true) text += " direct";
            if (sources["universal"] == true) text += " universal";
            if (sources.has("inherited")) text += " inherited " + name_of(sources["inherited"]["id"].text());
            for (std::size_t i = 0; i < sources["groups"].size(); ++i)
                text += (i ? " " : " groups ") + name_of(sources["groups"][i]["id"].text());
            texts.push_back(text);
        }
        return texts;
    }

    Gatehouse gatehouse_{{.default_access = service::DefaultAccess::closed}};
    Client api_ = gatehouse_.admin();
    std::map<std::string, std::string> groups_, users_, roles_;
    std::map<std::string, Thing> objects_;
};

struct AccessCase {
    std::string file;
    YAML::Node common;
    YAML::Node own;

    std::string name() const { return own["case"] ? file + ": " + own["case"].as<std::string>() : file; }
};
void PrintTo(AccessCase const& access_case, std::ostream* out) { *out << access_case.name(); }

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
        for (auto const& one : file["cases"]) cases.push_back({path.stem().string(), file, one});
    }
    return cases;
}

std::string test_name(testing::TestParamInfo<AccessCase> const& info) {
    auto name = info.param.name();
    for (char& letter : name)
        if (!std::isalnum(static_cast<unsigned char>(letter))) letter = '_';
    return fmt::format("{:03}_{}", info.index, name);
}

class AccessCasesOverHttp : public testing::TestWithParam<AccessCase> {};

TEST_P(AccessCasesOverHttp, hold) {
    auto const& [file, common, own] = GetParam();
    for (auto const& key : {file, GetParam().name()})
        if (auto const reason = left_out().find(key); reason != left_out().end()) GTEST_SKIP() << reason->first << ": " << reason->second;
    Stage stage;
    stage.set_up(common);
    stage.set_up(own);
    auto const take = [&, &name = file](YAML::Node const& step) {
        SCOPED_TRACE(fmt::format("{}.yaml, line {}", name, step.Mark().line + 1));
        for (auto const& line : lines_of(step["do"])) stage.perform(line);
        for (auto const& entry : step["refused"]) stage.refused(entry);
        for (auto const& expectation : step["expect"]) stage.expect(expectation);
    };
    take(own);
    for (auto const& step : own["steps"]) take(step);
}

TEST(AccessCaseFiles, are_found_and_the_ones_left_out_are_among_them) {
    std::set<std::string> names;
    for (auto const& one : all_cases()) names.insert({one.name(), one.file});
    EXPECT_GT(names.size(), 24u) << "in " << directory();
    for (auto const& [name, reason] : left_out()) EXPECT_TRUE(names.contains(name)) << name << " is left out and not there";
}

INSTANTIATE_TEST_SUITE_P(Tables, AccessCasesOverHttp, testing::ValuesIn(all_cases()), test_name);

}  // namespace
}  // namespace gatehouse::api_test
