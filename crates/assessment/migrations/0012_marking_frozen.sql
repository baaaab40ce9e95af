-- How often participants may play the audio of a question; null: any number.
alter table exam_question add column audio_plays bigint;
-- JSON of a list of texts.
alter table exam_question add column tags text not null default '[]';
-- They folded, each between line breaks: what lists are filtered by.
alter table exam_question add column tag_keys text not null default '';
-- easy, medium, hard.
alter table exam_question add column difficulty text;
-- JSON of what is drawn of its questions; empty: all of them are asked.
alter table exam_section_detail add column draws text not null default '[]';

-- JSON of what participants are shown; null: score and sections.
alter table exam_event add column result_policy text;
-- Since when participants see their results; null: they do not.
alter table exam_event add column released_at bigint;
-- event (once it is released), atOnce (each as soon as it is scored).
alter table exam_event add column release_mode text not null default 'event';
alter table exam_event add column record_screen bigint not null default 0;
alter table exam_event add column safe_exam_browser bigint not null default 0;

-- Where the question stood in the paper that was sat; null: where it stands now.
alter table exam_response add column section_detail_id bigint;

-- What a regrading decided for a frozen version: the later one that stands counts.
create table exam_regrade_key (
    regrade_id bigint not null references exam_regrade (id) on delete cascade,
    package_version_id bigint not null references exam_package_version (id) on delete cascade,
    -- JSON of the questions that differ from what was frozen: key, points, rule.
    keys text not null,
    primary key (regrade_id, package_version_id)
);
create index exam_regrade_key_version on exam_regrade_key (package_version_id, regrade_id);

-- Questions that do not count at an event as they were asked.
create table exam_void (
    id {identity},
    event_id bigint not null references exam_event (id) on delete cascade,
    question_id bigint not null references exam_question (id) on delete cascade,
    -- all, answered, none.
    credit text not null,
    reason text not null,
    admin_id bigint,
    at bigint not null,
    reverted_at bigint,
    reverted_by bigint
);
create unique index exam_void_standing on exam_void (event_id, question_id) where reverted_at is null;
create index exam_void_question on exam_void (question_id);

alter table exam_score_audit add column void_id bigint references exam_void (id) on delete set null;
create index exam_score_audit_void on exam_score_audit (void_id);

create index exam_attempt_package_version on exam_attempt (package_version_id);
create index exam_event_package_version on exam_event (package_version_id);
