-- What a product is found by beside the beginnings of words: what stands within the words of its name. An index of its own,
-- since the best match first is reckoned from all that an index has of a product.
--@sqlite
create virtual table product_search_inside using fts5 (
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
--@end
--@postgres
alter table product_search add column inside tsvector not null default '';
create index product_search_inside on product_search using gin (inside);
--@end
