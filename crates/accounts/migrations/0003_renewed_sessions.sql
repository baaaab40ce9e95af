-- The session that came in place of this one when its refresh token was used. Whoever shows that token again has a copy.
alter table session add column replaced_by text;
