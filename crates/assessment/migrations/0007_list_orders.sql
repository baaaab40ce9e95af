-- What lists can be ordered by. An index that holds the id ends a page after as many rows as it has.
create index exam_package_status on exam_package (status, id);
create index exam_package_created on exam_package (created_at, id);
create index exam_package_updated on exam_package (updated_at, id);

create index exam_section_duration on exam_section (duration, id);
create index exam_section_created on exam_section (created_at, id);
create index exam_section_updated on exam_section (updated_at, id);

create index exam_audio_filename on exam_audio (filename_key, id);
create index exam_audio_event on exam_audio (event_key, id);
create index exam_audio_bytes on exam_audio (bytes, id);
create index exam_audio_duration on exam_audio (duration_ms, id);
create index exam_audio_created on exam_audio (created_at, id);
create index exam_audio_updated on exam_audio (updated_at, id);

-- A text is longer than an index takes.
create index exam_question_text on exam_question (substr(question_key, 1, 200), id);
create index exam_question_type on exam_question (question_type, id);
create index exam_question_rule on exam_question (rule, id);
create index exam_question_point on exam_question (point, id);
create index exam_question_preparation on exam_question ((coalesce(preparation_time, -1)), id);
create index exam_question_response on exam_question ((coalesce(response_time, -1)), id);
create index exam_question_of_detail on exam_question (section_detail_id, id);
create index exam_question_of_package on exam_question (package_id, id);
create index exam_question_of_passage on exam_question ((coalesce(passage_id, 0)), id);
create index exam_question_of_audio on exam_question ((coalesce(audio_id, 0)), id);
create index exam_question_created on exam_question (created_at, id);
create index exam_question_updated on exam_question (updated_at, id);

create index exam_event_title on exam_event (title_key, id);
create index exam_event_of_package on exam_event (package_id, id);
create index exam_event_date on exam_event (date, id);
create index exam_event_start on exam_event (start_time, id);
create index exam_event_end on exam_event (end_time, id);
create index exam_event_zone on exam_event (time_zone, id);
create index exam_event_ends on exam_event (ends_at, id);
create index exam_event_prodik on exam_event ((coalesce(prodik_id, '')), id);
create index exam_event_created on exam_event (created_at, id);

create index exam_user_name on exam_user (name_key, id);
create index exam_user_of_rank on exam_user ((coalesce(rank_id, 0)), id);
create index exam_user_of_unit on exam_user ((coalesce(unit_id, 0)), id);
create index exam_user_of_position on exam_user ((coalesce(position_id, 0)), id);
create index exam_user_factor on exam_user (time_factor, id);
create index exam_user_created on exam_user (created_at, id);
create index exam_user_updated on exam_user (updated_at, id);

create index exam_participant_name on exam_participant (name_key, id);
create index exam_participant_of_event on exam_participant (event_id, id);
create index exam_participant_registered on exam_participant (registered_key, id);
create index exam_participant_by_user on exam_participant ((coalesce(user_id, 0)), id);
create index exam_participant_rank on exam_participant ((coalesce(rank_title, '')), id);
create index exam_participant_unit on exam_participant ((coalesce(unit_title, '')), id);
create index exam_participant_position on exam_participant ((coalesce(position_title, '')), id);
create index exam_participant_status on exam_participant (status, id);
create index exam_participant_source on exam_participant (source, id);
create index exam_participant_factor on exam_participant (time_factor, id);
create index exam_participant_extra on exam_participant (extra_seconds, id);
create index exam_participant_total on exam_participant ((coalesce(total_score, -1)), id);
create index exam_participant_max on exam_participant ((coalesce(max_score, -1)), id);
create index exam_participant_created on exam_participant (created_at, id);
create index exam_participant_updated on exam_participant (updated_at, id);
-- Of one event, what its supervisors ask for.
create index exam_participant_event_name on exam_participant (event_id, name_key, id);
create index exam_participant_event_status on exam_participant (event_id, status, id);
create index exam_participant_event_total on exam_participant (event_id, (coalesce(total_score, -1)), id);

-- Which rows name a file.
create index exam_audio_response_blob on exam_audio_response (blob);
create index exam_video_blob on exam_video (final_blob);
create index exam_video_chunk_blob on exam_video_chunk (blob);
