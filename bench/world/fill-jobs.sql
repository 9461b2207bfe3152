-- A million jobs in pg-boss's table: backlogs that nobody works on, repeats of tomorrow, dead letters, and what ended lately.
-- :jobs, the number of jobs, is put in by fill-jobs.ts. The queues exist already.
set synchronous_commit = off;
insert into pgboss.job (name, data, state, retry_limit, retry_count, start_after, created_on, started_on, completed_on,
  keep_until, output, dead_letter, policy, source_name, source_created_on, source_retry_count)
select name,
  case when name = 'dead-letter'
    then jsonb_build_object('job', 'purchase-orders.send', 'supplierId', n % 3 + 1,
      'reason', jsonb_build_object('message', '550 mailbox full, try ' || n % 7, 'attempts', 9))
    else jsonb_build_object('job', name, 'orderIds', jsonb_build_array(n, n + 1, n + 2)) end,
  state::pgboss.job_state, 8, case when state = 'retry' then 3 else 0 end,
  case when later then now() + interval '1 day' else now() end + n * interval '1 millisecond' - interval '1 hour',
  now() - interval '2 hours' + n * interval '1 millisecond',
  case when state in ('active', 'completed') then now() - interval '5 minutes' end,
  case when state = 'completed' then now() - interval '4 minutes' end,
  now() + interval '30 days',
  case when state = 'retry' then '{"message": "the supplier does not answer"}'::jsonb end,
  case when name <> 'dead-letter' then 'dead-letter' end, 'standard',
  case when name = 'dead-letter' then 'purchase-orders.send' end,
  case when name = 'dead-letter' then now() - interval '3 hours' end,
  case when name = 'dead-letter' then 8 end
from (
  select n, n % 3 = 2 as later,
    case
      when n % 50 = 0 then 'dead-letter'
      when n % 10 < 5 then 'orders.validate'
      when n % 10 < 8 then 'purchase-orders.send'
      else 'fulfillments.push'
    end as name,
    case
      when n % 50 = 0 then 'created'
      when n % 5 = 4 then 'completed'
      when n % 7 = 3 then 'retry'
      else 'created'
    end as state
  from generate_series(1, :jobs) n) given;

-- What two workers hold.
insert into workers (name, host, pid, started_at, seen_at, version) values
  ('worker one', 'bench', 1, now(), now(), '1'), ('worker two', 'bench', 2, now(), now(), '1');
with taken as (
  update pgboss.job set state = 'active', started_on = now() where name = 'orders.validate' and state = 'created'
    and id in (select id from pgboss.job where name = 'orders.validate' and state = 'created' limit 64)
  returning id, name)
insert into worker_jobs (job_id, worker_id, queue, taken_at)
select id, (select min(id) from workers), name, now() from taken;
