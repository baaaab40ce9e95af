-- The product or UMKM that brought a resource or an impact along; null for those that are kept to be named by products.
alter table resource add column part_of text;
alter table impact add column part_of text;
create index resource_part_of on resource (part_of) where part_of is not null;
create index impact_part_of on impact (part_of) where part_of is not null;
