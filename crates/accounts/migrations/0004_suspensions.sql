-- Since when nobody may log in with an account; it keeps what it has.
alter table account add column suspended_at bigint;

-- What whoever runs the machine did to accounts.
create table account_note (
    id {identity},
    account_id text not null references account (id),
    -- suspend, unsuspend.
    action text not null,
    reason text not null,
    at bigint not null
);
create index account_note_account on account_note (account_id, id);
