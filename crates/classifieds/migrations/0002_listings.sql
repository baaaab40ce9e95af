create table listing (
    seq {identity},
    id text not null,
    owner_id text not null references account (id),
    category_id text not null references category (id),
    subcategory_id text references category (id),
    -- Where it lies: in its subcategory if it has one, else in its category.
    leaf_id text not null,
    location_id text references location (id),
    title text not null,
    description text,
    -- A JSON object, as it is shown.
    attributes text not null,
    -- The four choices are stored by index.
    condition bigint,
    listing_type bigint not null,
    premium_type bigint not null,
    premium_expiry bigint,
    status bigint not null,
    -- In hundredths of the currency.
    price bigint not null,
    currency text not null,
    contact_email text,
    contact_phone text,
    expires_at bigint not null,
    -- Counted in memory and added here every few seconds.
    views bigint not null,
    -- The rows of listing_image as they are shown with a listing: a JSON array.
    images text not null,
    -- 0 once deleted.
    active bigint not null,
    -- 1 while it is there and its status is active: what everybody may see until it expires.
    shown bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index listing_id on listing (id);
-- The three orders of the public lists.
create index listing_newest on listing (created_at, seq) where shown = 1;
create index listing_cheapest on listing (price, seq) where shown = 1;
-- Counting and choosing by category, by place and by every choice without a look at the rows.
create index listing_leaf_id on listing (leaf_id, location_id, owner_id, price, condition, listing_type, premium_type,
    expires_at, seq) where shown = 1;
create index listing_location_id on listing (location_id, leaf_id, owner_id, price, condition, listing_type, premium_type,
    expires_at, seq) where shown = 1;
-- What an owner and the staff list.
create index listing_owner_id on listing (owner_id, created_at, seq);
create index listing_status on listing (status, created_at, seq) where active = 1;
create index listing_created_at on listing (created_at, seq);
-- What the clock ends.
create index listing_expires_at on listing (expires_at) where shown = 1;
create index listing_premium_expiry on listing (premium_expiry) where premium_expiry is not null;
-- Descendants whether they are there or deleted: a listing stays findable below what its category lay in.
create index category_parent_id on category (parent_id);

create table listing_image (
    id text not null primary key,
    listing_seq bigint not null references listing (seq) on delete cascade,
    owner_id text not null references account (id),
    -- From 0 without gaps; the first is the cover.
    sort_order bigint not null,
    caption text,
    -- Of the picture as it came, turned upright.
    width bigint not null,
    height bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create index listing_image_listing_seq on listing_image (listing_seq, sort_order);

create table listing_image_variant (
    image_id text not null references listing_image (id) on delete cascade,
    name text not null,
    hash text not null,
    content_type text not null,
    bytes bigint not null,
    width bigint not null,
    height bigint not null,
    primary key (image_id, name)
);
create index listing_image_variant_hash on listing_image_variant (hash);

-- Folded words of each listing: its title, its description.
--@sqlite
create virtual table listing_search using fts5 (
    title, description, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
--@end
--@postgres
create table listing_search (
    seq bigint not null primary key references listing (seq) on delete cascade,
    words tsvector not null
);
create index listing_search_words on listing_search using gin (words);
--@end
