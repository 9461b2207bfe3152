import { type HoldKind, holdKinds } from "../../../domain/model/hold.ts"
import { formatMoney, type Money } from "../../../domain/model/money.ts"
import type { QueryTerm } from "../../../domain/model/order-query.ts"
import type { Work } from "../../../domain/operations/look-at-triage.ts"
import type { OrderFilter, Triage, TriageLine } from "../../../domain/ports/order-board.ts"
import { mostCounted, type Standing, type StandingKind, soonMs } from "../../../domain/ports/triage-board.ts"
import { age } from "../../age.ts"
import { fittingNumber } from "../../fitting-number.ts"
import type { Role } from "../../theme.ts"
import { type Freshness, right, strong, type TriageBlock, type TriageRow, text } from "./triage-block.ts"

const widths = { label: 24, count: 8, age: 8, money: 20 }

interface Counted {
  readonly name: string
  readonly letter: string
  readonly label: string
  readonly role: Role
  readonly count: number
  readonly oldestAt: Date | null
  readonly filter: () => OrderFilter
}

const actionRows: Readonly<Record<TriageLine["kind"], Pick<Counted, "letter" | "label" | "role">>> = {
  resolve: { letter: "r", label: "RESOLVE", role: "need" },
  process: { letter: "P", label: "PROCESS, ready", role: "ready" },
  settle: { letter: "d", label: "IN DOUBT", role: "doubt" },
  retry: { letter: "R", label: "FAILED", role: "need" },
  push: { letter: "R", label: "push REJECTED", role: "need" },
  authorize: { letter: "A", label: "AUTHORIZE payment", role: "ready" }
}

/** What nobody has to do anything about is no fault, however much of it there is. */
const calm: ReadonlySet<Role> = new Set<Role>(["text", "dim", "ready"])

/** What lies ahead is counted down, what is behind up. */
const distance = (at: Date, now: number): string =>
  at.getTime() > now ? `in ${age(now, at.getTime())}` : age(at, now)

const countRow = (counted: Counted, now: number): TriageRow => {
  const { name, letter, label, role, count, oldestAt, filter } = counted
  const shown = count > 0 ? role : "dim"
  const many = `${fittingNumber(count, widths.count)}${count === mostCounted ? "+" : ""}`
  return {
    name,
    letter,
    cells: [
      count > 0 ? strong(label, widths.label, shown) : text(label, widths.label, shown),
      right(many, widths.count, count > 0 ? "text" : "dim"),
      right(oldestAt === null || count === 0 ? "" : distance(oldestAt, now), widths.age)
    ],
    isFault: count > 0 && !calm.has(role),
    place: () => ({ screen: "orders", filter: filter() }),
    refusal: count === 0 ? "Nothing waits there." : null
  }
}

const standingOf = (work: Work, kind: StandingKind): Standing =>
  work.standings.find((s) => s.kind === kind) ?? { kind, count: 0, oldestAt: null }

const dueRows = (work: Work, now: number): ReadonlyArray<Counted> => [
  {
    ...standingOf(work, "acknowledge_late"),
    name: "acknowledge late",
    letter: "",
    label: "not acknowledged",
    role: "doubt",
    filter: () => ({ due: { what: "acknowledge", until: new Date(now) } })
  },
  {
    ...standingOf(work, "ship_late"),
    name: "ship late",
    letter: "",
    label: "ship-by OVERDUE",
    role: "need",
    filter: () => ({ due: { what: "ship", until: new Date(now) } })
  },
  {
    ...standingOf(work, "ship_soon"),
    name: "ship soon",
    letter: "",
    label: "ship-by in 4 h",
    role: "doubt",
    filter: () => ({ due: { what: "ship", from: new Date(now), until: new Date(now + soonMs) } })
  }
]

const cancelAsked: HoldKind = "cancel_requested"

const canceling = (work: Work): Counted => {
  const hold = work.holds.find(({ kind }) => kind === cancelAsked)
  return {
    name: "cancel asked",
    letter: "",
    label: "buyer asked to CANCEL",
    role: "need",
    count: hold?.count ?? 0,
    oldestAt: hold?.oldestAt ?? null,
    filter: () => ({ hold: cancelAsked })
  }
}

