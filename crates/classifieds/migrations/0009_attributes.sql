-- What listings of a category say by name, version by version: a row never changes.
create table category_attributes (
    category_id text not null references category (id),
    version bigint not null,
    -- A JSON array of definitions, in the order in which they are asked.
    definitions text not null,
    created_at bigint not null,
    author_id text not null,
    primary key (category_id, version)
);
-- Which versions a listing was made with: a JSON array of category and version, from the root on.
alter table listing add column attribute_versions text not null default '[]';

-- What listings say by name, as far as it is short enough to be chosen from.
create table listing_attribute (
    listing_seq bigint not null references listing (seq) on delete cascade,
    key text not null,
    -- A text, a number as it is written, `true` or `false`.
    term text not null,
    -- The key, `=` and the term.
    pair text not null,
    number double precision,
    primary key (listing_seq, key, term)
);
--@sqlite
insert or ignore into listing_attribute (listing_seq, key, term, pair, number)
select seq, key, term, key || '=' || term, number from (
    select l.seq as seq, j.key as key,
        case j.type when 'true' then 'true' when 'false' then 'false' else cast(j.value as text) end as term,
        case when j.type in ('integer', 'real') then j.value end as number
    from listing l, json_each(l.attributes) j where j.type in ('text', 'integer', 'real', 'true', 'false')
    union all
    select l.seq, j.key, e.value, null
    from listing l, json_each(l.attributes) j, json_each(case j.type when 'array' then j.value else '[]' end) e
    where j.type = 'array' and e.type = 'text'
) where length(term) between 1 and 100;
--@end
--@postgres
insert into listing_attribute (listing_seq, key, term, pair, number)
select seq, key, term, key || '=' || term, number from (
    select l.seq as seq, j.key as key, j.value #>> '{}' as term,
        case when jsonb_typeof(j.value) = 'number' then cast(j.value #>> '{}' as double precision) end as number
    from listing l, jsonb_each(cast(l.attributes as jsonb)) j
    where jsonb_typeof(j.value) in ('string', 'number', 'boolean')
    union all
    select l.seq, j.key, e.value #>> '{}', null
    from listing l, jsonb_each(cast(l.attributes as jsonb)) j,
        jsonb_array_elements(case jsonb_typeof(j.value) when 'array' then j.value else '[]' end) e
    where jsonb_typeof(j.value) = 'array' and jsonb_typeof(e.value) = 'string'
) found where length(term) between 1 and 100
on conflict (listing_seq, key, term) do nothing;
--@end
create index listing_attribute_pair on listing_attribute (pair, listing_seq);
