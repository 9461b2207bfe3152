-- What nobody answered in time, and what a carrier says of parcels, is found without a walk over all that is over.

-- Nobody writes meanwhile. A writer may hold one of these tables and want the other: then this gives way and comes again.
do $$
declare
  before text := current_setting('lock_timeout');
  tries int := 0;
begin
  perform set_config('lock_timeout', '300ms', true);
  loop
    begin
      lock table purchase_orders in access exclusive mode;
      lock table shipments in share row exclusive mode;
      exit;
    exception when lock_not_available then
      tries := tries + 1;
      if tries >= 100 then raise; end if;
      perform pg_sleep(0.05);
    end;
  end loop;
  perform set_config('lock_timeout', before, true);
end $$;

-- A parcel came before the answer that was due: nobody waits for that answer any more. Suppliers that never answer would
-- else leave a purchase order in the index for each parcel of years. True says that there is a parcel; false says nothing.
alter table purchase_orders add column parcel_spoke boolean not null default false;
update purchase_orders p set parcel_spoke = true
where p.acknowledge_due_at is not null and p.acknowledged_at is null
  and exists (select from shipments s where s.purchase_order_id = p.id);

create function note_parcel_spoke() returns trigger language plpgsql as $$
begin
  -- In the order of ids, as two that bring parcels of the same purchase orders may come at once.
  update purchase_orders p set parcel_spoke = true
  from (
    select q.id from purchase_orders q
    where q.id in (select purchase_order_id from after_rows)
      and q.acknowledge_due_at is not null and q.acknowledged_at is null and not q.parcel_spoke
    order by q.id for no key update) silent
  where p.id = silent.id;
  return null;
end $$;
create trigger shipments_spoke after insert on shipments
  referencing new table as after_rows for each statement execute function note_parcel_spoke();

drop index purchase_orders_late;
drop index purchase_orders_unacknowledged;
create index purchase_orders_unanswered on purchase_orders (acknowledge_due_at)
  where state = 'sent' and acknowledged_at is null and acknowledge_due_at is not null and not parcel_spoke;

-- By when it was shipped: what came back to its sender stays so for ever, and only the last weeks are asked for.
drop index shipments_in_trouble;
create index shipments_in_trouble on shipments (shipped_at)
  where state in ('delivery_failed', 'return_to_sender', 'on_hold', 'delivery_delayed');
