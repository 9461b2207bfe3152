import * as Effect from "effect/Effect"
import { type AlertCause, alertClasses } from "../domain/model/alert.ts"
import { type HoldKind, holdKinds } from "../domain/model/hold.ts"
import { formatSum, type Money } from "../domain/model/money.ts"
import { maskWords } from "../domain/model/personal.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { commandLine } from "../domain/model/shell-word.ts"
import { worthOf } from "../domain/model/stock-risk.ts"
import type { OversoldChannel } from "../domain/ports/stock-risks.ts"
import { sharedFigures, withoutFigures } from "./alert-figures.ts"
import { selectTroubles } from "./alert-trouble.ts"
import { Database, literal, type Sql } from "./database.ts"
import { buyerNamed, buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"
import { readOversold } from "./stock-risks.ts"

const mostCauses = 1000

/** One cause in one currency; the parts of a cause are put together afterwards. */
interface CausePart {
  readonly sort: "resolve" | "failed" | "push"
  readonly kind: string
  readonly party: string
  readonly subject: string
  readonly channelId: ChannelId
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly amount: string
  readonly currency: string
  /** Of one of its orders: what names a buyer is said of that buyer's alone. null: its text quotes nobody. */
  readonly buyer: KnownBuyer | null
  /** With its figures: the first and the last of its texts, each with who bought that order. null: it has none. */
  readonly said: readonly [SaidOfOrder, SaidOfOrder] | null
}

type SaidOfOrder = readonly [text: string, buyer: KnownBuyer]

const longestSubject = 200

/** As `withoutFigures`: its cause is named so. */
const numberless = (sql: Sql, text: ReturnType<Sql>) =>
  sql`left(regexp_replace(${text}, '[0-9]+', '#', 'g'), ${literal(sql, longestSubject)})`

/** Long enough that the end of a name that is cut in half is no part of the title. */
const kept = (sql: Sql, text: ReturnType<Sql>) => sql`left(${text}, 2000)`

/** An unmapped method is one cause whichever suppliers lack it, so its name counts and not the supplier. */
const holdParts = (sql: Sql) => sql`
  select 'resolve' as sort, h.kind, '' as party,
    left(case when h.kind = 'ship_method_unmapped' then coalesce(h.detail ->> 'method', h.field) else h.field end, 200) as subject,
    null as said, o.channel_id, o.id as order_id, h.opened_at as at, o.total, o.currency
  from holds h join orders o on o.id = h.order_id join auto c on c.id = o.channel_id
  where exists (select from auto) and h.released_at is null and h.kind <> 'not_checked' and o.action = 'resolve'`

const failureParts = (sql: Sql) => sql`
  select 'failed', '', s.name, ${numberless(sql, sql`p.failure`)}, ${kept(sql, sql`p.failure`)}, o.channel_id, o.id, o.status_at, o.total, o.currency
  from purchase_orders p join orders o on o.id = p.order_id join auto c on c.id = o.channel_id
  join suppliers s on s.id = p.supplier_id where exists (select from auto) and p.state = 'failed'`

const pushParts = (sql: Sql) => sql`
  select 'push', '', '', ${numberless(sql, sql`f.reason`)}, ${kept(sql, sql`f.reason`)}, f.channel_id, o.id, f.settled_at, o.total, o.currency
  from fulfillments f join orders o on o.id = f.order_id join auto c on c.id = f.channel_id
  where exists (select from auto) and f.state = 'rejected'`

/** The first or the last of the texts of a cause, and the buyer of its order. */
const saidBy = (sql: Sql, way: ReturnType<Sql>) => sql`(
  select jsonb_build_array((array_agg(said order by said collate "C" ${way}) filter (where said is not null))[1], ${buyerOf(sql)})
  from orders o where o.id = (array_agg(order_id order by said collate "C" ${way}) filter (where said is not null))[1])`

/** The channels first, by themselves: else the server starts helpers to find that there is nothing, and waits for them. */
const causeParts = (sql: Sql) => sql<Array<CausePart>>`
  with auto as materialized (select id from channels where auto_processing)
  select sort, kind, party, subject, channel_id as "channelId", count(*) as count, min(at) as "firstAt",
    max(at) as "lastAt", sum(total)::text as amount, currency,
    case when sort <> 'resolve' then (select ${buyerOf(sql)} from orders o where o.id = min(order_id)) end as buyer,
    case when sort <> 'resolve' then jsonb_build_array(${saidBy(sql, sql`asc`)}, ${saidBy(sql, sql`desc`)}) end as said
  from (
    select distinct on (sort, kind, party, subject, channel_id, order_id) * from (
      ${holdParts(sql)} union all ${failureParts(sql)} union all ${pushParts(sql)}) every_row
    order by sort, kind, party, subject, channel_id, order_id, at) per_order
  group by sort, kind, party, subject, channel_id, currency
  order by count(*) desc, sort, kind, party, subject, channel_id, currency limit ${mostCauses}`

/** Its figures are taken out already, those of a street among them. */
const withoutItsBuyer = ({ buyer, subject, ...part }: CausePart): CausePart => {
  if (buyer === null) return { ...part, buyer, subject }
  const known = buyerNamed(buyer)
  const { address1, address2 } = known.shipTo
  const clean = maskWords({
    ...known,
    shipTo: { ...known.shipTo, address1: withoutFigures(address1), address2: withoutFigures(address2) },
    former: known.former.map(withoutFigures)
  })
  return { ...part, buyer, subject: clean(subject) }
}

/**
 * The subject for people: the address of a server and the number of an error as they were, where all say the same. Names,
 * streets and phones are taken out of each text first, with the buyer of its own order.
 */
const toldOf = ({ subject, said }: CausePart): string => {
  if (said === null || !subject.includes("#")) return subject
  const [first, last] = said.map(([text, buyer]) => withoutBuyer(buyer)(text))
  if (first === undefined || last === undefined || withoutFigures(first) !== withoutFigures(last))
    return subject
  return sharedFigures(first, last).slice(0, longestSubject)
}

const nameOf = (p: CausePart): string => {
  switch (p.sort) {
    case "resolve":
      return `resolve/${p.kind}/${p.channelId}/${p.subject}`
    case "failed":
      return `failed/${p.channelId}/${p.party}/${p.subject}`
    case "push":
      return `push/${p.channelId}/${p.subject}`
  }
}

const holdTitle = (kind: string, subject: string): string => {
  const label = kind in holdKinds ? holdKinds[kind as HoldKind].label : kind
  return subject === "" ? label : `${label}: ${subject}`
}

const titleOf = (p: CausePart): string => {
  switch (p.sort) {
    case "resolve":
      return `orders wait for RESOLVE, ${holdTitle(p.kind, p.subject)}`
    case "failed":
      return `purchase orders to ${p.party} failed: ${toldOf(p)}`
    case "push":
      return `the channel refused shipments: ${toldOf(p)}`
  }
}

const earliest = (dates: ReadonlyArray<Date>): Date => new Date(Math.min(...dates.map((d) => d.getTime())))
const latest = (dates: ReadonlyArray<Date>): Date => new Date(Math.max(...dates.map((d) => d.getTime())))

const toCause = (cause: string, parts: readonly [CausePart, ...Array<CausePart>]): AlertCause => ({
  cause,
  channelId: parts[0].channelId,
  title: titleOf(parts[0]),
  count: parts.reduce((sum, p) => sum + p.count, 0),
  firstAt: earliest(parts.map((p) => p.firstAt)),
  lastAt: latest(parts.map((p) => p.lastAt)),
  value: formatSum(parts.map((p): Money => ({ amount: p.amount, currency: p.currency })))
})

const ofOneChannel = 100

const whyUntold = ({ channel, uploads, failure }: OversoldChannel): string => {
  if (!uploads)
    return `; its inventory upload is off: ${commandLine("channels", "set", channel, "--service", "inventory-upload=on")}`
  return failure === null ? "" : `; its inventory push fails: ${failure.slice(0, 200)}`
}

/** What a channel still shows and nobody has, once that has lasted: with what it may cost, and why it was not told. */
const oversellCauses = Effect.fn("oversellCauses")(function* (at: Date) {
  const { query } = yield* Database
  const long = at.getTime() - alertClasses.oversell.lastsMs
  const channels = yield* query((sql) => readOversold(sql, null, ofOneChannel))
  return channels.flatMap((oversold): ReadonlyArray<AlertCause> => {
    const { channelId, channel, skus, rows } = oversold
    const old = rows.filter((r) => r.since.getTime() <= long)
    if (old.length === 0) return []
    const count = old.length === rows.length ? skus : old.length
    const named = old.slice(0, 5).map((r) => r.sku)
    return [
      {
        cause: `oversell/${channelId}`,
        channelId: null,
        title: `${channel} shows more than there is of ${count === 1 ? "1 SKU" : `${count} SKUs`}, ${named.join(", ")}${count > named.length ? " and others" : ""}${whyUntold(oversold)}`,
        count,
        firstAt: earliest(old.map((r) => r.since)),
        lastAt: latest(old.map((r) => r.since)),
        value: formatSum(worthOf(old))
      }
    ]
  })
})

/** Causes as the rows tell them now: of channels that process by themselves, the most frequent first, and of everything. */
export const readCauses = Effect.fn("AlertStore.causes")(function* (at: Date) {
  const { query } = yield* Database
  const byName = Map.groupBy((yield* query(causeParts)).map(withoutItsBuyer), nameOf)
  const ofChannels = [...byName].flatMap(([cause, [first, ...rest]]) =>
    first === undefined ? [] : [toCause(cause, [first, ...rest])]
  )
  const troubles = yield* query((sql) => selectTroubles(sql, at, mostCauses))
  return [
    ...ofChannels,
    ...(yield* oversellCauses(at)),
    ...troubles.map((t): AlertCause => ({ ...t, channelId: null, value: "" }))
  ]
})
