import "../../presenter/force-color.ts"
import { afterEach, expect, it } from "vitest"
import { TransportFailure } from "../../../../src/domain/ports/failure.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { supplier } from "../../world/sample-parties.ts"

const ctrlS = "\x13"
const ctrlT = "\x14"
const ctrlR = "\x12"
const clear = "\x15"
const down = "\x1b[B"
const up = "\x1b[A"
const typing = (text: string): ReadonlyArray<string> => [...text]

let robot: Robot
const open = async (size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  world.suppliers = [
    {
      ...supplier(1, "Northwind", ["Ground"]),
      transport: "csv-sftp",
      settings: { host: "sftp.example", hostKey: "SHA256:abc", folder: "in" }
    }
  ]
  world.secrets.set("supplier:1/password", "stored-word")
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.press("6")
  await robot.sees("Northwind")
  await robot.press("E")
  await robot.sees("Whom one calls when an order is in doubt")
  return world
}
afterEach(() => robot.quit())

/** To the field of the transport that is so far below the seven of every supplier. */
const ownField = (below: number): ReadonlyArray<string> => Array.from({ length: 7 + below }, () => down)

it("shows each field with its help, says what is wrong where it is wrong, and saves what was changed alone", async () => {
  const world = await open()
  await robot.press(ctrlS)
  await robot.sees("Nothing was changed.")
  await robot.press(clear, ...typing("Ana, until six"), down, down, clear, ...typing("usd"), ctrlS)
  await robot.sees("Currency takes a code of three letters, like USD.")
  await robot.press(clear, ...typing("EUR"), down, clear, ...typing("none"), ctrlS)
  await robot.sees("Tracking none is accepted by command")
  await robot.press(clear, ...typing("carrier"), down, down, clear, ...typing("phone, moon"), ctrlS)
  await robot.sees("Must have has no field moon.")
  await robot.press(clear, ...typing("phone, city"))
  await robot.sees("save 4 changed fields")
  await robot.press(ctrlS)
  await robot.sees("Northwind was saved. Orders that wait for it are checked anew.")
  expect(world.suppliers[0]).toMatchObject({
    contact: "Ana, until six",
    currency: "EUR",
    trackingSource: "carrier",
    requiredFields: ["phone", "city"],
    settings: { host: "sftp.example", hostKey: "SHA256:abc", folder: "in" }
  })
})

it("keeps what the way to it needs, and shows a secret neither stored nor typed", async () => {
  const world = await open()
  await robot.press(...ownField(0))
  await robot.sees("The name of their server.")
  await robot.press(clear, ctrlS)
  await robot.sees("Host is needed.")
  await robot.press(...typing("files.example"), down, down)
  await robot.sees("What they gave you for it.")
  await robot.sees("stored, never shown")
  await robot.press(...typing("hunter2"))
  await robot.sees("•••••••")
  expect(robot.lines().join("\n")).not.toMatch(/hunter2|stored-word/)
  await robot.press(ctrlS)
  await robot.sees("Northwind was saved.")
  expect(world.secrets.get("supplier:1/password")).toBe("hunter2")
  // What the form does not ask for is not lost.
  expect(world.suppliers[0]?.settings).toEqual({
    host: "files.example",
    hostKey: "SHA256:abc",
    folder: "in"
  })
})

