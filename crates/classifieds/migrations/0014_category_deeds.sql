-- What editors did to the tree of categories, to be taken back: the categories as they were.
create table category_deed (
    seq {identity},
    actor_id text not null,
    -- edit, move, order.
    kind text not null,
    -- What the category was called, or the one whose children were put in order.
    subject text not null,
    -- A JSON list of categories.
    before text not null,
    -- The versions that they had afterwards: a JSON object of numbers by id.
    versions text not null,
    at bigint not null,
    undone_at bigint
);
