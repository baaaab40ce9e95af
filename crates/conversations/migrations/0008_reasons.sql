-- What kind of reason somebody had to report a message, or to block somebody: the number of a preset, if they chose one.
alter table message_report add column category bigint;
alter table block add column category bigint;

-- Where the message was sent, and by whom, so that reports of a thread and of somebody are found.
alter table message_report add column thread_seq bigint;
alter table message_report add column reported_id text;
update message_report set
    thread_seq = (select m.thread_seq from message m where m.seq = message_report.message_seq),
    reported_id = (select m.sender_id from message m where m.seq = message_report.message_seq);
create index message_report_thread on message_report (thread_seq);
create index message_report_reported on message_report (reported_id, status);
