create table exam_event (
    id {identity},
    package_id bigint not null references exam_package (id),
    -- The frozen version that it is held with.
    package_version_id bigint references exam_package_version (id),
    title text not null,
    title_key text not null,
    slug text not null,
    description text not null,
    -- As they were given: local date and times, and the zone that makes them moments.
    date text not null,
    start_time text not null,
    end_time text not null,
    time_zone text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    -- Its day on its own clocks.
    day_starts_at bigint not null default 0,
    day_ends_at bigint not null default 0,
    prodik_id text,
    -- SHA-256, salted with the event's slug.
    entry_code_hash text,
    late_entry_seconds bigint not null,
    grace_seconds bigint not null,
    offline_grace_seconds bigint not null,
    record_video bigint not null,
    -- JSON: what right, wrong and blank answers count.
    scoring_policy text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_event alter column title_key type text collate "C";
--@end
create unique index exam_event_slug on exam_event (slug);
create index exam_event_package on exam_event (package_id);
create index exam_event_time on exam_event (starts_at, id);

create table exam_participant (
    id {identity},
    event_id bigint not null references exam_event (id),
    user_id bigint references exam_user (id),
    -- As they were when the participant was added.
    name text not null,
    name_key text not null,
    registered_number text not null,
    registered_key text not null,
    rank_title text,
    unit_title text,
    position_title text,
    exam_registered_number text not null,
    -- admin, file, link.
    source text not null,
    -- registered, ready, in_section, suspended, submitted, awaiting_rating, scored, published, absent, terminated, voided.
    status text not null,
    -- Thousandths.
    time_factor bigint not null,
    extra_seconds bigint not null,
    -- Hundredths; null before anything was scored.
    total_score bigint,
    max_score bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_participant alter column name_key type text collate "C", alter column registered_key type text collate "C";
--@end
create unique index exam_participant_number on exam_participant (event_id, registered_key);
create unique index exam_participant_exam_number on exam_participant (exam_registered_number);
create unique index exam_participant_user on exam_participant (event_id, user_id) where user_id is not null;
create index exam_participant_of_user on exam_participant (user_id);

create table exam_registration_token (
    id {identity},
    event_id bigint not null references exam_event (id) on delete cascade,
    -- SHA-256 of the token's own name.
    token_hash text not null,
    expires_at bigint not null,
    max_uses bigint not null,
    used bigint not null,
    revoked_at bigint,
    admin_id bigint,
    created_at bigint not null
);
create unique index exam_registration_token_hash on exam_registration_token (token_hash);
create index exam_registration_token_event on exam_registration_token (event_id);

-- At most one session of a participant lives.
create table exam_participant_session (
    id text not null primary key,
    participant_id bigint not null references exam_participant (id) on delete cascade,
    address text not null,
    agent text not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    reason text
);
create index exam_participant_session_of on exam_participant_session (participant_id);

create table exam_intervention (
    id {identity},
    participant_id bigint not null references exam_participant (id) on delete cascade,
    -- pause, resume, extend, message, terminate.
    kind text not null,
    seconds bigint,
    text text,
    reason text,
    admin_id bigint,
    at bigint not null
);
create index exam_intervention_participant on exam_intervention (participant_id, id);

-- What looked odd while somebody sat.
create table exam_flag (
    id {identity},
    participant_id bigint not null references exam_participant (id) on delete cascade,
    kind text not null,
    detail text not null,
    at bigint not null
);
create index exam_flag_participant on exam_flag (participant_id, id);