const lineRow = ({ kind, count, oldestAt }: TriageLine): Counted => ({
  name: kind,
  ...actionRows[kind],
  count,
  oldestAt,
  filter: () => ({ action: kind })
})

export const needsBlock = (
  triage: Triage,
  work: Work | null,
  freshness: Freshness,
  now: number
): TriageBlock => {
  const actions = triage.lines
    // Few suppliers have a portal that asks: the line is there when one does.
    .filter(({ kind, count }) => kind !== "authorize" || count > 0)
    .map(lineRow)
  const sending: ReadonlyArray<Counted> =
    work === null
      ? []
      : [
          {
            ...standingOf(work, "processing"),
            name: "processing",
            letter: "",
            label: "Processing",
            role: "text",
            filter: () => ({ status: "processing" })
          }
        ]
  const rows = [...actions, ...sending, ...(work === null ? [] : [...dueRows(work, now), canceling(work)])]
  return {
    name: "needs",
    title: "NEEDS YOU",
    labelWidth: widths.label,
    head: [right("COUNT", widths.count, "dim"), right("OLDEST", widths.age, "dim")],
    rows: rows.map((row) => countRow(row, now)),
    empty: "",
    freshness
  }
}

/** Each row counts one currency, so its list has that one alone. */
const inCurrency = ({ currency }: Money): QueryTerm => ({
  kind: "field",
  field: "total",
  isNot: false,
  test: { is: "compared", by: ">=", number: "0", unit: currency }
})

const isPaid: QueryTerm = {
  kind: "field",
  field: "is",
  isNot: false,
  test: { is: "any of", values: ["paid"] }
}

const moneyRow = (
  name: string,
  label: string,
  role: Role,
  amount: Money,
  { query = [], ...filter }: OrderFilter
): TriageRow => ({
  name: `${name} ${amount.currency}`,
  letter: "",
  cells: [text(label, widths.label - 4), right(formatMoney(amount), widths.money, role)],
  isFault: role === "doubt",
  place: () => ({ screen: "orders", filter: { ...filter, query: [inCurrency(amount), ...query] } }),
  refusal: null
})

/** What is not paid is taken off up to a bound: then some of it is in the sum, and it does not say that all is paid. */
const unsentLabel = ({ holds }: Work): string =>
  holds.some(({ kind, count }) => kind === "not_paid" && count >= mostCounted)
    ? "unsent, some unpaid"
    : "paid, not sent"

/** While all sends are stopped nothing of it leaves: what has its order to leave is said to wait. */
export const moneyBlock = (work: Work, isStopped: boolean, freshness: Freshness): TriageBlock => ({
  name: "money",
  title: "MONEY AT RISK",
  labelWidth: 0,
  head: [],
  rows: [
    ...work.inDoubt.map((m) => moneyRow("in doubt", "in doubt", "doubt", m, { action: "settle" })),
    ...work.failed.map((m) => moneyRow("failed", "failed", "text", m, { status: "failed" })),
    ...work.sending.map((m) =>
      moneyRow("sending", isStopped ? "to be sent" : "being sent", "text", m, { status: "processing" })
    ),
    ...work.unsent.map((m) =>
      moneyRow("unsent", unsentLabel(work), "text", m, { status: "not_processed", query: [isPaid] })
    )
  ],
  empty: "Nothing: all that was ordered is sent.",
  freshness
})

const holdLabel = (kind: string): string => (kind in holdKinds ? holdKinds[kind as HoldKind].label : kind)

/** Most frequent first. */
export const holdsBlock = (work: Work, freshness: Freshness, now: number): TriageBlock => ({
  name: "holds",
  title: "HOLDS BY REASON",
  labelWidth: 0,
  head: [],
  rows: work.holds.map(({ kind, count, oldestAt }) => ({
    ...countRow(
      {
        name: `hold ${kind}`,
        letter: "",
        label: holdLabel(kind),
        role: "text",
        count,
        oldestAt,
        filter: () => ({ hold: kind })
      },
      now
    ),
    isFault: count > 0
  })),
  empty: "No order is held.",
  freshness
})
