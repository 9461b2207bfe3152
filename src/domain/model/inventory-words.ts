import type { Availability, AvailabilityStep, StockAt } from "./availability.ts"
import type { ToldAs } from "./stock-alias.ts"
import type { StockRules } from "./stock-rules.ts"
import { listingWords, type StockWord } from "./stock-word.ts"

/** A line, or a table whose columns stand right where their name begins with `>`. Commands and console lay it out. */
export type Words =
  | string
  | { readonly columns: ReadonlyArray<string>; readonly rows: ReadonlyArray<ReadonlyArray<string>> }

/** Everything behind one number on one channel, as the operation that explains it finds it. */
export interface ExplainedStock {
  readonly channel: { readonly name: string; readonly stock: StockRules }
  readonly product: { readonly sku: string }
  readonly position: {
    readonly standing: "told" | "ignored" | "conflict" | "unknown"
    readonly names: ReadonlyArray<ToldAs>
    readonly available: Availability | null
    readonly sent: ReadonlyArray<StockWord & { readonly sku: string; readonly shownAt: Date | null }>
  }
  readonly levels: ReadonlyArray<StockAt & { readonly counts: boolean }>
  readonly claims: ReadonlyArray<{
    readonly purchaseOrder: string
    readonly supplier: string
    readonly state: string
    readonly sentAt: Date | null
    readonly pieces: number
  }>
  readonly demand: ReadonlyArray<{
    readonly channelOrderNumber: string
    readonly channel: string
    readonly pieces: number
  }>
}

type Moment = (at: Date | null) => string

/** The names under which a channel is told a product; `X (also SKU-2)` where two products have one. */
export const namesWords = (names: ReadonlyArray<ToldAs>): string =>
  names
    .flatMap((n) => {
      if (n._tag === "Ignored") return []
      return n._tag === "Told" ? [n.as] : [`${n.as} (also ${n.others.join(", ")})`]
    })
    .join(" ") || "-"

const operandWords = ({ name, operand }: AvailabilityStep): string => {
  if (operand === null) return "none"
  switch (name) {
    case "on hand":
      return String(operand)
    case "share":
      return `${operand} %`
    case "cap":
      return `at most ${operand}`
    case "minimum level":
      return `0 if less than ${operand}`
    default:
      return operand === 0 ? "0" : `-${operand}`
  }
}

const arithmeticWords = ({ position, channel }: ExplainedStock): Words => {
  const where = channel.stock.warehouse === null ? "" : ` in ${channel.stock.warehouse}`
  if (position.available === null)
    return `No supplier said what there is${where}: the channel is told nothing.`
  const rows = position.available.steps.map((s) => [s.name, operandWords(s), String(s.left)])
  return { columns: ["step", ">operand", ">left"], rows }
}

const verdictWords = ({ position, channel }: ExplainedStock): string => {
  switch (position.standing) {
    case "told":
      return `${channel.name} is to be told ${position.available?.quantity ?? 0} as ${namesWords(position.names)}.`
    case "ignored":
      return `Not told: it has no alias of the type ${channel.stock.alias ?? ""}. It is neither sent nor set to zero. switchyard inventory alias gives it one.`
    case "conflict":
      return `Not told: two products have one alias, ${namesWords(position.names)}. switchyard inventory alias --remove takes the wrong one away.`
    case "unknown":
      return "Not told."
  }
}

const shownWords = ({ position }: ExplainedStock, moment: Moment): ReadonlyArray<string> =>
  position.sent.flatMap((s) => [
    s.shown === null
      ? `What the channel shows of ${s.sku} is not known.`
      : `The channel shows ${s.shown} of ${s.sku} (${moment(s.shownAt)}).`,
    ...(s.told === null && s.found === null ? [] : [`${s.sku}: ${listingWords(s, moment)}.`])
  ])

const tableWords = (
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<Words> => (rows.length === 0 ? [] : ["", { columns, rows }])

/** Why a channel is told this number: each step, what it says and shows, and the rows behind it. */
export const explainedWords = (explained: ExplainedStock, moment: Moment): ReadonlyArray<Words> => {
  const { channel, product, levels, claims, demand } = explained
  return [
    `${product.sku} on ${channel.name}: ${channel.stock.warehouse ?? "COMBINE ALL WAREHOUSES"}, told by ${channel.stock.alias ?? "Master SKU"}`,
    "",
    arithmeticWords(explained),
    "",
    verdictWords(explained),
    ...shownWords(explained, moment),
    ...tableWords(
      ["supplier", "warehouse", ">on hand", "as of", "counts"],
      levels.map((l) => [
        l.supplier,
        l.warehouse || "-",
        String(l.onHand),
        moment(l.asOf),
        l.counts ? "yes" : "no"
      ])
    ),
    ...tableWords(
      ["committed by", "supplier", "state", "sent", ">pieces"],
      claims.map((c) => [c.purchaseOrder, c.supplier, c.state, moment(c.sentAt), String(c.pieces)])
    ),
    ...tableWords(
      ["wanted by", "channel", ">pieces"],
      demand.map((d) => [d.channelOrderNumber, d.channel, String(d.pieces)])
    )
  ]
}
