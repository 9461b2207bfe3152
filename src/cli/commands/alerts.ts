import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { AlertId, RouteKind } from "../../domain/model/alert.ts"
import { alertClasses, classOf } from "../../domain/model/alert.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import {
  addRoute,
  dismissAlert,
  hasHeartbeat,
  listRoutes,
  removeHeartbeat,
  removeRoute,
  setHeartbeat,
  showAlert,
  testRoute,
  testRoutes
} from "../../domain/operations/set-alerts.ts"
import { type AlertRow, AlertStore } from "../../domain/ports/alert-store.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { WorkerRegistry } from "../../domain/ports/worker-registry.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { argument, has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { readSecrets } from "../read-secrets.ts"

const toldTo = (a: AlertRow): string => {
  const told = a.tellings.filter((t) => t.state === "told").map((t) => t.to)
  return told.length === 0 ? "nobody yet" : [...new Set(told)].join(", ")
}

const stateOf = (a: AlertRow): string => {
  if (a.goneAt !== null) return `went ${moment(a.goneAt)}`
  if (a.mutedBy !== null) return "dismissed"
  return a.urgency === "page" ? "URGENT" : ""
}

const row = (a: AlertRow) => [
  String(a.id),
  stateOf(a),
  a.channelName ?? "-",
  a.title,
  String(a.count),
  moment(a.firstAt),
  moment(a.lastAt),
  toldTo(a)
]

export const list: Run = (input) =>
  Effect.gen(function* () {
    const store = yield* AlertStore
    const limit = number(input, "limit") ?? 50
    const before = beforeOf(text(input, "after"))
    const alerts = has(input, "past") ? yield* store.past(before, limit) : yield* store.list(limit)
    const after = has(input, "past") && alerts.length === limit ? (alerts.at(-1)?.id ?? null) : null
    const workers = yield* (yield* WorkerRegistry).list()
    const shown = table([">id", "", "channel", "what", ">count", "first", "last", "told"], alerts.map(row))
    return answer({ alerts, after }, [
      ...listOr(has(input, "past") ? "Nothing was wrong." : "Nothing is wrong.", shown),
      ...(after === null ? [] : [`More: the same command with --after ${after}`]),
      ...(workers.length === 0
        ? ["No worker is alive: nobody judges, nobody is told. Start one: switchyard worker"]
        : [])
    ])
  })

const beforeOf = (given: string | undefined): AlertId | null =>
  given === undefined ? null : (Number(given) as AlertId)

const idOf = Effect.fn("idOf")(function* (input: Input) {
  const given = argument(input, "alert")
  if (/^\d{1,15}$/.test(given)) return Number(given) as AlertId
  return yield* new Refusal({ message: "Name an alert by its number. See: switchyard alerts list" })
})

export const show: Run = (input) =>
  Effect.gen(function* () {
    const alert = yield* showAlert(yield* idOf(input))
    const found = classOf(alert.cause)
    const tellings = alert.tellings.map((t) => [
      moment(new Date(t.at)),
      t.to,
      t.kind,
      t.state,
      t.failure ?? ""
    ])
    return answer({ alert }, [
      `${alert.channelName === null ? "" : `${alert.channelName}: `}${alert.title}`,
      ...(found === null ? [] : [`${alertClasses[found].means} (${alert.urgency})`]),
      `${alert.count} time(s)${alert.value === "" ? "" : ` worth ${alert.value}`}, first ${moment(alert.firstAt)}, last ${moment(alert.lastAt)}`,
      alert.goneAt === null ? "It is still so." : `It went ${moment(alert.goneAt)}.`,
      ...(alert.mutedBy === null
        ? []
        : [`Dismissed by ${alert.mutedBy}${alert.mutedReason === "" ? "." : `: ${alert.mutedReason}`}`]),
      "",
      ...listOr("Nobody was told.", table(["at", "to", "how", "state", "failure"], tellings))
    ])
  })

export const dismiss: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* idOf(input)
    yield* dismissAlert(id, text(input, "reason") ?? "")
    return answer({ dismissed: id }, [
      "Nobody hears of it again while it lasts. It goes when its cause goes."
    ])
  })

