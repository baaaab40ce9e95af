-- When everybody could see a listing for the first time; null until then.
alter table listing add column listed_at bigint;
update listing set listed_at = created_at where shown = 1;

-- Listings that everybody sees since a moment ago, until saved searches have been held against them.
create table listing_arrival (
    listing_seq bigint not null primary key references listing (seq) on delete cascade
);

-- Searches that people keep.
create table saved_search (
    seq {identity},
    id text not null,
    account_id text not null references account (id),
    name text not null,
    -- A JSON object: what a list is filtered by, as the API writes it.
    filters text not null,
    -- The one category in which it looks, with what lies below it; empty for any.
    lead text not null,
    -- 1 if letters tell of what is new in it.
    mails bigint not null,
    viewed_at bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index saved_search_id on saved_search (id);
create index saved_search_account on saved_search (account_id, seq);
create index saved_search_lead on saved_search (lead, seq);

-- What was found for them.
create table saved_search_match (
    search_seq bigint not null references saved_search (seq) on delete cascade,
    listing_seq bigint not null references listing (seq) on delete cascade,
    -- When its owner looked at it; null while it is new.
    viewed_at bigint,
    -- 1 while a letter is to tell of it.
    waits bigint not null,
    primary key (search_seq, listing_seq)
);
create index saved_search_match_waits on saved_search_match (search_seq, listing_seq) where waits = 1;

-- When somebody was last written to about what is new.
create table saved_search_notice (
    account_id text not null primary key references account (id),
    at bigint not null
);
