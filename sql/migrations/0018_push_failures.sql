-- How often a push was tried in vain in a row. The attempt is a fencing token and also rises when a worker dies, which is no
-- reason to wait longer.
alter table fulfillments add column failures int not null default 0;
