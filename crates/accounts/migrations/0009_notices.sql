-- Notices that somebody does not want by mail.
create table account_quiet_topic (
    account_id text not null references account (id),
    -- messages, searches, listings.
    topic text not null,
    primary key (account_id, topic)
);

-- What stands in the links of notices, by which whoever reads them ends them; made with the first notice.
create table account_notice_code (
    account_id text not null primary key references account (id),
    code text not null
);
create unique index account_notice_code_code on account_notice_code (code);
