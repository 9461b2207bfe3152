-- Queues from which no worker takes anything until a person says so, and what people did to jobs. A job itself is gone soon
-- after it has ended; who canceled or repeated it must be known longer.
create table paused_queues (
  name text primary key,
  paused_by text not null,
  paused_at timestamptz not null,
  reason text not null,
  constraint paused_queues_reason check (reason <> '')
);

create table job_acts (
  id bigint generated always as identity primary key,
  act text not null,
  queue text not null,
  -- Null: it was about the whole queue.
  job_id uuid,
  -- How many jobs it moved; a pause moves none.
  jobs int not null,
  acted_by text not null,
  acted_at timestamptz not null,
  reason text not null default '',
  constraint job_acts_act check (act in ('paused', 'resumed', 'retried', 'canceled', 'redriven')),
  constraint job_acts_jobs check (jobs >= 0)
);

-- By queue: what the worker runs just now, and how its runs of the last minute ended. Written with each heartbeat.
alter table workers add column load jsonb not null default '{}';
