-- Since when an account is known to read what is sent to its address, and in which language its letters are.
alter table account add column email_verified_at bigint;
alter table account add column language text;

-- Codes that were sent to addresses; of each kind an account has one at a time.
create table account_code (
    -- SHA-256 of the code.
    digest text not null primary key,
    account_id text not null references account (id),
    -- verify, reset.
    purpose text not null,
    -- The address that it was sent to: for another one it is not good.
    email_key text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create unique index account_code_account on account_code (account_id, purpose);
create index account_code_expires on account_code (expires_at);

-- Wishes for a new password, for whichever addresses: answered in the background, so that nobody learns which of them are known.
create table account_reset_wish (
    id {identity},
    email_key text not null,
    language text,
    at bigint not null
);
