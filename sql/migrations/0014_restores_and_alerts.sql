-- What a restored database must remember, and who is told of what goes wrong.

-- Orders placed before `held_until` may have been sent by the database that is lost (nobody here can know).
create table restores (
  id bigint generated always as identity primary key,
  taken_at timestamptz not null,
  restored_at timestamptz not null,
  held_until timestamptz not null,
  restored_by text not null,
  file_hash text not null,
  numbers_from bigint not null,
  numbers_to bigint not null,
  constraint restores_numbers check (numbers_to > numbers_from)
);
create index restores_held_until on restores (held_until);

-- Where the installation's alerts go, besides each channel's own address. Secrets are in the vault.
create table alert_routes (
  id bigint generated always as identity primary key,
  name text not null,
  kind text not null,
  target text not null,
  created_by text not null,
  created_at timestamptz not null,
  tested_at timestamptz,
  constraint alert_routes_name_unique unique (name),
  constraint alert_routes_kind check (kind in ('email', 'webhook', 'pagerduty'))
);

-- One waking of a person: every urgent cause that comes up while it is open joins it.
create table alert_pages (
  id bigint generated always as identity primary key,
  dedup_key text not null,
  opened_at timestamptz not null,
  quiet_since timestamptz,
  closed_at timestamptz,
  constraint alert_pages_dedup_key_unique unique (dedup_key)
);
create unique index alert_pages_one_open on alert_pages ((true)) where closed_at is null;

alter table alerts
  add column urgency text not null default 'digest',
  add column page_id bigint references alert_pages (id),
  -- A person has seen it: nobody is told any more while it lasts.
  add column muted_by text,
  add column muted_at timestamptz,
  add constraint alerts_muted check ((muted_by is null) = (muted_at is null)),
  add constraint alerts_urgency check (urgency in ('digest', 'page'));

-- One message to one route: the lease keeps two workers from telling it twice, the event id lets a receiver drop a repeat.
create table alert_tellings (
  id bigint generated always as identity primary key,
  event_id uuid not null,
  kind text not null,
  route_id bigint references alert_routes (id) on delete cascade,
  channel_id bigint references channels (id),
  page_id bigint references alert_pages (id),
  state text not null default 'due',
  attempt int not null default 0,
  lease_worker bigint,
  lease_until timestamptz,
  not_before timestamptz not null,
  created_at timestamptz not null,
  told_at timestamptz,
  failure text,
  constraint alert_tellings_event_unique unique (event_id),
  constraint alert_tellings_kind check (kind in ('mail', 'digest', 'page', 'resolve')),
  constraint alert_tellings_state check (state in ('due', 'telling', 'told', 'given_up')),
  constraint alert_tellings_party check ((route_id is null) <> (channel_id is null)),
  constraint alert_tellings_leased check ((state = 'telling') = (lease_until is not null)),
  constraint alert_tellings_told_has_time check ((state = 'told') = (told_at is not null)),
  constraint alert_tellings_given_up_has_reason check (state <> 'given_up' or failure is not null)
);
create index alert_tellings_unsettled on alert_tellings (not_before, id) where state in ('due', 'telling');
create index alert_tellings_route on alert_tellings (route_id, id);

create table alert_telling_causes (
  telling_id bigint not null references alert_tellings (id) on delete cascade,
  alert_id bigint not null references alerts (id),
  gone boolean not null default false,
  constraint alert_telling_causes_pkey primary key (telling_id, alert_id)
);
create index alert_telling_causes_alert on alert_telling_causes (alert_id);

-- What was mailed before stays mailed.
insert into alert_tellings (event_id, kind, channel_id, state, not_before, created_at, told_at)
select gen_random_uuid(), 'mail', channel_id, 'told', mailed_at, mailed_at, mailed_at
from alerts where mailed_at is not null and dismissed_at is null and channel_id is not null
order by id;
insert into alert_telling_causes (telling_id, alert_id)
select t.id, a.id
from (select id, row_number() over (order by id) as n from alert_tellings) t
join (select id, row_number() over (order by id) as n from alerts
  where mailed_at is not null and dismissed_at is null and channel_id is not null) a on a.n = t.n;

alter table alerts drop column mailed_at;

-- What happened and is in no other row: a worker that died, a database that was away.
create table alert_facts (
  kind text not null,
  subject text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  count int not null default 1,
  constraint alert_facts_pkey primary key (kind, subject)
);

-- The last time that a healthy worker wrote here: a heartbeat outside is called only after it.
alter table installation add column beat_at timestamptz;
