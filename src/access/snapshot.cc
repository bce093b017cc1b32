// SPDX-License-Identifier: Apache-2.0
#include "access/snapshot.h"

#include <algorithm>

namespace gatehouse::access {

std::optional<UserFacts> Snapshot::user(UserId user) const {
    auto const found = facts_.find(subject(user));
    if (!found || !facts_[*found].present) return std::nullopt;
    return UserFacts{user, facts_[*found].active};
}

bool Snapshot::is_admin(UserId user) const {
    auto const found = facts_.find(subject(user));
    if (!found || !facts_[*found].present) return false;
    return !for_each_common(facts_[*found].links, facts_.admin_groups(), [](std::uint32_t) { return false; });
}

std::vector<GroupId> Snapshot::groups_of(UserId user) const {
    std::vector<GroupId> groups;
    auto const found = facts_.find(subject(user));
    if (!found || !facts_[*found].present) return groups;
    auto const add = [&](std::uint32_t group) {
        if (auto const& facts = facts_[SubjectIx{group}]; facts.present) groups.push_back(GroupId{facts.number});
        return true;
    };
    facts_[*found].links.for_each(add);
    facts_.everyone().for_each(add);
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

std::size_t Snapshot::active_admins() const {
    CowSet admins;
    facts_.admin_groups().for_each([&](std::uint32_t group) {
        return facts_[SubjectIx{group}].links.for_each([&](std::uint32_t user) {
            auto const& facts = facts_[SubjectIx{user}];
            if (facts.kind == SubjectKind::user && facts.present && facts.active) admins.insert(user);
            return true;
        });
    });
    return admins.size();
}

bool Snapshot::knows(SubjectRef subject) const {
    auto const found = facts_.find(subject);
    return found && facts_[*found].present;
}

std::optional<GroupRole> Snapshot::group(GroupId group) const {
    auto const found = facts_.find(subject(group));
    if (!found || !facts_[*found].present) return std::nullopt;
    return facts_[*found].role;
}

std::optional<ObjectPlace> Snapshot::find(ObjectRef const& object) const {
    auto const found = facts_.find(object.kind, object.id);
    if (!found || !facts_[*found].present) return std::nullopt;
    ObjectPlace place{object.kind, {}, std::nullopt};
    climb(facts_, *found, [&](ObjectIx at) {
        bool const is_folder = facts_[at].kind == ObjectKind::folder;
        if (is_folder)
            place.folder = facts_.folder_id(at);
        else
            place.owner = facts_.ref(at);
        return !is_folder;
    });
    return place;
}

std::optional<FolderType> Snapshot::folder_type(FolderId folder) const {
    auto const found = facts_.find(folder);
    if (!found || !facts_[*found].present) return std::nullopt;
    return facts_[*found].folder_type;
}

bool Snapshot::lies_under(FolderId folder, FolderId above) const {
    auto const start = facts_.find(folder);
    auto const wanted = facts_.find(above);
    if (!start || !wanted || !facts_[*start].present || !facts_[*wanted].present) return false;
    bool found = *start == *wanted;
    if (!found) climb(facts_, *start, [&](ObjectIx at) { return !(found = at == *wanted); });
    return found;
}

}  // namespace gatehouse::access
