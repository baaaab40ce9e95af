-- Since when an administrator may not log in.
alter table exam_admin add column suspended_at bigint;
