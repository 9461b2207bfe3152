import type { JobMark } from "../domain/model/job-mark.ts"
import type { Sql } from "./database.ts"

/** Where a row keeps which job wrote it: as three values of the statement, so a batch costs no more than one row. */
export const jobColumns = (sql: Sql) => sql`job_queue, job_id, job_attempt`

export const jobValues = (sql: Sql, job: JobMark | null) =>
  sql`${job?.queue ?? null}::text, ${job?.id ?? null}::uuid, ${job?.attempt ?? null}::int`

/** Of a row `row`: as an object, null where no job wrote it. */
export const jobOf = (sql: Sql, row: string) => sql`
  case when ${sql(row)}.job_id is not null then jsonb_build_object('queue', ${sql(row)}.job_queue, 'id', ${sql(row)}.job_id,
    'attempt', ${sql(row)}.job_attempt) end`
