import type { BreakerState } from "./breaker.ts"
import { shellWord } from "./shell-word.ts"

/** Everything that can keep an intent here, as the rows tell it. */
export interface GateFacts {
  readonly number: string
  readonly supplier: string
  readonly channel: string
  readonly orderNumber: string
  readonly kind: string
  readonly state: string
  readonly notBefore: Date
  readonly waitsFor: "window" | "calendar" | "retry" | null
  readonly shadow: "installation" | "channel" | null
  readonly stops: ReadonlyArray<{
    readonly scope: "all" | "supplier" | "channel"
    readonly by: string
    readonly at: Date
  }>
  readonly hold: { readonly message: string; readonly until: Date | null } | null
  readonly breaker: {
    readonly state: BreakerState
    readonly message: string | null
    readonly since: Date
    readonly nextProbeAt: Date | null
  } | null
  readonly sendsPerMinute: number | null
  readonly pass: boolean
}

export type GateName =
  | "stopped"
  | "shadow"
  | "hold"
  | "held until"
  | "window"
  | "calendar"
  | "retry"
  | "breaker"
  | "drain"
  | "pace"

/** Every gate, in the order in which they are asked: what it means, and when it opens. */
export const gateTable: Readonly<Record<GateName, { readonly means: string; readonly opens: string }>> = {
  stopped: {
    means: "somebody stopped all sends, those to this supplier or those of this channel",
    opens: "when a person resumes them"
  },
  shadow: {
    means: "the order, or the whole installation, is in shadow mode",
    opens: "when its channel goes live"
  },
  hold: {
    means: "a hold of the order is open",
    opens: "when what it names is resolved; a cancel or a change of the order is not kept back"
  },
  "held until": { means: "a person holds the order until a time", opens: "at that time, by itself" },
  calendar: {
    means: "the supplier takes no orders now, by its own clock",
    opens: "at its next opening; a cancel or a change is not kept back"
  },
  window: { means: "the channel's release window: PROCESS can be undone", opens: "at its end" },
  breaker: {
    means: "the supplier failed five times in a row",
    opens: "when a probe gets through, or a person closes the breaker"
  },
  drain: {
    means: "the supplier is back and what waited leaves oldest first",
    opens: "when it is this one's turn"
  },
  pace: { means: "the supplier's own limit of sends a minute", opens: "when it is this one's turn" },
  retry: { means: "the last attempt failed", opens: "after the pause of that failure" }
}

/** The first thing that keeps an intent here. */
export interface SendGate {
  readonly gate: GateName
  /** One sentence, for a person. */
  readonly text: string
  /** When it opens by itself; null: nobody can tell, or it waits for a person. */
  readonly until: Date | null
  /** The command, without the program's name, that takes it away; null: only time does. */
  readonly clears: string | null
  /** The key of the console that does the same; null: none. */
  readonly key: string | null
}

const gate = (
  name: GateName,
  text: string,
  given: { until?: Date | null; clears?: string; key?: string } = {}
): SendGate => ({
  gate: name,
  text,
  until: given.until ?? null,
  clears: given.clears ?? null,
  key: given.key ?? null
})

/** `2026-11-22 03:25Z` */
const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")}Z`

const stopGate = (f: GateFacts): SendGate | null => {
  const [stop] = f.stops
  if (stop === undefined) return null
  const by = `by ${stop.by} since ${time(stop.at)}`
  if (stop.scope === "all")
    return gate("stopped", `All sends are stopped ${by}.`, { clears: "sends resume", key: "X" })
  return stop.scope === "supplier"
    ? gate("stopped", `Sends to ${f.supplier} are stopped ${by}.`, {
        clears: `sends resume --supplier ${shellWord(f.supplier)}`
      })
    : gate("stopped", `Sends of channel ${f.channel} are stopped ${by}.`, {
        clears: `sends resume --channel ${shellWord(f.channel)}`
      })
}

const shadowGate = (f: GateFacts): SendGate | null => {
  if (f.shadow === null) return null
  return f.shadow === "installation"
    ? gate("shadow", "The whole installation is in shadow mode: nothing is sent.", { clears: "shadow off" })
    : gate("shadow", `This order of channel ${f.channel} is in shadow mode: nothing of it is sent.`, {
        clears: `shadow off --channel ${shellWord(f.channel)}`
      })
}

const holdGate = (f: GateFacts): SendGate | null => {
  if (f.kind !== "order" || f.hold === null) return null
  return f.hold.until === null
    ? gate("hold", f.hold.message, { clears: `orders resolve ${shellWord(f.orderNumber)}`, key: "r" })
    : gate("held until", f.hold.message, {
        until: f.hold.until,
        clears: `orders hold ${shellWord(f.orderNumber)} --release`
      })
}

const timeGate = (f: GateFacts, at: Date): SendGate | null => {
  if (f.notBefore <= at) return null
  const until = f.notBefore
  if (f.waitsFor === "calendar")
    return gate("calendar", `${f.supplier} takes orders again from ${time(until)}.`, { until })
  if (f.waitsFor === "window")
    return gate("window", `It leaves at ${time(until)}; until then PROCESS can be undone.`, {
      until,
      clears: `orders undo ${shellWord(f.orderNumber)}`,
      key: "z"
    })
  return null
}

/** After the breaker: while that is open, the pause of one attempt tells nobody anything. */
const retryGate = (f: GateFacts, at: Date): SendGate | null => {
  if (f.notBefore <= at) return null
  const until = f.notBefore
  return gate("retry", `The last attempt failed; the next one is at ${time(until)}.`, { until })
}

const paceGate = (f: GateFacts): SendGate | null => {
  if (f.pass) return null
  const clears = `suppliers breaker close ${shellWord(f.supplier)}`
  if (f.breaker?.state === "open")
    return gate(
      "breaker",
      `${f.supplier} is in trouble since ${time(f.breaker.since)} (${f.breaker.message ?? "no reason was given"}); it is tried again at ${time(f.breaker.nextProbeAt ?? f.breaker.since)}.`,
      { until: f.breaker.nextProbeAt, clears }
    )
  if (f.breaker?.state === "draining")
    return gate("drain", `${f.supplier} is back; what waited goes oldest first, at a limited rate.`)
  return f.sendsPerMinute === null
    ? null
    : gate("pace", `${f.supplier} takes at most ${f.sendsPerMinute} sends a minute.`)
}

/** The first gate that keeps a planned intent here; null: nothing does, a worker takes it. In the order of who decides. */
export const firstGate = (f: GateFacts, at: Date): SendGate | null =>
  f.state !== "planned"
    ? null
    : (stopGate(f) ?? shadowGate(f) ?? holdGate(f) ?? timeGate(f, at) ?? paceGate(f) ?? retryGate(f, at))
