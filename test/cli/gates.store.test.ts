import { beforeEach, describe, expect, test } from "vitest"
import { setShadow } from "../../src/domain/operations/shadow.ts"
import { withDomain } from "../domain/domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf
} from "../domain/sample-business.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { performed } from "./performed.ts"

const house = withDomain()
const shop = sampleChannel.name

beforeEach(async () => {
  await openBusiness(house)
})

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv)
const json = async (...argv: ReadonlyArray<string>) => JSON.parse((await perform(...argv, "--json")).stdout)
const sweepAfter = async (ms: number) => {
  house.time.pass(ms)
  await house.sweep()
}

describe("sends", () => {
  test("stop, status and resume of one supplier, by name, with who and when", async () => {
    const stopped = await perform("sends", "stop", "--supplier", "North")
    expect(stopped.stdout).toContain("Stopped: sends to North.")
    expect(stopped.stdout).toContain("switchyard sends resume --supplier North")
    expect((await perform("sends", "stop", "--supplier", "North")).stdout).toContain("Stopped already")
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]))
    await pressProcess(house, "#1001")
    expect(house.suppliers.book.map((b) => b.supplier)).toEqual(["South"])
    const status = await perform("sends", "status", "--follow")
    expect(status).toMatchObject({ code: 0 })
    expect(status.stdout).toContain("Some sends are STOPPED.")
    expect(status.stdout).toMatch(/supplier North\s+bea\s+2026-11-22 12:00Z/)
    expect(status.stdout).toContain("On their way: 0.")
    expect((await perform("orders", "show", "#1001")).stdout).toContain("Sends to North are stopped by bea")
    expect((await perform("orders", "list")).stdout).toContain("sends stopped")
    await perform("sends", "resume", "--supplier", "North")
    await sweepAfter(60_000)
    expect(house.suppliers.book).toHaveLength(2)
    expect(await json("sends", "status")).toMatchObject({
      sendsStopped: false,
      inFlight: 0,
      stops: [{ scope: "supplier", party: "North", by: "bea", resumedBy: "bea" }]
    })
  })

  test("what is on its way is counted by supplier and channel, and a follow that runs out fails", async () => {
    house.suppliers.sends.push("die after mark")
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const status = await perform("sends", "status", "--follow", "--timeout", "1")
    expect(status.code).toBe(1)
    expect(status.stdout).toContain("On their way: 1.")
    expect(await json("sends", "status")).toMatchObject({
      byParty: [{ supplier: "North", channel: shop, claimed: 0, transmitting: 1 }]
    })
  })

  test("names are checked, and only one at a time", async () => {
    expect((await perform("sends", "stop", "--supplier", "Nroth")).stderr).toContain("Did you mean North?")
    expect((await perform("sends", "stop", "--supplier", "North", "--channel", shop)).stderr).toContain(
      "not both"
    )
  })
})

