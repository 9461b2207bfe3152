import type { AvailabilityStep } from "../domain/model/availability.ts"
import type { ToldAs } from "../domain/model/stock-alias.ts"
import type { ExplainedInventory } from "../domain/operations/explain-inventory.ts"
import { type Block, table } from "./answer.ts"
import { moment } from "./moment.ts"

/** The names under which a channel is told a product; `X (also SKU-2)` where two products have one. */
export const namesText = (names: ReadonlyArray<ToldAs>): string =>
  names
    .flatMap((n) => {
      if (n._tag === "Ignored") return []
      return n._tag === "Told" ? [n.as] : [`${n.as} (also ${n.others.join(", ")})`]
    })
    .join(" ") || "-"

const operandText = ({ name, operand }: AvailabilityStep): string => {
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

const arithmetic = ({ position, channel }: ExplainedInventory): ReadonlyArray<Block> =>
  position.available === null
    ? [
        `No supplier said what there is${channel.stock.warehouse === null ? "" : ` in ${channel.stock.warehouse}`}: the channel is told nothing.`
      ]
    : [
        table(
          ["step", ">operand", ">left"],
          position.available.steps.map((s) => [s.name, operandText(s), String(s.left)])
        )
      ]

const verdict = ({ position, channel }: ExplainedInventory): string => {
  const quantity = position.available?.quantity ?? 0
  switch (position.standing) {
    case "told":
      return `${channel.name} is to be told ${quantity} as ${namesText(position.names)}.`
    case "ignored":
      return `Not told: it has no alias of the type ${channel.stock.alias ?? ""}. It is neither sent nor set to zero. switchyard inventory alias gives it one.`
    case "conflict":
      return `Not told: two products have one alias, ${namesText(position.names)}. switchyard inventory alias --remove takes the wrong one away.`
    case "unknown":
      return "Not told."
  }
}

const shown = ({ position }: ExplainedInventory): ReadonlyArray<string> =>
  position.sent.map((s) =>
    s.shown === null
      ? `What the channel shows of ${s.sku} is not known.`
      : `The channel shows ${s.shown} of ${s.sku} (${moment(s.shownAt)}).`
  )

const block = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  columns: ReadonlyArray<string>
): ReadonlyArray<Block> => (rows.length === 0 ? [] : ["", table(columns, rows)])

export const explainedText = (explained: ExplainedInventory): ReadonlyArray<Block> => {
  const { channel, product, levels, claims, demand } = explained
  return [
    `${product.sku} on ${channel.name}: ${channel.stock.warehouse ?? "COMBINE ALL WAREHOUSES"}, told by ${channel.stock.alias ?? "Master SKU"}`,
    "",
    ...arithmetic(explained),
    "",
    verdict(explained),
    ...shown(explained),
    ...block(
      levels.map((l) => [
        l.supplier,
        l.warehouse || "-",
        String(l.onHand),
        moment(l.asOf),
        l.counts ? "yes" : "no"
      ]),
      ["supplier", "warehouse", ">on hand", "as of", "counts"]
    ),
    ...block(
      claims.map((c) => [c.purchaseOrder, c.supplier, c.state, moment(c.sentAt), String(c.pieces)]),
      ["committed by", "supplier", "state", "sent", ">pieces"]
    ),
    ...block(
      demand.map((d) => [d.channelOrderNumber, d.channel, String(d.pieces)]),
      ["wanted by", "channel", ">pieces"]
    )
  ]
}

export const explainedJson = ({
  channel,
  product,
  position,
  levels,
  claims,
  demand
}: ExplainedInventory) => ({
  sku: product.sku,
  title: product.title,
  channel: channel.name,
  rules: channel.stock,
  standing: position.standing,
  names: position.names,
  quantity: position.standing === "told" ? (position.available?.quantity ?? null) : null,
  steps: position.available?.steps ?? [],
  sent: position.sent,
  levels,
  claims,
  demand
})
