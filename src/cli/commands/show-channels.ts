import * as Effect from "effect/Effect"
import { cadenceMinutes, type SalesChannel } from "../../domain/model/sales-channel.ts"
import { testChannel } from "../../domain/operations/set-channel.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import { Vault } from "../../domain/ports/vault.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { fieldRows } from "../demand-settings.ts"
import { findChannel } from "../find-party.ts"
import { argument } from "../input.ts"
import { moment } from "../moment.ts"

const onOff = (on: boolean): string => (on ? "on" : "off")

const serviceText = (channel: SalesChannel): string =>
  channel.services
    .filter((s) => s.enabled)
    .map((s) => `${s.service.replaceAll("_", "-")} every ${cadenceMinutes(channel.plan, s.everyMinutes)} min`)
    .join(", ") || "all services are off"

export const list: Run = () =>
  Effect.gen(function* () {
    const channels = yield* (yield* ChannelStore).list()
    const rows = channels.map((c) => [
      c.name,
      c.kind,
      c.environment,
      c.plan,
      serviceText(c),
      c.autoProcessing ? `on, by ${c.autoProcessingBy ?? "somebody"}` : "off"
    ])
    return answer(
      { channels },
      listOr(
        "No channel yet. Add one: switchyard channels add --help",
        table(["channel", "kind", "environment", "plan", "services", "auto-processing"], rows)
      )
    )
  })

const autoText = (c: SalesChannel): string =>
  c.autoProcessing
    ? `on since ${moment(c.autoProcessingAt)}, accepted by ${c.autoProcessingBy ?? "somebody"}`
    : "off"

const alertText = (c: SalesChannel): string => {
  if (c.alertAddress === null) return "none"
  return `${c.alertAddress}, ${c.alertTestedAt === null ? "not tested" : `tested ${moment(c.alertTestedAt)}`}`
}

const shadowText = (c: SalesChannel): string => {
  if (!c.shadow) return "off"
  return c.liveFrom === null
    ? "ON: nothing of its orders is sent"
    : `before order ${c.liveFrom}; live from there on`
}

export const shipmentPolicyText: Readonly<Record<SalesChannel["shipmentPolicy"], string>> = {
  each: "each parcel as it leaves",
  first: "the first parcel of an order only",
  all: "once, when the last parcel of an order left"
}

const channelBlocks = (
  c: SalesChannel,
  orderSource: string,
  secrets: ReadonlyArray<string>
): ReadonlyArray<Block> => [
  `${c.name}: ${c.kind}, ${c.environment}, plan ${c.plan}, order source ${orderSource}`,
  `Services           ${serviceText(c)}`,
  `Eligible statuses  ${c.eligibleStatuses.join(", ")}`,
  `Earliest order     ${moment(c.earliestOrderAt)}`,
  `Reject unmapped    ${onOff(c.rejectUnmapped)}`,
  `Shop tells buyer   ${onOff(c.notifyCustomer)}`,
  `Auto-processing    ${autoText(c)}`,
  `Release window     ${c.releaseSeconds === 0 ? "none: processed orders leave at once" : `${c.releaseSeconds} s`}`,
  `Told of shipments  ${shipmentPolicyText[c.shipmentPolicy]}`,
  `Shadow mode        ${shadowText(c)}`,
  `Alert address      ${alertText(c)}`,
  ...Object.entries(c.settings).map(([name, value]) => `Setting            ${name}=${value}`),
  ...secrets.map((name) => `Secret             ${name} is stored`)
]

export const show: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const secrets = yield* (yield* Vault).fields(`channel:${channel.id}`)
    const orderSource = yield* (yield* ChannelStore).orderSource(channel.id)
    return answer({ ...channel, orderSource, secrets }, channelBlocks(channel, orderSource, secrets))
  })

export const kinds: Run = () =>
  Effect.gen(function* () {
    const { kinds: known } = yield* SalesChannels
    return answer(
      { kinds: known },
      known.flatMap(
        (k): ReadonlyArray<Block> => [
          `${k.kind}: ${k.label}. Tested by: ${k.testedBy}. Eligible statuses unless set: ${k.defaultEligibleStatuses.join(", ")}.`,
          table(["flag", "", "what it is"], fieldRows(k.fields)),
          ""
        ]
      )
    )
  })

export const test: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "channel")
    const lines = yield* testChannel(name)
    return answer({ channel: name, works: true, lines }, lines)
  })
