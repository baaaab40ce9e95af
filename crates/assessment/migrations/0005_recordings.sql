create table exam_video (
    id {identity},
    participant_id bigint not null references exam_participant (id),
    event_id bigint not null references exam_event (id),
    attempt_id bigint references exam_attempt (id),
    -- camera or screen.
    stream text not null,
    directory text not null,
    filename text not null,
    media_type text not null,
    -- recording, complete, partial, final, failed.
    status text not null,
    declared_chunks bigint,
    final_blob text,
    final_bytes bigint,
    duration_ms bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index exam_video_place on exam_video (directory, filename);
create index exam_video_participant on exam_video (participant_id, id);
create index exam_video_event on exam_video (event_id, id);

-- Pieces of a recorder's sessions, in order, byte by byte as they came.
create table exam_video_chunk (
    video_id bigint not null references exam_video (id) on delete cascade,
    -- A page that was loaded again records anew: its chunks follow those of the session before.
    recorder_session bigint not null,
    seq bigint not null,
    blob text not null,
    bytes bigint not null,
    sha256 text not null,
    received_at bigint not null,
    primary key (video_id, recorder_session, seq)
);
