create table umkm (
    id text not null primary key,
    owner_id text not null references account (id),
    name text not null,
    image text,
    logo text,
    description text,
    location text,
    history text,
    impact text not null,
    contact text not null,
    employe bigint,
    approved bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index umkm_owner_id on umkm (owner_id);
create index umkm_approved on umkm (approved, created_at);

create table product (
    seq {identity},
    id text not null,
    umkm_id text not null references umkm (id),
    owner_id text not null,
    name text not null,
    images text not null,
    price bigint not null,
    category bigint,
    description text,
    resources text not null,
    production text not null,
    impact text not null,
    contribution text not null,
    -- 0 while its UMKM waits for approval: not in lists, not found by search.
    listed bigint not null,
    rating_count bigint not null default 0,
    rating_sum bigint not null default 0,
    -- Bayesian mean of the ratings, in millionths of a star.
    score bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index product_id on product (id);
create index product_umkm_id on product (umkm_id, seq);
create index product_category on product (category, seq) where listed = 1;
create index product_listed on product (seq) where listed = 1;
create index product_score on product (score, seq) where listed = 1;

create table resource (
    id text not null primary key,
    owner_id text not null references account (id),
    name text not null,
    umkm text,
    image text,
    description text,
    location text,
    created_at bigint not null,
    updated_at bigint not null
);
create index resource_owner_id on resource (owner_id, created_at);

create table impact (
    id text not null primary key,
    owner_id text not null references account (id),
    name text not null,
    image text,
    icon text,
    description text,
    approved bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create index impact_owner_id on impact (owner_id, created_at);
create index impact_approved on impact (approved, created_at);

create table product_resource (
    product_seq bigint not null references product (seq) on delete cascade,
    resource_id text not null references resource (id) on delete cascade,
    primary key (product_seq, resource_id)
);
create index product_resource_resource_id on product_resource (resource_id);

create table product_impact (
    product_seq bigint not null references product (seq) on delete cascade,
    impact_id text not null references impact (id) on delete cascade,
    primary key (product_seq, impact_id)
);
create index product_impact_impact_id on product_impact (impact_id);

create table rating (
    product_seq bigint not null references product (seq) on delete cascade,
    account_id text not null references account (id),
    stars bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (product_seq, account_id)
);

create table upload (
    id text not null primary key,
    owner_id text not null references account (id),
    hash text not null,
    content_type text not null,
    bytes bigint not null,
    created_at bigint not null
);
create index upload_owner_id on upload (owner_id);
create index upload_hash on upload (hash);

-- Folded words of each product: its name, its makers (UMKM, resources), the rest.
--@sqlite
create virtual table product_search using fts5 (
    name, makers, rest, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
--@end
--@postgres
create table product_search (
    seq bigint not null primary key references product (seq) on delete cascade,
    words tsvector not null
);
create index product_search_words on product_search using gin (words);
--@end
