-- The orders in which shoppers look through the catalogue and its categories.
create index product_price on product (price, seq) where listed = 1;
create index product_category_price on product (category, price, seq) where listed = 1;
create index product_category_score on product (category, score, seq) where listed = 1;
