-- Rows from before parts had ids and products were found within their words are settled by a background job, a few at a time.
alter table product add column settled bigint not null default 0;
alter table umkm add column settled bigint not null default 0;
create index product_unsettled on product (seq) where settled = 0;
create index umkm_unsettled on umkm (id) where settled = 0;
