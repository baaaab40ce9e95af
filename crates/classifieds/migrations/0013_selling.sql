-- Listings that somebody has begun and not offered yet: what was typed, as it was typed.
create table listing_draft (
    id text not null primary key,
    owner_id text not null references account (id),
    -- What the list of them shows.
    title text not null,
    -- What was chosen and typed: a JSON object of texts by the names of the form's fields.
    typed text not null,
    created_at bigint not null,
    updated_at bigint not null
);
create index listing_draft_owner_id on listing_draft (owner_id, updated_at);

-- How often a listing was looked at, day by day (days since 1970, UTC).
create table listing_day (
    listing_seq bigint not null references listing (seq) on delete cascade,
    day bigint not null,
    views bigint not null,
    primary key (listing_seq, day)
);
create index listing_day_day on listing_day (day);

-- The end that a listing's owner was told of.
create table listing_end_notice (
    listing_seq bigint not null primary key references listing (seq) on delete cascade,
    expires_at bigint not null
);
