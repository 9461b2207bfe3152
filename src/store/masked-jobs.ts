import { maskedSchema, type Sql } from "./database.ts"

/**
 * The queue's rows for who may only read: state, queue, times and counts. Of a request the ids, of a failure its sort; anything
 * else in them may be a buyer's. They have the names of pg-boss's tables, which a statement of ours names without their schema.
 * A function, since pg-boss's schema comes later than ours: who installs it calls this (jobs/boss), if there are readers.
 */
export const jobViewsFunction = `
create or replace function ${maskedSchema}.write_job_views() returns void language plpgsql as $$
  declare reader text;
  begin
    drop view if exists ${maskedSchema}.job, ${maskedSchema}.queue;
    if to_regclass('pgboss.job') is null then return; end if;
    create view ${maskedSchema}.job as select j.id, j.name, j.priority, ${maskedSchema}.mask_request(j.data) as data, j.state,
      j.retry_limit, j.retry_count, j.start_after, j.created_on, j.started_on, j.completed_on,
      ${maskedSchema}.mask_output(j.output) as output, j.blocked, j.source_name, j.source_id, j.source_created_on,
      j.source_retry_count, ${maskedSchema}.mask_output(j.source_output) as source_output from pgboss.job j;
    create view ${maskedSchema}.queue as select q.name, q.deferred_count, q.queued_count, q.ready_count, q.active_count,
      q.failed_count, q.total_count, q.monitor_on, q.created_on, q.updated_on from pgboss.queue q;
    for reader in select a.grantee::regrole::text from pg_namespace n cross join lateral aclexplode(n.nspacl) a
      where n.nspname = '${maskedSchema}' and a.privilege_type = 'USAGE' and a.grantee <> n.nspowner
    loop
      execute format('grant select on ${maskedSchema}.job, ${maskedSchema}.queue to %s', reader);
      -- What an older program gave.
      execute format('revoke all on all tables in schema pgboss from %s', reader);
      execute format('revoke usage on schema pgboss from %s', reader);
    end loop;
  end $$;
`

export const writeJobViews = async (sql: Sql): Promise<void> => {
  await sql.unsafe(`select ${maskedSchema}.write_job_views()`)
}
