import * as Effect from "effect/Effect"
import type { Environment } from "../../domain/model/environment.ts"
import { formatSum } from "../../domain/model/money.ts"
import {
  type ChannelService,
  type Plan,
  type SalesChannel,
  type ServiceSetting,
  serviceOf
} from "../../domain/model/sales-channel.ts"
import type { ShipmentPolicy } from "../../domain/model/shipment-policy.ts"
import { addChannel, setChannel } from "../../domain/operations/set-channel.ts"
import {
  previewAutoProcessing,
  testAlertAddress,
  toggleAutoProcessing
} from "../../domain/operations/toggle-auto-processing.ts"
import type { ChannelChange } from "../../domain/ports/channel-store.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { demandSettings } from "../demand-settings.ts"
import { findChannel } from "../find-party.ts"
import { argument, has, number, pairs, text, texts, yesNo } from "../input.ts"
import { readSecrets } from "../read-secrets.ts"
import { commandLine } from "../shell-word.ts"
import { countOf } from "../wording.ts"

const kindOf = Effect.fn("kindOf")(function* (name: string) {
  const { kinds } = yield* SalesChannels
  const kind = kinds.find((k) => k.kind === name)
  if (kind !== undefined) return kind
  return yield* new Refusal({
    message: `There is no channel kind “${name}”. Known: ${kinds.map((k) => k.kind).join(", ")}.`
  })
})

/** Settings and secrets that were given, checked against the kind before anything is read from standard input. */
const given = Effect.fn("given")(function* (input: Input, kindName: string) {
  const kind = yield* kindOf(kindName)
  const settings = Object.fromEntries(pairs(input, "set"))
  const named = [...texts(input, "secret"), ...pairs(input, "secret-file").map(([name]) => name)]
  yield* demandSettings(kind.kind, kind.fields, Object.keys(settings), named)
  return { kind, settings, secrets: yield* readSecrets(input) }
})

/** `order-download=on`, `=off`, `=plan` (on, as often as the plan says) or `=<minutes>`. */
const servicesOf = (input: Input, channel: SalesChannel | null): ReadonlyArray<ServiceSetting> =>
  pairs(input, "service").map(([name, value]) => {
    const service = name.replaceAll("-", "_") as ChannelService
    const before = channel === null ? null : serviceOf(channel, service).everyMinutes
    const everyMinutes = value === "plan" ? null : /^\d+$/.test(value) ? Number(value) : before
    return { service, enabled: value !== "off", everyMinutes }
  })

const earliestOf = (input: Input): Date | undefined => {
  const earliest = text(input, "earliest")
  return earliest === undefined ? undefined : new Date(earliest)
}

export const add: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "channel")
    const { kind, settings, secrets } = yield* given(input, text(input, "kind") ?? "")
    const installation = yield* (yield* SettingsStore).installation()
    const statuses = texts(input, "eligible-status")
    const id = yield* addChannel(
      {
        client: text(input, "client") ?? name,
        name,
        kind: kind.kind,
        environment: (text(input, "environment") as Environment | undefined) ?? installation.environment,
        plan: (text(input, "plan") as Plan | undefined) ?? "basic",
        settings,
        eligibleStatuses: statuses.length > 0 ? statuses : kind.defaultEligibleStatuses,
        earliestOrderAt: earliestOf(input) ?? new Date(Number.NaN),
        rejectUnmapped: yesNo(input, "reject-unmapped") ?? true,
        notifyCustomer: yesNo(input, "notify-customer") ?? true
      },
      secrets
    )
    // Services last, as in every set-up: a channel that could not be added starts nothing.
    const services = servicesOf(input, null)
    if (services.length > 0) yield* setChannel(name, { change: {}, services, secrets: {} })
    return answer({ id, channel: name, services }, [
      `Channel ${name} was added.`,
      `Try it: ${commandLine("channels", "test", name)}`,
      ...(services.length > 0
        ? []
        : [
            `Its services are off. Switch them on: ${commandLine("channels", "set", name, "--service", "order-download=on", "--service", "shipment-upload=on")}`
          ])
    ])
  })

