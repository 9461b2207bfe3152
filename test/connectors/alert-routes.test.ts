import { createHmac } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expect, test } from "vitest"
import { alertRoutesLayer } from "../../src/connectors/alert-routes.ts"
import { heartbeatLayer } from "../../src/connectors/heartbeat.ts"
import type { AlertRoute, Telling, ToldCause } from "../../src/domain/model/alert.ts"
import { mailOf, pageSummary } from "../../src/domain/model/alert-text.ts"
import { AlertRoutes } from "../../src/domain/ports/alert-route.ts"
import { Heartbeat } from "../../src/domain/ports/heartbeat.ts"
import { AnsweringServer } from "./answering-server.ts"
import { closedPort } from "./json-server.ts"
import { memoryVault } from "./memory-vault.ts"

const vault = memoryVault({
  "alert-route:1/secret": "canary-webhook-secret",
  "alert-route:2/routing-key": "canary-routing-key"
})
const limits = { bodyBytes: 1024, connectMs: 5_000, totalMs: 10_000 }
const at = new Date("2026-11-22T02:00:00Z")

const routeTo = (kind: AlertRoute["kind"], target: string): AlertRoute => ({
  id: (kind === "webhook" ? 1 : 2) as AlertRoute["id"],
  name: kind,
  kind,
  target,
  createdBy: "ann",
  createdAt: at,
  testedAt: null
})

const causeOf = (title: string, more: Partial<ToldCause> = {}): ToldCause => ({
  alertId: 7 as ToldCause["alertId"],
  cause: "breaker/1",
  channelId: null,
  channelName: null,
  title,
  count: 3,
  firstAt: at,
  lastAt: at,
  value: "$1.00",
  urgency: "page",
  gone: false,
  ...more
})

const tellingOf = (more: Partial<Telling> = {}): Telling => ({
  id: 1 as Telling["id"],
  eventId: "0190aaaa-0000-4000-8000-000000000001",
  kind: "digest",
  attempt: 1,
  createdAt: at,
  address: null,
  route: null,
  dedupKey: null,
  causes: [causeOf("Northwind takes nothing")],
  ...more
})

const tell = (route: AlertRoute, telling: Telling) =>
  Effect.runPromise(
    Effect.result(AlertRoutes.use((routes) => routes.tell(route, telling))).pipe(
      Effect.provide(Layer.provide(alertRoutesLayer(limits), vault))
    )
  )

test("a webhook is signed over its time and its very bytes, and a repeat has the same event id", async () => {
  await using server = await AnsweringServer.open(204)
  const route = routeTo("webhook", `${server.url}/alerts?team=1`)
  expect(await tell(route, tellingOf())).toMatchObject({ _tag: "Success" })
  await tell(route, tellingOf({ attempt: 2 }))
  const [call, repeat] = server.calls
  expect(call).toMatchObject({ method: "POST", path: "/alerts?team=1" })
  const [, time, mac] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call?.headers["switchyard-signature"])) ?? []
  expect(mac).toBe(
    createHmac("sha256", "canary-webhook-secret").update(`${time}.${call?.body}`).digest("hex")
  )
  expect(repeat?.headers["switchyard-event"]).toBe(call?.headers["switchyard-event"])
  expect(JSON.parse(call?.body ?? "")).toMatchObject({
    id: tellingOf().eventId,
    alerts: [
      { cause: "breaker/1", state: "open", urgency: "page", title: "Northwind takes nothing", count: 3 }
    ]
  })
  expect(repeat?.body).toBe(call?.body)
})

test.each([
  [302, "Misconfigured"],
  [401, "Unauthorized"],
  [404, "Misconfigured"],
  [422, "Rejected"],
  [429, "Throttled"],
  [500, "NoAnswer"]
] as const)("a webhook that answers %i fails as %s, and is not followed anywhere", async (status, reason) => {
  await using elsewhere = await AnsweringServer.open()
  await using server = await AnsweringServer.open()
  server.answer = (response) =>
    void response
      .writeHead(status, { location: elsewhere.url, "retry-after": "120" })
      .end("canary-webhook-secret")
  const result = await tell(routeTo("webhook", `${server.url}/path-is-secret`), tellingOf())
  expect(result).toMatchObject({ failure: { _tag: "AlertFailure", reason } })
  if (status === 429) expect(result).toMatchObject({ failure: { retryAfterMs: 120_000 } })
  expect(JSON.stringify(result)).not.toMatch(/canary|path-is-secret/)
  expect(elsewhere.calls).toEqual([])
})

