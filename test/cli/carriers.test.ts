import { describe, expect, it } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import { carrierBooks } from "./fake-carrier-services.ts"
import { emptyWorld, orderOf } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const add = ["carriers", "add", "our UPS", "--carrier", "ups"]
const client = ["--set", "clientId=AbC"]

describe("carriers add", () => {
  it("reads the secret from standard input and never shows it again", async () => {
    const world = emptyWorld()
    const { stdout, code } = await perform(world, [...add, ...client, "--secret", "clientSecret"], {
      standardInput: "hunter2\n"
    })
    expect(code).toBe(0)
    expect(stdout).toContain("asked about every two hours")
    expect([...world.secrets]).toEqual([["carrier:1/clientSecret", "hunter2"]])
    expect(carrierBooks(world).accounts).toMatchObject([
      {
        name: "our UPS",
        carrier: "ups",
        environment: "sandbox",
        settings: { clientId: "AbC" },
        callsPerHour: null
      }
    ])
    const listed = await perform(world, ["carriers", "list"])
    const { json } = await performJson(world, ["carriers", "list"])
    expect(listed.stdout).toContain("never polled")
    expect(listed.stdout + JSON.stringify(json)).not.toContain("hunter2")
  })

  it("gives USPS its 60 calls an hour, unless more were granted", async () => {
    const world = emptyWorld()
    const words = ["--set", "clientId=x", "--secret", "clientSecret"]
    const usps = (name: string, ...more: ReadonlyArray<string>) =>
      perform(world, ["carriers", "add", name, "--carrier", "usps", ...words, ...more], {
        standardInput: "s"
      })
    await usps("a")
    await usps("b", "--calls-per-hour", "300")
    expect(carrierBooks(world).accounts.map((a) => a.callsPerHour)).toEqual([60, 300])
    expect((await usps("a")).stderr).toContain("already")
  })

  it.each([
    [[...client, "--set", "clientSecret=hunter2"], {}, "clientSecret is a secret"],
    [[...client, "--secret", "clientId"], { standardInput: "x" }, "clientId is no secret"],
    [["--set", "clientid=x"], {}, "Did you mean clientId?"],
    [client, {}, "Missing: clientSecret"],
    [["--secret", "clientSecret"], { standardInput: "x" }, "Missing: clientId"],
    [
      [...client, "--secret", "clientSecret", "--environment", "live"],
      { standardInput: "x" },
      "live credentials are refused here"
    ]
  ])("%j is refused, and nothing is kept", async (words, given, why) => {
    const world = emptyWorld()
    const { stderr, code } = await perform(world, [...add, ...words], given)
    expect(code).toBe(1)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain("hunter2")
    expect(carrierBooks(world).accounts).toEqual([])
    expect(world.secrets.size).toBe(0)
  })
})

describe("a carrier account", () => {
  const added = async () => {
    const world = emptyWorld()
    await perform(world, [...add, ...client, "--secret", "clientSecret"], { standardInput: "old" })
    return world
  }

  it("is changed in what is named, and tried", async () => {
    const world = await added()
    const words = ["carriers", "set", "our UPS", "--set", "merchantId=A1", "--secret", "clientSecret"]
    expect((await perform(world, [...words, "--enabled", "no"], { standardInput: "new" })).code).toBe(0)
    expect(carrierBooks(world).accounts).toMatchObject([
      { settings: { clientId: "AbC", merchantId: "A1" }, enabled: false }
    ])
    expect([...world.secrets.values()]).toEqual(["new"])
    expect((await perform(world, ["carriers", "list"])).stdout).toContain("off")
    expect((await perform(world, ["carriers", "test", "our UPS"])).stdout).toContain("our UPS is let in")
    expect((await perform(world, ["carriers", "set", "our UPS"])).code).toBe(2)
  })

  it("is removed, and one that is not there is named with what is near", async () => {
    const world = await added()
    expect((await perform(world, ["carriers", "remove", "our USP"])).stderr).toContain(
      "Did you mean our UPS?"
    )
    expect((await perform(world, ["carriers", "remove", "our UPS"])).code).toBe(0)
    expect(carrierBooks(world).accounts).toEqual([])
    expect((await perform(world, ["carriers", "list"])).stdout).toContain("carriers add --help")
  })

  it("is asked now with poll, and only where there is one", async () => {
    const world = await added()
    carrierBooks(world).numbersDue = 12
    const { json } = await performJson(world, ["carriers", "poll", "--carrier", "ups"])
    expect(json.started).toMatchObject([{ account: "our UPS", numbers: 12 }])
    expect(world.jobs).toEqual([{ job: "tracking.poll", accountId: 1, runId: 1 }])
    const none = await perform(world, ["carriers", "poll", "--carrier", "fedex"])
    expect(none).toMatchObject({ code: 1 })
    expect(none.stderr).toContain("no enabled account at fedex")
  })

  it("has its fields explained, and says what it was tested against", async () => {
    const { stdout } = await perform(emptyWorld(), ["carriers", "kinds"])
    for (const carrier of ["ups", "fedex", "usps"])
      expect(stdout).toMatch(new RegExp(`^${carrier}: .*Tested by: `, "m"))
    expect(stdout).toContain("--secret clientSecret")
    expect(stdout).toContain("60 calls an hour")
  })
})

