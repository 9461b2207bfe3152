import { describe, expect, it } from "vitest"
import { emptyWorld, shop } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

describe("sync", () => {
  it("starts one run for each channel, and its job", async () => {
    const world = { ...emptyWorld(), channels: [shop, { ...shop, id: 2 as typeof shop.id, name: "eu-shop" }] }
    const { json, code } = await performJson(world, ["sync", "orders"])
    expect(code).toBe(0)
    expect(json.started).toEqual([
      { party: "us-shop", service: "orders", runId: 1, goingOn: null },
      { party: "eu-shop", service: "orders", runId: 2, goingOn: null }
    ])
    expect(world.jobs).toMatchObject([
      { job: "orders.download", channelId: 1, runId: 1 },
      { job: "orders.download", channelId: 2, runId: 2 }
    ])
  })

  it.each([
    ["done", 0, "3 new"],
    ["failed", 1, "The shop cannot be reached."]
  ] as const)("follows a run until it is %s: exit %i", async (state, code, result) => {
    const world = emptyWorld()
    world.whileWaiting = (w) => {
      w.runs = w.runs.map((r) => ({
        ...r,
        state,
        counts: { new: 3 },
        error: state === "failed" ? "The shop cannot be reached." : null
      }))
    }
    const followed = await perform(world, ["sync", "orders", "us-shop", "--wait", "5"])
    expect(followed.code).toBe(code)
    expect(followed.stdout).toContain(result)
  })

  it("fails while the run goes on when the time is up", async () => {
    const { stdout, code } = await perform(emptyWorld(), ["sync", "orders", "--wait", "1"])
    expect(code).toBe(1)
    expect(stdout).toContain("1 still running after 1 s. Is a worker running?")
  })

  it("says before it waits that no worker runs", async () => {
    const said: Array<string> = []
    await perform(emptyWorld(), ["sync", "orders", "--wait", "1"], { said })
    expect(said[0]).toContain("No worker runs, so nothing is carried out yet. Start one: switchyard worker")
  })

  it("says until when a run waits, and from then on that it waits for a worker", async () => {
    const history = async (waitsUntil: Date): Promise<string> => {
      const world = emptyWorld()
      await perform(world, ["sync", "orders"])
      const progress = { pages: 0, since: null, reachedAt: null, remaining: null, waitsUntil }
      world.runs = world.runs.map((r) => ({ ...r, error: "the shop is away", progress }))
      return (await perform(world, ["sync", "history"])).stdout
    }
    expect(await history(new Date("2999-01-01T00:00:00Z"))).toContain(
      "waits until 2999-01-01 00:00Z: the shop is away"
    )
    expect(await history(new Date("2020-01-01T00:00:00Z"))).toContain(
      "waits for a worker since 2020-01-01 00:00Z: the shop is away"
    )
  })

  it("says that a run behind a paused queue waits: who paused it, since when, and what lets it go on", async () => {
    const world = emptyWorld()
    await perform(world, ["sync", "orders"])
    const at = new Date("2026-11-22T08:55:00Z")
    const pause = { queue: "orders.download", by: "ana", at, reason: "the shop moves" }
    world.runs = world.runs.map((r) => ({ ...r, pause }))
    const { stdout } = await perform(world, ["sync", "history"])
    expect(stdout).toMatch(/orders +demand +waits /)
    expect(stdout).toContain(
      "queue orders.download is paused by ana: the shop moves, since 2026-11-22 08:55Z: switchyard jobs resume orders.download"
    )
    const { json } = await performJson(world, ["sync", "history"])
    expect(json.runs).toMatchObject([{ state: "running", pause: { queue: "orders.download", by: "ana" } }])
  })

  it("cancels a run after a yes, and says without it what would end", async () => {
    const world = emptyWorld()
    await perform(world, ["sync", "orders"])
    const shown = await perform(world, ["sync", "cancel", "1"])
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain("Run 1, orders of us-shop, would end: 0 so far.")
    expect(shown.stdout).toContain("Nothing was changed. To cancel it, add --yes.")
    expect(world.runs).toMatchObject([{ state: "running" }])
    const { json } = await performJson(world, ["sync", "cancel", "1"])
    expect(json).toMatchObject({ runId: 1, canceled: false, run: { service: "orders" }, next: "--yes" })
    expect((await perform(world, ["sync", "cancel", "1", "--yes"])).stdout).toContain("Run 1 is canceled.")
    expect(world.runs).toMatchObject([
      { state: "canceled", error: expect.stringContaining("Canceled by ann") }
    ])
    const again = await perform(world, ["sync", "cancel", "1"])
    expect(again).toMatchObject({ code: 1, stdout: "" })
    expect(again.stderr).toContain("Run 1 does not go on")
  })

  it("refuses a party that has no such service, and teaches while there is nothing", async () => {
    expect(await perform(emptyWorld(), ["sync", "orders", "us-shpo"])).toMatchObject({ code: 1, stdout: "" })
    expect((await perform(emptyWorld(), ["sync", "history"])).stdout).toBe("No sync has run yet.\n")
    expect((await perform(emptyWorld(), ["sync", "status"])).stdout).toContain("channels add --help")
  })
})
