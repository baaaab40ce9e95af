-- Some things had two names in the log, so asking for one of them found half of its notes. Each is called like its table now.
update exam_audit set thing = 'exam_' || thing
where thing in ('admin', 'package', 'passage', 'question', 'section', 'section_detail');
