create table thread (
    seq {identity},
    id text not null,
    listing_id text not null,
    -- Who began it, and the other one.
    sender_id text not null references account (id),
    receiver_id text not null references account (id),
    -- The same two in the order of their ids, so that a pair is one pair whoever begins.
    user_low text not null,
    user_high text not null,
    last_message_at bigint not null,
    -- How many messages were ever sent; the number of the last one.
    message_count bigint not null default 0,
    deleted_count bigint not null default 0,
    -- When the last message was sent, deleted or not: the next one is later.
    last_sent_at bigint not null,
    last_message text,
    sender_unread bigint not null default 0,
    receiver_unread bigint not null default 0,
    -- Up to this number, everything that was sent to them is read or deleted.
    sender_read_number bigint not null default 0,
    receiver_read_number bigint not null default 0,
    record_version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index thread_id on thread (id);
create unique index thread_listing_pair on thread (listing_id, user_low, user_high);
create index thread_sender on thread (sender_id, last_message_at, seq);
create index thread_receiver on thread (receiver_id, last_message_at, seq);
create index thread_last_message_at on thread (last_message_at, seq);
create index thread_sender_unread on thread (sender_id, sender_unread) where sender_unread > 0;
create index thread_receiver_unread on thread (receiver_id, receiver_unread) where receiver_unread > 0;

create table message (
    seq {identity},
    id text not null,
    thread_seq bigint not null references thread (seq),
    -- 1, 2, 3 … within the thread, without gaps: any page of any history is a range.
    number bigint not null,
    sender_id text not null,
    content text not null,
    -- Whole milliseconds, later than every earlier one of the thread.
    sent_at bigint not null,
    read_at bigint,
    -- What the client calls it, so that a retry finds it.
    client_id text,
    deleted_at bigint,
    deleted_by text,
    deleted_reason text
);
create unique index message_id on message (id);
create unique index message_number on message (thread_seq, number);
create unique index message_client_id on message (sender_id, client_id) where client_id is not null;
create index message_deleted on message (thread_seq, number) where deleted_at is not null;

-- What an account's live streams were told, in order and without gaps.
--@sqlite
-- The key is most of a row: one tree instead of two.
create table live_event (
    account_id text not null,
    seq bigint not null,
    kind bigint not null,
    thread_seq bigint not null,
    message_seq bigint,
    at bigint not null,
    primary key (account_id, seq)
) without rowid;
--@end
--@postgres
create table live_event (
    account_id text not null,
    seq bigint not null,
    kind bigint not null,
    thread_seq bigint not null,
    message_seq bigint,
    at bigint not null,
    primary key (account_id, seq)
);
--@end

create table block (
    seq {identity},
    id text not null,
    blocker_id text not null references account (id),
    blocked_id text not null references account (id),
    created_at bigint not null
);
create unique index block_pair on block (blocker_id, blocked_id);
create index block_blocked on block (blocked_id);

create table message_report (
    seq {identity},
    id text not null,
    message_seq bigint not null references message (seq),
    reporter_id text not null references account (id),
    reason text not null,
    -- 0 open, 1 resolved, 2 dismissed.
    status bigint not null default 0,
    note text,
    closed_by text,
    closed_at bigint,
    record_version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index message_report_id on message_report (id);
create unique index message_report_once on message_report (message_seq, reporter_id);
create index message_report_status on message_report (status, seq);

-- Accounts that are gone: nobody can write to them any more.
create table departed_account (
    account_id text not null primary key,
    at bigint not null
);

-- Folded words of each message that is not deleted, and who may find it.
--@sqlite
create virtual table message_search using fts5 (
    who, words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
--@end
--@postgres
create table message_search (
    seq bigint not null primary key references message (seq),
    words tsvector not null
);
create index message_search_words on message_search using gin (words);
--@end
