import { type HoldKind, holdKinds } from "./hold.ts"
import type { JobName } from "./job-request.ts"
import type { OrderAction, OrderStatus } from "./order-status.ts"
import { statusLabel } from "./order-status.ts"
import { type PausedQueue, pausedText } from "./paused-queue.ts"
import { firstGate, type GateFacts, type GateName, gateTable } from "./send-gate.ts"
import { shellWord } from "./shell-word.ts"

/** Everything from which it is told why an order is not moving. */
export interface StandstillFacts {
  readonly number: string
  readonly status: OrderStatus
  readonly action: OrderAction | null
  readonly shadow: boolean
  /** Auto-processing of its channel is on, and nobody took the order out of it. */
  readonly isAuto: boolean
  readonly holds: ReadonlyArray<{ readonly kind: string; readonly message: string }>
  /** What keeps each unsettled message of it here (model/send-gate). */
  readonly gates: ReadonlyArray<GateFacts>
  readonly purchaseOrders: ReadonlyArray<{
    readonly number: string
    readonly supplier: string
    readonly state: string
    readonly failure: string | null
  }>
  readonly pushes: ReadonlyArray<{
    readonly tracking: string
    readonly state: string
    readonly reason: string | null
  }>
  readonly units: { readonly ordered: number; readonly shipped: number; readonly backordered: number }
  readonly channel: string
  /** The channel is told of shipments as they come. */
  readonly uploadsShipments: boolean
  readonly workers: number
  /** No worker takes anything from these. */
  readonly paused: ReadonlyArray<PausedQueue>
}

/** Who moves it on: you, or somebody for whom it waits. */
export type Mover = "you" | "machine" | "supplier" | "channel" | "time"

/** The one thing that keeps an order where it is. */
export interface Standstill {
  /** In a word or two, for a list. */
  readonly gate: string
  /** One sentence, for a person. */
  readonly text: string
  readonly mover: Mover
  /** A key of the order's page. It clears the gate where a person can; else it shows what is known of it. */
  readonly key: string
  readonly does: string
  readonly clears: boolean
  /** The command that does the same, without the program's name; null: only time or somebody else does. */
  readonly command: string | null
  readonly until: Date | null
}

type Given = Pick<Standstill, "gate" | "text" | "mover" | "key" | "does"> & Partial<Standstill>

const answer = (given: Given): Standstill => ({
  clears: given.mover === "you",
  command: null,
  until: null,
  ...given
})

const timeline = { key: "t", does: "shows what was tried" } as const

/** Holds that a key other than RESOLVE takes away. */
const keyOfHold: Readonly<Partial<Record<HoldKind, Pick<Standstill, "key" | "does">>>> = {
  canceled_on_channel: { key: "C", does: "cancels it" },
  refunded_on_channel: { key: "C", does: "cancels it" },
  nothing_to_ship: { key: "C", does: "cancels it" }
}

const isHoldKind = (kind: string): kind is HoldKind => kind in holdKinds

const held = (f: StandstillFacts): Standstill | null => {
  const [hold] = f.holds
  if (hold === undefined) return null
  const label = isHoldKind(hold.kind) ? holdKinds[hold.kind].label : hold.kind.replaceAll("_", " ")
  const said = { gate: label, text: hold.message }
  if (hold.kind === "not_checked") {
    const turn = working(f, "orders.validate", "It is being checked.")
    return turn.mover === "machine" ? { ...turn, gate: label } : turn
  }
  const own = isHoldKind(hold.kind) ? keyOfHold[hold.kind] : undefined
  if (own !== undefined)
    return answer({ ...said, ...own, mover: "you", command: `orders cancel ${shellWord(f.number)}` })
  if (f.action === "resolve")
    return answer({
      ...said,
      mover: "you",
      key: "r",
      does: "opens it in RESOLVE",
      command: `orders resolve ${shellWord(f.number)}`
    })
  return answer({
    ...said,
    mover: "you",
    key: "L",
    does: "lets it go on as it is, with a reason",
    command: `orders release ${shellWord(f.number)} --reason "..."`
  })
}

/** Whatever comes of that queue does not come before somebody resumes it. */
const behindPause = (f: StandstillFacts, queue: JobName, text: string): Standstill | null => {
  const pause = f.paused.find((one) => one.queue === queue)
  return pause === undefined
    ? null
    : answer({
        gate: "queue paused",
        text: `${text} But ${pausedText(pause)}`,
        mover: "you",
        key: "7",
        does: `opens jobs; P on ${queue} lets it go on`,
        command: `jobs resume ${queue}`,
        clears: false
      })
}