describe("orders undo and hold", () => {
  test("a window, its reason in orders show, and the way back", async () => {
    await perform("channels", "set", shop, "--release-seconds", "60")
    expect((await perform("channels", "show", shop)).stdout).toMatch(/Release window +60/)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const shown = await perform("orders", "show", "#1001")
    expect(shown.stdout).toContain("It leaves at 2026-11-22 12:01Z; until then PROCESS can be undone.")
    expect((await perform("orders", "list")).stdout).toContain("leaves 12:01Z")
    const undone = await perform("orders", "undo", "#1001")
    expect(undone.stdout).toContain("#1001 is taken back: 1 purchase order canceled")
    expect((await perform("orders", "show", "#1001")).stdout).toContain("Taken back   by bea")
    expect(await perform("orders", "undo", "#1001")).toMatchObject({ code: 1 })
  })

  test("hold several at once: all that are not held so already, and release them together", async () => {
    for (const n of [1, 2, 3]) await importOrders(house, orderOf(n, ["SKU-1"]))
    const until = ["--until", "2026-11-24", "--reason", "they move house"]
    await perform("orders", "hold", "1001", "--until", "2026-11-23", "--reason", "the buyer is away")
    const held = await perform("orders", "hold", "1001", "1002", "1003", ...until)
    expect(held.stdout).toContain("2 orders: Held until 2026-11-24 00:00Z by bea: they move house.")
    expect(held.stdout).toContain("1 held until a time already: left so.")
    expect((await perform("orders", "show", "1001")).stdout).toContain("Held until 2026-11-23")
    for (const number of ["1002", "1003"])
      expect((await perform("orders", "show", number)).stdout).toContain("Held until 2026-11-24")
    expect((await perform("orders", "timeline", "1002")).stdout).toMatch(/Held until 2026-11-24.*bea/)
    const released = await perform("orders", "hold", "1001", "1002", "1003", "--release")
    expect(released.stdout).toContain("3 orders not held any more, of 3.")
    expect(await json("orders", "hold", "1001", "1002", "--release")).toMatchObject({ released: 0 })
  })

  test("hold until, and release", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const held = await perform(
      "orders",
      "hold",
      "#1001",
      "--until",
      "2026-11-24T09:00-06:00",
      "--reason",
      "away"
    )
    expect(held.stdout).toContain("Held until 2026-11-24 15:00Z by bea: away.")
    expect((await perform("orders", "resolve", "#1001")).stdout).toContain("orders hold")
    expect((await perform("orders", "list")).stdout).toContain("held until")
    await perform("orders", "hold", "#1001", "--release", "--reason", "they are at home again")
    const timeline = (await perform("orders", "timeline", "#1001")).stdout
    expect(timeline).toMatch(/Released the hold: Held until 2026-11-24.*away; why: they are at home again/)
    expect(await house.order("#1001")).toMatchObject({ action: "process" })
  })

  test.each([
    [["--until", "tomorrow", "--reason", "x"], "--until takes a time"],
    [["--until", "2026-11-24T09:00", "--reason", "x"], "--until takes a time"],
    [["--until", "2026-11-24"], "Say why"],
    [[], "Until when?"],
    [["--release", "--until", "2026-11-24", "--reason", "x"], "goes with no --until"]
  ])("hold %j is refused", async (words, why) => {
    expect((await perform("orders", "hold", "1001", ...words)).stderr).toContain(why)
  })
})

