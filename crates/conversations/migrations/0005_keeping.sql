-- What each of the two has put away, and of which they want to hear nothing.
alter table thread add column sender_archived bigint not null default 0;
alter table thread add column receiver_archived bigint not null default 0;
alter table thread add column sender_muted bigint not null default 0;
alter table thread add column receiver_muted bigint not null default 0;

-- What lists and counts ask of a thread stands in their indexes.
drop index thread_sender;
drop index thread_receiver;
drop index thread_sender_unread;
drop index thread_receiver_unread;
create index thread_sender on thread (sender_id, last_message_at, seq, sender_archived);
create index thread_receiver on thread (receiver_id, last_message_at, seq, receiver_archived);
create index thread_sender_unread on thread (sender_id, sender_unread, sender_muted, sender_archived)
    where sender_unread > 0;
create index thread_receiver_unread on thread (receiver_id, receiver_unread, receiver_muted, receiver_archived)
    where receiver_unread > 0;