/** A worker's turn, by that queue; where none can take it, a person's. */
const working = (f: StandstillFacts, queue: JobName, text: string): Standstill => {
  if (f.workers === 0)
    return answer({
      gate: "no worker",
      text: `${text} But no worker is alive to do it.`,
      mover: "you",
      key: "7",
      does: "opens jobs and workers; start one",
      command: "worker",
      clears: false
    })
  return (
    behindPause(f, queue, text) ?? answer({ gate: "a worker's turn", text, mover: "machine", ...timeline })
  )
}

interface GateHand extends Pick<Standstill, "key" | "does" | "mover"> {
  readonly clears: boolean
}

/** Which key helps at each gate of a send. */
const handOfGate: Readonly<Record<GateName, GateHand>> = {
  stopped: { mover: "you", key: "X", does: "allows sends again", clears: true },
  shadow: { mover: "you", key: "v", does: "shows what would be sent", clears: false },
  hold: { mover: "you", key: "L", does: "lets it go on as it is, with a reason", clears: true },
  "held until": { mover: "time", key: "L", does: "lets it go before its time", clears: true },
  calendar: { mover: "time", key: "v", does: "shows what will be sent", clears: false },
  window: { mover: "time", key: "z", does: "takes PROCESS back", clears: true },
  breaker: { mover: "supplier", key: "6", does: "opens the suppliers; B closes the breaker", clears: false },
  drain: { mover: "machine", ...timeline, clears: false },
  pace: { mover: "machine", ...timeline, clears: false },
  retry: { mover: "time", ...timeline, clears: false }
}

const gates = Object.keys(gateTable) as ReadonlyArray<GateName>

/** The gate that is asked first, whichever purchase order it keeps: with it open, the next one is told. */
const sending = (f: StandstillFacts, at: Date): Standstill | null => {
  const kept = f.gates.flatMap((facts) => firstGate(facts, at) ?? [])
  const [first] = kept.toSorted((a, b) => gates.indexOf(a.gate) - gates.indexOf(b.gate))
  if (first === undefined) return null
  return answer({
    gate: first.gate,
    text: first.text,
    ...handOfGate[first.gate],
    command: first.clears,
    until: first.until
  })
}

const processing = (f: StandstillFacts, at: Date): Standstill => {
  const gate = sending(f, at)
  if (gate !== null) return gate
  const leaving = f.gates.find(({ state }) => state === "claimed" || state === "transmitting")
  const waiting = leaving ?? f.gates[0]
  const text =
    waiting === undefined
      ? "Its purchase orders are being written."
      : `${waiting.number} ${leaving === undefined ? "waits for its turn" : "is leaving"} to ${waiting.supplier}.`
  return working(f, waiting === undefined ? "orders.process" : "purchase-orders.send", text)
}

/** `North has it and ships`, `North and South have it and ship`. */
const whoShips = (of: ReadonlyArray<{ readonly supplier: string }>): string => {
  const names = [...new Set(of.map(({ supplier }) => supplier))]
  return names.length > 1
    ? `${names.join(" and ")} have it and ship`
    : `${names[0] ?? "Its supplier"} has it and ships`
}

const processed = (f: StandstillFacts, at: Date): Standstill => {
  // A cancel, a change or a payment of what was sent may wait behind the same gates.
  const gate = sending(f, at)
  if (gate !== null) return gate
  const { ordered, shipped, backordered } = f.units
  const sent = f.purchaseOrders.filter(({ state }) => state === "sent")
  const back = backordered > 0 ? `, ${backordered} of it later` : ""
  const text = `${whoShips(sent)}: ${shipped} of ${ordered} so far${back}.`
  const unheard = behindPause(f, "shipments.receive", text)
  if (unheard !== null) return unheard
  return answer({
    gate: "the supplier's turn",
    text,
    mover: "supplier",
    key: "e",
    does: "shows the evidence that they have it"
  })
}

