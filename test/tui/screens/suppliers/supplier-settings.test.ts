import "../../presenter/force-color.ts"
import { afterEach, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { supplier } from "../../world/sample-parties.ts"

const ctrlS = "\x13"
const clear = "\x15"
const down = "\x1b[B"
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
  await robot.sees("Northwind was saved. t signs in with what is stored now.")
  expect(world.secrets.get("supplier:1/password")).toBe("hunter2")
  // What the form does not ask for is not lost.
  expect(world.suppliers[0]?.settings).toEqual({
    host: "files.example",
    hostKey: "SHA256:abc",
    folder: "in"
  })
})

it("does not write over what somebody else changed meanwhile, and keeps what was typed", async () => {
  const world = await open()
  await robot.press(clear, ...typing("Ana"))
  world.changeSupplier(1, { contact: "Ben" })
  await robot.press(ctrlS)
  await robot.sees("Northwind was changed by somebody else meanwhile: contact: ")
  await robot.sees("Ana")
  expect(world.suppliers[0]).toMatchObject({ contact: "Ben" })
  await robot.press("\x1b")
  await robot.sees("Leave? 1 changed field of Northwind is not saved.")
})
