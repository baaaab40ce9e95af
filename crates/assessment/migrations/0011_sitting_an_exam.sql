-- What participants do by themselves: check in, sit, hand in.
alter table exam_participant add column checked_in_at bigint;
-- JSON: whether microphone, camera and sound were found good.
alter table exam_participant add column devices text;
-- The moment at which the server closes what is open, whether or not anybody comes; null once it has.
alter table exam_attempt add column due_at bigint;
-- Since when the clock stands still.
alter table exam_attempt add column paused_at bigint;
-- The number of the section with which it ends.
alter table exam_attempt add column last_section bigint not null default 0;
-- When the participant handed in what time had ended already: nothing is accepted from then on.
alter table exam_attempt add column confirmed_at bigint;
update exam_attempt set due_at = deadline_at where state in ('in_section', 'suspended');
create index exam_attempt_due on exam_attempt (due_at) where state in ('in_section', 'suspended');
create index exam_attempt_receipt on exam_attempt (receipt_hash);
-- Whether the participant wants to look at it again.
alter table exam_response add column flagged bigint not null default 0;
-- Of those who have not begun.
create index exam_participant_awaited on exam_participant (event_id) where status in ('registered', 'ready');
create index exam_participant_unmarked on exam_participant (id) where status = 'submitted';
create index exam_participant_session_ends on exam_participant_session (expires_at);

-- How often a participant has played a sound.
create table exam_play (
    attempt_id bigint not null references exam_attempt (id),
    audio_id bigint not null references exam_audio (id),
    used bigint not null,
    -- When the last play began: going on with it is no other play.
    began_at bigint not null,
    primary key (attempt_id, audio_id)
);
create index exam_play_audio on exam_play (audio_id);

-- Pieces of a spoken answer, byte by byte as they came.
create table exam_audio_chunk (
    audio_response_id bigint not null references exam_audio_response (id) on delete cascade,
    seq bigint not null,
    -- SHA-256 of the content, by which media keeps it.
    blob text not null,
    bytes bigint not null,
    received_at bigint not null,
    primary key (audio_response_id, seq)
);
create index exam_audio_chunk_blob on exam_audio_chunk (blob);