describe("shadow", () => {
  test("on, the report, go-live with counts before the yes", async () => {
    expect((await perform("shadow", "on", "--channel", shop)).stdout).toContain("is in shadow mode")
    await importOrders(house, ...[1, 2, 3].map((n) => orderOf(n, ["SKU-1"])))
    const refused = await perform("orders", "process", "#1001", "--yes")
    expect(refused.stdout + refused.stderr).toContain("shadow mode")
    const listed = (await perform("orders", "list")).stdout
    expect(listed).toMatch(/Not Processed +SHADOW +in shadow mode/)
    expect(listed).not.toContain("PROCESS ")
    expect((await perform("orders", "show", "#1001")).stdout).toContain("Not Processed, next: SHADOW")
    const report = await perform("shadow", "report", "--channel", shop)
    expect(report.stdout).toContain("3 orders in shadow")
    expect(report.stdout).toContain("2 to North by UPS Ground")
    expect(await json("shadow", "report")).toMatchObject({ counts: { agrees: 0, differs: 0, open: 3 } })
    const shown = await perform("shadow", "go-live", shop, "--from", "1002")
    expect(shown.code).toBe(1)
    expect(shown.stdout).toContain("3 orders in shadow now, 2 would leave it, 1 would stay.")
    expect(shown.stdout).toContain("2 of them show PROCESS and wait for you.")
    expect((await perform("orders", "show", "#1002")).stdout).toContain("Shadow       nothing of it is sent")
    expect((await perform("shadow", "go-live", shop, "--from", "1002", "--yes")).stdout).toContain(
      "live from order 1002 on"
    )
    await pressProcess(house, "#1001", "#1002", "#1003")
    expect(house.suppliers.book).toHaveLength(2)
    expect((await perform("channels", "show", shop)).stdout).toContain(
      "before order 1002; live from there on"
    )
  })

  test("of the whole installation, and off again", async () => {
    await perform("shadow", "on")
    expect((await perform("sends", "status")).stdout).toContain("whole installation is in shadow mode")
    await house.run(setShadow(shop, { shadow: false, liveFrom: null }))
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    expect(house.suppliers.book).toEqual([])
    expect(await perform("shadow", "off")).toMatchObject({ code: 1 })
    expect(await perform("shadow", "off", "--yes")).toMatchObject({ code: 0 })
    await pressProcess(house, "#1001")
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("a shop that does not answer: the report says so, and goes by its last word", async () => {
    await perform("shadow", "on", "--channel", shop)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { ChannelFailure } = await import("../../src/domain/ports/failure.ts")
    house.shop.downloadFailure = new ChannelFailure({ reason: "Unreachable", message: "The shop is away." })
    const { stdout, code } = await perform("shadow", "report")
    expect(code).toBe(0)
    expect(stdout).toContain("could not be asked now, so its last known word counts: The shop is away.")
    expect(stdout).toContain("open (paid)")
  })
})

describe("suppliers", () => {
  test("breakers: state, reason, next probe, parked; closed by a person", async () => {
    expect((await perform("suppliers", "breakers")).stdout).toContain("every breaker is closed")
    house.suppliers.always.set("North", "unreachable")
    await importOrders(house, ...[1, 2, 3, 4, 5, 6, 7].map((n) => orderOf(n, ["SKU-1"])))
    await pressProcess(house, ...[1, 2, 3, 4, 5, 6, 7].map((n) => `#${1000 + n}`))
    const shown = await perform("suppliers", "breakers")
    expect(shown.stdout).toMatch(/North\s+OPEN\s+2026-11-22 12:00Z/)
    expect(shown.stdout).toContain("Unreachable: Nobody answers at the supplier.")
    expect((await perform("suppliers", "show", "North")).stdout).toContain("7 parked behind it")
    expect((await perform("orders", "list")).stdout).toContain("North in trouble")
    expect((await perform("orders", "show", "#1007")).stdout).toContain("suppliers breaker close North")
    house.suppliers.always.clear()
    expect((await perform("suppliers", "breaker", "close", "North")).code).toBe(0)
    for (let i = 0; i < 20 && house.suppliers.book.length < 7; i++) await sweepAfter(5_000)
    expect(house.suppliers.book).toHaveLength(7)
    expect((await perform("suppliers", "breaker", "close", "North")).code).toBe(1)
    expect((await perform("suppliers", "breaker", "open", "North")).stderr).toContain("close")
  })

  test("calendar: set, shown with the next opening, taken away", async () => {
    const set = ["suppliers", "calendar", "North", "--zone", "America/Chicago", "--days", "mon-fri"]
    const said = await perform(...set, "--opens", "08:00", "--cut-off", "15:30", "--holiday", "2026-12-25")
    expect(said.stdout).toContain(
      "mon, tue, wed, thu, fri, 08:00 to 15:30 America/Chicago, not on 2026-12-25"
    )
    expect(said.stdout).toContain("It takes orders again from 2026-11-23 14:00Z.")
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    expect((await perform("orders", "show", "#1001")).stdout).toContain("North takes orders again from")
    expect((await perform("orders", "list")).stdout).toContain("opens 11-23 14:00Z")
    expect(await json("suppliers", "calendar", "North")).toMatchObject({ calendar: { cutOffAt: "15:30" } })
    await perform("suppliers", "calendar", "North", "--none")
    expect(await json("suppliers", "calendar", "North")).toEqual({ supplier: "North", calendar: null })
  })

  test.each([
    [["--days", "mon-fri"], "--zone is needed"],
    [["--zone", "Mars/X"], "not a time zone"],
    [["--zone", "UTC", "--days", "noday"], "--days takes weekdays"],
    [["--zone", "UTC", "--opens", "9"], "not a time of day"],
    [["--zone", "UTC", "--none"], "--none takes the calendar away"]
  ])("calendar %j is refused", async (words, why) => {
    expect((await perform("suppliers", "calendar", "North", ...words)).stderr).toContain(why)
  })

  test("pace: a limit, and none", async () => {
    await perform("suppliers", "pace", "North", "--per-minute", "30")
    expect((await perform("suppliers", "show", "North")).stdout).toContain("30 sends a minute")
    await perform("suppliers", "pace", "North", "--none")
    expect((await perform("suppliers", "show", "North")).stdout).not.toContain("sends a minute")
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "sent" }])
  })
})