const changeOf = (input: Input, channel: SalesChannel, settings: Record<string, string>): ChannelChange => {
  const statuses = texts(input, "eligible-status")
  const plan = text(input, "plan") as Plan | undefined
  const earliestOrderAt = earliestOf(input)
  const rejectUnmapped = yesNo(input, "reject-unmapped")
  const notifyCustomer = yesNo(input, "notify-customer")
  const releaseSeconds = number(input, "release-seconds")
  const shipmentPolicy = text(input, "shipment-policy") as ShipmentPolicy | undefined
  return {
    ...(plan !== undefined && { plan }),
    ...(Object.keys(settings).length > 0 && { settings: { ...channel.settings, ...settings } }),
    ...(statuses.length > 0 && { eligibleStatuses: statuses }),
    ...(earliestOrderAt !== undefined && { earliestOrderAt }),
    ...(rejectUnmapped !== undefined && { rejectUnmapped }),
    ...(notifyCustomer !== undefined && { notifyCustomer }),
    ...(releaseSeconds !== undefined && { releaseSeconds }),
    ...(shipmentPolicy !== undefined && { shipmentPolicy })
  }
}

/** Sends the test, or keeps an address that has still to be tested. */
const alertAddress = Effect.fn("alertAddress")(function* (input: Input, channel: SalesChannel) {
  const address = text(input, "alert-address")
  if (has(input, "send-test")) {
    const to = address ?? channel.alertAddress
    if (to === null) return yield* new Refusal({ message: "Send a test to whom? Add --alert-address a@b." })
    yield* testAlertAddress(channel.name, to)
    return [`A test alert went to ${to}.`]
  }
  if (address === undefined) return []
  if (channel.autoProcessing)
    return yield* new Refusal({
      message: "Auto-processing is on, so its alerts need a tested address: add --send-test."
    })
  yield* setChannel(channel.name, {
    change: { alertAddress: address, alertTestedAt: null },
    services: [],
    secrets: {}
  })
  return [`Alerts go to ${address}. Send it a test before auto-processing: --send-test`]
})

/** The warning, with what would be sent at once. Nothing is changed. */
const warnFirst = Effect.fn("warnFirst")(function* (name: string) {
  const { ready, totals, warning } = yield* previewAutoProcessing(name)
  return answer(
    { done: false, channel: name, ready, totals, warning, next: `--accept ${name}` },
    [
      warning,
      ready === 0
        ? "Nothing is ready now."
        : `${countOf(ready, "order")} ready now will be SENT at once (${formatSum(totals)}).`,
      `Nothing was changed. To accept: ${commandLine("channels", "set", name, "--auto-processing", "on", "--accept", name)}`
    ],
    true
  )
})

const autoProcessing = Effect.fn("autoProcessing")(function* (input: Input, name: string) {
  const wanted = text(input, "auto-processing")
  if (wanted === undefined) return []
  const sent = yield* toggleAutoProcessing(name, wanted === "on", text(input, "accept") ?? "")
  return wanted === "on"
    ? [`Auto-processing of ${name} is ON. Sent now: ${countOf(sent, "ready order")}.`]
    : [`Auto-processing of ${name} is off.`]
})

export const set: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    if (text(input, "auto-processing") === "on" && !has(input, "accept"))
      return yield* warnFirst(channel.name)
    const { settings, secrets } = yield* given(input, channel.kind)
    yield* setChannel(channel.name, {
      change: changeOf(input, channel, settings),
      services: servicesOf(input, channel),
      secrets
    })
    const said = [...(yield* alertAddress(input, channel)), ...(yield* autoProcessing(input, channel.name))]
    return answer({ done: true, channel: yield* findChannel(channel.name) }, [
      `Channel ${channel.name} was changed; it holds at once.`,
      ...said
    ])
  })
