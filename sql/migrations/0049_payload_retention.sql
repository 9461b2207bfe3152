-- What channels say holds personal data, and is there to see what went wrong: of an order that is over it goes after some days.
alter table installation
  add column payload_days integer not null default 30,
  -- How far the walk over the bundles has come; 0: none is going on.
  add column payloads_walked_to bigint not null default 0,
  add column payloads_walked_at timestamptz,
  add constraint installation_payload_days check (payload_days >= 1 and payload_days <= 3650);
