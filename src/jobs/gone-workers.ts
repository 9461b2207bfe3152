import type { HeldAtEnd, WorkerEnding } from "../domain/model/held-at-end.ts"
import type { Sql } from "../store/database.ts"

/** What is kept of how a worker ended. */
export interface Departure {
  readonly workerId: number
  readonly ending: WorkerEnding
  /** The worker that handed back what it held; null: itself. */
  readonly by: number | null
  readonly jobs: ReadonlyArray<HeldAtEnd>
}

const mostJobs = 20
/** Of each kind of ending: drains that stop in order, one after the other, must not wash away a death. */
const keptPerEnding = 50

/** Takes a registration away and keeps how it ended, in the transaction that hands its jobs back. */
export const keepDeparture = async (sql: Sql, { workerId, ending, by, jobs }: Departure): Promise<void> => {
  const kept = JSON.stringify(jobs.slice(0, mostJobs))
  await sql`
    with left_over as (delete from workers where id = ${workerId} returning *)
    insert into gone_workers
      (id, name, host, pid, version, started_at, seen_at, gone_at, ending, rescued_by, held, jobs)
    select l.id, l.name, l.host, l.pid, l.version, l.started_at, l.seen_at,
      -- Whoever rescues it may come hours after it died.
      case when ${ending} = 'died' then l.seen_at else now() end, ${ending},
      (select r.name from workers r where r.id = ${by}), ${jobs.length}, ${kept}::text::jsonb
    from left_over l on conflict (id) do nothing`
  // Whatever somebody else takes away just now is not waited for.
  await sql`
    delete from gone_workers where id in (
      select g.id from gone_workers g where g.id in (
        select id from gone_workers where ending = ${ending} order by gone_at desc, id desc offset ${keptPerEnding} limit 20)
      for update skip locked)`
}
