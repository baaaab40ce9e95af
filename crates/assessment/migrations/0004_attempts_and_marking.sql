create table exam_attempt (
    id {identity},
    participant_id bigint not null references exam_participant (id),
    no bigint not null,
    -- in_section, suspended, submitted, terminated, voided.
    state text not null,
    -- Orders what is shuffled.
    seed bigint not null,
    package_version_id bigint references exam_package_version (id),
    started_at bigint not null,
    deadline_at bigint not null,
    submitted_at bigint,
    -- participant, timeout, proctor.
    submit_reason text,
    receipt_hash text,
    version bigint not null
);
create unique index exam_attempt_no on exam_attempt (participant_id, no);

create table exam_attempt_section (
    attempt_id bigint not null references exam_attempt (id),
    section_detail_id bigint not null references exam_section_detail (id),
    ordinal bigint not null,
    opened_at bigint,
    deadline_at bigint,
    closed_at bigint,
    close_reason text,
    paused_ms bigint not null,
    extra_ms bigint not null,
    -- Hundredths; null while something waits for a rater.
    raw_score bigint,
    max_score bigint,
    primary key (attempt_id, section_detail_id)
);
create index exam_attempt_section_detail on exam_attempt_section (section_detail_id);

create table exam_audio_response (
    id {identity},
    attempt_id bigint not null references exam_attempt (id),
    question_id bigint not null references exam_question (id),
    take bigint not null,
    blob text,
    media_type text not null,
    bytes bigint not null,
    duration_ms bigint not null,
    -- recording, complete, failed.
    status text not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index exam_audio_response_take on exam_audio_response (attempt_id, question_id, take);
create index exam_audio_response_question on exam_audio_response (question_id);

create table exam_response (
    id {identity},
    attempt_id bigint references exam_attempt (id),
    participant_id bigint not null references exam_participant (id),
    question_id bigint not null references exam_question (id),
    package_id bigint not null references exam_package (id),
    event_id bigint not null references exam_event (id),
    -- As people read it; null for one that was left blank.
    answer text,
    -- JSON of what was chosen, by labels.
    answer_json text,
    -- What the participant had answered, once an administrator changed it.
    original_answer text,
    original_json text,
    audio_response_id bigint references exam_audio_response (id),
    -- The writer's own number of the write: higher wins.
    client_seq bigint not null,
    revision bigint not null,
    -- Hundredths; null before anything was scored.
    score bigint,
    auto_score bigint,
    -- unscored, auto, pending, manual, void.
    score_status text not null,
    late_sync bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index exam_response_place on exam_response (participant_id, question_id);
create index exam_response_question on exam_response (question_id);
create index exam_response_of_event on exam_response (event_id, score_status, id);
create index exam_response_package on exam_response (package_id);
create index exam_response_attempt on exam_response (attempt_id);
create index exam_response_audio on exam_response (audio_response_id);

-- Every write of an answer, whatever became of it.
create table exam_response_event (
    id {identity},
    attempt_id bigint not null references exam_attempt (id),
    question_id bigint not null,
    session_id text not null,
    client_seq bigint not null,
    client_at bigint,
    at bigint not null,
    value text,
    -- accepted, stale, closed, invalid.
    outcome text not null
);
create index exam_response_event_attempt on exam_response_event (attempt_id, question_id, id);

create table exam_rating (
    id {identity},
    response_id bigint not null references exam_response (id) on delete cascade,
    admin_id bigint not null,
    -- first, second, adjudication.
    round text not null,
    score bigint not null,
    -- JSON of criteria.
    criteria text not null,
    comment text,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index exam_rating_round on exam_rating (response_id, round);
create unique index exam_rating_admin on exam_rating (response_id, admin_id);

create table exam_regrade (
    id {identity},
    package_id bigint not null references exam_package (id),
    no bigint not null,
    admin_id bigint,
    changed bigint not null,
    reverted_at bigint,
    at bigint not null
);
create unique index exam_regrade_no on exam_regrade (package_id, no);

create table exam_score_audit (
    id {identity},
    response_id bigint not null references exam_response (id) on delete cascade,
    old_score bigint,
    new_score bigint,
    old_answer text,
    new_answer text,
    old_status text not null,
    new_status text not null,
    -- auto, manual, rating, regrade, revert.
    cause text not null,
    regrade_id bigint references exam_regrade (id),
    reason text,
    admin_id bigint,
    at bigint not null
);
create index exam_score_audit_response on exam_score_audit (response_id, id);
create index exam_score_audit_regrade on exam_score_audit (regrade_id);

-- Raw points to what is reported, per section or (no section) for the whole package.
create table exam_scale (
    id {identity},
    package_id bigint not null references exam_package (id) on delete cascade,
    section_id bigint references exam_section (id),
    -- Hundredths, both ends included.
    raw_from bigint not null,
    raw_to bigint not null,
    scaled bigint not null,
    band text
);
create index exam_scale_package on exam_scale (package_id, section_id, raw_from);
create index exam_scale_section on exam_scale (section_id);
