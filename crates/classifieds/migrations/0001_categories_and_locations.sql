create table category (
    id text not null primary key,
    parent_id text references category (id),
    name text not null,
    -- The name without case and accents, for filters.
    name_key text not null,
    slug text not null,
    sort_order bigint not null,
    icon text,
    description text,
    -- 0 once deleted; it keeps its parent, for a restoration.
    active bigint not null,
    version bigint not null,
    owner_id text not null references account (id),
    created_at bigint not null,
    updated_at bigint not null
);
create unique index category_slug on category (slug) where active = 1;
-- Roots are siblings of one another. Children are found by this index, too.
create unique index category_place on category (coalesce(parent_id, ''), sort_order) where active = 1;
create index category_created_at on category (created_at, id) where active = 1;

-- Slugs that an existing category had before; one that is in use has no row here.
create table former_slug (
    slug text not null primary key,
    category_id text not null references category (id),
    since bigint not null
);

create table location (
    id text not null primary key,
    country text not null,
    city text not null,
    district text not null,
    -- The three names without case, accents and outer blanks: what is unique, filtered and sorted by.
    country_key text not null,
    city_key text not null,
    district_key text not null,
    postal_code text,
    latitude double precision,
    longitude double precision,
    active bigint not null,
    version bigint not null,
    owner_id text not null references account (id),
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table location alter column country_key type text collate "C", alter column city_key type text collate "C",
    alter column district_key type text collate "C";
--@end
create unique index location_place on location (country_key, city_key, district_key) where active = 1;
create index location_city_key on location (city_key) where active = 1;
create index location_created_at on location (created_at, id) where active = 1;
