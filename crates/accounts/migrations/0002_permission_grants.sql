-- What an account, or everybody with a role, may or may not do: everywhere, or with one object.
create table permission_grant (
    id text not null primary key,
    permission_name text not null,
    role text,
    subject_account_id text references account (id),
    object_id text,
    can_do bigint not null,
    created_by text references account (id),
    created_at bigint not null,
    check ((role is null) <> (subject_account_id is null))
);
-- Two grants that differ only in what they say would contradict each other.
create unique index permission_grant_scope on permission_grant
    (permission_name, (coalesce(role, '')), (coalesce(subject_account_id, '')), (coalesce(object_id, '')));
create index permission_grant_role on permission_grant (role);
create index permission_grant_subject on permission_grant (subject_account_id);