describe("tracking", () => {
  const listed = {
    kind: "never_moved",
    orderId: OrderId(1),
    orderNumber: "#1047",
    channel: "us-shop",
    supplier: "Acme",
    purchaseOrderNumber: "PO-7",
    carrier: "UPS",
    trackingNumber: "1Z\u001b[31m9",
    state: "pending",
    detail: "",
    since: new Date(Date.now() - 5 * 24 * 60 * 60_000)
  } as const

  it("exceptions are listed with age, order and what it means, and foreign text is made safe", async () => {
    const world = emptyWorld()
    carrierBooks(world).exceptions.push(listed, {
      ...listed,
      kind: "not_attributed",
      trackingNumber: "",
      detail: "2 parcels wear PO-7"
    })
    const { stdout, code } = await perform(world, ["tracking", "exceptions"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/never moved +5 d +#1047/)
    expect(stdout).toMatch(/not attributed .* PO-7 +2 parcels wear PO-7/)
    expect(stdout).not.toContain("\u001b")
    const { json } = await performJson(world, ["tracking", "exceptions", "--limit", "1"])
    expect(json.exceptions).toMatchObject([{ kind: "never_moved", orderNumber: "#1047" }])
    expect((await perform(emptyWorld(), ["tracking", "exceptions"])).stdout).toContain(
      "No parcel needs anybody."
    )
  })

  it("show tells what the carrier saw of an order's parcels", async () => {
    const world = emptyWorld()
    world.orders.push(orderOf(1))
    const number = String(world.orders[0]?.id)
    expect((await perform(world, ["tracking", "show", number])).stdout).toContain("No parcel")
    carrierBooks(world).parcels.push({
      carrier: "UPS",
      trackingNumber: "1Z9",
      state: "in_transit",
      suspicion: "fits no format of UPS (length or check digit)",
      carrierStatus: "On the Way",
      askedAt: null,
      events: [{ at: null, state: "picked_up", description: "Picked up", place: "Reno" }]
    })
    const { stdout } = await perform(world, ["tracking", "show", number])
    expect(stdout).toContain("UPS 1Z9: in_transit (On the Way)")
    expect(stdout).toContain("The number fits no format of UPS")
    expect(stdout).toMatch(/- +picked_up +Picked up +Reno/)
  })

  it.each([
    ["UPS", "1Z5R89390357567127", 0, "It can be a number of UPS."],
    ["FedEx", "1Z5R89390357567127", 1, "It is no number of FedEx. It can be one of UPS."],
    ["USPS", "nonsense", 1, "nor of any other carrier known here"],
    ["OnTrac", "1Z5R89390357567127", 0, "not known here. It can be one of UPS."]
  ])("check %s %s ends with %i", async (carrier, number, code, says) => {
    const outcome = await perform(emptyWorld(), ["tracking", "check", carrier, number])
    expect(outcome.code).toBe(code)
    expect(outcome.stdout).toContain(says)
  })
})
