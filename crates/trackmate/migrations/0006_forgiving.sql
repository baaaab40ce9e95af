-- The words that products are found by, each once, and what a mistyped or differently made word has in common with them.
create table search_word (
    word text not null primary key,
    -- As the catalogue first spelled it.
    spelled text not null,
    -- How many listed products have it, counted now and then; 0 for one that is about to be forgotten.
    products bigint not null
);
create table search_trace (
    trace text not null,
    word text not null,
    primary key (trace, word)
);
--@postgres
-- Beginnings of words are ranges, and both engines sort alike.
alter table search_word alter column word type text collate "C";
alter table search_trace alter column trace type text collate "C", alter column word type text collate "C";
--@end
-- The province of a maker's place, by its official number, and the same beside each product.
alter table umkm add column province bigint;
alter table product add column province bigint;
create index product_facets on product (category, province, price) where listed = 1;
create index product_province on product (province, seq) where listed = 1;
-- Words and provinces of the rows that are there come by the job that settles old rows.
update product set settled = 0;
update umkm set settled = 0;
