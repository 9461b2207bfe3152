-- Where an order goes and what it holds, as a number (model/intake-holds): two of one key close together are twins.
-- null where the channel does not look for twins.
alter table orders add column twin_key bigint;
create index orders_twin on orders (twin_key) where twin_key is not null;
