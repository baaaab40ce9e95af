-- Pieces of spoken answers whose bytes are in the joined file: 0 no, 1 yes, 2 yes, and their own files are gone.
alter table exam_audio_chunk add column joined bigint not null default 0;
update exam_audio_chunk set joined = 1 where audio_response_id in
    (select id from exam_audio_response where status = 'complete' and blob is not null);
create index exam_audio_chunk_joined on exam_audio_chunk (audio_response_id, seq) where joined = 1;
