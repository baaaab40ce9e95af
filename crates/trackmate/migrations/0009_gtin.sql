-- Trade numbers of products, in 14 digits. An owner has each once; others may say the same, since nobody here can know whose it is.
create table product_gtin (
    product_seq bigint not null primary key references product (seq) on delete cascade,
    owner_id text not null,
    gtin text not null,
    -- 1 if labels say the number's address instead of the short one.
    on_label bigint not null
);
create unique index product_gtin_of_owner on product_gtin (owner_id, gtin);
create index product_gtin_gtin on product_gtin (gtin, product_seq);
