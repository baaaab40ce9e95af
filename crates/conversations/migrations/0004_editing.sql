-- When the text was last changed by who wrote it, and how often it was.
alter table message add column edited_at bigint;
alter table message add column edit_count bigint not null default 0;

-- What a message said before, for moderators.
create table message_version (
    seq {identity},
    message_seq bigint not null references message (seq),
    content text not null,
    written_at bigint not null,
    replaced_at bigint not null
);
create index message_version_message on message_version (message_seq, seq);
