-- Which sitting one rehearses; 0 for one that is in earnest. No reference: it stays a rehearsal when the other one goes.
alter table exam_event add column rehearsal_of bigint not null default 0;
