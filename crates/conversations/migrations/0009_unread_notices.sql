-- Who is to be told by mail that messages wait: from a moment on, or not again until they have looked.
create table unread_notice (
    account_id text not null primary key references account (id),
    -- When they are told; null once they were.
    due_at bigint
);
create index unread_notice_due on unread_notice (due_at) where due_at is not null;
