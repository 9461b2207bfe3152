import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { beforeEach, expect, test } from "vitest"
import type { AlertId } from "../../../src/domain/model/alert.ts"
import type { JobName } from "../../../src/domain/model/job-request.ts"
import {
  addRoute,
  dismissAlert,
  hasHeartbeat,
  listRoutes,
  removeHeartbeat,
  removeRoute,
  setHeartbeat,
  showAlert,
  testRoute
} from "../../../src/domain/operations/set-alerts.ts"
import { beatOnce } from "../../../src/domain/pipelines/keep-beating.ts"
import { ActivityLog } from "../../../src/domain/ports/activity-log.ts"
import { AlertStore } from "../../../src/domain/ports/alert-store.ts"
import { Vault } from "../../../src/domain/ports/vault.ts"
import { Boss } from "../../../src/jobs/boss.ts"
import { deadLetterQueue } from "../../../src/jobs/job-table.ts"
import { withDomain } from "../domain-house.ts"
import { openBusiness } from "../sample-business.ts"

const house = withDomain()
beforeEach(async () => {
  await openBusiness(house)
})

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it was not refused",
    (error: Error) => error.message
  )
const secretOf = (owner: string, field: string) =>
  house.run(Effect.flatMap(Vault, (v) => Effect.map(v.get(owner, field), Redacted.value)))

test("a webhook gets a secret of its own, shown once; a test says that it works", async () => {
  const made = await house.run(
    addRoute({ kind: "webhook", name: "chat", target: "https://hooks.example/x", secrets: {} })
  )
  const shown = made.madeSecret === null ? "" : Redacted.value(made.madeSecret)
  expect(shown).toMatch(/^[\w-]{43}$/)
  expect(await secretOf(`alert-route:${made.route.id}`, "secret")).toBe(shown)
  await house.run(testRoute("chat"))
  expect(house.alertRoutes.book).toMatchObject([{ route: "chat", telling: { kind: "digest" } }])
  expect(await house.run(listRoutes())).toMatchObject([
    { name: "chat", kind: "webhook", createdBy: "ann", testedAt: house.time.now() }
  ])
  await house.run(removeRoute("chat"))
  expect(await house.run(listRoutes())).toEqual([])
  expect(await refusal(secretOf(`alert-route:${made.route.id}`, "secret"))).toMatch(/No secret is stored/)
})

test("PagerDuty's test is ended at once, mail goes by the mail server", async () => {
  const secrets = { "routing-key": Redacted.make("key") }
  const { route } = await house.run(addRoute({ kind: "pagerduty", name: "duty", target: "", secrets }))
  expect(route.target).toBe("https://events.pagerduty.com/")
  await house.run(testRoute("duty"))
  expect(house.alertRoutes.book.map((t) => t.telling.kind)).toEqual(["page", "resolve"])
  expect(new Set(house.alertRoutes.book.map((t) => t.telling.dedupKey)).size).toBe(1)
  await house.run(addRoute({ kind: "email", name: "ops", target: "ops@acme.example", secrets: {} }))
  await house.run(testRoute("ops"))
  expect(house.mailbox.mails).toMatchObject([
    { to: "ops@acme.example", subject: /test of the alert route ops/ }
  ])
})

test("what cannot work is refused, and leaves nothing", async () => {
  const add = (kind: "email" | "webhook" | "pagerduty", name: string, target: string) =>
    refusal(house.run(addRoute({ kind, name, target, secrets: {} })))
  expect(await add("webhook", "x", "http://hooks.example/x")).toMatch(/not encrypted/)
  expect(await add("webhook", "x", "https://user:pw@hooks.example/x")).toMatch(/without a name or password/)
  expect(await add("email", "x", "a@b.example\r\nBcc: c@d.example")).toMatch(/not a mail address/)
  expect(await add("pagerduty", "x", "")).toMatch(/--secret routing-key/)
  expect(await add("email", "x\ny", "a@b.example")).toMatch(/letters, digits/)
  expect(await house.run(listRoutes())).toEqual([])
  await house.run(addRoute({ kind: "email", name: "ops", target: "a@b.example", secrets: {} }))
  expect(await add("email", "ops", "c@d.example")).toMatch(/already/)
  expect(await refusal(house.run(testRoute("other")))).toMatch(/There is: ops/)
})

