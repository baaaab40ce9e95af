-- Which kind of program a session began in, such as "Chrome, Android".
alter table session add column device text;
-- Whether letters about logins from new devices are unwanted.
alter table account add column quiet_sign_ins bigint not null default 0;

create table account_device (
    account_id text not null references account (id),
    device text not null,
    seen_at bigint not null,
    primary key (account_id, device)
);
