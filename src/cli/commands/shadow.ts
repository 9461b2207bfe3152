import * as Effect from "effect/Effect"
import type { ShadowRule } from "../../domain/model/shadow.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { previewShadow, setInstallationShadow, setShadow } from "../../domain/operations/shadow.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import type { ShadowCounts } from "../../domain/ports/send-gates.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { argument, has, text } from "../input.ts"
import { countOf } from "../wording.ts"

const everyOrder: ShadowRule = { shadow: false, liveFrom: null }
const noOrder: ShadowRule = { shadow: true, liveFrom: null }

export const on: Run = (input) =>
  Effect.gen(function* () {
    const channel = text(input, "channel")
    if (channel === undefined) {
      yield* setInstallationShadow(true)
      return answer({ shadow: true, channel: null }, [
        "The whole installation is in shadow mode: nothing is sent, authorized or pushed."
      ])
    }
    const { name } = yield* findChannel(channel)
    const moved = yield* setShadow(name, noOrder)
    return answer({ shadow: true, channel: name, moved }, [
      `Channel ${name} is in shadow mode: nothing of its orders is sent, authorized or pushed.`,
      `${countOf(moved, "order")} entered it. What was sent before stays as it is.`,
      `Compare with what the shop says: ${commandLine("shadow", "report", "--channel", name)}`
    ])
  })

const effectLines = (c: ShadowCounts): ReadonlyArray<string> => [
  `${c.channel}: ${countOf(c.inShadow, "order")} in shadow now, ${c.wouldLeave} would leave it, ${c.wouldStay} would stay.`,
  ...(c.wouldLeave === 0 && c.inShadow > 0
    ? [
        "A number is written as orders list shows it, with what stands before its digits: 1043 is not AC-1043."
      ]
    : []),
  c.autoProcessing
    ? `Auto-processing is on: ${c.wouldBeReady} of them show PROCESS and will be SENT at once.`
    : `${c.wouldBeReady} of them show PROCESS and wait for you.`
]

const notYet = (counts: ReadonlyArray<ShadowCounts>, again: string) =>
  answer(
    { done: false, counts, next: "--yes" },
    [
      ...counts.flatMap(effectLines),
      "Orders that your present tool has sent must not be among them.",
      `Nothing was changed. To do it: ${again}`
    ],
    true
  )

const changeRule = (name: string, rule: ShadowRule, yes: boolean, again: string) =>
  Effect.gen(function* () {
    const counts = yield* previewShadow(name, rule)
    if (!yes) return notYet([counts], again)
    const moved = yield* setShadow(name, rule)
    return answer({ done: true, channel: name, rule, moved, counts }, [
      rule.liveFrom === null
        ? `Channel ${name} is live.`
        : `Channel ${name} is live from order ${rule.liveFrom} on; older ones stay in shadow.`,
      `${countOf(moved, "order")} changed sides.`
    ])
  })

const leaveInstallation = (yes: boolean) =>
  Effect.gen(function* () {
    const channels = yield* (yield* ChannelStore).list()
    const counts = yield* Effect.forEach(channels, (c) => previewShadow(c.name, c))
    if (!yes)
      return answer(
        { done: false, channels: counts, next: "--yes" },
        [
          "The installation leaves shadow mode; each channel's own rule goes on:",
          ...counts.map(
            (c) => `${c.channel}: ${countOf(c.wouldStay, "order")} stay in shadow by its own rule.`
          ),
          `Nothing was changed. To do it: ${commandLine("shadow", "off", "--yes")}`
        ],
        true
      )
    yield* setInstallationShadow(false)
    return answer({ done: true, shadow: false, channel: null }, [
      "The installation has left shadow mode. Each channel's own rule goes on."
    ])
  })

export const off: Run = (input) =>
  Effect.gen(function* () {
    const channel = text(input, "channel")
    if (channel === undefined) return yield* leaveInstallation(has(input, "yes"))
    const { name } = yield* findChannel(channel)
    const again = commandLine("shadow", "off", "--channel", name, "--yes")
    return yield* changeRule(name, everyOrder, has(input, "yes"), again)
  })

export const goLive: Run = (input) =>
  Effect.gen(function* () {
    const { name } = yield* findChannel(argument(input, "channel"))
    const from = text(input, "from")
    const rule: ShadowRule = from === undefined ? everyOrder : { shadow: true, liveFrom: from }
    const flags = from === undefined ? ["--every-order"] : ["--from", from]
    const again = commandLine("shadow", "go-live", name, ...flags, "--yes")
    return yield* changeRule(name, rule, has(input, "yes"), again)
  })
