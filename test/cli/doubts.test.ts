import { describe, expect, it } from "vitest"
import { emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const settle = ["doubts", "settle", "PO-000005", "--reason", "Ann at Acme looked"]

describe("doubts", () => {
  it("are listed, and shown with what was sent", async () => {
    const world = emptyWorld()
    expect((await perform(world, ["doubts", "list"])).stdout).toContain("PO-000005")
    const { stdout } = await perform(world, ["doubts", "show", "PO-000005"])
    expect(stdout).toContain("IN DOUBT")
    expect(stdout).toContain("fileName: PO-000005.csv")
    expect(stdout).toContain("T-1␛[2J,1")
    const { json } = await performJson(world, ["doubts", "show", "PO-000005"])
    expect(json.intent.content).toBe("sku,qty\nT-1\u001b[2J,1\n")
  })

  it.each([
    ["--sent", "sent", []],
    ["--not-sent", "planned", [{ job: "purchase-orders.send", supplierId: 1, intentIds: [5] }]]
  ])("settled with %s are %s", async (flag, state, jobs) => {
    const world = emptyWorld()
    expect((await perform(world, [...settle, flag])).code).toBe(0)
    expect(world.doubt.state).toBe(state)
    expect(world.jobs).toEqual(jobs)
    expect(world.doubt.evidence).toMatchObject([
      { kind: "person", detail: { arrived: flag === "--sent", reason: "Ann at Acme looked" } }
    ])
    expect((await perform(world, [...settle, flag])).stderr).toContain("is not in doubt")
  })

  it("are named by kind or intent where a number has more than one", async () => {
    const world = emptyWorld()
    expect(await performJson(world, [...settle, "--sent", "--kind", "order"])).toMatchObject({
      code: 0,
      json: { number: "PO-000005", kind: "order", intentId: 5, arrived: true }
    })
    expect(await perform(world, ["doubts", "show", "PO-000005", "--kind", "cancel"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is: order (intent 5, sent).")
    })
    expect((await perform(world, ["doubts", "show", "PO-000005", "--kind", "song"])).stderr).toContain(
      "There is no --kind song: it is order, cancel, change, authorize."
    )
  })

  it("are settled by the supplier's own answer", async () => {
    const world = emptyWorld()
    expect(await performJson(world, ["doubts", "probe", "PO-000005"])).toMatchObject({
      code: 0,
      json: { answer: "Found" }
    })
    expect(world.doubt.state).toBe("sent")
  })

  it("that nobody knows are refused", async () => {
    expect(await perform(emptyWorld(), ["doubts", "show", "PO-9"])).toMatchObject({
      code: 1,
      stderr: "switchyard: There is no purchase order PO-9.\n"
    })
  })
})

describe("sends", () => {
  it("are stopped and allowed again", async () => {
    const world = emptyWorld()
    await perform(world, ["sends", "stop"])
    expect(world.sendsStopped).toBe(true)
    expect((await perform(world, ["sends", "status"])).stdout).toContain("STOPPED")
    await perform(world, ["sends", "resume"])
    expect(await performJson(world, ["sends", "status"])).toMatchObject({ json: { sendsStopped: false } })
  })
})
