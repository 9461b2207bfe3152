import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChannelFailure } from "../../../../src/domain/ports/failure.ts"
import { ableChannel } from "../../../fixtures/channel-capabilities.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { channel, supplier } from "../../world/sample-parties.ts"

const hostile = "Acme\u202eevil"

const worldOf = (): ChangingWorld => {
  const world = new ChangingWorld()
  world.salesChannels = [channel(1)]
  world.client = { name: hostile, description: "", orderSourceValue: "" }
  world.secrets.set("channel:1/password", "stored-word")
  world.connection = ["Signed in as administrator.", "Read one order: #1042."]
  world.kinds = [
    {
      kind: "vendure",
      label: "Vendure",
      testedBy: "live",
      fields: [
        { name: "url", label: "Admin API", help: "Where it answers.", secret: false, required: true },
        { name: "password", label: "Password", help: "Of the administrator.", secret: true, required: true }
      ],
      defaultEligibleStatuses: ["PaymentSettled"],
      partialFulfillment: true,
      ...ableChannel,
      notifiesBuyer: true
    }
  ]
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<void> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("5")
  await robot.sees("acme-shop")
}
afterEach(() => robot.quit())

const ctrlS = "\x13"
const ctrlT = "\x14"
const ctrlR = "\x12"
const clear = "\x15"
const down = "\x1b[B"
const pageDown = "\x1b[6~"

const pasted = (text: string): string => `\x1b[200~${text}\x1b[201~`
const typing = (text: string): ReadonlyArray<string> => [...text]

describe("the page of a channel, edited", () => {
  it("shows each field with its help, says what is wrong where it is wrong, and saves what was changed", async () => {
    const world = worldOf()
    await open(world)
    await robot.press("E")
    await robot.sees("Order source value")
    await robot.sees("The merchant who owns the channel.")
    await robot.press(ctrlS)
    await robot.sees("Nothing was changed.")
    await robot.press(down, down, ...typing("ACME-US"), down, down, down)
    await robot.sees("Only orders that have one of these statuses")
    await robot.press(clear, ...typing("PaymentSettled,Payed"), down, clear, ...typing("maybe"), ctrlS)
    await robot.sees("Reject unmapped codes takes one of yes, no.")
    expect(world.salesChannels[0]?.eligibleStatuses).toEqual(["PaymentSettled"])
    await robot.press(clear, ...typing("no"), ctrlS)
    await robot.sees("acme-shop was saved. Vendure is not known to have the status “Payed”")
    expect(world.salesChannels[0]).toMatchObject({
      eligibleStatuses: ["PaymentSettled", "Payed"],
      rejectUnmapped: false,
      settings: { url: "http://127.0.0.1:9/admin-api" }
    })
    expect(world.client).toMatchObject({ name: hostile, orderSourceValue: "ACME-US" })
    expect(world.secrets.get("channel:1/password")).toBe("stored-word")
  })

  it("never shows a secret, tries what is typed before it is saved, and saves untested only when told to", async () => {
    const world = worldOf()
    world.connection = new ChannelFailure({ reason: "Unauthorized", message: "The password is refused." })
    await open(world)
    await robot.press("E")
    await robot.sees("stored, never shown")
    await robot.press(down, down, down, down, ...typing("hunter2"))
    await robot.sees("•••••••")
    expect(robot.lines().join("\n")).not.toMatch(/hunter2|stored-word/)
    await robot.press(ctrlT)
    await robot.sees("It did not work: The password is refused.")
    await robot.press(ctrlS)
    await robot.sees("Save it all the same, untested?")
    await robot.press("n")
    expect(world.secrets.get("channel:1/password")).toBe("stored-word")
    await robot.press(ctrlS)
    await robot.sees("Save it all the same, untested?")
    await robot.press("y")
    await robot.sees("acme-shop was saved.")
    expect(world.secrets.get("channel:1/password")).toBe("hunter2")
  })

  it("is not saved when it is left while it signs in, nor untried what was typed meanwhile", async () => {
    const world = worldOf()
    await open(world)
    let answer = Promise.withResolvers<void>()
    world.answering = answer.promise
    world.connection = ["Signed in."]
    await robot.press("E")
    await robot.sees("stored, never shown")
    await robot.press(down, down, down, down, ...typing("hunter2"), ctrlS)
    await robot.sees("Signing in with what is typed")
    await robot.press("x")
    answer.resolve()
    await robot.sees("Signed in.")
    expect(world.secrets.get("channel:1/password")).toBe("stored-word")
    answer = Promise.withResolvers()
    world.answering = answer.promise
    await robot.press(ctrlS)
    await robot.sees("Signing in with what is typed")
    await robot.press("\x1b")
    await robot.sees("Leave? 1 changed field of acme-shop is not saved.")
    await robot.press("y")
    await robot.sees("auto-processing")
    answer.resolve()
    await robot.press("2")
    await robot.misses("auto-processing")
    expect(world.secrets.get("channel:1/password")).toBe("stored-word")
  })

  it("takes of each field what the page takes, and says in its line what it left out; a secret is never cut", async () => {
    const world = worldOf()
    await open(world)
    await robot.press("E")
    await robot.sees("Order source value")
    await robot.press(down, pasted("d".repeat(437)))
    await robot.sees("400 characters at most; 37 were left out")
    await robot.press(ctrlS)
    await robot.sees("acme-shop was saved.")
    expect(world.client).toMatchObject({ description: "d".repeat(400) })
    await robot.press("E")
    await robot.sees("Order source value")
    await robot.press(down, down, down, down)
    await robot.sees("Of the administrator.")
    await robot.press(pasted("-----BEGIN\nKEY-----\n"))
    await robot.sees("That has several lines, and a field has one")
  })

  it("asks before changes are left, and asks for services last", async () => {
    const world = worldOf()
    await open(world)
    await robot.press("E")
    await robot.sees("Order source value")
    await robot.press(pageDown, pageDown, pageDown, pageDown)
    await robot.sees("Inventory upload")
    await robot.press(clear, ...typing("30"), "\x1b")
    await robot.sees("Leave? 1 changed field of acme-shop is not saved.")
    await robot.press("n", ctrlS)
    await robot.sees("acme-shop was saved.")
    expect(world.salesChannels[0]?.services.at(-1)).toEqual({
      service: "inventory_upload",
      enabled: true,
      everyMinutes: 30
    })
  })

  it("does not write over what somebody else changed meanwhile, says who did what, and takes it in beneath what was typed", async () => {
    const world = worldOf()
    await open(world)
    await robot.press("E")
    await robot.sees("Order source value")
    await robot.press(clear, ...typing("Bell"))
    world.changeChannel(1, { plan: "vip", version: 2 })
    world.client = { ...world.client, orderSourceValue: "WEB-7" }
    world.sight.activity = [
      {
        id: 1,
        at: new Date("2026-11-22T03:11:00Z"),
        actor: "ben",
        act: "changed",
        subject: { kind: "channel", id: 1, name: "acme-shop" },
        changes: [{ field: "plan", before: "basic", after: "vip" }],
        note: ""
      }
    ]
    await robot.press(ctrlS)
    await robot.sees("ben changed acme-shop meanwhile, at 2026-11-22 03:11Z: plan: ")
    await robot.sees("Nothing was written: look again, then change it.")
    await robot.misses("WEB-7")
    await robot.press(ctrlR)
    await robot.sees("what you typed stays")
    await robot.sees("WEB-7")
    await robot.sees("Bell")
    await robot.press(ctrlS)
    await robot.sees("acme-shop was saved.")
    expect(world.client).toMatchObject({ name: "Bell", orderSourceValue: "WEB-7" })
    expect(world.salesChannels[0]).toMatchObject({ plan: "vip", version: 3 })
  })
})

