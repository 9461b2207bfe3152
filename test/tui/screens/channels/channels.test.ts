import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChannelFailure, MailFailure } from "../../../../src/domain/ports/failure.ts"
import { ableChannel } from "../../../fixtures/channel-capabilities.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { channel, waitingOrder } from "../../world/sample-parties.ts"

const tested = { alertAddress: "ops@acme.example", alertTestedAt: new Date(nowMs - 720_000) }
const on = {
  ...tested,
  autoProcessing: true,
  autoProcessingBy: "ben",
  autoProcessingAt: new Date(nowMs - 86_400_000)
}

const worldOf = (change: (world: ChangingWorld) => void = () => undefined): ChangingWorld => {
  const world = new ChangingWorld()
  world.salesChannels = [channel(1), channel(2, on)]
  world.orders = [waitingOrder(42, { action: "process" }), waitingOrder(41, { action: "process" })]
  world.connection = ["Signed in as administrator.", "Read one order: #1042."]
  world.kinds = [
    {
      kind: "vendure",
      label: "Vendure",
      testedBy: "live",
      fields: [
        {
          name: "url",
          label: "Admin API",
          help: "Where the shop's Admin API answers.",
          secret: false,
          required: true
        },
        { name: "password", label: "Password", help: "Of the administrator.", secret: true, required: true }
      ],
      defaultEligibleStatuses: [],
      partialFulfillment: true,
      ...ableChannel,
      notifiesBuyer: true
    }
  ]
  change(world)
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("5")
  await robot.sees("CHANNEL")
  return world
}
afterEach(() => robot.quit())

const ctrlS = "\x13"
const ctrlT = "\x14"

describe("switching auto-processing on", () => {
  it("needs a tested alert address, then the channel's name, and records who accepted", async () => {
    const world = await open(worldOf())
    await robot.sees("acme-shop")
    await robot.press("A")
    await robot.sees("2 orders are ready and will be SENT now ($368.40).")
    await robot.sees("authority as if you had placed it yourself")
    await robot.press(ctrlS)
    await robot.sees("Send a test to the alert address first: ctrl-t.")
    await robot.press(..."ops@acme.example", ctrlT, "y")
    await robot.sees("A test alert was sent to ops@acme.example.")
    expect(world.mails).toEqual(["ops@acme.example"])
    await robot.press(..."acme-sho", ctrlS)
    await robot.sees("type the channel's name exactly: acme-shop")
    expect(world.switched).toEqual([])
    await robot.press("p", "\r", ctrlS)
    await robot.sees("Auto-processing of acme-shop is ON. 2 ready orders were handed to the workers.")
    await robot.press("z")
    await robot.sees("UNDO auto-processing of acme-shop: orders that come wait for you again")
    await robot.press("n")
    expect(world.switched).toEqual([{ on: true, actor: "ana" }])
    expect(world.jobs).toEqual([
      { job: "orders.process", orderIds: [42, 41], actor: "auto-processing (accepted by ana)" }
    ])
  })

  it("another address than the tested one has to be tested again", async () => {
    const world = await open(
      worldOf((w) => {
        w.salesChannels = [channel(1, tested)]
      })
    )
    await robot.sees("acme-shop")
    await robot.press("A")
    await robot.sees("test sent")
    await robot.press(..."acme-shop", "\t", "x", ctrlS)
    await robot.sees("Send a test to the alert address first")
    expect(world.switched).toEqual([])
  })

  it("enter is never the consent", async () => {
    const world = await open(
      worldOf((w) => {
        w.salesChannels = [channel(1, tested)]
      })
    )
    await robot.sees("acme-shop")
    await robot.press("A")
    await robot.sees("test sent")
    await robot.press(..."acme-shop", "\r", "\r", "\r")
    expect(world.switched).toEqual([])
  })

  it("says why a test was not sent until the address is typed anew, and stays off", async () => {
    const world = await open(
      worldOf((w) => {
        w.mailFailure = new MailFailure({ reason: "Rejected", message: "550 no such mailbox" })
      })
    )
    await robot.sees("acme-shop")
    await robot.press("A")
    await robot.sees("OFF → ON")
    await robot.press(..."ops@acme.example", ctrlT, "y")
    await robot.sees("The test was not sent: 550 no such mailbox")
    await robot.press("\t", "a")
    await robot.sees("The test was not sent: 550 no such mailbox")
    await robot.press("\t", "x")
    await robot.misses("550 no such mailbox")
    expect(world.switched).toEqual([])
  })

  it("esc asks before it forgets what was typed", async () => {
    await open(worldOf())
    await robot.sees("acme-shop")
    await robot.press("A")
    await robot.sees("OFF → ON")
    await robot.press("o", "\x1b")
    await robot.sees("Leave? Auto-processing of acme-shop stays off")
    await robot.press("y")
    await robot.misses("OFF → ON")
  })
})

describe("the channel keys", () => {
  it("A switches off with y, not with enter", async () => {
    const world = await open(worldOf())
    await robot.sees("shop-2")
    await robot.press("j", "A", "\r")
    await robot.sees("Nothing was changed.")
    expect(world.switched).toEqual([])
    await robot.press("A", "y")
    await robot.sees("Auto-processing of shop-2 is off")
    expect(world.switched).toEqual([{ on: false, actor: "ana" }])
  })

  it("t shows what the connection answered, line by line", async () => {
    await open(worldOf())
    await robot.sees("acme-shop")
    await robot.press("t")
    await robot.sees("Test of acme-shop: passed")
    await robot.sees("Read one order: #1042.")
  })

  it("t shows why it failed", async () => {
    await open(
      worldOf((w) => {
        w.connection = new ChannelFailure({
          reason: "Unauthorized",
          message: "The shop refused the password. Set it anew."
        })
      })
    )
    await robot.sees("acme-shop")
    await robot.press("t")
    await robot.sees("The shop refused the password. Set it anew.")
  })

  it("enter shows every setting with its help, and no secret", async () => {
    await open(
      worldOf((w) => {
        w.salesChannels = [channel(1, on)]
      }),
      { columns: 120, rows: 60 }
    )
    await robot.sees("acme-shop")
    await robot.press("\r")
    await robot.sees("kept in the vault, never shown")
    await robot.sees("Where the shop's Admin API answers.")
    await robot.press("\x1b[F")
    await robot.sees("ben, 2026-11-21 14:02:07 UTC")
  })
})
