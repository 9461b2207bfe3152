-- What a screen asks again and again costs the same at a million orders and two hundred suppliers.

-- What came, left and was shipped, summed: flow_counts has only what was written since the worker folded last.
create table flow_pieces (
  kind text not null,
  at timestamptz not null,
  n bigint not null,
  primary key (kind, at),
  constraint flow_pieces_kind check (kind in ('in', 'sent', 'shipped'))
) with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- What was sent to each supplier, by the hour: its day is a few rows.
create table supplier_flow (
  supplier_id bigint not null,
  at timestamptz not null,
  n bigint not null,
  primary key (supplier_id, at)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

create function flow_hour(at timestamptz) returns timestamptz language sql immutable parallel safe as $$
  select date_bin('1 hour', at, timestamptz '2000-01-01Z')
$$;

-- What waits for each service of a channel or supplier. The worker counts it, every few seconds; nobody who looks does.
create table sync_backlogs (
  service text not null,
  party_id bigint not null,
  waiting bigint not null,
  counted_at timestamptz not null,
  primary key (service, party_id)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);

-- Orders that one reason holds, counted along the index alone.
create index holds_open_orders on holds (kind, order_id) where released_at is null;
