-- What an account at a channel may be asked, shared by all its jobs and all workers. Written once a request, so the row is
-- kept small and updated in place.
create table request_budgets (
  account text not null,
  -- When all places that were given out are used up (the theoretical arrival time of a leaky bucket).
  taken_until timestamptz not null,
  -- The other side asked to wait until then.
  blocked_until timestamptz not null,
  constraint request_budgets_pkey primary key (account)
) with (fillfactor = 50);

-- What a channel says of an order besides what is sold: paid, risk, cancel request, tags, ship-by.
alter table orders add column signals jsonb;
