import * as Effect from "effect/Effect"
import { moment } from "../cli/moment.ts"
import type { Breaker } from "../domain/model/breaker.ts"
import type { SalesChannel } from "../domain/model/sales-channel.ts"
import { commandLine } from "../domain/model/shell-word.ts"
import { whyOf } from "../domain/model/sync-run.ts"
import { Breakers } from "../domain/ports/breakers.ts"
import { ChannelStore } from "../domain/ports/channel-store.ts"
import { JobBoard } from "../domain/ports/job-board.ts"
import { SendGates, type SendStop } from "../domain/ports/send-gates.ts"
import { SupplierStore } from "../domain/ports/supplier-store.ts"
import { SyncBoard, type SyncLine } from "../domain/ports/sync-board.ts"
import type { Finding } from "./finding.ts"

const mostStops = 1000

/** How its services went last; nobody is asked anything. */
const serviceSaid = ({ service, enabled, last }: SyncLine): string => {
  if (!enabled) return `${service} off`
  if (last === null) return `${service} has never run`
  const at = moment(last.endedAt ?? last.startedAt)
  if (last.state === "failed") return `${service} FAILED ${at}: ${last.error ?? "no reason given"}`
  const why = whyOf(last)
  if (last.state === "running" && why !== null) return `${service} waits: ${why}`
  return `${service} ${last.state} ${at}`
}

const isFailing = ({ enabled, last }: SyncLine): boolean => enabled && last?.state === "failed"

const stopSaid = (stop: SendStop | undefined): ReadonlyArray<string> =>
  stop === undefined ? [] : [`sends STOPPED by ${stop.by}: switchyard sends resume --help`]

const breakerSaid = (breaker: Breaker | undefined): ReadonlyArray<string> =>
  breaker === undefined || breaker.state === "closed"
    ? []
    : [`breaker ${breaker.state.toUpperCase()} (${breaker.message ?? breaker.reason ?? "no reason given"})`]

/** Chosen, and no fault: but who wonders why nothing moves finds it here. */
const shadowSaid = ({ name, shadow, liveFrom }: SalesChannel): ReadonlyArray<string> =>
  !shadow
    ? []
    : [
        liveFrom === null
          ? `in SHADOW, nothing is sent: ${commandLine("shadow", "off", "--channel", name)}`
          : `in SHADOW up to order ${liveFrom}`
      ]

const pausedSaid = (lines: ReadonlyArray<SyncLine>): ReadonlyArray<string> =>
  lines.length > 0 && lines.every(({ enabled }) => !enabled) ? ["PAUSED, every service of it is off"] : []

const finding = (
  what: "channel" | "supplier",
  { name, kind }: { readonly name: string; readonly kind: string },
  lines: ReadonlyArray<SyncLine>,
  faults: ReadonlyArray<string>,
  notes: ReadonlyArray<string> = []
): Finding => {
  const ok = faults.length === 0 && !lines.some(isFailing)
  const said = [...faults, ...notes, ...pausedSaid(lines), ...lines.map(serviceSaid)]
  const remedy = ok ? "" : `. Ask it: ${commandLine(`${what}s`, "test", name)}`
  return {
    what,
    ok,
    said: `${name} (${kind}): ${said.length === 0 ? "asks for nothing" : said.join("; ")}${remedy}`
  }
}

/** A paused queue stands still for everybody; its name says what. */
export const pauseFindings = Effect.gen(function* () {
  const lines = yield* (yield* JobBoard).queues()
  return lines.flatMap(({ queue, pause }): ReadonlyArray<Finding> => {
    if (pause === null) return []
    const why = pause.reason === "" ? "" : ` (${pause.reason})`
    const said = `${queue} PAUSED by ${pause.by} ${moment(pause.at)}${why}: ${commandLine("jobs", "resume", queue)}`
    return [{ what: "queue", ok: false, said }]
  })
})

/** Every channel and supplier as it is known here: what is on, how it went last, and what keeps its sends. */
export const partyFindings = Effect.gen(function* () {
  const lines = yield* (yield* SyncBoard).status()
  const stops = (yield* (yield* SendGates).stops(mostStops)).filter((stop) => stop.resumedAt === null)
  const breakers = yield* (yield* Breakers).list()
  const linesOf = (kind: SyncLine["partyKind"], id: number) =>
    lines.filter((line) => line.partyKind === kind && line.partyId === id)
  const stopOf = (scope: SendStop["scope"], name: string) =>
    stopSaid(stops.find((stop) => stop.scope === scope && stop.party === name))
  const channels = (yield* (yield* ChannelStore).list()).filter(({ archivedAt }) => archivedAt === null)
  const suppliers = yield* (yield* SupplierStore).list()
  return [
    ...(channels.length === 0
      ? [{ what: "channel", ok: true, said: "none yet: switchyard channels add" }]
      : channels.map((c) =>
          finding("channel", c, linesOf("channel", c.id), stopOf("channel", c.name), shadowSaid(c))
        )),
    ...(suppliers.length === 0
      ? [{ what: "supplier", ok: true, said: "none yet: switchyard suppliers wizard" }]
      : suppliers.map((s) =>
          finding("supplier", { name: s.name, kind: s.transport }, linesOf("supplier", s.id), [
            ...stopOf("supplier", s.name),
            ...breakerSaid(breakers.find((b) => b.supplierId === s.id))
          ])
        ))
  ] satisfies ReadonlyArray<Finding>
})
