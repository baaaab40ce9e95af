-- What was noted of somebody's appeal against a result, one note after another.
create table exam_appeal_note (
    id {identity},
    participant_id bigint not null references exam_participant (id) on delete cascade,
    -- What it is about; null: all of the result. No reference: what was noted stays when the question goes.
    question_id bigint,
    -- raised, granted, dismissed: how the appeal stands with this note.
    state text not null,
    text text not null,
    admin_id bigint not null,
    at bigint not null,
    -- 1 for the participant's last one.
    is_last bigint not null
);
create index exam_appeal_note_participant on exam_appeal_note (participant_id, id);
create unique index exam_appeal_note_last on exam_appeal_note (participant_id) where is_last = 1;
create index exam_appeal_note_open on exam_appeal_note (participant_id) where is_last = 1 and state = 'raised';
