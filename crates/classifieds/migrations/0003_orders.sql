-- What the staff list by price.
create index listing_price on listing (price, seq);
create index listing_status_price on listing (status, price, seq) where active = 1;
-- What was deleted, in the order of what is there.
create index category_deleted_place on category (coalesce(parent_id, ''), sort_order, id) where active = 0;
create index location_deleted_place on location (country_key, city_key, district_key, id) where active = 0;
