-- What draws and orders the paper of somebody who has checked in, before an attempt is there: with it their paper can be
-- sealed ahead of the start. Null for whoever has not checked in, or did so before this.
alter table exam_participant add column seed bigint;
