-- Administrators are a realm of their own: none of them is an account.
create table exam_admin (
    id {identity},
    username text not null,
    -- Without case and accents: what is unique.
    username_key text not null,
    password_hash text not null,
    -- 1 administrator, 2 author, 3 proctor, 4 rater.
    role bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_admin alter column username_key type text collate "C";
--@end
create unique index exam_admin_username on exam_admin (username_key);

-- A session is good as long as its row is there.
create table exam_admin_session (
    id text not null primary key,
    admin_id bigint not null references exam_admin (id) on delete cascade,
    created_at bigint not null,
    expires_at bigint not null
);
create index exam_admin_session_admin on exam_admin_session (admin_id);
create index exam_admin_session_expires_at on exam_admin_session (expires_at);

-- What administrators did. Never holds a secret or an answer key.
create table exam_audit (
    id {identity},
    -- Null for the program itself. No reference: what somebody did outlives them.
    admin_id bigint,
    action text not null,
    -- What it was done to: kind and id.
    thing text not null,
    thing_id bigint,
    -- JSON.
    detail text not null,
    at bigint not null
);
create index exam_audit_thing on exam_audit (thing, thing_id, id);

create table exam_rank (
    id {identity},
    title text not null,
    title_key text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_rank alter column title_key type text collate "C";
--@end
create unique index exam_rank_title on exam_rank (title_key);

create table exam_unit (
    id {identity},
    title text not null,
    title_key text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_unit alter column title_key type text collate "C";
--@end
create unique index exam_unit_title on exam_unit (title_key);

create table exam_position (
    id {identity},
    title text not null,
    title_key text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_position alter column title_key type text collate "C";
--@end
create unique index exam_position_title on exam_position (title_key);

create table exam_user (
    id {identity},
    -- Text: leading zeros matter.
    registered_number text not null,
    registered_key text not null,
    name text not null,
    name_key text not null,
    rank_id bigint references exam_rank (id),
    unit_id bigint references exam_unit (id),
    position_id bigint references exam_position (id),
    -- Thousandths: 1250 gives a quarter more time.
    time_factor bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_user alter column registered_key type text collate "C", alter column name_key type text collate "C";
--@end
create unique index exam_user_registered_number on exam_user (registered_key);
create index exam_user_rank on exam_user (rank_id);
create index exam_user_unit on exam_user (unit_id);
create index exam_user_position on exam_user (position_id);
