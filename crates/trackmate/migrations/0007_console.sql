-- Why shoppers do not see a product, as a sum: 1 hidden by its owner, 2 hidden by who looks after the place, 4 deleted by its
-- owner, who may bring it back for a while. A product for which there is any reason is not listed.
alter table product add column withheld bigint not null default 0;
-- When it was deleted, as long as it can be brought back.
alter table product add column removed_at bigint;
-- A few words of the owner's about what is in stock.
alter table product add column note text;
create index product_removed on product (removed_at) where removed_at is not null;

-- How often a product's page was opened, by day (since 1970, UTC) and way (0 page, 1 search, 2 code). Nothing says by whom.
create table product_view (
    product_seq bigint not null references product (seq) on delete cascade,
    day bigint not null,
    way bigint not null,
    views bigint not null,
    primary key (product_seq, day, way)
);

-- What shoppers say is wrong with a product. Nothing says who said it.
create table product_report (
    id text not null primary key,
    product_seq bigint not null references product (seq) on delete cascade,
    reason text not null,
    said text not null,
    created_at bigint not null,
    handled_at bigint
);
create index product_report_product on product_report (product_seq);
create index product_report_open on product_report (created_at) where handled_at is null;

-- What administrators did, to what, and why.
create table staff_note (
    id text not null primary key,
    actor_id text not null references account (id),
    action text not null,
    subject_id text not null,
    -- As it was called then.
    subject_name text not null,
    reason text not null,
    created_at bigint not null
);
create index staff_note_action on staff_note (action, id);
