-- Short texts that somebody has saved to answer with.
create table quick_answer (
    id text not null primary key,
    account_id text not null references account (id),
    content text not null,
    created_at bigint not null
);
create index quick_answer_account on quick_answer (account_id, created_at, id);
