-- Who keeps a listing for later.
create table listing_favorite (
    account_id text not null references account (id),
    listing_seq bigint not null references listing (seq) on delete cascade,
    at bigint not null,
    primary key (account_id, listing_seq)
);
create index listing_favorite_newest on listing_favorite (account_id, at, listing_seq);
create index listing_favorite_listing on listing_favorite (listing_seq);
-- How many do.
alter table listing add column favorites bigint not null default 0;
