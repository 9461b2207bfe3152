import * as Effect from "effect/Effect"
import { type ChannelAbility, type ChannelPart, fieldRefusal } from "../../domain/model/channel-field.ts"
import { channelFields } from "../../domain/model/channel-fields.ts"
import { channelGuide } from "../../domain/model/channel-guide.ts"
import { pageOf } from "../../domain/model/channel-page.ts"
import type { Client } from "../../domain/model/client.ts"
import { cadenceMinutes, type SalesChannel } from "../../domain/model/sales-channel.ts"
import { channelSetUp } from "../../domain/operations/channel-set-up.ts"
import { channelWarnings } from "../../domain/operations/set-channel.ts"
import { testChannel } from "../../domain/operations/try-channel.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import { Vault } from "../../domain/ports/vault.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { fieldRows } from "../demand-settings.ts"
import { findChannel } from "../find-party.ts"
import { argument, has } from "../input.ts"
import { moment } from "../moment.ts"

const serviceText = (channel: SalesChannel): string =>
  channel.services
    .filter((s) => s.enabled)
    .map((s) => `${s.service.replaceAll("_", "-")} every ${cadenceMinutes(channel.plan, s.everyMinutes)} min`)
    .join(", ") || "all services are off"

export const list: Run = (input) =>
  Effect.gen(function* () {
    const isShown = (c: SalesChannel) => c.archivedAt === null || has(input, "archived")
    const channels = (yield* (yield* ChannelStore).list()).filter(isShown)
    const rows = channels.map((c) => [
      c.name,
      c.kind,
      c.environment,
      c.plan,
      c.archivedAt === null ? serviceText(c) : "archived",
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

const said = (label: string): string => label.padEnd(23)

interface About {
  readonly channel: SalesChannel
  readonly client: Client & { readonly alsoOwns: ReadonlyArray<string> }
  readonly ability: ChannelAbility
}

/** The fields of one part that this kind of channel has, as they are set. */
const fieldLines = ({ channel, client, ability }: About, part: ChannelPart): ReadonlyArray<string> => {
  const page = pageOf(channel, client)
  return channelFields
    .filter((field) => field.part === part && fieldRefusal(field, ability) === null)
    .map((field) => `${said(field.label)}${field.shown(page) || "-"}`)
}

interface Beside {
  readonly orderSource: string
  readonly secrets: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}

const channelBlocks = (about: About, { orderSource, secrets, warnings }: Beside): ReadonlyArray<Block> => {
  const { channel: c } = about
  return [
    `${c.name}: ${c.kind}, ${c.environment}, plan ${c.plan}, order source ${orderSource}${c.archivedAt === null ? "" : `, ARCHIVED ${moment(c.archivedAt)}`}`,
    `${said("Services")}${serviceText(c)}`,
    ...fieldLines(about, "client"),
    ...(about.client.alsoOwns.length === 0
      ? []
      : [`${said("Client also has")}${about.client.alsoOwns.join(", ")}`]),
    ...Object.entries(c.settings).map(([name, value]) => `${said("Setting")}${name}=${value}`),
    ...secrets.map((name) => `${said("Secret")}${name} is stored`),
    ...(["orders", "filters", "shipments", "stock"] as const).flatMap((part) => fieldLines(about, part)),
    ...Object.entries(c.supplierValues).map(([name, value]) => `${said("For suppliers")}${name}=${value}`),
    `${said("Auto-processing")}${autoText(c)}`,
    `${said("Shadow mode")}${shadowText(c)}`,
    `${said("Alert address")}${alertText(c)}`,
    ...warnings.map((warning) => `Warning: ${warning}`)
  ]
}

export const show: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const secrets = yield* (yield* Vault).fields(`channel:${channel.id}`)
    const channels = yield* ChannelStore
    const orderSource = yield* channels.orderSource(channel.id)
    const client = yield* channels.client(channel.id)
    const { ability } = yield* channelSetUp(channel.kind, channel.environment)
    const beside = { orderSource, secrets, warnings: yield* channelWarnings(channel.name) }
    return answer({ ...channel, client, ...beside }, channelBlocks({ channel, client, ability }, beside))
  })

export const kinds: Run = () =>
  Effect.gen(function* () {
    const { kinds: known } = yield* SalesChannels
    return answer(
      { kinds: known },
      known.flatMap(
        (k): ReadonlyArray<Block> => [
          `${k.kind}: ${k.label}. Tested by: ${k.testedBy}. Eligible statuses unless set: ${k.defaultEligibleStatuses.join(", ")}.`,
          `Step by step: ${channelGuide(k.kind)}${k.guide === null ? "" : `; the vendor's own page: ${k.guide}`}`,
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
