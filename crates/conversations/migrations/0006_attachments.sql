-- Pictures that somebody has sent, alone or with a message.
create table attachment (
    id text not null primary key,
    owner_id text not null,
    -- The message that it came with; null until it is sent.
    message_seq bigint references message (seq),
    -- As it is shown, as JSON.
    shown text not null,
    -- Since when nobody is to see it any more: its files go, and then this row.
    dropped_at bigint,
    created_at bigint not null
);
create index attachment_message on attachment (message_seq) where message_seq is not null;
create index attachment_unsent on attachment (created_at) where message_seq is null;
create index attachment_owner on attachment (owner_id, created_at);
create index attachment_dropped on attachment (dropped_at) where dropped_at is not null;

create table attachment_variant (
    attachment_id text not null references attachment (id) on delete cascade,
    name text not null,
    hash text not null,
    content_type text not null,
    bytes bigint not null,
    primary key (attachment_id, name)
);
create index attachment_variant_hash on attachment_variant (hash);

-- The pictures of a message as they are shown, a JSON array; null where there are none.
alter table message add column attachments text;
