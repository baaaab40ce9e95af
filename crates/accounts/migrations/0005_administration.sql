-- Until when an account is suspended; null if nobody said.
alter table account add column suspended_until bigint;
create index account_suspended_until on account (suspended_until) where suspended_until is not null;

-- What administrators did, to what, and why. Rows are added, and never changed.
create table deed (
    id text not null primary key,
    actor_id text not null references account (id),
    action text not null,
    -- The id of what it was done to, and how that was called then.
    subject text not null,
    subject_name text not null,
    reason text not null,
    at bigint not null
);
create index deed_action on deed (action, id);
create index deed_subject on deed (subject, id);
