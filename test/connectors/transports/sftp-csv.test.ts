import { existsSync } from "node:fs"
import { readFile, rename, writeFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { DispatchState } from "../../../src/domain/model/dispatch-intent.ts"
import type { Supplier } from "../../../src/domain/model/supplier.ts"
import { closedPort } from "../json-server.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpPrivateKey, sftpUser } from "./sftp-server.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transport-fixture.ts"

const final = "inbound/ALD-000001.csv"
const temporary = "inbound/.ALD-000001.csv.1.tmp"

const supplierAt = (port: number, settings: Readonly<Record<string, string>> = {}): Supplier =>
  supplierOf("sftp-csv", {
    host: "127.0.0.1",
    port: String(port),
    user: sftpUser,
    hostKey: hostFingerprint,
    inboundFolder: "inbound",
    outboundFolder: "outbound",
    archiveFolder: "outbound/archive",
    ...settings
  })

const open = async (times: { readonly operationMs?: number } = {}) => {
  const server = await SftpTestServer.open()
  const transport = new Transport({ password: sftpPassword }, times)
  const supplier = supplierAt(server.port)
  const rendered = await transport.render(supplier)
  const send = (before: DispatchState = "planned") =>
    transport.run((t) => t.send(supplier, intentOf(rendered, before), transport.mark))
  const lookUp = (before: DispatchState) =>
    transport.run((t) => t.lookUp(supplier, intentOf(rendered, before)))
  return {
    server,
    transport,
    supplier,
    rendered,
    send,
    lookUp,
    sendFailure: () => transport.failure((t) => t.send(supplier, intentOf(rendered), transport.mark)),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    }
  }
}

describe("sending a purchase order by SFTP", () => {
  it("delivers the very bytes under their name, and nothing else", async () => {
    await using world = await open()
    const answer = await world.send()
    expect(answer).toMatchObject({
      _tag: "Sent",
      receipt: { kind: "transport_receipt", detail: { file: "ALD-000001.csv", checkedAfterRename: true } }
    })
    expect(await readFile(world.server.at(final))).toEqual(Buffer.from(world.rendered.content))
    expect(existsSync(world.server.at(temporary))).toBe(false)
    expect(world.transport.marks).toBe(1)
  })

  it("marks right before the rename, when the upload is known to be whole", async () => {
    await using world = await open()
    const seen: Array<string | undefined> = []
    const mark = Effect.sync(() => void seen.push(world.server.operations.at(-1)))
    await world.transport.run((t) => t.send(world.supplier, intentOf(world.rendered), mark))
    expect(seen).toEqual([`stat ${final}`])
    expect(world.server.operations).toContain(`rename ${temporary} ${final}`)
  })

  it("renames nothing when the mark cannot be set, and hands its failure on as it is", async () => {
    await using world = await open()
    const mine = { _tag: "LeaseLost" } as const
    const failure = await world.transport.run((t) =>
      Effect.flip(t.send(world.supplier, intentOf(world.rendered), Effect.fail(mine)))
    )
    expect(failure).toBe(mine)
    expect(existsSync(world.server.at(final))).toBe(false)
  })

  it("delivers an order of many packets whole, and knows it again", async () => {
    await using world = await open()
    const line = orderOf().lines[0]
    const lines = Array.from({ length: 2_000 }, () => line).filter((l) => l !== undefined)
    const intent = intentOf(await world.transport.render(world.supplier, orderOf({ lines })))
    expect(intent.content.length).toBeGreaterThan(300_000)
    await world.transport.run((t) => t.send(world.supplier, intent, world.transport.mark))
    expect(await readFile(world.server.at(final))).toEqual(Buffer.from(intent.content))
    const found = await world.transport.run((t) =>
      t.lookUp(world.supplier, { ...intent, before: "transmitting" })
    )
    expect(found._tag).toBe("Found")
  })

  it("uses one connection for a batch", async () => {
    await using world = await open()
    const orders = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => world.transport.render(world.supplier, orderOf({ number: `ALD-${n}` })))
    )
    const answers = await Promise.all(
      orders.map((o) => world.transport.run((t) => t.send(world.supplier, intentOf(o), world.transport.mark)))
    )
    expect(answers.map((a) => a._tag)).toEqual(["Sent", "Sent", "Sent", "Sent", "Sent"])
    expect(world.server.sessions).toBe(1)
  })

  it("connects anew after the server hung up", async () => {
    await using world = await open()
    await world.lookUp("claimed")
    world.server.dropAll()
    // Until the client heard of it a question on the old connection fails; one on a new one makes a session.
    await expect
      .poll(
        () =>
          world.lookUp("claimed").then(
            () => world.server.sessions,
            () => 0
          ),
        { timeout: 60_000 }
      )
      .toBe(2)
    expect((await world.send())._tag).toBe("Sent")
    expect(world.server.sessions).toBe(2)
  })

  it("overwrites what an earlier attempt left under the temporary name", async () => {
    await using world = await open()
    await writeFile(world.server.at(temporary), "x".repeat(99_999))
    expect((await world.send())._tag).toBe("Sent")
    expect(await readFile(world.server.at(final))).toEqual(Buffer.from(world.rendered.content))
  })

  it("knows its own file again and does not send it twice", async () => {
    await using world = await open()
    await world.send()
    expect(await world.send()).toMatchObject({ _tag: "Sent", receipt: { detail: { wasThere: true } } })
    expect(world.transport.marks).toBe(1)
    expect(existsSync(world.server.at(temporary))).toBe(false)
  })

  it("does not overwrite another's file of the same name and size", async () => {
    await using world = await open()
    const other = "x".repeat(world.rendered.content.length)
    await writeFile(world.server.at(final), other)
    expect(await world.send()).toMatchObject({ _tag: "Refused", evidence: { kind: "refusal" } })
    expect(await readFile(world.server.at(final), "utf8")).toBe(other)
    expect(world.transport.marks).toBe(0)
  })

  it("removes an upload that is not whole and tries again later", async () => {
    await using world = await open()
    world.server.faults.keepBytes = 7
    expect(await world.sendFailure()).toMatchObject({ reason: "Malformed", settlement: { _tag: "Retry" } })
    expect(existsSync(world.server.at(temporary))).toBe(false)
    expect(world.transport.marks).toBe(0)
  })

  it.each(["before", "after"] as const)(
    "does not know when the connection drops %s the rename",
    async (when) => {
      await using world = await open()
      world.server.faults.dropRename = when
      expect((await world.send())._tag).toBe("Unknown")
      delete world.server.faults.dropRename
      expect((await world.lookUp("transmitting"))._tag).toBe(when === "after" ? "Found" : "NotSent")
    }
  )

  it("says what the server said when it refuses the rename", async () => {
    await using world = await open()
    world.server.faults.refuseRename = true
    const answer = await world.send()
    expect(answer).toMatchObject({ _tag: "Refused" })
    expect(JSON.stringify(answer)).toContain("quota")
  })

  it("asks for the right when writing is forbidden", async () => {
    await using world = await open()
    world.server.faults.refuseWrites = true
    expect(await world.sendFailure()).toMatchObject({ reason: "Misconfigured", settlement: { _tag: "Stop" } })
  })

  it("does not wait for ever on a silent server", async () => {
    await using world = await open({ operationMs: 500 })
    world.server.faults.silent = true
    expect(await world.sendFailure()).toMatchObject({ reason: "NoAnswer" })
  })
})

