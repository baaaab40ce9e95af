-- The text without case and accents, for what the staff look for; null in a row from before until it is folded.
alter table message add column content_folded text;
create index message_unfolded on message (seq) where content_folded is null;
