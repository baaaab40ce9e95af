-- What texts say beside their words, as marked text. Null: the words, which stand in the column beside it, say it all.
alter table exam_question add column question_marked text;
alter table exam_option add column value_marked text;
alter table exam_passage add column body_marked text;
alter table exam_section_detail add column instruction_marked text;
