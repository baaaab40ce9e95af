-- How many recorder sessions were begun: a page that is loaded again takes the next one.
alter table exam_video add column recorder_sessions bigint not null default 0;
update exam_video set recorder_sessions = (select coalesce(max(c.recorder_session) + 1, 0) from exam_video_chunk c
    where c.video_id = exam_video.id);
-- Of those whose end nobody has told yet.
create index exam_video_open on exam_video (id) where status = 'recording';
create index exam_video_attempt on exam_video (attempt_id);
create index exam_audio_response_open on exam_audio_response (id) where status = 'recording';
