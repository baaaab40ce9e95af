-- What people tell moderators about listings and about each other.
create table listing_report (
    seq {identity},
    id text not null,
    -- One of the two.
    listing_seq bigint references listing (seq) on delete cascade,
    person_id text,
    reporter_id text not null references account (id),
    reason text not null,
    said text,
    -- 0 open, 1 upheld, 2 dismissed.
    status bigint not null,
    closed_by text,
    closed_at bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index listing_report_id on listing_report (id);
-- Everybody tells of the same thing once.
create unique index listing_report_once on listing_report (reporter_id, coalesce(listing_seq, 0), coalesce(person_id, ''));
create index listing_report_listing on listing_report (listing_seq, status);
create index listing_report_person on listing_report (person_id, status);
create index listing_report_status on listing_report (status, seq);

-- What moderators decided about listings, and why.
create table listing_decision (
    seq {identity},
    id text not null,
    listing_seq bigint not null references listing (seq) on delete cascade,
    moderator_id text not null,
    before_status bigint not null,
    after_status bigint not null,
    reason text,
    -- For its owner.
    note text,
    -- For moderators alone.
    private_note text,
    -- The version that the listing had then, and why it had waited.
    listing_version bigint not null,
    held text not null,
    at bigint not null,
    undone_at bigint
);
create unique index listing_decision_id on listing_decision (id);
create index listing_decision_listing on listing_decision (listing_seq, seq);
create index listing_decision_at on listing_decision (at);

-- Why a listing waits: what rules found in it, a JSON array.
create table listing_hold (
    listing_seq bigint not null primary key references listing (seq) on delete cascade,
    found text not null
);

-- Which moderator looks at a listing, so that no other one does.
create table listing_claim (
    listing_seq bigint not null primary key references listing (seq) on delete cascade,
    moderator_id text not null,
    until bigint not null
);

-- Rules by which listings wait for a moderator, version by version.
create table moderation_rules (
    version bigint not null primary key,
    rules text not null,
    author_id text not null,
    created_at bigint not null
);
