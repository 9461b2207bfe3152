import * as Effect from "effect/Effect"
import { formatSum, type Money } from "../../domain/model/money.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { type AtRisk, listAtRisk } from "../../domain/operations/list-at-risk.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { countOf } from "../wording.ts"

const usualDays = 7
const usualLimit = 50

const sum = (amounts: ReadonlyArray<Money>): string => (amounts.length === 0 ? "-" : formatSum(amounts))

const columns = [
  "sku",
  ">on hand",
  ">committed",
  ">demand",
  ">short by",
  ">orders",
  ">at risk",
  ">a day",
  "runs out"
]
const cells = (p: AtRisk["products"][number]): ReadonlyArray<string> => [
  p.sku,
  String(p.onHand),
  String(p.committed),
  String(p.unsentDemand),
  p.shortBy === 0 ? "-" : String(p.shortBy),
  p.orders === 0 ? "-" : String(p.orders),
  sum(p.money),
  p.perDay.toFixed(1),
  p.shortBy > 0 ? "is short" : moment(p.runsOutAt)
]

const whyUntold = ({ channel, uploads, failure, failingSince }: AtRisk["channels"][number]): string => {
  if (!uploads)
    return `  Its inventory upload is OFF, so it is not told: ${commandLine("channels", "set", channel, "--service", "inventory-upload=on")}`
  return failure === null
    ? `  Its inventory push has not failed: the numbers are on their way. Now: ${commandLine("sync", "inventory", channel)}`
    : `  Its inventory push fails since ${moment(failingSince)}: ${failure}`
}

const channelBlocks = (channel: AtRisk["channels"][number]): ReadonlyArray<Block> => [
  `${channel.channel} shows more than there is of ${countOf(channel.skus, "SKU")}: ${sum(channel.money)} may be sold and not be there.`,
  whyUntold(channel),
  table(
    ["sku", ">shows", ">there is", "since"],
    channel.rows.map((r) => [r.sku, String(r.shown), String(r.quantity), moment(r.since)])
  )
]

export const atRisk: Run = (input) =>
  Effect.gen(function* () {
    const name = text(input, "channel")
    const channel = name === undefined ? null : yield* findChannel(name)
    const days = number(input, "days") ?? usualDays
    const found = yield* listAtRisk(channel, days, number(input, "limit") ?? usualLimit)
    const none = `Nothing is short, and nothing runs out within ${countOf(days, "day")} at the pace of the last ones.`
    const more = found.count - found.products.length
    return answer({ days, ...found }, [
      ...listOr(none, table(columns, found.products.map(cells))),
      ...(more > 0 ? [`And ${countOf(more, "more", "more")}: --limit shows them.`] : []),
      ...found.channels.flatMap(channelBlocks)
    ])
  })
