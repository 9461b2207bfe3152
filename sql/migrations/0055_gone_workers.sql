-- Who worked and does so no more: a worker that died is told from one that was stopped, with what it held at the end.
-- Its id is that of its registration. The last ones of each kind stay; whoever adds one takes older ones away.
create table gone_workers (
  id bigint primary key,
  name text not null,
  host text not null,
  pid int not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  gone_at timestamptz not null,
  ending text not null check (ending in ('stopped', 'died', 'cut off')),
  -- Who handed back what it held; null: itself.
  rescued_by text,
  held int not null default 0,
  -- Of each job that it held: its queue, its id, and the id under which its work goes on. The first twenty.
  jobs jsonb not null default '[]'
);
create index gone_workers_ending on gone_workers (ending, gone_at desc);