const shipped = (f: StandstillFacts): Standstill => {
  const open = f.pushes.filter(({ state }) => state === "due" || state === "pushing")
  const what = open.map(({ tracking }) => tracking).join(", ") || "its shipment"
  if (f.shadow)
    return answer({
      gate: "shadow",
      text: `In shadow mode ${f.channel} is not told of ${what}.`,
      mover: "you",
      key: "t",
      does: "shows what would be told",
      clears: false,
      command: `shadow off --channel ${shellWord(f.channel)}`
    })
  if (!f.uploadsShipments)
    return answer({
      gate: "shipment upload off",
      text: `${f.channel} is not told of ${what}: its shipment upload is switched off.`,
      mover: "you",
      key: "5",
      does: "opens the channels; E switches it on",
      clears: false,
      command: `channels set ${shellWord(f.channel)}`
    })
  return working(f, "fulfillments.push", `${f.channel} is being told of ${what}.`)
}

const ready = (f: StandstillFacts): Standstill => {
  if (f.shadow)
    return answer({
      gate: "shadow",
      text: "In shadow mode nothing of it is sent.",
      mover: "you",
      key: "v",
      does: "shows what would be sent",
      clears: false,
      command: `shadow off --channel ${shellWord(f.channel)}`
    })
  const paused = behindPause(f, "orders.process", "It is ready.")
  if (paused !== null) return paused
  if (f.isAuto && f.workers > 0)
    return answer({
      gate: "auto-processing",
      text: "It is ready, and auto-processing sends it.",
      mover: "machine",
      key: "P",
      does: "sends it now",
      command: `orders process ${shellWord(f.number)}`,
      clears: true
    })
  return answer({
    gate: "your word",
    text: "It is ready: nothing is missing, and it waits for PROCESS.",
    mover: "you",
    key: "P",
    does: "sends it",
    command: `orders process ${shellWord(f.number)}`
  })
}

const asked = (f: StandstillFacts): Standstill | null => {
  const failed = f.purchaseOrders.find(({ state }) => state === "failed")
  const rejected = f.pushes.find(({ state }) => state === "rejected")
  const name = shellWord(f.number)
  const by = (given: Omit<Given, "mover">) => answer({ ...given, mover: "you" })
  switch (f.action) {
    case "settle": {
      const doubted = f.purchaseOrders.find(({ state }) => state === "in_doubt")
      return by({
        gate: "in doubt",
        text: `${doubted?.number ?? "A purchase order"} may have arrived at ${doubted?.supplier ?? "its supplier"}; nobody could prove it.`,
        key: "d",
        does: "opens the doubt",
        command: `doubts show ${doubted?.number ?? name}`
      })
    }
    case "retry":
      return by({
        gate: "failed",
        text:
          failed === undefined
            ? "A purchase order failed."
            : `${failed.number} failed: ${failed.failure ?? "no reason was given"}`,
        key: "R",
        does: "tries again with the same identifiers",
        command: `orders retry ${name}`
      })
    case "push":
      return by({
        gate: "push rejected",
        text: `${f.channel} refused ${rejected?.tracking ?? "a shipment"}: ${rejected?.reason ?? "no reason was given"}`,
        key: "R",
        does: "tells it again",
        command: `orders retry ${name}`
      })
    case "authorize":
      return by({
        gate: "payment",
        text: "A supplier waits for the yes to take its payment.",
        key: "A",
        does: "shows amount and reason, and authorizes",
        command: `payments authorize ${name}`
      })
    default:
      return null
  }
}

/** Finished: nothing is left to move. */
export const isFinished = (status: OrderStatus): boolean => status === "completed" || status === "canceled"

const unmoved = (f: StandstillFacts): Standstill =>
  answer({
    gate: statusLabel(f.status),
    text: `It is ${statusLabel(f.status)}; nothing is known to keep it.`,
    mover: "machine",
    ...timeline
  })

/**
 * Why an order is not moving: the one gate, and the key that clears it. null: it is finished. First what only a person can
 * settle, then holds, then what its status waits for.
 */
export const standstillOf = (f: StandstillFacts, at: Date): Standstill | null => {
  if (isFinished(f.status)) return null
  if (f.action === "settle" || f.status === "failed") return asked(f) ?? unmoved(f)
  const hold = held(f)
  if (hold !== null) return hold
  switch (f.status) {
    case "not_processed":
      return f.action === "process" ? ready(f) : working(f, "orders.validate", "It is being checked.")
    case "processing":
      return processing(f, at)
    case "processed":
      return asked(f) ?? processed(f, at)
    case "shipped":
      return asked(f) ?? shipped(f)
    default:
      return unmoved(f)
  }
}
