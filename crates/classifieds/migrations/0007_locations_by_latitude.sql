-- What lies around a point: those between two latitudes are compared.
create index location_latitude on location (latitude) where active = 1;
