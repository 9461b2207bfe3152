import { type HoldKind, holdKinds } from "../domain/model/hold.ts"
import type { OrderAction, OrderStatus } from "../domain/model/order-status.ts"
import type { Sql } from "./database.ts"
import { buyerOf } from "./known-buyer.ts"
import { withoutBuyerWritten } from "./recent-buyers.ts"
import { standsInShadow } from "./send-gate-sql.ts"

/** What the reason of a row is told from; every part is read for the rows of one page only. */
export interface ReasonFacts {
  readonly status: OrderStatus
  readonly action: OrderAction | null
  readonly holdKind: string | null
  readonly holdMessage: string | null
  readonly sent: number
  readonly purchaseOrders: number
  readonly failure: string | null
  readonly doubtSince: Date | null
  readonly shipped: number | null
  readonly ordered: number | null
  readonly pushReason: string | null
  /** What else a person may want to know of what was sent; null: nothing. */
  readonly late: boolean | null
  readonly asked: ReadonlyArray<string> | null
  readonly shadow: boolean
  /** What keeps a queued purchase order here (model/send-gate tells it in full). */
  readonly waitsFor: "window" | "calendar" | "retry" | null
  readonly waitsUntil: Date | null
  readonly waitsAt: string | null
  readonly breaker: "open" | "draining" | null
  readonly stopped: boolean | null
  /** Who bought it (`KnownBuyer` as JSON), where somebody's words are told of: those may name them. null: only ours are. */
  readonly buyer: string | null
}

export const reasonColumns = (sql: Sql) => sql`
  h.kind as "holdKind", h.message as "holdMessage", p.sent, p.all_of_them as "purchaseOrders", p.failure,
  d.since as "doubtSince", l.shipped, l.ordered, f.reason as "pushReason", w.late, w.asked,
  ${standsInShadow(sql)} as shadow, g.waits_for as "waitsFor", g.not_before as "waitsUntil", g.supplier as "waitsAt", g.breaker, g.stopped,
  case when h.message is not null or p.failure is not null or f.reason is not null then (${buyerOf(sql)})::text end as buyer`

/** Joins for a row `o` of orders. Each looks only where the status makes it matter, and then by index. */
export const reasonJoins = (sql: Sql) => sql`
  left join lateral (
    select kind, message from holds where order_id = o.id and released_at is null
      and o.status not in ('completed', 'canceled') order by id limit 1) h on true
  left join lateral (
    select count(*) filter (where state = 'sent') as sent, count(*) filter (where state <> 'canceled') as all_of_them,
      min(failure) filter (where state = 'failed') as failure
    from purchase_orders where order_id = o.id and o.status in ('processing', 'failed')) p on true
  left join lateral (
    select min(i.in_doubt_since) as since from purchase_orders q join dispatch_intents i on i.purchase_order_id = q.id
    where q.order_id = o.id and i.state = 'in_doubt' and o.action = 'settle') d on true
  left join lateral (
    select sum(shipped) as shipped, sum(ordered - canceled) as ordered
    from order_lines where order_id = o.id and ships and o.status = 'processed') l on true
  left join lateral (
    select reason from fulfillments where order_id = o.id and state = 'rejected' and o.action = 'push'
    order by id limit 1) f on true
  left join lateral (
    select bool_or(q.late_at is not null and q.acknowledged_at is null and q.state = 'sent') as late,
      array_agg(distinct r.about) filter (where r.about is not null) as asked
    from purchase_orders q
    left join supplier_requests r on r.purchase_order_id = q.id and r.state = 'requested'
    where q.order_id = o.id and o.status = 'processed') w on true
  left join lateral (
    select i.waits_for, i.not_before, s.name as supplier, b.state as breaker, exists (
      select from send_stops t where t.resumed_at is null
        and (t.supplier_id = i.supplier_id or t.channel_id = o.channel_id)) as stopped
    from purchase_orders q join dispatch_intents i on i.purchase_order_id = q.id and i.state = 'planned'
    join suppliers s on s.id = i.supplier_id
    left join breakers b on b.supplier_id = i.supplier_id and b.state <> 'closed'
    where q.order_id = o.id and o.status = 'processing' order by i.not_before desc, i.id limit 1) g on true`

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

const sentOf = (f: ReasonFacts): string => `${f.sent} of ${f.purchaseOrders} sent`

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
const labelsOf = (f: ReasonFacts): ReadonlyArray<string> => [
  ...(f.late === true ? ["late"] : []),
  ...(f.asked ?? []).map((about) => `${about} requested`)
]

const inShadow: Reason = {
  why: "in shadow mode",
  message: "It is in shadow mode: nothing of it is sent."
}

/** The first thing that keeps a queued purchase order here; null: a worker takes it. */
const kept = (f: ReasonFacts): Reason | null => {
  if (f.stopped === true)
    return {
      why: "sends stopped",
      message: `Sends to ${f.waitsAt ?? "its supplier"} or of its channel are stopped.`
    }
  if (f.shadow) return inShadow
  const until = f.waitsUntil === null ? "" : `${f.waitsUntil.toISOString().slice(0, 16).replace("T", " ")}Z`
  if (f.waitsFor === "window")
    return {
      why: `leaves ${until.slice(11)}`,
      message: `It leaves at ${until}; until then PROCESS can be undone.`
    }
  if (f.waitsFor === "calendar")
    return {
      why: `opens ${until.slice(5)}`,
      message: `${f.waitsAt ?? "Its supplier"} takes orders again from ${until}.`
    }
  if (f.breaker === null) return null
  const supplier = f.waitsAt ?? "Its supplier"
  return f.breaker === "open"
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
      const failure = f.failure ?? "a purchase order failed"
      return { why: short(theirWords(failure)), message: `${failure} (${sentOf(f)})` }
    }
    case "processed": {
      const labels = labelsOf(f)
      return {
        why: [`${f.shipped ?? 0} of ${f.ordered ?? 0} shipped`, ...labels].join(", "),
        message: [`${f.shipped ?? 0} of ${f.ordered ?? 0} units are shipped`, ...labels]
          .join(", ")
          .concat(".")
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
  return {
    ...facts,
    holdMessage: clean(facts.holdMessage),
    failure: clean(facts.failure),
    pushReason: clean(facts.pushReason)
  }
}

/** Why an order stands where it stands: a doubt first, then a failure, then what blocks it, then how far it is. */
export const reasonOf = (facts: ReasonFacts): Reason => {
  const f = cleaned(facts)
  if (f.action === "settle") return inDoubt(f.doubtSince)
  if (f.holdKind !== null && f.status !== "failed")
    return { why: holdLabel(f.holdKind), message: f.holdMessage ?? holdLabel(f.holdKind) }
  return byStatus(f)
}
