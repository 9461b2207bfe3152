import * as Effect from "effect/Effect"
import { pageGiven } from "../../domain/model/channel-fields.ts"
import { type ChannelPage, changeBetween, pageOf, usualPage } from "../../domain/model/channel-page.ts"
import type { Environment } from "../../domain/model/environment.ts"
import { formatSum } from "../../domain/model/money.ts"
import {
  type ChannelService,
  type Plan,
  type SalesChannel,
  type ServiceSetting,
  serviceOf
} from "../../domain/model/sales-channel.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { channelSetUp } from "../../domain/operations/channel-set-up.ts"
import {
  addChannel,
  channelWarnings,
  demandNewChannel,
  newChannelOf,
  setChannel
} from "../../domain/operations/set-channel.ts"
import {
  previewAutoProcessing,
  testAlertAddress,
  toggleAutoProcessing
} from "../../domain/operations/toggle-auto-processing.ts"
import { tryChange, tryChannel } from "../../domain/operations/try-channel.ts"
import { type ChannelChange, ChannelStore } from "../../domain/ports/channel-store.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { demandSettings } from "../demand-settings.ts"
import { findChannel } from "../find-party.ts"
import { givenFields, isAsked } from "../given-fields.ts"
import { argument, has, pairs, text, texts } from "../input.ts"
import { readSecrets } from "../read-secrets.ts"
import { countOf } from "../wording.ts"

const environmentOf = (input: Input): Environment | undefined =>
  text(input, "environment") as Environment | undefined

/** Settings and secrets that were given, checked against the kind before anything is read from standard input. */
const given = Effect.fn("given")(function* (input: Input, kindName: string, environment: Environment) {
  const { kind } = yield* channelSetUp(kindName, environment)
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

const demandedPage = Effect.fn("demandedPage")(function* (page: ChannelPage, input: Input) {
  const plan = text(input, "plan") as Plan | undefined
  const after = pageGiven(plan === undefined ? page : { ...page, plan }, givenFields(input))
  if ("faults" in after) return yield* new Refusal({ message: after.faults.join(" ") })
  return after
})

const warningLines = (warnings: ReadonlyArray<string>): ReadonlyArray<string> =>
  warnings.map((warning) => `Warning: ${warning}`)

const addGiven = Effect.fn("addGiven")(function* (input: Input) {
  const name = argument(input, "channel")
  const environment = environmentOf(input) ?? (yield* (yield* SettingsStore).installation()).environment
  const { kind, settings, secrets } = yield* given(input, text(input, "kind") ?? "", environment)
  // The day is demanded by the row; this one is never stored.
  const usual = usualPage(name, kind.defaultEligibleStatuses, new Date(0))
  const page = yield* demandedPage(usual, input)
  const channel = newChannelOf({ name, kind: kind.kind, environment, settings }, page)
  const more = {
    ...changeBetween(usual, page),
    supplierValues: Object.fromEntries(pairs(input, "supplier-value"))
  }
  yield* demandNewChannel(channel, Object.keys(secrets), more)
  const seen = has(input, "untested") ? [] : yield* tryChannel(channel, secrets)
  const id = yield* addChannel(channel, secrets, more)
  // Services last, as in every set-up: a channel that could not be added starts nothing.
  const services = servicesOf(input, null)
  if (services.length > 0) yield* setChannel(name, { change: {}, services, secrets: {} })
  const warnings = yield* channelWarnings(name)
  return answer({ id, channel: name, services, warnings }, [
    ...seen,
    `Channel ${name} was added.`,
    ...warningLines(warnings),
    ...(has(input, "untested") ? [`Try it: ${commandLine("channels", "test", name)}`] : []),
    ...(services.length > 0
      ? []
      : [
          `Its services are off. Switch them on: ${commandLine("channels", "set", name, "--service", "order-download=on", "--service", "shipment-upload=on")}`
        ])
  ])
})

export const add: Run = (input) =>
  isAsked(input)
    ? Effect.flatMap(
        Effect.promise(() => import("./channel-wizard.ts")),
        ({ wizard }) => wizard(input)
      )
    : addGiven(input)

/** What changes of a channel, with what was not named left as it is. */
const changeOf = Effect.fn("changeOf")(function* (
  input: Input,
  channel: SalesChannel,
  settings: Record<string, string>
) {
  const page = pageOf(channel, yield* (yield* ChannelStore).client(channel.id))
  const values = pairs(input, "supplier-value")
  return {
    ...changeBetween(page, yield* demandedPage(page, input)),
    ...(Object.keys(settings).length > 0 && { settings: { ...channel.settings, ...settings } }),
    ...(values.length > 0 && {
      supplierValues: { ...channel.supplierValues, ...Object.fromEntries(values) }
    })
  } satisfies ChannelChange
})

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
    const { settings, secrets } = yield* given(input, channel.kind, channel.environment)
    const change = yield* changeOf(input, channel, settings)
    const isOther = change.settings !== undefined || Object.keys(secrets).length > 0
    if (isOther && !has(input, "untested"))
      yield* tryChange(channel, change.settings ?? channel.settings, secrets)
    const services = servicesOf(input, channel)
    yield* setChannel(channel.name, { change, services, secrets, seen: channel })
    const warnings = yield* channelWarnings(channel.name)
    const said = [
      ...warningLines(warnings),
      ...(yield* alertAddress(input, channel)),
      ...(yield* autoProcessing(input, channel.name))
    ]
    return answer({ done: true, channel: yield* findChannel(channel.name), warnings }, [
      `Channel ${channel.name} was changed; it holds at once.`,
      ...said
    ])
  })