it("signs in with what is typed, stores nothing of it, and saves what does not work only when told to", async () => {
  const world = await open()
  world.supplierConnection = new TransportFailure({
    reason: "Unauthorized",
    message: "The login is refused."
  })
  await robot.press(...ownField(0), clear, ...typing("files.example"), down, down, ...typing("hunter2"))
  await robot.press(ctrlT)
  await robot.sees("It did not work: The login is refused.")
  expect(world.tried).toMatchObject([
    { supplier: { settings: { host: "files.example", folder: "in" } }, secrets: { password: "hunter2" } }
  ])
  await robot.press(ctrlS)
  await robot.sees("It did not work. Save it all the same, untested?")
  await robot.press("n")
  expect(world.suppliers[0]?.settings).toMatchObject({ host: "sftp.example" })
  expect(world.secrets.get("supplier:1/password")).toBe("stored-word")
  expect(robot.lines().join("\n")).not.toMatch(/hunter2|stored-word/)
  world.supplierConnection = ["Signed in as us."]
  await robot.press(ctrlT)
  await robot.sees("Signed in as us.")
  expect(world.suppliers[0]?.settings).toMatchObject({ host: "sftp.example" })
  await robot.press(ctrlS)
  await robot.sees("Northwind was saved.")
  expect(world.suppliers[0]?.settings).toMatchObject({ host: "files.example" })
})

it("is not saved when it is left while it signs in, nor untried what was typed meanwhile", async () => {
  const world = await open()
  world.supplierConnection = ["Signed in as us."]
  let answer = Promise.withResolvers<void>()
  world.answering = answer.promise
  await robot.press(...ownField(0), clear, ...typing("files.example"), ctrlS)
  await robot.sees("Signing in with what is typed")
  await robot.press("x")
  answer.resolve()
  await robot.sees("Signed in as us.")
  await robot.sees("files.examplex")
  expect(world.suppliers[0]?.settings).toMatchObject({ host: "sftp.example" })
  answer = Promise.withResolvers()
  world.answering = answer.promise
  await robot.press(ctrlS)
  await robot.sees("Signing in with what is typed")
  await robot.press("\x1b")
  await robot.sees("Leave? 1 changed field of Northwind is not saved.")
  await robot.press("y")
  await robot.sees("halt sends to it")
  answer.resolve()
  await robot.press("2")
  await robot.misses("halt sends to it")
  expect(world.suppliers[0]?.settings).toMatchObject({ host: "sftp.example" })
})

it("signs in with the stored secrets where none is typed, each time as somebody nobody has signed in as", async () => {
  const world = await open()
  world.supplierConnection = ["Signed in as us."]
  await robot.press(ctrlT)
  await robot.sees("Signed in as us.")
  await robot.press(down, up, ctrlT)
  await robot.sees("Signed in as us.")
  expect(world.tried.map(({ secrets }) => secrets)).toEqual([
    { password: "stored-word" },
    { password: "stored-word" }
  ])
  const ids = world.tried.map(({ supplier: { id } }) => id)
  expect(new Set([1, ...ids]).size).toBe(3)
  expect(robot.lines().join("\n")).not.toMatch(/stored-word/)
})

it("does not write over what somebody else changed meanwhile, says who did what, and takes it in beneath what was typed", async () => {
  const world = await open()
  await robot.press(clear, ...typing("Ana"))
  world.changeSupplier(1, { contact: "Ben", currency: "EUR" })
  world.sight.activity = [
    {
      id: 1,
      at: new Date("2026-11-22T03:11:00Z"),
      actor: "ben",
      act: "changed",
      subject: { kind: "supplier", id: 1, name: "Northwind" },
      changes: [
        { field: "contact", before: "", after: "Ben" },
        { field: "currency", before: "USD", after: "EUR" }
      ],
      note: ""
    }
  ]
  await robot.press(ctrlS)
  await robot.sees("ben changed Northwind meanwhile, at 2026-11-22 03:11Z: contact: ")
  await robot.sees("also currency. Nothing was written: look again, then change it.")
  expect(world.suppliers[0]).toMatchObject({ contact: "Ben" })
  await robot.press(ctrlR)
  await robot.sees("what you typed stays")
  await robot.sees("EUR")
  await robot.sees("Ana")
  await robot.press(ctrlS)
  await robot.sees("Northwind was saved.")
  expect(world.suppliers[0]).toMatchObject({ contact: "Ana", currency: "EUR" })
})

it("asks before what was typed is left", async () => {
  await open()
  await robot.press(clear, ...typing("Ana"), "\x1b")
  await robot.sees("Leave? 1 changed field of Northwind is not saved.")
})
