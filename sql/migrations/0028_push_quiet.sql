-- When a push was taken, by the database's clock: the request of a worker that died may still be under way at the channel.
alter table fulfillments add column claimed_at timestamptz;
