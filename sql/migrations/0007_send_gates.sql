-- What keeps a purchase order here: release window, calendar, hold until, shadow mode, stops, breaker. Each is a fact of a
-- row, so that every worker sees the same and a person can ask why something does not move.

-- Shadow mode: nothing is sent, authorized or pushed. `live_from`: of a shadowed channel, orders from this number on are live.
alter table installation
  add column shadow boolean not null default false,
  add column shadow_by text,
  add column shadow_at timestamptz;
alter table channels
  add column release_seconds int not null default 0,
  add column shadow boolean not null default false,
  add column live_from text,
  add column shadow_by text,
  add column shadow_at timestamptz,
  add constraint channels_release_seconds check (release_seconds between 0 and 86400),
  add constraint channels_live_from check (live_from is null or (shadow and live_from ~ '[0-9]$'));
-- Set at import from the channel's rule; a change of the rule judges anew only orders of which nothing was sent.
alter table orders
  add column shadow boolean not null default false,
  -- Who took a PROCESS back: auto-processing leaves such an order to a person.
  add column undone_by text;
create index orders_shadowed on orders (channel_id, placed_at desc) where shadow;

-- The number rule (model/shadow compares with it): same prefix, and the digits at the end at least as great. A number that
-- cannot be compared stays in shadow. Compared by length and text, because a foreign number may have any length.
create function is_shadowed(shadow boolean, live_from text, number text) returns boolean
language sql immutable parallel safe as $$
  select shadow and (live_from is null or coalesce(
    regexp_replace(ltrim(number, '#'), '[0-9]+$', '') <> regexp_replace(ltrim(live_from, '#'), '[0-9]+$', '')
    or (length(ltrim(substring(number from '[0-9]+$'), '0')), ltrim(substring(number from '[0-9]+$'), '0') collate "C")
      < (length(ltrim(substring(live_from from '[0-9]+$'), '0')), ltrim(substring(live_from from '[0-9]+$'), '0') collate "C"),
    true))
$$;

-- A hold with a time releases itself.
alter table holds add column until timestamptz;
alter table holds add constraint holds_until check ((kind = 'held_until') = (until is not null));
create index holds_until on holds (until) where released_at is null and until is not null;

-- Who stopped what, and who let it go again. `installation.sends_stopped` is the flag of the stop of everything.
create table send_stops (
  id bigint generated always as identity primary key,
  scope text not null,
  supplier_id bigint references suppliers (id),
  channel_id bigint references channels (id),
  stopped_by text not null,
  stopped_at timestamptz not null,
  resumed_by text,
  resumed_at timestamptz,
  constraint send_stops_scope check (scope in ('all', 'supplier', 'channel')),
  constraint send_stops_party check ((scope = 'supplier') = (supplier_id is not null) and (scope = 'channel') = (channel_id is not null)),
  constraint send_stops_resumed_has_author check ((resumed_at is null) = (resumed_by is null))
);
create unique index send_stops_open on send_stops (scope, coalesce(supplier_id, 0), coalesce(channel_id, 0)) where resumed_at is null;
insert into send_stops (scope, stopped_by, stopped_at)
select 'all', sends_stopped_by, coalesce(sends_stopped_at, now()) from installation where sends_stopped;

-- One breaker a supplier. Open: only a probe goes. Draining: what waited goes oldest first, at a limited rate.
create table breakers (
  supplier_id bigint primary key references suppliers (id),
  state text not null default 'closed',
  failures int not null default 0,
  reason text,
  message text,
  opened_at timestamptz,
  next_probe_at timestamptz,
  probe_seconds int not null default 5,
  probe_intent_id bigint,
  -- The time up to which the rate is used up.
  paced_at timestamptz,
  closed_by text,
  constraint breakers_state check (state in ('closed', 'open', 'draining')),
  constraint breakers_open_has_probe check ((state = 'open') = (next_probe_at is not null)),
  constraint breakers_trouble_has_time check ((state = 'closed') = (opened_at is null))
);

