-- What Triage shows is counted when it happens, not when somebody looks.

-- Money beside the counts: what was not sent, what is in doubt. No writer may come between the count and the new trigger.
lock table orders in share row exclusive mode;
alter table order_counts add column currency text not null default '', add column amount numeric not null default 0;
delete from order_counts;
insert into order_counts (channel_id, status, action, n, currency, amount)
select channel_id, status, action, count(*), currency, sum(total) from orders group by channel_id, status, action, currency;

-- How much came, left and was shipped, in pieces of five minutes; deltas that the worker folds, and forgets after a day.
create table flow_counts (
  kind text not null,
  supplier_id bigint,
  at timestamptz not null,
  n bigint not null,
  constraint flow_counts_kind check (kind in ('in', 'sent', 'shipped'))
) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

create function flow_piece(at timestamptz) returns timestamptz language sql immutable parallel safe as $$
  select date_bin('5 minutes', at, timestamptz '2000-01-01Z')
$$;

create or replace function count_orders() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into order_counts (channel_id, status, action, n, currency, amount)
    select channel_id, status, action, count(*), currency, sum(total) from after_rows group by channel_id, status, action, currency;
    insert into flow_counts (kind, at, n)
    select 'in', flow_piece(imported_at), count(*) from after_rows group by 2;
  else
    insert into order_counts (channel_id, status, action, n, currency, amount)
    select channel_id, status, action, sum(n), currency, sum(total) from (
      select channel_id, status, action, 1 as n, currency, total from after_rows
      union all
      select channel_id, status, action, -1, currency, -total from before_rows
    ) d group by channel_id, status, action, currency having sum(n) <> 0 or sum(total) <> 0;
  end if;
  return null;
end $$;

create function count_sent() returns trigger language plpgsql as $$
begin
  insert into flow_counts (kind, supplier_id, at, n) values ('sent', new.supplier_id, flow_piece(new.sent_at), 1);
  return null;
end $$;
create trigger purchase_orders_counted_insert after insert on purchase_orders
  for each row when (new.state = 'sent') execute function count_sent();
create trigger purchase_orders_counted_update after update on purchase_orders
  for each row when (new.state = 'sent' and old.state <> 'sent') execute function count_sent();

create function count_shipped() returns trigger language plpgsql as $$
begin
  insert into flow_counts (kind, supplier_id, at, n)
  select 'shipped', supplier_id, flow_piece(recorded_at), count(*) from after_rows group by supplier_id, 3;
  return null;
end $$;
create trigger shipments_counted after insert on shipments
  referencing new table as after_rows for each statement execute function count_shipped();

-- When the channel wants it to have left. The text is ISO 8601 in UTC, so it sorts as the moment does.
create index orders_ship_by on orders ((signals ->> 'shipBy') collate "C")
  where (signals ->> 'shipBy') is not null and status in ('not_processed', 'processing', 'processed', 'failed');
create index purchase_orders_late on purchase_orders (late_at)
  where late_at is not null and state = 'sent' and acknowledged_at is null;

-- A breaker forgets that it was open: this is what it did while nobody looked.
create table breaker_openings (
  id bigint generated always as identity primary key,
  supplier_id bigint not null references suppliers (id),
  opened_at timestamptz not null,
  message text not null,
  ended_at timestamptz,
  ended_by text
);
create unique index breaker_openings_open on breaker_openings (supplier_id) where ended_at is null;

-- Which program works here, each time that it is another one than before.
create table version_changes (
  id bigint generated always as identity primary key,
  version text not null,
  at timestamptz not null
);
create function note_version() returns trigger language plpgsql as $$
begin
  insert into version_changes (version, at)
  select new.version, new.started_at
  where new.version is distinct from (select version from version_changes order by id desc limit 1);
  return null;
end $$;
create trigger workers_version after insert on workers for each row execute function note_version();

-- When each person looked at Triage last.
create table operator_looks (
  actor text primary key,
  looked_at timestamptz not null
);

-- Who silenced an alert says why.
alter table alerts add column muted_reason text not null default '';
