import { existsSync } from "node:fs"
import { readdir, readFile, rename, unlink, writeFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { everyWay, ftpWorld, served } from "./file-worlds.ts"
import { Transport } from "./transport-fixture.ts"

const final = "inbound/ALD-000001.csv"
const temporary = "inbound/.ALD-000001.csv.1.tmp"

describe.each(everyWay)("a purchase order by %s", (_way, open) => {
  it("arrives with its very bytes under its name, and nothing else", async () => {
    await using world = await open()
    const { content } = await world.intent()
    expect(await world.send()).toMatchObject({
      _tag: "Sent",
      receipt: { kind: "transport_receipt", detail: { compared: "sha256", checkedAfterRename: true } }
    })
    expect(await readFile(world.at(final))).toEqual(Buffer.from(content))
    expect(await readdir(world.at("inbound"))).toEqual(["ALD-000001.csv"])
    expect(world.transport.marks).toBe(1)
  })

  it("is known again and not sent twice", async () => {
    await using world = await open()
    await world.send()
    expect(await world.send("transmitting")).toMatchObject({
      _tag: "Sent",
      receipt: { detail: { wasThere: true } }
    })
    expect(world.transport.marks).toBe(1)
    expect(await readdir(world.at("inbound"))).toEqual(["ALD-000001.csv"])
  })

  it.each(["shorter", "as long"])("never replaces another file of its name that is %s", async (which) => {
    await using world = await open()
    const { content } = await world.intent()
    const theirs = "x".repeat(which === "shorter" ? 10 : content.length)
    await writeFile(world.at(final), theirs)
    expect(await world.send()).toMatchObject({ _tag: "Refused" })
    expect(await readFile(world.at(final), "utf8")).toBe(theirs)
    expect(world.transport.marks).toBe(0)
  })

  it("never replaces one that took the name after the last look", async () => {
    await using world = await open()
    const intent = await world.intent()
    const taken = Effect.promise(() => writeFile(world.at(final), "theirs"))
    const answer = await world.transport.run((t) => t.send(world.supplier, intent, taken))
    expect(answer._tag).toBe("Refused")
    expect(await readFile(world.at(final), "utf8")).toBe("theirs")
  })

  it("leaves nothing behind the mark when the mark cannot be set", async () => {
    await using world = await open()
    const intent = await world.intent()
    const mine = { _tag: "LeaseLost" } as const
    const failure = await world.transport.run((t) =>
      Effect.flip(t.send(world.supplier, intent, Effect.fail(mine)))
    )
    expect(failure).toEqual(mine)
    expect(existsSync(world.at(final))).toBe(false)
    expect((await world.lookUp("transmitting"))._tag).toBe("NotSent")
  })

  it.each([
    ["planned", "NotSent"],
    ["claimed", "NotSent"],
    ["transmitting", "CannotTell"],
    ["in_doubt", "CannotTell"]
  ] as const)("with no file at all, %s: %s", async (before, answer) => {
    await using world = await open()
    expect((await world.lookUp(before))._tag).toBe(answer)
  })

  it("is found by its bytes, and in doubt once it was collected", async () => {
    await using world = await open()
    await world.send()
    expect((await world.lookUp("transmitting"))._tag).toBe("Found")
    await unlink(world.at(final))
    expect((await world.lookUp("transmitting"))._tag).toBe("CannotTell")
  })

  it("was not sent once its upload was taken away: a rename that comes late finds nothing", async () => {
    await using world = await open()
    await world.send()
    await rename(world.at(final), world.at(temporary))
    expect((await world.lookUp("transmitting"))._tag).toBe("NotSent")
    await expect(rename(world.at(temporary), world.at(final))).rejects.toThrow("ENOENT")
    // The answer of that look-up may have been lost: asked again, it says the same.
    expect((await world.lookUp("transmitting"))._tag).toBe("NotSent")
    expect(await world.send("transmitting")).toMatchObject({ _tag: "Sent" })
    expect(await readdir(world.at("inbound"))).toEqual(["ALD-000001.csv"])
  })

  it("takes the traces of earlier attempts away, and nothing else", async () => {
    await using world = await open()
    for (const trace of [
      ".ALD-000001.csv.1.tmp",
      ".ALD-000001.csv.1.void",
      ".ALD-0000012.csv.1.tmp",
      "theirs.tmp"
    ])
      await writeFile(world.at(`inbound/${trace}`), "x")
    expect(await world.send("transmitting")).toMatchObject({ _tag: "Sent" })
    expect((await readdir(world.at("inbound"))).sort()).toEqual([
      ".ALD-0000012.csv.1.tmp",
      "ALD-000001.csv",
      "theirs.tmp"
    ])
  })

  it("is in doubt when only the upload of another attempt lies there", async () => {
    await using world = await open()
    await writeFile(world.at("inbound/.ALD-000001.csv.3.tmp"), "of an attempt that was never marked")
    expect((await world.lookUp("transmitting"))._tag).toBe("CannotTell")
  })

  it("does not take another's file for its own", async () => {
    await using world = await open()
    const { content } = await world.intent()
    await writeFile(world.at(final), "x".repeat(content.length))
    expect((await world.lookUp("transmitting"))._tag).toBe("CannotTell")
    expect((await world.lookUp("claimed"))._tag).toBe("NotSent")
  })

  it("is not sent into a folder that is not there", async () => {
    await using world = await open({ settings: { inboundFolder: "nowhere" } })
    await world.sendFailure()
    expect(world.transport.marks).toBe(0)
    const test = await world.transport.failure((t) => t.test(world.supplier))
    expect(test).toMatchObject({ reason: "Misconfigured", message: expect.stringContaining("nowhere") })
  })

  it("can be tested without sending anything", async () => {
    await using world = await open()
    const lines = await world.transport.run((t) => t.test(world.supplier))
    expect(lines.slice(1)).toEqual([
      "Inbound folder inbound is there; 0 file(s) wait for the supplier.",
      "Outbound folder outbound is there; 0 shipment file(s) wait."
    ])
    expect(await readdir(world.at("inbound"))).toEqual([])
  })
})

describe.each(served)("a purchase order by %s, when things break", (_way, open) => {
  it.each([
    ["after", "Found"],
    ["before", "NotSent"]
  ] as const)("is unknown when the connection drops %s the rename, and then %s", async (when, found) => {
    await using world = await open()
    world.server.faults.dropRename = when
    expect((await world.send())._tag).toBe("Unknown")
    delete world.server.faults.dropRename
    expect((await world.lookUp("transmitting"))._tag).toBe(found)
    expect(await world.send("transmitting")).toMatchObject({ _tag: "Sent" })
    expect(await readdir(world.at("inbound"))).toEqual(["ALD-000001.csv"])
    expect(world.transport.marks).toBe(found === "Found" ? 1 : 2)
  })

  it("is removed and tried again when half of it arrived", async () => {
    await using world = await open()
    world.server.faults.keepBytes = 7
    expect(await world.sendFailure()).toMatchObject({ reason: "Malformed", settlement: { _tag: "Retry" } })
    expect(await readdir(world.at("inbound"))).toEqual([])
    expect(world.transport.marks).toBe(0)
    delete world.server.faults.keepBytes
    expect((await world.send())._tag).toBe("Sent")
  })

  it("says what the server said when it refuses the rename", async () => {
    await using world = await open()
    world.server.faults.refuseRename = true
    const answer = await world.send()
    expect(answer._tag).toBe("Refused")
    expect(JSON.stringify(answer)).toContain("quota")
  })

  it("asks for the right when writing is forbidden", async () => {
    await using world = await open()
    world.server.faults.refuseWrites = true
    expect(await world.sendFailure()).toMatchObject({ reason: "Misconfigured", settlement: { _tag: "Stop" } })
    expect(world.transport.marks).toBe(0)
  })

  it("waits for no silent server for ever", async () => {
    await using world = await open({ operationMs: 500 })
    world.server.faults.silent = true
    expect(await world.sendFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(world.transport.marks).toBe(0)
  })

  it("is unknown when nobody ever answers the rename, and found by a new connection", async () => {
    await using world = await open({ operationMs: 1_500 })
    world.server.faults.silentRename = true
    const intent = await world.intent()
    const attempt = () =>
      world.transport.run((t) => Effect.result(t.send(world.supplier, intent, world.transport.mark)))
    let answer = await attempt()
    // So short a limit can end an earlier step on a slow machine. Nothing was marked then, and one tries again.
    while (answer._tag === "Failure" && world.transport.marks === 0) answer = await attempt()
    expect(answer).toMatchObject({ _tag: "Success", success: { _tag: "Unknown" } })
    await using later = new Transport({ password: world.password })
    const found = await later.run((t) => t.lookUp(world.supplier, { ...intent, before: "transmitting" }))
    expect(found._tag).toBe("Found")
  })

  it("leaves an answer alone that still grows", async () => {
    await using world = await open()
    await writeFile(world.at("outbound/grows.csv"), "po_number")
    await writeFile(world.at("outbound/whole.csv"), "x")
    world.server.faults.grows = "outbound/grows.csv"
    expect((await world.receive()).map((file) => file.name)).toEqual(["whole.csv"])
  })
})

describe("a purchase order by FTP", () => {
  const open = ftpWorld({ security: "explicit", requireReuse: true })

  it("uses the TLS session of the first connection for every file", async () => {
    await using world = await open()
    await world.send()
    expect(world.server.fresh).toBe(0)
    expect(world.server.resumed).toBeGreaterThan(1)
    expect(world.server.sessions).toBe(1)
  })

  it("is unknown when the server says goodbye instead of yes", async () => {
    await using world = await open()
    world.server.faults.goodbye = true
    expect((await world.send())._tag).toBe("Unknown")
    expect((await world.lookUp("transmitting"))._tag).toBe("Found")
  })

  it("proves that nothing was taken when the connection drops before the name was said", async () => {
    await using world = await open()
    world.server.faults.dropRenameFrom = true
    expect(await world.sendFailure()).toMatchObject({ reason: "Unreachable", nothingTaken: true })
    delete world.server.faults.dropRenameFrom
    expect(world.transport.marks).toBe(1)
    expect((await world.lookUp("transmitting"))._tag).toBe("NotSent")
  })

  it("compares more than the size", async () => {
    await using world = await open()
    world.server.faults.garble = true
    expect(await world.sendFailure()).toMatchObject({ reason: "Malformed" })
    expect(await readdir(world.at("inbound"))).toEqual([])
  })

  it("settles for the size where the folder may not be read, and says so", async () => {
    await using world = await open()
    world.server.faults.refuseReads = true
    expect(await world.send()).toMatchObject({ _tag: "Sent", receipt: { detail: { compared: "size" } } })
  })

  it("is tried again when the upload breaks off", async () => {
    await using world = await open()
    world.server.faults.cutUpload = true
    const failure = await world.sendFailure()
    expect(failure.settlement._tag).not.toBe("Stop")
    expect(world.transport.marks).toBe(0)
    delete world.server.faults.cutUpload
    expect((await world.send())._tag).toBe("Sent")
  })

  it("sends a batch over one session", async () => {
    await using world = await open()
    const intents = await Promise.all(Array.from({ length: 5 }, () => world.intent()))
    const answers = await Promise.all(
      intents.map((intent, index) => {
        const named = { ...intent, identifiers: { fileName: `ALD-${index}.csv` } }
        return world.transport.run((t) => t.send(world.supplier, named, world.transport.mark))
      })
    )
    expect(answers.map((answer) => answer._tag)).toEqual(["Sent", "Sent", "Sent", "Sent", "Sent"])
    expect(world.server.sessions).toBe(1)
  })
})
