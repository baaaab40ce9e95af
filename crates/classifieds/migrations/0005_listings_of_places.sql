-- What lies in a category or at a location, whatever its status: a place that is deleted leaves none behind.
create index listing_category_id on listing (category_id, seq) where active = 1;
create index listing_subcategory_id on listing (subcategory_id, seq) where active = 1 and subcategory_id is not null;
create index listing_at_location on listing (location_id, seq) where active = 1 and location_id is not null;
