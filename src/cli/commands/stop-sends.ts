import * as Effect from "effect/Effect"
import { commandLine } from "../../domain/model/shell-word.ts"
import { stopSends } from "../../domain/operations/stop-sends.ts"
import { type InFlight, SendGates, type SendStop, type StopScope } from "../../domain/ports/send-gates.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findChannel, findSupplier } from "../find-party.ts"
import { has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { progress } from "../progress.ts"

const stopsShown = 20
const pollMs = 500
const followSeconds = 60

interface Named {
  readonly scope: StopScope
  /** `all sends`, `sends to Acme`, `sends of us-shop`. */
  readonly what: string
  readonly flags: ReadonlyArray<string>
}

const named = Effect.fn("named")(function* (input: Input) {
  const [supplier, channel] = [text(input, "supplier"), text(input, "channel")]
  if (supplier !== undefined) {
    const { id, name } = yield* findSupplier(supplier)
    const found: Named = {
      scope: { scope: "supplier", supplierId: id },
      what: `sends to ${name}`,
      flags: ["--supplier", name]
    }
    return found
  }
  if (channel !== undefined) {
    const { id, name } = yield* findChannel(channel)
    const found: Named = {
      scope: { scope: "channel", channelId: id },
      what: `sends of ${name}`,
      flags: ["--channel", name]
    }
    return found
  }
  const everything: Named = { scope: { scope: "all" }, what: "all sends", flags: [] }
  return everything
})

const inFlightOf = (rows: ReadonlyArray<InFlight>): number =>
  rows.reduce((sum, r) => sum + r.claimed + r.transmitting, 0)

export const stop: Run = (input) =>
  Effect.gen(function* () {
    const { scope, what, flags } = yield* named(input)
    const changed = yield* stopSends(true, scope)
    const inFlight = inFlightOf(yield* (yield* SendGates).inFlight())
    return answer({ sendsStopped: true, scope: scope.scope, changed, inFlight }, [
      `${changed ? "Stopped" : "Stopped already"}: ${what}. No worker commits another mark.`,
      `On their way right now: ${inFlight}. What is past its mark is finished: ${commandLine("sends", "status", "--follow")}`,
      `Allow them again: ${commandLine("sends", "resume", ...flags)}`
    ])
  })

export const resume: Run = (input) =>
  Effect.gen(function* () {
    const { scope, what } = yield* named(input)
    const changed = yield* stopSends(false, scope)
    const open = (yield* (yield* SendGates).stops(stopsShown)).filter((s) => s.resumedAt === null)
    return answer({ sendsStopped: open.length > 0, scope: scope.scope, changed }, [
      changed ? `Allowed again: ${what}.` : `There was no stop of ${what}.`,
      ...(open.length === 0 ? ["Sends go out."] : ["Other stops are in force: switchyard sends status"])
    ])
  })

const scopeText = (s: SendStop): string => (s.scope === "all" ? "everything" : `${s.scope} ${s.party ?? ""}`)

const stopTable = (stops: ReadonlyArray<SendStop>): Block =>
  table(
    ["stopped", "by", "since", "allowed again by", "at"],
    stops.map((s) => [scopeText(s), s.by, moment(s.at), s.resumedBy ?? "-", moment(s.resumedAt)])
  )

const flightTable = (rows: ReadonlyArray<InFlight>): Block =>
  table(
    ["supplier", "channel", ">taken", ">past its mark"],
    rows.map((r) => [r.supplier, r.channel, String(r.claimed), String(r.transmitting)])
  )

/** Looks until nothing is on its way any more, or the time is up. Says the count when it changes. */
const settled = Effect.fn("settled")(function* (seconds: number) {
  const gates = yield* SendGates
  let said = -1
  for (let left = Math.ceil((seconds * 1000) / pollMs); ; left--) {
    const rows = yield* gates.inFlight()
    const count = inFlightOf(rows)
    if (count !== said) yield* progress(`on their way: ${count}`)
    said = count
    if (left <= 0 || count === 0) return rows
    yield* Effect.sleep(pollMs)
  }
})

export const status: Run = (input) =>
  Effect.gen(function* () {
    const gates = yield* SendGates
    const { environment, shadow } = yield* (yield* SettingsStore).installation()
    const inFlight = yield* has(input, "follow")
      ? settled(number(input, "timeout") ?? followSeconds)
      : gates.inFlight()
    const stops = yield* gates.stops(stopsShown)
    const open = stops.filter((s) => s.resumedAt === null)
    const all = open.find((s) => s.scope === "all")
    const count = inFlightOf(inFlight)
    return answer(
      {
        sendsStopped: all !== undefined,
        sendsStoppedBy: all?.by ?? null,
        environment,
        shadow,
        inFlight: count,
        byParty: inFlight,
        stops
      },
      [
        open.length === 0
          ? "Sends go out."
          : all === undefined
            ? "Some sends are STOPPED."
            : `Sends are STOPPED by ${all.by} since ${moment(all.at)}. Allow them again: switchyard sends resume`,
        ...(shadow
          ? ["The whole installation is in shadow mode: nothing is sent. switchyard shadow off"]
          : []),
        `On their way: ${count}.`,
        ...(inFlight.length === 0 ? [] : [flightTable(inFlight)]),
        ...(stops.length === 0 ? [] : ["", stopTable(stops)]),
        `This installation is ${environment}.`
      ],
      has(input, "follow") && count > 0
    )
  })
