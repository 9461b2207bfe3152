import { type HoldKind, holdKinds } from "../domain/model/hold.ts"
import type { OrderAction, OrderStatus } from "../domain/model/order-status.ts"
import type { Sql } from "./database.ts"
import { buyerOf } from "./known-buyer.ts"
import { withoutBuyerWritten } from "./recent-buyers.ts"
import { standsInShadow } from "./send-gate-sql.ts"

/** What the reason of a row is told from: of each part what its status makes matter, else null. Read for the rows of one page. */
export interface ReasonFacts {
  readonly status: OrderStatus
  readonly action: OrderAction | null
  readonly shadow: boolean
  readonly hold: readonly [kind: string, message: string] | null
  readonly sends: readonly [sent: number, purchaseOrders: number, failure: string | null] | null
  readonly doubtSince: Date | null
  readonly units: readonly [shipped: number | null, ordered: number | null] | null
  readonly pushReason: string | null
  /** What else a person may want to know of what was sent; null: nothing. */
  readonly labels: readonly [late: boolean | null, asked: ReadonlyArray<string> | null] | null
  readonly gate: Gate | null
  /** Who bought it (`KnownBuyer` as JSON), where somebody's words are told of: those may name them. null: only ours are. */
  readonly buyer: string | null
}

/** What keeps a queued purchase order here (model/send-gate tells it in full). */
type Gate = readonly [
  waitsFor: "window" | "calendar" | "retry" | null,
  until: string | null,
  supplier: string,
  breaker: "open" | "draining" | null,
  isStopped: boolean
]

export const reasonColumns = (sql: Sql) => sql`
  ${standsInShadow(sql)} as shadow, f.hold, f.sends, f."doubtSince", f.units, f."pushReason", f.labels, f.gate,
  case when f.hold is not null or f.sends ->> 2 is not null or f."pushReason" is not null then (${buyerOf(sql)})::text end as buyer`

/**
 * For a row `o` of orders. A list that is looked at reads this again at each change: a part that the status makes void is not
 * even begun, as a join would be. `offset 0` keeps what two columns are made of from being read twice.
 */
export const reasonJoins = (sql: Sql) => sql`
  cross join lateral (select
    case when o.status not in ('completed', 'canceled') then (
      select json_build_array(kind, message) from holds where order_id = o.id and released_at is null order by id limit 1) end as hold,
    case when o.status in ('processing', 'failed') then (
      select json_build_array(count(*) filter (where state = 'sent'), count(*) filter (where state <> 'canceled'),
        min(failure) filter (where state = 'failed'))
      from purchase_orders where order_id = o.id) end as sends,
    case when o.action = 'settle' then (
      select min(i.in_doubt_since) from purchase_orders q join dispatch_intents i on i.purchase_order_id = q.id
      where q.order_id = o.id and i.state = 'in_doubt') end as "doubtSince",
    case when o.status = 'processed' then (
      select json_build_array(sum(shipped), sum(ordered - canceled)) from order_lines where order_id = o.id and ships) end as units,
    case when o.action = 'push' then (
      select reason from fulfillments where order_id = o.id and state = 'rejected' order by id limit 1) end as "pushReason",
    case when o.status = 'processed' then (
      select json_build_array(bool_or(q.late_at is not null and q.acknowledged_at is null and q.state = 'sent'),
        array_agg(distinct r.about) filter (where r.about is not null))
      from purchase_orders q
      left join supplier_requests r on r.purchase_order_id = q.id and r.state = 'requested'
      where q.order_id = o.id) end as labels,
    case when o.status = 'processing' then (
      select json_build_array(i.waits_for, i.not_before, s.name, b.state, exists (
        select from send_stops t where t.resumed_at is null
          and (t.supplier_id = i.supplier_id or t.channel_id = o.channel_id)))
      from purchase_orders q join dispatch_intents i on i.purchase_order_id = q.id and i.state = 'planned'
      join suppliers s on s.id = i.supplier_id
      left join breakers b on b.supplier_id = i.supplier_id and b.state <> 'closed'
      where q.order_id = o.id order by i.not_before desc, i.id limit 1) end as gate
    offset 0) f`

export interface Reason {
  readonly why: string
  readonly message: string
}

/** A row has one line: a failure is cut there, the message keeps it whole. */
const whyLimit = 80

const short = (text: string): string => {
  const line = text.split(/\r?\n/, 1)[0] ?? ""
  return line.length <= whyLimit ? line : `${line.slice(0, whyLimit - 1)}…`
}

/** `mail.example refused the mail: Message failed: 550 mailbox full`: a row has room for what the other side said alone. */
const theirWords = (failure: string): string =>
  /\b[45]\d\d[ -].+/.exec(failure.split(/\r?\n/, 1)[0] ?? "")?.[0] ?? failure

