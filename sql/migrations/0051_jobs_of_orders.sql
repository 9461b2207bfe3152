-- Which job wrote a row: its queue, its id, and which attempt of it. Null: a person did it, or an older program wrote it.
alter table order_history add column job_queue text, add column job_id uuid, add column job_attempt integer;
alter table evidence add column job_queue text, add column job_id uuid, add column job_attempt integer;
alter table tracking_events add column job_queue text, add column job_id uuid, add column job_attempt integer;

-- The queue forgets a job minutes after its end, and each attempt takes the place of the one before. What failed stays here.
create table job_failures (
  id bigint generated always as identity primary key,
  queue text not null,
  job_id uuid not null,
  attempt integer not null,
  at timestamptz not null,
  -- Who ran it.
  worker text not null,
  message text not null,
  -- What becomes of the job: it is repeated, goes on as a job of another id, or waits as a dead letter.
  fate text not null,
  -- How many orders its request named.
  orders integer not null,
  constraint job_failures_once unique (job_id, attempt),
  constraint job_failures_fate check (fate in ('repeated', 'given on', 'dead')),
  constraint job_failures_bounded check (length(message) <= 2000 and attempt >= 1 and orders between 0 and 1000)
);

-- Those that named none are forgotten by and by: of a shop that is down for weeks there are many.
create index job_failures_nameless on job_failures (at) where orders = 0;

-- The orders that the request of such a job named: a job is for up to a hundred of them.
create table job_failure_orders (
  order_id bigint not null references orders (id),
  failure_id bigint not null references job_failures (id),
  primary key (order_id, failure_id)
);