alter table dispatch_intents
  -- Why `not_before` lies ahead.
  add column waits_for text,
  -- The right to one attempt while the supplier's breaker is not closed, or its sends are paced.
  add column pass boolean not null default false,
  -- Attempts that ended without any word (their worker died), and since when this intent fails.
  add column wordless int not null default 0,
  add column failing_since timestamptz,
  add constraint dispatch_intents_waits_for check (waits_for in ('window', 'calendar', 'retry'));
create index dispatch_intents_planned on dispatch_intents (supplier_id, id) where state = 'planned';
create index dispatch_intents_passed on dispatch_intents (supplier_id) where pass;

-- What keeps an intent here, besides its time. Functions, because their plans are kept: written out in each statement they
-- cost more to plan than to run. Forbidden: a stop or shadow mode. Gated: that, a hold, or no pass where one is needed.
create function is_forbidden(of_supplier bigint, of_purchase_order bigint) returns boolean
language plpgsql stable as $$
begin
  return exists (
    select from purchase_orders p join orders o on o.id = p.order_id left join installation n on n.id = 1
    where p.id = of_purchase_order and (o.shadow or n.shadow or n.sends_stopped or exists (
      select from send_stops t where t.resumed_at is null
        and (t.supplier_id = of_supplier or t.channel_id = o.channel_id))));
end $$;

create function is_gated(of_kind text, has_pass boolean, of_supplier bigint, of_purchase_order bigint) returns boolean
language plpgsql stable as $$
begin
  return exists (
    select from purchase_orders p join orders o on o.id = p.order_id join suppliers s on s.id = of_supplier
      left join installation n on n.id = 1
    where p.id = of_purchase_order and (o.shadow or n.shadow or n.sends_stopped
      or exists (select from send_stops t where t.resumed_at is null
        and (t.supplier_id = of_supplier or t.channel_id = o.channel_id))
      or (of_kind = 'order' and exists (
        select from holds h where h.order_id = o.id and h.released_at is null))
      or (not has_pass and (s.terms ? 'sendsPerMinute' or exists (
        select from breakers b where b.supplier_id = of_supplier and b.state <> 'closed')))));
end $$;

-- The last word, whatever a program believes. Of an order in shadow nothing is claimed or marked. A mark waits for whoever is
-- stopping sends at this moment and then reads what was decided: this function is volatile, so its queries see that.
create function guard_intent() returns trigger language plpgsql as $$
declare
  shadowed boolean;
  stopped boolean;
begin
  if new.state = 'transmitting' then
    perform pg_advisory_xact_lock_shared(7007, 1);
  end if;
  select o.shadow or coalesce(n.shadow, false),
    coalesce(n.sends_stopped, false) or exists (
      select from send_stops t where t.resumed_at is null
        and (t.supplier_id = new.supplier_id or t.channel_id = o.channel_id))
  into shadowed, stopped
  from purchase_orders p join orders o on o.id = p.order_id left join installation n on n.id = 1
  where p.id = new.purchase_order_id;
  if shadowed then
    raise exception 'nothing of an order in shadow mode is sent' using errcode = 'restrict_violation';
  end if;
  if stopped and new.state = 'transmitting' then
    return null;
  end if;
  return new;
end $$;
create trigger dispatch_intents_gates before update on dispatch_intents for each row
  when (new.state in ('claimed', 'transmitting') and old.state is distinct from new.state)
  execute function guard_intent();
create trigger dispatch_intents_gates_insert before insert on dispatch_intents for each row
  when (new.state in ('claimed', 'transmitting'))
  execute function guard_intent();

create function guard_push() returns trigger language plpgsql as $$
begin
  if exists (
    select from orders o left join installation n on n.id = 1
    where o.id = new.order_id and (o.shadow or n.shadow)) then
    raise exception 'nothing of an order in shadow mode is pushed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger fulfillments_gates before update on fulfillments for each row
  when (new.state = 'pushing' and old.state is distinct from new.state)
  execute function guard_push();
create trigger fulfillments_gates_insert before insert on fulfillments for each row
  when (new.state = 'pushing')
  execute function guard_push();
