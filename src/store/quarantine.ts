import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { IncomingShipmentRow } from "../domain/model/shipment.ts"
import {
  Quarantine,
  type QuarantinedInput,
  type QuarantinedRow,
  type QuarantineRow
} from "../domain/ports/quarantine.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"
import { partyIds } from "./sync-party.ts"

/** What is kept of one input. The hash is made of all of it, so two long inputs with one beginning stay two. */
const limits = { source: 100, place: 500, reason: 2000, raw: 200_000 }

interface KeptInput extends QuarantinedInput {
  readonly hash: string
  readonly times: number
}

/** One row per place and text: an insert must not meet the same row twice. */
const fold = (inputs: ReadonlyArray<QuarantinedInput>): ReadonlyArray<KeptInput> => {
  const kept = new Map<string, KeptInput>()
  for (const input of inputs) {
    const hash = createHash("sha256").update(input.raw).digest("hex")
    const source = storableText(input.source, limits.source)
    const place = storableText(input.place, limits.place)
    const key = JSON.stringify([source, place, hash])
    kept.set(key, {
      source,
      place,
      hash,
      reason: storableText(input.reason, limits.reason),
      raw: storableText(input.raw, limits.raw),
      // Its own text stands in `raw` already.
      ...(input.retry !== undefined && { retry: input.retry.map((row) => ({ ...row, raw: "" })) }),
      times: (kept.get(key)?.times ?? 0) + 1
    })
  }
  return [...kept.values()]
}

const keepRows = (
  sql: Sql,
  party: ReturnType<typeof partyIds>,
  inputs: ReadonlyArray<KeptInput>,
  at: Date
) => sql`
  insert into quarantine as q (channel_id, supplier_id, source, place, reason, raw, raw_hash, first_at, last_at, times, retry)
  select ${party.channelId}, ${party.supplierId}, i.source, i.place, i.reason, i.raw, i.hash, ${at}, ${at}, i.times, i.retry::jsonb
  from unnest(${inputs.map((i) => i.source)}::text[], ${inputs.map((i) => i.place)}::text[],
    ${inputs.map((i) => i.reason)}::text[], ${inputs.map((i) => i.raw)}::text[],
    ${inputs.map((i) => i.hash)}::text[], ${inputs.map((i) => i.times)}::int[],
    ${inputs.map((i) => (i.retry === undefined ? null : rowParameter(i.retry)))}::text[])
    as i (source, place, reason, raw, hash, times, retry)
  on conflict (coalesce(channel_id, 0), coalesce(supplier_id, 0), source, place, raw_hash) where settled_at is null
  do update set times = q.times + excluded.times, last_at = excluded.last_at, reason = excluded.reason,
    retry = excluded.retry`

type StoredRow = Omit<QuarantinedRow, "retry"> & {
  readonly retry: ReadonlyArray<
    Omit<IncomingShipmentRow, "shippedAt"> & { readonly shippedAt: string }
  > | null
}

const selectOne = (sql: Sql, id: number) => sql<ReadonlyArray<StoredRow>>`
  select id, supplier_id as "supplierId", source, place, reason, raw, settled_by as "settledBy", retry
  from quarantine where id = ${id} for no key update`

/** Inside JSON a time is a text. */
const rowOf = ({ retry, ...row }: StoredRow): QuarantinedRow => ({
  ...row,
  retry: retry?.map((r) => ({ ...r, shippedAt: new Date(r.shippedAt), raw: row.raw })) ?? null
})

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return Quarantine.of({
    keep: Effect.fn("Quarantine.keep")(function* (party, inputs, at) {
      if (inputs.length === 0) return
      yield* query((sql) => keepRows(sql, partyIds(party), fold(inputs), at))
    }),
    settle: Effect.fn("Quarantine.settle")(function* (party, source, places, actor, at) {
      if (places.length === 0) return
      const { channelId, supplierId } = partyIds(party)
      const cut = places.map((place) => storableText(place, limits.place))
      yield* query(
        (sql) => sql`
          update quarantine set settled_at = ${at}, settled_by = ${actor}
          where settled_at is null and coalesce(channel_id, 0) = ${channelId ?? 0}
            and coalesce(supplier_id, 0) = ${supplierId ?? 0}
            and source = ${storableText(source, limits.source)} and place = any(${cut}::text[])`
      )
    }),
    get: Effect.fn("Quarantine.get")(function* (id) {
      const [row] = yield* query((sql) => selectOne(sql, id))
      return row === undefined ? null : rowOf(row)
    }),
    settleOne: Effect.fn("Quarantine.settleOne")(function* (id, reason, actor, at) {
      yield* query(
        (sql) => sql`
          update quarantine set settled_at = ${at}, settled_by = ${actor},
            settled_reason = ${storableText(reason, limits.reason)}
          where id = ${id} and settled_at is null`
      )
    }),
    settleParcel: Effect.fn("Quarantine.settleParcel")(function* (parcel, reason, actor, at) {
      const rows = yield* query(
        (sql) => sql<ReadonlyArray<{ id: number }>>`
          update quarantine set settled_at = ${at}, settled_by = ${actor},
            settled_reason = ${storableText(reason, limits.reason)}
          where settled_at is null and supplier_id = ${parcel.supplierId} and jsonb_array_length(retry) = 1
            and retry -> 0 ->> 'purchaseOrderNumber' = ${parcel.purchaseOrderNumber}
            and retry -> 0 ->> 'trackingNumber' = ${parcel.trackingNumber}
            and (retry -> 0 ->> 'sku' = any(${[...parcel.lines]}::text[])
              or retry -> 0 ->> 'lineId' = any(${[...parcel.lines]}::text[]))
            and not coalesce((retry -> 0 ->> 'furtherPart')::boolean, false)
          returning id`
      )
      return rows.map((r) => r.id)
    }),
    open: Effect.fn("Quarantine.open")(function* (limit) {
      return yield* query(
        (sql) => sql<Array<QuarantineRow>>`
          select q.id, coalesce(c.name, s.name) as party, q.source, q.place, q.reason, q.raw,
            q.retry is not null as retryable, q.first_at as "firstAt", q.last_at as "lastAt", q.times
          from quarantine q left join channels c on c.id = q.channel_id left join suppliers s on s.id = q.supplier_id
          where q.settled_at is null order by q.last_at desc, q.id desc limit ${limit}`
      )
    })
  })
})

export const quarantineLayer: Layer.Layer<Quarantine, never, Database> = Layer.effect(Quarantine, make)
