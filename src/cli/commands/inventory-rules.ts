import * as Effect from "effect/Effect"
import { pageGiven } from "../../domain/model/channel-fields.ts"
import { type ChannelPage, pageOf } from "../../domain/model/channel-page.ts"
import { stockFields } from "../../domain/model/channel-stock-fields.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { type StockTrial, trialWords } from "../../domain/model/stock-trial.ts"
import { channelWarnings, setChannel } from "../../domain/operations/set-channel.ts"
import { tryStockRules } from "../../domain/operations/try-stock-rules.ts"
import { AliasStore } from "../../domain/ports/alias-store.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { givenFields } from "../given-fields.ts"
import { argument, has } from "../input.ts"

const rulesTable = (before: ChannelPage, after: ChannelPage): Block =>
  table(
    ["rule", "now", "then"],
    stockFields.map((f) => {
      const [now, then] = [f.shown(before), f.shown(after)]
      return [f.label, now, now === then ? "" : then]
    })
  )

const sampleTable = ({ samples }: StockTrial): ReadonlyArray<Block> =>
  samples.length === 0
    ? []
    : [
        table(
          ["told as", ">now", ">then"],
          samples.map((s) => [s.sku, String(s.before ?? "-"), String(s.after ?? "-")])
        )
      ]

/** A type that was written wrong would silently tell the channel nothing at all. */
const warnOfAlias = Effect.fn("warnOfAlias")(function* (type: string | null) {
  if (type === null || (yield* (yield* AliasStore).types()).includes(type)) return []
  return [
    `no product has an alias of the type ${type}, so all would be ignored. Import them: ${commandLine("inventory", "alias", "import", "aliases.csv")}`
  ]
})

/** Shows a channel's rules, says what others would change, and saves them unless only that was asked. */
export const rules: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const before = pageOf(channel, yield* (yield* ChannelStore).client(channel.id))
    const given = givenFields(input)
    const after = pageGiven(before, given)
    if ("faults" in after) return yield* new Refusal({ message: after.faults.join(" ") })
    if (given.length === 0)
      return answer({ channel: channel.name, rules: before.stock }, [
        table(
          ["rule", "now"],
          stockFields.map((f) => [f.label, f.shown(before)])
        ),
        `What would others do? ${commandLine("inventory", "rules", channel.name, "--safety-stock", "5", "--dry-run")}`
      ])
    const trial = yield* tryStockRules(channel, after.stock)
    const isTrial = has(input, "dry-run")
    if (!isTrial)
      yield* setChannel(channel.name, {
        change: { stock: after.stock },
        services: [],
        secrets: {},
        seen: channel
      })
    const nameless = yield* warnOfAlias(after.stock.alias)
    const warnings = [...nameless, ...(isTrial ? [] : yield* channelWarnings(channel.name))]
    return answer(
      { done: !isTrial, channel: channel.name, before: before.stock, rules: after.stock, trial, warnings },
      [
        rulesTable(before, after),
        trialWords(trial),
        ...sampleTable(trial),
        ...warnings.map((warning) => `Warning: ${warning}`),
        isTrial
          ? "Nothing was changed. The same command without --dry-run saves it."
          : `Saved: ${channel.name} is told by these rules from now on.`
      ]
    )
  })
