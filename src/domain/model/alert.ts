import type * as Brand from "effect/Brand"
import type { Lifecycle } from "./lifecycle.ts"
import type { ChannelId } from "./sales-channel.ts"

/** `page` wakes somebody up. `digest` can wait for the next mail that gathers what came up. */
export type AlertUrgency = "digest" | "page"

interface AlertClassRow {
  readonly urgency: AlertUrgency
  readonly means: string
  /** A cause that goes by itself within this time was none. */
  readonly lastsMs: number
}

const minutes = (n: number): number => n * 60_000

/**
 * Every class of cause and how urgent it is. What wakes somebody is what stops orders from going out or may send them
 * twice, and does not mend itself; what waits for a decision can wait for the morning.
 */
export const alertClasses = {
  resolve: {
    urgency: "digest",
    means: "orders of a channel that processes by itself wait for RESOLVE",
    lastsMs: 0
  },
  failed: {
    urgency: "digest",
    means: "purchase orders of a channel that processes by itself failed, for one reason",
    lastsMs: 0
  },
  push: { urgency: "digest", means: "a channel refused shipments, for one reason", lastsMs: 0 },
  oversell: {
    urgency: "digest",
    means: "a channel shows more of a product than there is, and could not be told",
    lastsMs: minutes(10)
  },
  supplier: { urgency: "page", means: "ten purchase orders or more to one supplier failed", lastsMs: 0 },
  breaker: {
    urgency: "page",
    means: "a supplier takes nothing, and its sends are parked behind its breaker",
    lastsMs: minutes(10)
  },
  doubt: {
    urgency: "page",
    means: "sends to one supplier are in doubt, and no look-up could tell",
    lastsMs: minutes(10)
  },
  stuck: { urgency: "page", means: "sends are due and nobody carries them", lastsMs: minutes(10) },
  deaths: { urgency: "page", means: "three workers or more died within an hour", lastsMs: 0 },
  database: { urgency: "page", means: "the database was away for a minute or longer", lastsMs: 0 },
  death: { urgency: "digest", means: "a worker died, and another one took over its work", lastsMs: 0 },
  sync: { urgency: "digest", means: "three runs of one service in a row failed", lastsMs: 0 },
  receipt: {
    urgency: "digest",
    means: "a supplier's 997 for purchase orders is overdue: nobody there says that they could be read",
    lastsMs: 0
  },
  late: {
    urgency: "digest",
    means: "a supplier has not acknowledged purchase orders within its own time",
    lastsMs: 0
  },
  answer: {
    urgency: "digest",
    means: "a supplier rejected, changed or refused something, and a person has to decide",
    lastsMs: 0
  },
  stock: {
    urgency: "page",
    means: "a channel could not be told for 15 minutes what may be sold: it sells what is gone",
    lastsMs: minutes(15)
  },
  feed: {
    urgency: "digest",
    means: "an inventory feed of a supplier waits for a person: too much of what was there is gone",
    lastsMs: 0
  },
  quarantine: { urgency: "digest", means: "input of one party could not be read", lastsMs: 0 },
  stopped: { urgency: "digest", means: "sends have been stopped for an hour", lastsMs: 0 },
  dead: {
    urgency: "digest",
    means: "jobs of one queue used up their repeats, or met a defect, and wait for a person",
    lastsMs: 0
  },
  route: { urgency: "digest", means: "an alert route takes nothing", lastsMs: 0 }
} as const satisfies Record<string, AlertClassRow>

export type AlertClass = keyof typeof alertClasses

/** Something a person must know about. It is told once, and goes by itself when the cause goes (decisions A5). */
export interface AlertCause {
  /** Class and what tells it from others of the class, e.g. `resolve/ship_method_unmapped/3/Free Shipping`. */
  readonly cause: string
  /** null: it concerns the whole installation. */
  readonly channelId: ChannelId | null
  readonly title: string
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly value: string
}

export const classOf = (cause: string): AlertClass | null => {
  const name = cause.split("/", 1)[0] ?? ""
  return name in alertClasses ? (name as AlertClass) : null
}

export const urgencyOf = (cause: string): AlertUrgency => {
  const found = classOf(cause)
  return found === null ? "digest" : alertClasses[found].urgency
}

/** What happened and is in no row of the business. */
export type AlertFact = "death" | "database"

export type AlertId = number & Brand.Brand<"AlertId">
export type AlertRouteId = number & Brand.Brand<"AlertRouteId">
export type AlertPageId = number & Brand.Brand<"AlertPageId">
export type TellingId = number & Brand.Brand<"TellingId">

export type RouteKind = "email" | "webhook" | "pagerduty"

/** Where the installation's alerts go. Secrets are in the vault, under `alert-route:<id>`. */
export interface AlertRoute {
  readonly id: AlertRouteId
  readonly name: string
  readonly kind: RouteKind
  /** The address of mail, or the URL that is called. */
  readonly target: string
  readonly createdBy: string
  readonly createdAt: Date
  readonly testedAt: Date | null
}

export const routeOwner = (id: AlertRouteId): string => `alert-route:${id}`

/**
 * `mail`: one cause of one channel, to the channel's own address. `digest`: all that came up, to a mail or webhook route.
 * `page` and `resolve`: the two ends of one waking.
 */
export type TellingKind = "mail" | "digest" | "page" | "resolve"

export type TellingState = "due" | "telling" | "told" | "given_up"
export type TellingEvent = "claim" | "confirm" | "release" | "give_up"

export const tellingLife: Lifecycle<TellingState, TellingEvent> = {
  due: {
    means: "written down, nobody has told it yet",
    mover: "worker, send-alerts",
    on: { claim: "telling" }
  },
  telling: {
    means: "a worker holds the lease and tells it; a repeat has the same event id",
    mover: "worker, send-alerts; another one once the lease is dead",
    on: { claim: "telling", confirm: "told", release: "due", give_up: "given_up" }
  },
  told: { means: "the route took it", mover: "-", on: {} },
  given_up: { means: "the route took nothing for three days", mover: "-", on: {} }
}

/** One cause within a message. */
export interface ToldCause extends AlertCause {
  readonly alertId: AlertId
  readonly urgency: AlertUrgency
  readonly channelName: string | null
  /** It has gone by itself. */
  readonly gone: boolean
}

/** One message under a lease: a repeat says the same under the same event id. */
export interface Telling {
  readonly id: TellingId
  readonly eventId: string
  readonly kind: TellingKind
  readonly attempt: number
  readonly createdAt: Date
  /** The channel's own alert address; null: it goes to a route. */
  readonly address: string | null
  readonly route: AlertRoute | null
  /** Of a page and its resolve: one name for all that is said of it. */
  readonly dedupKey: string | null
  readonly causes: ReadonlyArray<ToldCause>
}
