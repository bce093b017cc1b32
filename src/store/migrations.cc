// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.h"

#include <array>
#include <string>

namespace gatehouse::store {
namespace {

// Never edit a step that was released: add one. Tables are keyed by Space first, so that a Space's rows lie together.
constexpr std::array steps{
    // 1: the house as it was first built
    R"sql(
create table meta (
    id integer primary key check (id = 1),
    head integer not null,          -- revision of the last commit
    last_hash text not null         -- of the last row of change_log
) strict;
insert into meta (id, head, last_hash) values (1, 0, '');

create table sequences (
    space integer not null,
    name text not null,
    next integer not null,
    primary key (space, name)
) strict, without rowid;

create table spaces (
    space integer primary key,
    sid text not null unique,
    parent integer references spaces (space),
    name text not null,
    domain text not null unique,
    created_at integer not null,
    updated_at integer not null
) strict;

create table users (
    space integer not null,
    "user" integer not null,
    sid text not null,
    email text not null,
    email_key text not null,
    first_name text not null,
    last_name text not null,
    active integer not null,
    metadata text not null,
    user_type text not null,
    two_factor_auth_enabled integer not null,
    created_at integer not null,
    last_active integer,
    primary key (space, "user")
) strict, without rowid;
create unique index users_by_sid on users (space, sid);
create unique index users_by_email on users (space, email_key);

create table groups (
    space integer not null,
    "group" integer not null,
    name text not null,
    role text not null,
    universal_app_access text not null,
    universal_resource_access text not null,
    universal_workflow_access text not null,
    universal_query_library_access text not null,
    user_list_access integer not null,
    audit_log_access integer not null,
    unpublished_release_access integer not null,
    usage_analytics_access integer not null,
    theme_access integer not null,
    account_details_access integer not null,
    landing_page_app_id text,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, "group")
) strict, without rowid;
create unique index groups_by_name on groups (space, lower(name));

create table memberships (
    space integer not null,
    "group" integer not null,
    "user" integer not null,
    is_group_admin integer not null,
    created_at integer not null,
    primary key (space, "group", "user")
) strict, without rowid;
create index memberships_by_user on memberships (space, "user", "group");

create table folders (
    space integer not null,
    folder integer not null,
    type text not null,
    role text not null,
    name text not null,
    parent integer,
    owner integer,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, folder)
) strict, without rowid;
create unique index folders_by_name on folders (space, type, parent, name) where parent is not null;

create table apps (
    space integer not null,
    app text not null,
    name text not null,
    description text,
    folder integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, app)
) strict, without rowid;
create unique index apps_by_name on apps (space, folder, name);

create table resources (
    space integer not null,
    resource text not null,
    type text not null,
    display_name text not null,
    folder integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, resource)
) strict, without rowid;
create unique index resources_by_name on resources (space, folder, display_name);

create table grants (
    space integer not null,
    subject_kind text not null,
    subject_number integer not null,
    object_kind text not null,
    object_id text not null,
    level text not null,
    created_at integer not null,
    primary key (space, subject_kind, subject_number, object_kind, object_id)
) strict, without rowid;
create index grants_by_object on grants (space, object_kind, object_id);

create table access_tokens (
    space integer not null,
    token text not null,
    label text not null,
    description text,
    hash text not null unique,
    last4 text not null,
    owner integer not null,
    scopes text not null,
    created_at integer not null,
    updated_at integer not null,
    expires_at integer,
    revoked_at integer,
    primary key (space, token)
) strict, without rowid;

create table environments (
    space integer not null,
    environment text not null,
    position integer not null,
    name text not null,
    description text,
    color text not null,
    is_default integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, environment)
) strict, without rowid;
create unique index environments_by_name on environments (space, name);

create table change_log (
    revision integer not null,
    position integer not null,
    space integer not null,
    at integer not null,
    actor text not null,
    "user" integer,
    token text,
    request text not null,
    run integer,
    action text not null,
    kind text not null,
    before text,
    after text,
    hash text not null,
    primary key (revision, position)
) strict, without rowid;
create index change_log_by_space on change_log (space, revision, position);
)sql",
    // 2: people who join, roles, what access is held on, and where access came from
    R"sql(
alter table memberships add column origin text not null default 'api';
alter table memberships add column given_by integer;
alter table memberships add column run integer;
alter table memberships add column expires_at integer;
create index memberships_by_expiry on memberships (expires_at) where expires_at is not null;

alter table grants add column origin text not null default 'api';
alter table grants add column given_by integer;
alter table grants add column run integer;
alter table grants add column expires_at integer;
create index grants_by_expiry on grants (expires_at) where expires_at is not null;

alter table apps add column is_protected integer not null default 0;
alter table apps add column synced integer not null default 0;
alter table apps add column shortlink text;
alter table apps add column is_module integer not null default 0;
alter table apps add column is_mobile_app integer not null default 0;
alter table resources add column is_protected integer not null default 0;

