-- What says a number, for ranges that are looked up once and not for each listing.
create index listing_attribute_number on listing_attribute (key, number, listing_seq) where number is not null;
-- How many attributes a listing's pairs are of is counted without a look at the rows.
drop index listing_attribute_pair;
create index listing_attribute_pair on listing_attribute (pair, listing_seq, key);
