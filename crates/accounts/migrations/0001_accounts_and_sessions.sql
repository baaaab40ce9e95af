create table account (
    id text not null primary key,
    handle text not null,
    username text not null,
    username_key text not null,
    email text not null,
    email_key text not null,
    fullname text not null,
    image text,
    role text not null,
    password_hash text not null,
    created_at bigint not null,
    updated_at bigint not null,
    last_login_at bigint,
    deleted_at bigint
);
create unique index account_handle on account (handle);
-- A deleted account gives its names back.
create unique index account_username_key on account (username_key) where deleted_at is null;
create unique index account_email_key on account (email_key) where deleted_at is null;

create table session (
    id text not null primary key,
    account_id text not null references account (id),
    refresh_hash text not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint
);
create unique index session_refresh_hash on session (refresh_hash);
create index session_account_id on session (account_id);
create index session_expires_at on session (expires_at);
