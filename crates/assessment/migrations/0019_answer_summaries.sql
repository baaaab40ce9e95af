-- What a participant answered and what it is worth, in one row: what statistics of an event are read from, instead of from
-- every answer of everybody. Written whenever a participant's sums are.
create table exam_answer_summary (
    participant_id bigint primary key references exam_participant (id) on delete cascade,
    event_id bigint not null,
    -- A line for each answer: question, frozen version or -, hundredths of its score or -, and what was given: JSON of labels
    -- or pairs, x for whatever else was said, nothing for nothing.
    answers text not null
);
create index exam_answer_summary_event on exam_answer_summary (event_id);

insert into exam_answer_summary (participant_id, event_id, answers)
select r.participant_id, r.event_id, string_agg(
    cast(r.question_id as text) || ' ' || coalesce(cast(t.package_version_id as text), '-') || ' '
        || coalesce(cast(r.score as text), '-') || ' '
        || case when r.audio_response_id is not null then 'x'
            when r.answer_json is null and r.answer is not null then 'x'
            when r.answer_json is null or r.answer_json in ('null', '{"text":""}') then ''
            when substr(r.answer_json, 1, 9) in ('{"labels"', '{"pairs":') then r.answer_json
            else 'x' end, '
')
from exam_response r left join exam_attempt t on t.id = r.attempt_id
group by r.participant_id, r.event_id;
