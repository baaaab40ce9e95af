-- Up to when everything that was sent to an account has reached a page of theirs.
create table delivery (
    account_id text not null primary key references account (id),
    at bigint not null
);
