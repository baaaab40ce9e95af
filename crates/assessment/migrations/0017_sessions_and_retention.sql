-- Where a session's login came from.
alter table exam_admin_session add column address text not null default '';
-- The log by who did something, and by when.
create index exam_audit_admin on exam_audit (admin_id, id);
create index exam_audit_at on exam_audit (at, id);

-- How long something is kept after its exam; what has no row stays.
create table exam_retention (
    -- recordings (in days), attempts (in years).
    kind text not null primary key,
    amount bigint not null,
    updated_at bigint not null
);