test("nobody there is a failure that passes; an answer without end is cut off", async () => {
  const gone = await tell(routeTo("webhook", `http://127.0.0.1:${await closedPort()}`), tellingOf())
  expect(gone).toMatchObject({ failure: { reason: "Unreachable" } })
  await using server = await AnsweringServer.open()
  server.answer = (response) => void response.writeHead(200).end("x".repeat(100_000))
  expect(await tell(routeTo("webhook", server.url), tellingOf())).toMatchObject({
    failure: { reason: "Malformed" }
  })
  expect(await tell(routeTo("webhook", "http://hooks.example.com/x"), tellingOf())).toMatchObject({
    failure: { reason: "Misconfigured" }
  })
})

test("PagerDuty: trigger, more of the same, resolve, all under one dedup key", async () => {
  await using server = await AnsweringServer.open(202)
  const route = routeTo("pagerduty", server.url)
  const page = tellingOf({ kind: "page", dedupKey: "switchyard-1" })
  await tell(route, page)
  await tell(route, { ...page, causes: [...page.causes, causeOf("2 sends to Mail are IN DOUBT")] })
  await tell(route, { ...page, kind: "resolve" })
  const events = server.calls.map((c) => JSON.parse(c.body))
  expect(server.calls.map((c) => `${c.method} ${c.path}`)).toEqual(Array(3).fill("POST /v2/enqueue"))
  expect(events[0]).toMatchObject({
    routing_key: "canary-routing-key",
    event_action: "trigger",
    dedup_key: "switchyard-1",
    payload: {
      summary: "Switchyard: 1 urgent cause(s): Northwind takes nothing",
      source: "switchyard",
      severity: "critical"
    }
  })
  expect(events[1]).toMatchObject({ event_action: "trigger", dedup_key: "switchyard-1" })
  expect(events[1].payload.summary).toContain("IN DOUBT")
  expect(events[2]).toEqual({
    routing_key: "canary-routing-key",
    event_action: "resolve",
    dedup_key: "switchyard-1"
  })
})

test("PagerDuty asks for patience by 429", async () => {
  await using server = await AnsweringServer.open(429)
  const result = await tell(routeTo("pagerduty", server.url), tellingOf({ kind: "page", dedupKey: "k" }))
  expect(result).toMatchObject({ failure: { reason: "Throttled" } })
  expect(JSON.stringify(result)).not.toContain("canary")
})

test("the heartbeat is a plain call; what goes wrong never names the path, which is the secret", async () => {
  await using server = await AnsweringServer.open()
  const beat = () =>
    Effect.runPromise(
      Effect.result(Heartbeat.use((h) => h.call(Redacted.make(`${server.url}/ping/canary-uuid`)))).pipe(
        Effect.provide(heartbeatLayer(limits))
      )
    )
  expect(await beat()).toMatchObject({ _tag: "Success" })
  expect(server.calls).toMatchObject([{ method: "GET", path: "/ping/canary-uuid" }])
  server.answer = (response) => void response.writeHead(404).end()
  const failed = await beat()
  expect(failed).toMatchObject({ failure: { reason: "Misconfigured" } })
  expect(JSON.stringify(failed)).not.toContain("canary")
})

test("what others wrote is one bounded line wherever it goes", () => {
  const evil = causeOf(`x\r\nBcc: a@b.example\u202e${"y".repeat(5_000)}`, {
    channelName: "shop\r\nTo: c@d.example"
  })
  const { subject, text } = mailOf(tellingOf({ causes: [evil, evil] }))
  expect(subject).not.toMatch(/[\r\n\u202e]/)
  expect(subject.length).toBeLessThan(800)
  expect(text.split("\n").every((l) => l.length < 700 && !/^(Bcc|To):/.test(l))).toBe(true)
  const many = Array.from({ length: 900 }, (_, i) => causeOf(`cause ${i} ${"z".repeat(200)}`))
  expect(pageSummary(tellingOf({ causes: many })).length).toBeLessThanOrEqual(1024)
  expect(mailOf(tellingOf({ causes: many })).text).toContain("... and 850 more.")
  expect(mailOf(tellingOf({ kind: "mail", causes: [evil] })).subject).not.toMatch(/[\r\n\u202e]/)
})
