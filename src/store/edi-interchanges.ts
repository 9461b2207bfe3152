import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SupplierId } from "../domain/model/supplier.ts"
import type { IncomingInterchange } from "../domain/model/supplier-answer.ts"
import {
  type AnswerFile,
  EdiInterchanges,
  type KnownInterchange,
  type RecordedInterchange,
  type UnansweredInterchange
} from "../domain/ports/edi-interchanges.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const mostAnswers = 1000

const keysOf = (keys: ReadonlyArray<{ readonly sender: string; readonly controlNumber: string }>) =>
  keys.map(({ sender, controlNumber }) => ({ sender, control_number: controlNumber }))

const selectKnown = (
  sql: Sql,
  supplierId: SupplierId,
  keys: ReadonlyArray<{ readonly sender: string; readonly controlNumber: string }>
) => sql<ReadonlyArray<KnownInterchange>>`
  select e.sender, e.control_number as "controlNumber", e.content_hash as "contentHash"
  from jsonb_to_recordset(${rowParameter(keysOf(keys))}::text::jsonb) as k (sender text, control_number text)
  join edi_interchanges e
    on e.supplier_id = ${supplierId} and e.sender = k.sender and e.control_number = k.control_number`

/** The unique key decides between two workers: the second one finds what the first took, and counts a repeat. */
const recordInterchanges = (
  sql: Sql,
  supplierId: SupplierId,
  file: string,
  interchanges: ReadonlyArray<IncomingInterchange>,
  at: Date
) => sql<ReadonlyArray<RecordedInterchange>>`
  with given as materialized (
    select * from rows from (
      jsonb_to_recordset(${rowParameter(interchanges)}::text::jsonb)
        as (sender text, "controlNumber" text, "contentHash" text, answer text)
    ) with ordinality
  ),
  kept as (
    insert into edi_interchanges as e
      (supplier_id, sender, control_number, content_hash, file, first_at, last_at, answer, answer_number)
    select ${supplierId}, sender, "controlNumber", "contentHash", ${file}, ${at}, ${at}, answer::jsonb,
      case when answer is not null then nextval('purchase_order_numbers') end
    from given order by sender, "controlNumber"
    on conflict (supplier_id, sender, control_number) do update
      set times = e.times + 1, last_at = excluded.last_at, file = excluded.file, answered_at = null
      where e.content_hash = excluded.content_hash
    returning sender, control_number, times
  )
  select g.sender, g."controlNumber",
    case when k.times is null then 'other' when k.times = 1 then 'new' else 'known' end as standing
  from given g left join kept k on k.sender = g.sender and k.control_number = g."controlNumber"
  order by g.ordinality`

type UnansweredRow = Omit<UnansweredInterchange, "file"> & {
  readonly name: string | null
  readonly content: Uint8Array | null
}

const selectUnanswered = (sql: Sql, supplierId: SupplierId, file: string) => sql<
  ReadonlyArray<UnansweredRow>
>`
  select id, control_number as "controlNumber", answer::text as answer, answer_number as number, first_at as at,
    answer_name as name, answer_content as content
  from edi_interchanges
  where supplier_id = ${supplierId} and file = ${file} and answer is not null and answered_at is null
  order by id limit ${mostAnswers}`

const toUnanswered = ({ name, content, ...row }: UnansweredRow): UnansweredInterchange => ({
  ...row,
  file: name === null || content === null ? null : { name, content }
})

export const ediInterchangesLayer: Layer.Layer<EdiInterchanges, never, Database> = Layer.effect(
  EdiInterchanges,
  Effect.gen(function* () {
    const { query } = yield* Database
    return EdiInterchanges.of({
      known: Effect.fn("EdiInterchanges.known")((supplierId, keys) =>
        query((sql) => selectKnown(sql, supplierId, keys))
      ),
      record: Effect.fn("EdiInterchanges.record")((supplierId, file, interchanges, at) =>
        query((sql) => recordInterchanges(sql, supplierId, file, interchanges, at))
      ),
      unanswered: Effect.fn("EdiInterchanges.unanswered")(function* (supplierId, file) {
        return (yield* query((sql) => selectUnanswered(sql, supplierId, file))).map(toUnanswered)
      }),
      keepAnswer: Effect.fn("EdiInterchanges.keepAnswer")(function* (id, file) {
        const [kept] = yield* query(
          (sql) => sql<ReadonlyArray<AnswerFile>>`
            update edi_interchanges set answer_name = coalesce(answer_name, ${file.name}),
              answer_content = coalesce(answer_content, decode(${Buffer.from(file.content).toString("base64")}, 'base64'))
            where id = ${id} returning answer_name as name, answer_content as content`
        )
        return kept ?? file
      }),
      answered: Effect.fn("EdiInterchanges.answered")(function* (id, at) {
        yield* query((sql) => sql`update edi_interchanges set answered_at = ${at} where id = ${id}`)
      })
    })
  })
)
