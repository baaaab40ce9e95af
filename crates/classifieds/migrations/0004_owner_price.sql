-- What an owner lists by price.
create index listing_owner_price on listing (owner_id, price, seq);
