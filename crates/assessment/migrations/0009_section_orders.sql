-- Questions by their sections are read off the sections' order, and in each off its questions'.
create index exam_section_detail_ordinal on exam_section_detail (ordinal, id);
drop index exam_section_detail_section;
create index exam_section_detail_section on exam_section_detail (section_id, id);
--@postgres
alter table exam_question alter column audio_name type text collate "C";
--@end
create index exam_question_audio_name on exam_question ((lower(substr(coalesce(audio_name, ''), 1, 200))), id);