const holdLabel = (kind: string): string => (kind in holdKinds ? holdKinds[kind as HoldKind].label : kind)

const sentOf = ({ sends }: ReasonFacts): string => `${sends?.[0] ?? 0} of ${sends?.[1] ?? 0} sent`

const inDoubt = (since: Date | null): Reason => {
  if (since === null)
    return { why: "in doubt", message: "It may have arrived at the supplier; nobody could prove it." }
  const [day = "", time = ""] = since.toISOString().split("T")
  return {
    // Beside IN DOUBT, and short enough for the narrowest WHY: a time that is cut is none.
    why: `no answer ${time.slice(0, 5)}Z`,
    message: `In doubt since ${day} ${time.slice(0, 5)} UTC: the supplier's answer was lost, so it is not sent again by itself.`
  }
}

/** decisions A1: what the label says beside how much has left. */
const labelsOf = ({ labels }: ReasonFacts): ReadonlyArray<string> => {
  const [isLate, asked] = labels ?? [null, null]
  return [...(isLate === true ? ["late"] : []), ...(asked ?? []).map((about) => `${about} requested`)]
}

const inShadow: Reason = {
  why: "in shadow mode",
  message: "It is in shadow mode: nothing of it is sent."
}

/** The first thing that keeps a queued purchase order here; null: a worker takes it. */
const kept = ({ gate, shadow }: ReasonFacts): Reason | null => {
  const [waitsFor, untilAt, supplier, breaker, isStopped] = gate ?? [null, null, "Its supplier", null, false]
  if (isStopped)
    return { why: "sends stopped", message: `Sends to ${supplier} or of its channel are stopped.` }
  if (shadow) return inShadow
  const until = untilAt === null ? "" : `${new Date(untilAt).toISOString().slice(0, 16).replace("T", " ")}Z`
  if (waitsFor === "window")
    return {
      why: `leaves ${until.slice(11)}`,
      message: `It leaves at ${until}; until then PROCESS can be undone.`
    }
  if (waitsFor === "calendar")
    return {
      why: `opens ${until.slice(5)}`,
      message: `${supplier} takes orders again from ${until}.`
    }
  if (breaker === null) return null
  return breaker === "open"
    ? {
        why: `${supplier} in trouble`,
        message: `${supplier} is in trouble; its sends are parked and it is probed.`
      }
    : { why: `${supplier} drains`, message: `${supplier} is back; what waited goes oldest first.` }
}

const byStatus = (f: ReasonFacts): Reason => {
  switch (f.status) {
    case "not_processed":
      if (f.shadow) return inShadow
      return { why: "ready", message: "Nothing is missing. It can be processed." }
    case "processing": {
      const reason = kept(f)
      if (reason !== null) return { why: short(reason.why), message: `${reason.message} ${sentOf(f)}.` }
      return { why: sentOf(f), message: `${sentOf(f)}.` }
    }
    case "failed": {
      const failure = f.sends?.[2] ?? "a purchase order failed"
      return { why: short(theirWords(failure)), message: `${failure} (${sentOf(f)})` }
    }
    case "processed": {
      const labels = labelsOf(f)
      const ofAll = `${f.units?.[0] ?? 0} of ${f.units?.[1] ?? 0}`
      return {
        why: [`${ofAll} shipped`, ...labels].join(", "),
        message: [`${ofAll} units are shipped`, ...labels].join(", ").concat(".")
      }
    }
    case "shipped":
      return f.pushReason === null
        ? { why: "push due", message: "Everything is shipped; the channel has not been told of all of it." }
        : { why: short(f.pushReason), message: f.pushReason }
    default:
      return { why: "", message: "" }
  }
}

/** What others said of it, without what is known of its buyer. */
const cleaned = (facts: ReasonFacts): ReasonFacts => {
  if (facts.buyer === null) return facts
  const known = withoutBuyerWritten(facts.buyer)
  const clean = (text: string | null): string | null => (text === null ? null : known(text))
  const { hold, sends, pushReason } = facts
  return {
    ...facts,
    hold: hold === null ? null : [hold[0], known(hold[1])],
    sends: sends === null ? null : [sends[0], sends[1], clean(sends[2])],
    pushReason: clean(pushReason)
  }
}

/** Why an order stands where it stands: a doubt first, then a failure, then what blocks it, then how far it is. */
export const reasonOf = (facts: ReasonFacts): Reason => {
  const f = cleaned(facts)
  if (f.action === "settle") return inDoubt(f.doubtSince)
  if (f.hold !== null && f.status !== "failed") {
    const [kind, message] = f.hold
    return { why: holdLabel(kind), message }
  }
  return byStatus(f)
}
