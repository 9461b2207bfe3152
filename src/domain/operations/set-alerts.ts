import { randomBytes, randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { changesBetween, secretChanges } from "../model/activity.ts"
import {
  type AlertId,
  type AlertRoute,
  type RouteKind,
  routeOwner,
  type Telling,
  type TellingId
} from "../model/alert.ts"
import { mailOf } from "../model/alert-text.ts"
import { noteActivity, ofInstallation } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { AlertMailer } from "../ports/alert-mailer.ts"
import { AlertRouteStore, AlertRoutes } from "../ports/alert-route.ts"
import { AlertStore } from "../ports/alert-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { Heartbeat, heartbeatField, heartbeatOwner } from "../ports/heartbeat.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"

export interface NewRoute {
  readonly kind: RouteKind
  readonly name: string
  /** Empty: PagerDuty's own address. */
  readonly target: string
  readonly secrets: Readonly<Record<string, Redacted.Redacted>>
}

const pagerduty = "https://events.pagerduty.com"
const mailAddress = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/
/** Which secret each kind needs; a webhook's is made here if none is given. */
export const routeSecret: Readonly<Record<RouteKind, string | null>> = {
  email: null,
  webhook: "secret",
  pagerduty: "routing-key"
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

const ofRoute = ({ id, name }: Pick<AlertRoute, "id" | "name">) => ({
  kind: "alert-route" as const,
  id,
  name
})

const demandUrl = Effect.fn("demandUrl")(function* (text: string) {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.username !== "" || url.password !== "")
    return yield* new Refusal({
      message: "That is not an address. Write https://..., without a name or password."
    })
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    return yield* new Refusal({ message: `${url.origin} is not encrypted. Write https://...` })
  return url.href
})

const demandTarget = Effect.fn("demandTarget")(function* ({ kind, target }: NewRoute) {
  if (kind !== "email") return yield* demandUrl(kind === "pagerduty" && target === "" ? pagerduty : target)
  if (mailAddress.test(target) && target.length <= 320) return target
  return yield* new Refusal({ message: `“${target.slice(0, 320)}” is not a mail address.` })
})

const demandSecret = Effect.fn("demandSecret")(function* (route: NewRoute) {
  const field = routeSecret[route.kind]
  if (field === null) return null
  const given = route.secrets[field]
  if (given !== undefined) return { field, secret: given, made: false }
  if (route.kind === "pagerduty")
    return yield* new Refusal({
      message: `PagerDuty needs the integration's key: repeat with --secret ${field} and pipe it in.`
    })
  return { field, secret: Redacted.make(randomBytes(32).toString("base64url")), made: true }
})

/** Adds a route. Answers the secret that was made for it, to be shown once. */
export const addRoute = Effect.fn("addRoute")(function* (route: NewRoute) {
  const name = route.name.trim()
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(name))
    return yield* new Refusal({
      message: "Name a route by letters, digits, spaces, dots and dashes, at most 60."
    })
  const target = yield* demandTarget(route)
  const secret = yield* demandSecret(route)
  const actor = yield* Actor
  const made = yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const row = yield* (yield* AlertRouteStore).add({ name, kind: route.kind, target }, actor, yield* now)
      if (row === null) return yield* new Refusal({ message: `There is a route “${name}” already.` })
      if (secret !== null) yield* (yield* Vault).put(routeOwner(row.id), secret.field, secret.secret)
      yield* noteActivity("added", ofRoute(row), [
        ...changesBetween({}, { kind: route.kind, target }),
        ...secretChanges(secret === null ? [] : [secret.field])
      ])
      return row
    })
  )
  return { route: made, madeSecret: secret?.made === true ? secret.secret : null }
})

const findRoute = Effect.fn("findRoute")(function* (name: string) {
  const routes = yield* (yield* AlertRouteStore).list()
  const route = routes.find((r) => r.name === name)
  if (route !== undefined) return route
  const known = routes.map((r) => r.name).join(", ")
  return yield* new Refusal({
    message: `There is no route “${name}”. There is: ${known === "" ? "none" : known}.`
  })
})

export const removeRoute = Effect.fn("removeRoute")(function* (name: string) {
  const route = yield* findRoute(name)
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* (yield* AlertRouteStore).remove(route.id)
      yield* noteActivity("removed", ofRoute(route))
    })
  )
})