create table organization_settings (
    space integer primary key,
    request_access_enabled integer not null,
    ai_support_bot_disabled integer not null,
    retool_forms_disabled integer not null,
    release_management_enabled integer not null,
    cache_queries_per_user integer,
    apply_preloaded_css_to_homepage integer not null,
    preloaded_css text,
    preloaded_javascript text,
    javascript_links text not null,
    workflow_run_retention_period_mins integer not null,
    app_owners_permissions_management integer not null,
    two_factor_auth_required integer not null,
    two_factor_auth_type text,
    disable_new_login_ip_notification_email integer not null,
    sessions_valid_from integer
) strict;

create table user_attributes (
    space integer not null,
    attribute text not null,
    position integer not null,
    name text not null,
    label text not null,
    data_type text not null,
    default_value text,
    intercom_attribute_name text,
    created_at integer not null,
    primary key (space, attribute)
) strict, without rowid;
create unique index user_attributes_by_name on user_attributes (space, name);

create table invites (
    space integer not null,
    invite integer not null,
    email text not null,
    email_key text not null,
    invited_by integer,
    nonce text not null,
    expires_at integer not null,
    claimed_by integer,
    claimed_at integer,
    user_type text,
    metadata text not null,
    created_at integer not null,
    primary key (space, invite)
) strict, without rowid;
create index invites_by_email on invites (space, email_key);

create table group_invites (
    space integer not null,
    "group" integer not null,
    invite integer not null,
    created_at integer not null,
    primary key (space, "group", invite)
) strict, without rowid;
create index group_invites_by_invite on group_invites (space, invite);

create table access_requests (
    space integer not null,
    request integer not null,
    status text not null,
    requesting_email text not null,
    email_key text not null,
    updated_by integer,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, request)
) strict, without rowid;
create index access_requests_by_email on access_requests (space, email_key);

create table pages (
    space integer not null,
    page text not null,
    app text not null,
    position integer not null,
    name text not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, page)
) strict, without rowid;
create unique index pages_by_name on pages (space, app, name);

create table resource_configurations (
    space integer not null,
    configuration text not null,
    resource text not null,
    environment text not null,
    options text not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, configuration)
) strict, without rowid;
create unique index resource_configurations_by_place on resource_configurations (space, resource, environment);
create index resource_configurations_by_environment on resource_configurations (space, environment);

create table workflows (
    space integer not null,
    workflow text not null,
    name text not null,
    description text,
    crontab text,
    timezone text,
    is_enabled integer not null,
    folder integer not null,
    is_protected integer not null,
    created_by integer,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, workflow)
) strict, without rowid;
create unique index workflows_by_name on workflows (space, folder, name);

create table workflow_runs (
    space integer not null,
    run text not null,
    workflow text not null,
    status text not null,
    trigger_type text not null,
    "trigger" text not null,
    created_at integer not null,
    primary key (space, run)
) strict, without rowid;
create index workflow_runs_by_workflow on workflow_runs (space, workflow, created_at);

create table queries (
    space integer not null,
    query text not null,
    name text not null,
    description text,
    folder integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, query)
) strict, without rowid;
create unique index queries_by_name on queries (space, folder, name);

create table agents (
    space integer not null,
    agent text not null,
    name text not null,
    description text,
    folder integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, agent)
) strict, without rowid;
create unique index agents_by_name on agents (space, folder, name);

create table configuration_variables (
    space integer not null,
    variable text not null,
    position integer not null,
    name text not null,
    description text,
    secret integer not null,
    "values" text not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, variable)
) strict, without rowid;
create unique index configuration_variables_by_name on configuration_variables (space, name);

create table roles (
    space integer not null,
    role text not null,
    name text not null,
    description text not null,
    object_scopes text not null,
    organization_scopes text not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, role)
) strict, without rowid;
create unique index roles_by_name on roles (space, lower(name));

create table role_grants (
    space integer not null,
    role_grant text not null,
    role text not null,
    subject_kind text not null,
    subject_number integer not null,
    object_kind text,
    object_id text,
    created_at integer not null,
    updated_at integer not null,
    primary key (space, role_grant)
) strict, without rowid;
create index role_grants_by_subject on role_grants (space, subject_kind, subject_number);
create index role_grants_by_role on role_grants (space, role);
create index role_grants_by_object on role_grants (space, object_kind, object_id);
)sql",
};

}  // namespace

Result<void> migrate(Connection& writer) {
    TRY(writer.run_script("create table if not exists schema_version (version integer not null)"));
    std::int64_t version = 0;
    TRY(writer.run("select coalesce(max(version), 0) from schema_version", {}, [&](Row const& row) { version = row.integer(0); }));
    if (version > std::int64_t(steps.size()))
        return unavailable("The database was written by a newer Gatehouse (schema " + std::to_string(version) + "; this one knows " +
                               std::to_string(steps.size()) + "). Use that one, or a copy from before.",
                           {});
    for (auto step = std::size_t(version); step < steps.size(); ++step) {
        TRY(writer.begin_write());
        auto done = writer.run_script(steps[step]);
        if (done) done = writer.run_script("insert into schema_version (version) values (" + std::to_string(step + 1) + ")");
        if (done) done = writer.commit();
        if (!done) {
            writer.rollback();
            return done;
        }
    }
    return {};
}

}  // namespace gatehouse::store
