import { randomUUID } from "node:crypto"
import { beforeEach, describe, expect, test } from "vitest"
import { keepFailure } from "../../src/jobs/failed-attempts.ts"
import { fromConnection } from "../../src/jobs/pg-boss-adapter.ts"
import { performed } from "../cli/performed.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess } from "../domain/sample-business.ts"

const house = withDomain()
beforeEach(() => openBusiness(house))

interface Entry {
  readonly source: string
  readonly event: string
  readonly job: { readonly queue: string; readonly id: string; readonly attempt: number } | null
  readonly actor: string
  readonly isFailure: boolean
  readonly from: { readonly id: string; readonly worker: string } | null
}
const story = async (number: string): Promise<ReadonlyArray<Entry>> =>
  JSON.parse((await performed(house, ["orders", "timeline", number, "--json"], { actor: "ana" })).stdout)
    .entries
const told = async (number: string): Promise<string> =>
  (await performed(house, ["orders", "timeline", number], { actor: "ana" })).stdout

const held = (
  data: Parameters<typeof keepFailure>[2]["data"],
  retryCount: number,
  id: string = randomUUID()
) => ({
  id,
  queue: data.job,
  data,
  retryCount,
  retryLimit: 5,
  priority: 0
})
const fail = async (
  job: ReturnType<typeof held>,
  message: string,
  fate: "repeated" | "dead" | "given on" = "repeated",
  nextId: string | null = null
) => {
  const runner = { workerId: await house.hire(), at: house.time.now() }
  await house.sql().begin((sql) => keepFailure(fromConnection(sql), runner, job, { message, fate, nextId }))
}

describe("an order's timeline", () => {
  test("names the job of every row that a job wrote, and none for what a person did", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await performed(house, ["orders", "note", "#1001", "buyer called"], { actor: "ana" })
    await pressProcess(house, "#1001")
    house.time.pass(600_000)
    await house.sweep()
    const entries = await story("#1001")
    const queueOf = (event: string) => entries.find((e) => e.event === event)?.job?.queue ?? null
    expect(queueOf("imported")).toBe("orders.download")
    expect(queueOf("purchase-order.written")).toBe("orders.process")
    expect(queueOf("transport_receipt")).toBe("purchase-orders.send")
    expect(queueOf("noted")).toBeNull()
    const shown = await performed(house, ["orders", "show", "#1001", "--json"], { actor: "ana" })
    expect(JSON.parse(shown.stdout).history).toContainEqual(
      expect.objectContaining({
        event: "imported",
        job: expect.objectContaining({ queue: "orders.download" })
      })
    )
    for (const { actor, job } of entries)
      if (actor.startsWith("worker:"))
        expect(job).toMatchObject({ attempt: 1, id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  })

  test("keeps each attempt that failed, also of a job that never wrote a row of the order", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]), orderOf(3, ["SKU-1"]))
    const [one, two] = [await house.order("#1001"), await house.order("#1002")]
    const request = { job: "orders.validate", orderIds: [one.id, two.id] } as const
    const id = randomUUID()
    await fail(held(request, 0, id), "the server went away")
    await fail(held(request, 1, id), "out of memory", "dead")
    // Told again by whoever took its worker for dead: it failed once.
    await fail(held(request, 1, id), "The worker that ran it is gone", "dead")
    for (const number of ["#1001", "#1002"])
      expect((await story(number)).filter(({ source }) => source === "job")).toMatchObject([
        { event: "dead", job: { queue: "orders.validate", id, attempt: 2 }, isFailure: true },
        { event: "repeated", job: { queue: "orders.validate", id, attempt: 1 }, actor: "worker:h:1" }
      ])
    expect((await story("#1003")).some(({ source }) => source === "job")).toBe(false)
    const words = await told("#1001")
    expect(words).toContain(
      "Attempt 1 of job orders.validate for this and 1 other order FAILED: the server went away; it is repeated"
    )
    expect(words).toContain("out of memory; it is a dead letter and waits for a person")
    expect(words).toContain(`orders.validate ${id}, attempt 2`)
  })

  test("a send and a push name their orders by what they carry", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const [intent] = await house.sql()<Array<{ id: number; supplierId: number }>>`
      select id, supplier_id as "supplierId" from dispatch_intents`
    if (intent === undefined) throw new Error("nothing was planned")
    await fail(
      held(
        {
          job: "purchase-orders.send",
          supplierId: intent.supplierId as never,
          intentIds: [intent.id as never]
        },
        0
      ),
      "no route"
    )
    expect((await story("#1001")).find(({ source }) => source === "job")).toMatchObject({
      event: "repeated",
      job: { queue: "purchase-orders.send", attempt: 1 }
    })
  })

  test("of a job that names no order, failures are forgotten after a season; those of orders stay", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const request = { job: "orders.download", channelId: 1 as never, runId: 1 as never } as const
    const { id } = await house.order("#1001")
    await fail(held({ job: "orders.validate", orderIds: [id] }, 0), "of an order")
    await fail(held(request, 0), "long ago")
    house.time.pass(91 * 24 * 60 * 60 * 1000)
    await fail(held(request, 0), "today")
    const kept = await house.sql()`select message from job_failures order by id`
    expect(kept.map(({ message }) => message)).toEqual(["of an order", "today"])
  })

  test("of a job that names no order: its failures stand with the orders that it wrote of in another attempt", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const download = (await story("#1001")).find(({ event }) => event === "imported")?.job
    if (download == null) throw new Error("the import names no job")
    const { channelId, runId } = (
      await house.sql()<Array<{ channelId: number; runId: number }>>`
      select r.id as "runId", r.channel_id as "channelId" from sync_runs r`
    )[0] ?? { channelId: 0, runId: 0 }
    const request = { job: "orders.download", channelId: channelId as never, runId: runId as never } as const
    await fail(held(request, 1, download.id), "the shop's answer was cut off")
    await fail(held(request, 1), "of another job")
    const lost = randomUUID()
    await fail(held(request, 0, lost), "The worker that ran it is gone", "given on", download.id)
    const failures = (await story("#1001")).filter(({ source }) => source === "job")
    expect(failures).toMatchObject([
      { event: "given on", job: { queue: "orders.download", id: lost, attempt: 1 }, from: null },
      { event: "repeated", job: { queue: "orders.download", id: download.id, attempt: 2 } }
    ])
    const imported = (await story("#1001")).find(({ event }) => event === "imported")
    expect(imported?.from).toEqual({
      queue: "orders.download",
      id: lost,
      attempt: 1,
      worker: "worker:h:1",
      fate: "given on"
    })
    expect(await told("#1001")).toContain(`job ${download.id.slice(0, 8)} takes over`)
    const shown = await performed(house, ["jobs", "show", lost], { actor: "ana" })
    expect(shown.stdout).toContain(download.id)
    expect(await told("#1001")).toContain(
      "Attempt 2 of job orders.download FAILED: the shop's answer was cut off"
    )
  })
})
