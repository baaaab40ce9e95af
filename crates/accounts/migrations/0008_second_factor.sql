-- Codes of an app that are asked for beside the password.
create table account_factor (
    account_id text not null primary key references account (id),
    -- Sealed.
    secret {bytes} not null,
    sealed_with text not null,
    -- Null as long as nobody has shown a code of it.
    confirmed_at bigint,
    -- The last step of time whose code was used: none before it is good any more.
    last_step bigint not null default 0,
    created_at bigint not null
);
create index account_factor_sealed_with on account_factor (sealed_with);

-- Codes for whoever has lost the app; each is good once.
create table account_recovery (
    account_id text not null references account (id),
    -- SHA-256 of the code.
    digest text not null,
    used_at bigint,
    primary key (account_id, digest)
);

-- Which administrator did it; null if it was whoever runs the machine.
alter table account_note add column by_account text;