test("a heartbeat's address is called once before it is kept", async () => {
  expect(await house.run(hasHeartbeat())).toBe(false)
  await house.run(setHeartbeat(Redacted.make("https://hc.example/ping/1\n")))
  expect(await house.run(hasHeartbeat())).toBe(true)
  expect(house.alertRoutes.beats).toEqual(["https://hc.example/ping/1"])
  expect(await refusal(house.run(setHeartbeat(Redacted.make("ftp://x"))))).toMatch(/not encrypted/)
})

test("a heartbeat can be taken away: its address is forgotten, and nobody is called", async () => {
  expect(await refusal(house.run(removeHeartbeat()))).toMatch(/No heartbeat is set/)
  await house.run(setHeartbeat(Redacted.make("https://hc.example/ping/1")))
  await house.run(removeHeartbeat())
  expect(await house.run(hasHeartbeat())).toBe(false)
  expect(await house.run(beatOnce({ fetchedAt: house.time.now(), awaySince: null }))).toBe("not set")
  expect(house.alertRoutes.beats).toHaveLength(1)
})

const givenUp = (job: JobName, message: string) =>
  house.run(
    Effect.flatMap(Boss, ({ pgBoss }) =>
      Effect.promise(() => pgBoss.insert(deadLetterQueue, [{ data: { job, reason: { message } } }]))
    )
  )

test("jobs that are given up are one alert a queue, which goes when they are redriven or deleted", async () => {
  const open = () =>
    house
      .run(Effect.flatMap(AlertStore, (a) => a.list(10)))
      .then((all) => all.filter((a) => a.goneAt === null && a.cause.startsWith("dead/")))
  await givenUp("orders.validate", "a defect")
  await givenUp("orders.validate", "another\ndefect")
  await givenUp("fulfillments.push", "the shop is gone")
  await house.perform({ job: "alerts.send" })
  expect((await open()).map((a) => [a.cause, a.count]).sort()).toEqual([
    ["dead/fulfillments.push", 1],
    ["dead/orders.validate", 2]
  ])
  expect((await open()).map((a) => a.title)).toContainEqual(
    expect.stringMatching(/^2 jobs of orders.validate are given up \(another defect\): switchyard jobs list/)
  )
  await house.perform({ job: "alerts.send" })
  expect(await open()).toHaveLength(2)
  await house.sql()`delete from pgboss.job where name = ${deadLetterQueue}`
  await house.perform({ job: "alerts.send" })
  expect(await open()).toEqual([])
})

test("a dismissed alert is told to nobody any more, and goes when its cause goes", async () => {
  await house.run(addRoute({ kind: "email", name: "ops", target: "ops@acme.example", secrets: {} }))
  const at = house.time.now()
  await house.run(Effect.flatMap(AlertStore, (a) => a.note("database", "", at, at)))
  await house.run(
    Effect.flatMap(AlertStore, (a) => Effect.flatMap(a.causes(at), (causes) => a.settle(causes, at)))
  )
  const [alert] = await house.run(Effect.flatMap(AlertStore, (a) => a.list(10)))
  const id = alert?.id ?? (0 as AlertId)
  expect(await refusal(house.run(dismissAlert(id, "  ")))).toMatch(/Say why/)
  await house.run(dismissAlert(id, "the switch is replaced at noon"))
  expect(await refusal(house.run(dismissAlert(id, "I too")))).toMatch(/ann has dismissed it already/)
  const [noted] = await house.run(Effect.flatMap(ActivityLog, (log) => log.page({}, null, 1)))
  expect(noted).toMatchObject({
    actor: "ann",
    act: "dismissed",
    subject: { kind: "alert", id },
    note: "the switch is replaced at noon"
  })
  await house.perform({ job: "alerts.send" })
  expect(house.mailbox.mails).toEqual([])
  expect(await house.run(showAlert(id))).toMatchObject({
    mutedBy: "ann",
    mutedReason: "the switch is replaced at noon",
    goneAt: null,
    tellings: []
  })
  house.time.pass(2 * 3_600_000)
  await house.perform({ job: "alerts.send" })
  expect(await house.run(showAlert(id))).toMatchObject({ goneAt: house.time.now() })
  expect(await refusal(house.run(dismissAlert(id, "again")))).toMatch(/no open alert/)
})