describe("looking a purchase order up", () => {
  it.each([
    ["planned", "NotSent"],
    ["claimed", "NotSent"],
    ["transmitting", "CannotTell"],
    ["in_doubt", "CannotTell"]
  ] as const)("with no file at all, %s: %s", async (before, answer) => {
    await using world = await open()
    expect((await world.lookUp(before))._tag).toBe(answer)
  })

  it("proves not sent by our temporary file", async () => {
    await using world = await open()
    await writeFile(world.server.at(temporary), "half")
    expect((await world.lookUp("transmitting"))._tag).toBe("NotSent")
  })

  it("cannot tell after the supplier collected the file", async () => {
    await using world = await open()
    await world.send()
    await rename(world.server.at(final), world.server.at("collected.csv"))
    expect((await world.lookUp("transmitting"))._tag).toBe("CannotTell")
  })

  it("does not take another's file for ours", async () => {
    await using world = await open()
    await writeFile(world.server.at(final), "other")
    expect((await world.lookUp("transmitting"))._tag).toBe("CannotTell")
  })
})

describe("reaching the server", () => {
  const trying = async (
    supplier: Supplier,
    secrets: Readonly<Record<string, string>> = { password: sftpPassword }
  ) => {
    await using transport = new Transport(secrets)
    const failure = await transport.failure((t) => t.test(supplier))
    expect(JSON.stringify(failure)).not.toContain("canary")
    return failure
  }

  it("tells that nobody listens", async () => {
    expect(await trying(supplierAt(await closedPort()))).toMatchObject({ reason: "Unreachable" })
  })

  it("tells a wrong password from a wrong address", async () => {
    await using server = await SftpTestServer.open()
    expect(await trying(supplierAt(server.port), { password: "canary-wrong" })).toMatchObject({
      reason: "Unauthorized"
    })
  })

  it("signs in with a private key instead of a password, and says when it cannot be read", async () => {
    await using server = await SftpTestServer.open()
    await using transport = new Transport({ privateKey: sftpPrivateKey })
    expect(await transport.run((t) => t.test(supplierAt(server.port)))).toContain(
      "Connected; the host key is the pinned one."
    )
    const failure = await trying(supplierAt(server.port), { privateKey: "canary-no-key" })
    expect(failure).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("OpenSSH form")
    })
  })

  it("sends no password to a server with another key", async () => {
    await using server = await SftpTestServer.open()
    const failure = await trying(supplierAt(server.port, { hostKey: `SHA256:${"A".repeat(43)}` }))
    // Of the supplier, not of one order: all that is to be sent waits behind its breaker.
    expect(failure).toMatchObject({ reason: "Unauthorized" })
    expect(failure.message).toContain(hostFingerprint)
    expect(server.sessions).toBe(0)
  })

  it("shows the key to compare when none is pinned, and goes no further", async () => {
    await using server = await SftpTestServer.open()
    const failure = await trying(supplierAt(server.port, { hostKey: "" }))
    expect(failure.message).toContain(`The server shows ${hostFingerprint}`)
    expect(server.sessions).toBe(0)
  })

  it("names what is missing", async () => {
    expect((await trying(supplierOf("sftp-csv", {}))).message).toContain("host, user")
    expect((await trying(supplierAt(22, { port: "70000" }))).message).toContain("port")
    expect((await trying(supplierAt(22), {})).message).toContain("password or privateKey")
  })

  it("says which folder is not there", async () => {
    await using server = await SftpTestServer.open()
    const failure = await trying(supplierAt(server.port, { inboundFolder: "nowhere" }))
    expect(failure).toMatchObject({ reason: "Misconfigured" })
    expect(failure.message).toContain("nowhere")
  })

  it("tells in words what works", async () => {
    await using world = await open()
    expect(await world.transport.run((t) => t.test(world.supplier))).toEqual([
      "Connected; the host key is the pinned one.",
      "Inbound folder inbound is there; 0 file(s) wait for the supplier.",
      "Outbound folder outbound is there; 0 shipment file(s) wait."
    ])
  })
})