describe("a channel, set up", () => {
  it("is asked for in the order of the page, can be left, is gone on with, and is saved after it was tried", async () => {
    const world = worldOf()
    const asking = supplier(1, "North", ["Ground"])
    world.suppliers = [{ ...asking, terms: { channelFields: { warehouse: "the code of your warehouse" } } }]
    await open(world)
    await robot.press("N")
    await robot.sees("A new channel")
    // Nobody else can have changed what is not stored.
    await robot.misses("look again")
    await robot.press(...typing("eu-shop"), down, ...typing("vendure"), down)
    await robot.sees("docs/channels/vendure.md")
    await robot.sees("Admin API")
    await robot.press(clear, ...typing("Bell"), down, down, down)
    await robot.press(...typing("https://eu.example"), down, ...typing("hunter2"), down)
    await robot.press("\x1b")
    await robot.misses("A new channel")
    expect(world.drafts).toMatchObject([{ name: "eu-shop", leftBy: "ana" }])
    expect(JSON.stringify(world.drafts)).not.toContain("hunter2")
    expect(world.secrets.get("draft:eu-shop/password")).toBe("hunter2")

    await robot.press("N")
    await robot.sees("ana left a set-up of eu-shop.")
    await robot.press("y")
    await robot.sees("https://eu.example")
    await robot.press(ctrlS)
    await robot.sees("warehouse is needed.")
    await robot.press(...typing("E1"), ctrlS)
    await robot.sees("eu-shop was saved.")
    expect(world.salesChannels.at(-1)).toMatchObject({
      name: "eu-shop",
      kind: "vendure",
      settings: { url: "https://eu.example" },
      eligibleStatuses: ["PaymentSettled"],
      supplierValues: { warehouse: "E1" },
      services: []
    })
    expect(world.secrets.get("channel:2/password")).toBe("hunter2")
    expect(world.drafts).toEqual([])
    expect([...world.secrets.keys()].filter((key) => key.startsWith("draft:"))).toEqual([])
  })
})

describe("the form as a picture", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ])
    it(`edited, at ${size.columns}x${size.rows}`, async () => {
      await open(worldOf(), size)
      await robot.press("E")
      await robot.sees("Order source value")
      await robot.press(down, down, ...typing("ACME-US"), down, down, down, down, "x")
      await robot.sees("takes one of yes, no")
      expect(robot.lines().join("\n")).not.toContain("\u202e")
      expect(robot.lines()).toMatchSnapshot()
    })
})