const words = Effect.fn("words")(function* (input: Input, names: ReadonlyArray<string>) {
  if (input.rest.length !== names.length)
    return yield* new Refusal({
      message: `Write: switchyard alerts route ${argument(input, "action")} ${names.map((n) => `<${n}>`).join(" ")}`
    })
  return input.rest
})

const kinds: ReadonlyArray<string> = ["email", "webhook", "pagerduty"] satisfies ReadonlyArray<RouteKind>

const add = Effect.fn("alerts.route.add")(function* (input: Input) {
  const [kind = "", name = "", target = ""] = input.rest
  if (!kinds.includes(kind) || name === "" || input.rest.length > 3)
    return yield* new Refusal({
      message: "Write: switchyard alerts route add email|webhook|pagerduty <name> <address>"
    })
  const secrets = yield* readSecrets(input)
  const { route, madeSecret } = yield* addRoute({ kind: kind as RouteKind, name, target, secrets })
  const shown = madeSecret === null ? null : Redacted.value(madeSecret)
  return answer({ route, secret: shown }, [
    `Alerts go to ${route.name} (${route.kind}, ${route.target}).`,
    ...(shown === null ? [] : [`Its secret, shown this once: ${shown}`]),
    `Try it: ${commandLine("alerts", "route", "test", route.name)}`
  ])
})

const remove = Effect.fn("alerts.route.remove")(function* (input: Input) {
  const [name = ""] = yield* words(input, ["name"])
  yield* removeRoute(name)
  return answer({ removed: name }, [`Nothing more goes to ${name}.`])
})

const tested = Effect.fn("alerts.route.test")(function* (input: Input) {
  const [name = ""] = yield* words(input, ["name"])
  const route = yield* testRoute(name)
  return answer({ tested: route.name }, [`${route.name} took the test. Look whether it arrived.`])
})

const routes = Effect.fn("alerts.route.list")(function* () {
  const found = yield* listRoutes()
  const rows = found.map((r) => [r.name, r.kind, r.target, moment(r.testedAt), r.createdBy])
  const none = "There is none: only the channels' own alert addresses hear of their orders."
  return answer({ routes: found }, listOr(none, table(["name", "kind", "where", "tested", "by"], rows)))
})

export const route: Run = (input) => {
  switch (argument(input, "action")) {
    case "add":
      return add(input)
    case "remove":
      return remove(input)
    case "test":
      return tested(input)
    default:
      return routes()
  }
}

export const test: Run = () =>
  Effect.gen(function* () {
    const results = yield* testRoutes()
    const shown = table(
      ["route", "", "said"],
      results.map((r) => [r.name, r.ok ? "ok" : "FAIL", r.said])
    )
    return answer(
      { routes: results },
      listOr("There is no route to test.", shown),
      results.some((r) => !r.ok)
    )
  })

export const heartbeat: Run = (input) =>
  Effect.gen(function* () {
    if (argument(input, "action") === "status") {
      const set = yield* hasHeartbeat()
      return answer({ set }, [
        set
          ? "A healthy worker calls it every minute; whoever is called raises the alarm when no call comes."
          : "None is set. Nobody outside would notice that no worker runs: switchyard alerts heartbeat set"
      ])
    }
    if (argument(input, "action") === "remove") {
      yield* removeHeartbeat()
      return answer({ set: false }, [
        "Nobody is called any more. Switch the check off there as well, else its silence raises the alarm."
      ])
    }
    const { url } = yield* readSecrets(input)
    if (url === undefined)
      return yield* new Refusal({
        message: "The address is a secret: give it with --secret url and pipe it in."
      })
    yield* setHeartbeat(url)
    return answer({ set: true }, ["It answered. Healthy workers call it every minute from now on."])
  })