const sample = (route: AlertRoute, at: Date, kind: Telling["kind"], eventId: string): Telling => ({
  id: 0 as TellingId,
  eventId,
  kind,
  attempt: 1,
  createdAt: at,
  address: null,
  route,
  dedupKey: `switchyard-test-${eventId}`,
  causes: [
    {
      alertId: 0 as AlertId,
      cause: "test/",
      channelId: null,
      channelName: null,
      title: `This is a test of the alert route ${route.name}; nothing is wrong`,
      count: 1,
      firstAt: at,
      lastAt: at,
      value: "",
      urgency: "digest",
      gone: kind === "resolve"
    }
  ]
})

/** Tells a route a test. PagerDuty is told the end at once, so that nobody has to close it. */
export const testRoute = Effect.fn("testRoute")(function* (name: string) {
  const route = yield* findRoute(name)
  const at = yield* now
  const eventId = randomUUID()
  if (route.kind === "email") {
    const { subject, text } = mailOf(sample(route, at, "digest", eventId))
    yield* (yield* AlertMailer).send(route.target, subject, text, eventId)
  } else {
    const routes = yield* AlertRoutes
    const kind = route.kind === "pagerduty" ? "page" : "digest"
    yield* routes.tell(route, sample(route, at, kind, eventId))
    if (kind === "page") yield* routes.tell(route, sample(route, at, "resolve", eventId))
  }
  yield* (yield* AlertRouteStore).tested(route.id, at)
  return route
})

export const listRoutes = Effect.fn("listRoutes")(function* () {
  return yield* (yield* AlertRouteStore).list()
})

/** How a test by one route ended. */
export interface RouteTest {
  readonly name: string
  readonly ok: boolean
  readonly said: string
}

/** Every route, one after the other: what one of them says does not keep the others from being tried. */
export const testRoutes = Effect.fn("testRoutes")(function* () {
  return yield* Effect.forEach(yield* listRoutes(), ({ name }) =>
    Effect.match(testRoute(name), {
      onSuccess: (): RouteTest => ({ name, ok: true, said: "took it" }),
      onFailure: (failure): RouteTest => ({ name, ok: false, said: failure.message })
    })
  )
})

/** Calls the address once, and keeps it only if it answered. */
export const setHeartbeat = Effect.fn("setHeartbeat")(function* (url: Redacted.Redacted) {
  const address = Redacted.make(yield* demandUrl(Redacted.value(url).trim()))
  yield* (yield* Heartbeat).call(address)
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* (yield* Vault).put(heartbeatOwner, heartbeatField, address)
      yield* noteActivity("changed", ofInstallation, secretChanges(["heartbeat address"]))
    })
  )
})

export const hasHeartbeat = Effect.fn("hasHeartbeat")(function* () {
  return (yield* (yield* Vault).fields(heartbeatOwner)).includes(heartbeatField)
})

/** Nobody outside is called from now on; whoever was called will notice, unless they are told first. */
export const removeHeartbeat = Effect.fn("removeHeartbeat")(function* () {
  if (!(yield* hasHeartbeat())) return yield* new Refusal({ message: "No heartbeat is set." })
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* (yield* Vault).forget(heartbeatOwner)
      yield* noteActivity("changed", ofInstallation, secretChanges(["heartbeat address"]))
    })
  )
})

const demandAlert = (id: AlertId) =>
  new Refusal({ message: `There is no open alert ${id}. See: switchyard alerts list` })

export const showAlert = Effect.fn("showAlert")(function* (id: AlertId) {
  return (yield* (yield* AlertStore).get(id)) ?? (yield* demandAlert(id))
})

const longestReason = 300

/**
 * A person has seen it, and says what is done about it: nobody hears of it again while it lasts. It goes by itself, as
 * ever, and comes back as a new alert.
 */
export const dismissAlert = Effect.fn("dismissAlert")(function* (id: AlertId, reason: string) {
  const why = reason.trim().slice(0, longestReason)
  if (why === "")
    return yield* new Refusal({ message: "Say why: everybody who looks at the alert sees the reason." })
  const alert = yield* showAlert(id)
  const dismissed = yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const muted = yield* (yield* AlertStore).mute(id, yield* Actor, why, yield* now)
      if (muted) yield* noteActivity("dismissed", { kind: "alert", id, name: alert.title }, [], why)
      return muted
    })
  )
  if (dismissed) return
  return yield* alert.goneAt === null && alert.mutedBy !== null
    ? new Refusal({ message: `${alert.mutedBy} has dismissed it already.` })
    : demandAlert(id)
})
