// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "domain/access_level.h"
#include "domain/ids.h"
#include "domain/origin.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse {

/// An invite is a person to be: it has groups and can be given roles, so that one sees what they will have on joining.
enum class SubjectKind { group, user, invite };
BOOST_DESCRIBE_ENUM(SubjectKind, group, user, invite)

/// Who can hold access, by its number in the Space.
struct SubjectRef {
    SubjectKind kind = SubjectKind::group;
    std::int64_t number = 0;

    friend auto operator<=>(SubjectRef const&, SubjectRef const&) = default;
};
BOOST_DESCRIBE_STRUCT(SubjectRef, (), (kind, number))

inline SubjectRef subject(GroupId group) { return {SubjectKind::group, group.number}; }
inline SubjectRef subject(UserId user) { return {SubjectKind::user, user.number}; }
inline SubjectRef subject(InviteId invite) { return {SubjectKind::invite, invite.number}; }

/// What access can be held on. Order: the contract's five grantable kinds first.
enum class ObjectKind { folder, app, screen, resource, resource_configuration, workflow, agent, query };
BOOST_DESCRIBE_ENUM(ObjectKind, folder, app, screen, resource, resource_configuration, workflow, agent, query)

/// One object. `id` is a folder's number in decimal, the UUID of everything else (or a built-in resource's name).
struct ObjectRef {
    ObjectKind kind = ObjectKind::folder;
    std::string id;

    friend auto operator<=>(ObjectRef const&, ObjectRef const&) = default;
};
BOOST_DESCRIBE_STRUCT(ObjectRef, (), (kind, id))

inline ObjectRef object(FolderId folder) { return {ObjectKind::folder, std::to_string(folder.number)}; }
inline ObjectRef object(AppId const& app) { return {ObjectKind::app, app.text}; }
inline ObjectRef object(PageId const& page) { return {ObjectKind::screen, page.text}; }
inline ObjectRef object(ResourceId const& resource) { return {ObjectKind::resource, resource.text}; }
inline ObjectRef object(ConfigurationId const& configuration) { return {ObjectKind::resource_configuration, configuration.text}; }
inline ObjectRef object(WorkflowId const& workflow) { return {ObjectKind::workflow, workflow.text}; }
inline ObjectRef object(AgentId const& agent) { return {ObjectKind::agent, agent.text}; }
inline ObjectRef object(QueryId const& query) { return {ObjectKind::query, query.text}; }

/// A stored fact, kept once, where it was given. Everything else is inheritance, computed in access/. Never `none`.
struct Grant {
    SpaceId space;
    SubjectKind subject_kind = SubjectKind::group;
    std::int64_t subject_number = 0;
    ObjectKind object_kind = ObjectKind::folder;
    std::string object_id;
    AccessLevel level = AccessLevel::use;
    Timestamp created_at;
    Origin origin = Origin::api;
    std::optional<UserId> given_by = {};   // whose account or token gave it, or last changed its level
    std::optional<std::int64_t> run = {};  // the onboarding run that made it
    std::optional<Timestamp> expires_at = {};

    SubjectRef subject() const { return {subject_kind, subject_number}; }
    ObjectRef object() const { return {object_kind, object_id}; }

    friend bool operator==(Grant const&, Grant const&) = default;
};
BOOST_DESCRIBE_STRUCT(Grant, (),
                      (space, subject_kind, subject_number, object_kind, object_id, level, created_at, origin, given_by, run, expires_at))

}  // namespace gatehouse
