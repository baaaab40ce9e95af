-- What is like a product is reckoned in the background: 0 while its words are out of date, 1 while its neighbours are, then
-- when that was done.
alter table product add column likened bigint not null default 0;
create index product_unlikened on product (likened, seq) where likened < 2;

-- The words of each product as a vector of unit length, in thousandths. A word is a number: 64 bits of its digest.
create table product_term (
    product_seq bigint not null references product (seq) on delete cascade,
    term bigint not null,
    weight bigint not null,
    primary key (product_seq, term)
);
create index product_term_term on product_term (term, weight, product_seq);
-- How many products have a word.
create table product_term_count (
    term bigint not null primary key,
    count bigint not null
);
-- What is most like a product: JSON pairs of a product's number and a weight in thousandths, best first.
create table product_neighbours (
    product_seq bigint not null primary key references product (seq) on delete cascade,
    neighbours text not null
);

-- The last time an account looked at a product; the newest 200 of each account.
create table product_seen (
    product_seq bigint not null references product (seq) on delete cascade,
    account_id text not null references account (id),
    viewed_at bigint not null,
    primary key (product_seq, account_id)
);
create index product_seen_account_id on product_seen (account_id, viewed_at);
-- What somebody rated, for what suits them.
create index rating_account_id on rating (account_id, updated_at);

-- Products of somebody else's catalogue, shown where there are too few of our own.
create table external_product (
    id text not null primary key,
    name text not null,
    category text not null,
    -- In hundredths of a star; null if nobody rated it.
    rating bigint,
    rating_count bigint not null,
    about text not null,
    link text not null,
    -- Bayesian mean of the ratings, in millionths of a star.
    score bigint not null
);
create index external_product_score on external_product (score, id);
