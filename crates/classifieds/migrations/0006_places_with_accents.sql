-- Names that differ by an accent are different places: Habo is not Håbo. What is the same place is looked at in each write,
-- which both engines run as if one after the other; by these keys they are found and sorted.
drop index location_place;
create index location_place on location (country_key, city_key, district_key, id) where active = 1;
