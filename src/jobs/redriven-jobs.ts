import type { ActBy } from "../domain/ports/job-control.ts"
import type { Sql } from "../store/database.ts"
import { deadLetterQueue } from "./job-table.ts"
import { fromConnection, type PgBoss } from "./pg-boss-adapter.ts"

/** As long as dead letters are kept. */
const keptDays = 90

interface Letter {
  readonly id: string
  readonly root: string | null
}

/**
 * pg-boss says how many letters it moved and not what each became. It hands the first job of a chain on to the new one, by an index:
 * for the length of the move each letter says that it is the first itself, and so its new job names it.
 */
const callThemselvesFirst = (sql: Sql, ids: ReadonlyArray<string>) => sql<Array<Letter>>`
  with letters as materialized (
    select id, coalesce(source_root_id, source_id) as root from job where name = ${deadLetterQueue} and id = any(${[...ids]}::uuid[]))
  update job j set source_root_id = j.id from letters l where j.name = ${deadLetterQueue} and j.id = l.id
  returning l.id, l.root`

const keepLinks = (sql: Sql, queue: string, letters: ReadonlyArray<Letter>, { by, at }: ActBy) => sql`
  with letters as (
    select * from unnest(${letters.map(({ id }) => id)}::uuid[], ${letters.map(({ root }) => root)}::uuid[]) l (id, root)),
  made as (
    update job j set source_root_id = l.root from letters l where j.name = ${queue} and j.source_root_id = l.id
    returning l.id as letter_id, j.id as job_id)
  insert into job_redrives (letter_id, job_id, queue, redriven_by, redriven_at)
  select letter_id, job_id, ${queue}, ${by}, ${at} from made`

/** What could not be made anew stays a letter, of the chain that it was of. */
const giveBack = (sql: Sql, letters: ReadonlyArray<Letter>) => sql`
  update job j set source_root_id = l.root
  from unnest(${letters.map(({ id }) => id)}::uuid[], ${letters.map(({ root }) => root)}::uuid[]) l (id, root)
  where j.name = ${deadLetterQueue} and j.id = l.id`

const forgetOld = (sql: Sql, at: Date) => sql`
  delete from job_redrives where redriven_at < ${at}::timestamptz - ${keptDays} * interval '1 day'`

/** Moves dead letters to one queue, in the caller's transaction, and keeps as which job each goes on. How many were moved. */
export const redriveLinked = async (
  pgBoss: PgBoss,
  sql: Sql,
  queue: string,
  ids: ReadonlyArray<string>,
  by: ActBy
): Promise<number> => {
  const letters = await callThemselvesFirst(sql, ids)
  const moved = await pgBoss.redrive(deadLetterQueue, {
    destination: queue,
    ids: [...ids],
    limit: ids.length,
    db: fromConnection(sql)
  })
  await keepLinks(sql, queue, letters, by)
  await giveBack(sql, letters)
  await forgetOld(sql, by.at)
  return moved
}
