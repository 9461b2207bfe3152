import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { Supplier } from "../../../src/domain/model/supplier.ts"
import { selfSigned } from "../../../src/sandbox/self-signed.ts"
import { parseMail } from "../../e2e-vendure/world/mime.ts"
import { closedPort } from "../json-server.ts"
import { mailPassword, mailUser, type SmtpFaults, SmtpTestServer } from "./smtp-test-server.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transport-fixture.ts"

const supplierAt = (port: number, settings: Readonly<Record<string, string>> = {}): Supplier =>
  supplierOf(
    "email",
    {
      host: "127.0.0.1",
      port: String(port),
      security: "none",
      user: mailUser,
      from: "Zoë's Shop <po@shop.example>",
      to: "orders@birch.example",
      ...settings
    },
    { trackingSource: "none" }
  )

const open = async (faults: SmtpFaults = {}) => {
  const server = await SmtpTestServer.open()
  Object.assign(server.faults, faults)
  const transport = new Transport(
    { password: mailPassword },
    {},
    {},
    // Only silence has to be waited for.
    faults.silent === true ? { acceptMs: 600 } : {}
  )
  const supplier = supplierAt(server.port)
  const intent = intentOf(await transport.render(supplier))
  return {
    server,
    transport,
    supplier,
    intent,
    send: () => transport.run((t) => t.send(supplier, intent, transport.mark)),
    sendFailure: () => transport.failure((t) => t.send(supplier, intent, transport.mark)),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    }
  }
}

describe("rendering a purchase order as mail", () => {
  const render = async (more = {}, settings = {}) => {
    await using transport = new Transport({})
    return await transport.render(supplierAt(25, settings), orderOf(more))
  }

  it("gives the same bytes every time, and names that a repeat carries again", async () => {
    const [first, second] = [await render(), await render()]
    expect(Buffer.from(first.content)).toEqual(Buffer.from(second.content))
    expect(first.identifiers).toEqual({
      messageId: "<ald-000001.1.3.switchyard@shop.example>",
      to: "orders@birch.example",
      fileName: "ALD-000001.csv"
    })
    expect((await render({ revision: 2 })).identifiers.messageId).not.toBe(first.identifiers.messageId)
  })

  it("carries the CSV and says the same in words", async () => {
    const { headers, parts } = parseMail(Buffer.from((await render()).content))
    expect(headers.get("date")).toBe("Sun, 22 Nov 2026 03:00:00 +0000")
    expect(headers.get("to")).toBe("orders@birch.example")
    const [text, sheet] = parts
    expect(text?.content.toString()).toContain("2 x 00123E5  Linen Sheet  [line 11]")
    expect(sheet?.filename).toBe("ALD-000001.csv")
    expect(sheet?.content.toString()).toContain('"Zoë Buyer 🦜"')
  })

  it.each([
    "\r\nBcc: evil@x.example",
    "\nBcc: evil@x.example",
    "\u0000",
    "\u2028Bcc: x",
    "\r\n\r\nbody",
    "=?utf-8?Q?=0ABcc:?="
  ])("lets no header in through %j", async (payload) => {
    const more = {
      number: `ALD-1${payload}`,
      orderSource: payload,
      shipTo: { ...orderOf().shipTo, name: `Pat${payload}` }
    }
    const rendered = await render(more, {
      replyTo: `a@b.example${payload}`,
      from: `Shop${payload} <po@shop.example>`
    })
    const { headers, parts } = parseMail(Buffer.from(rendered.content))
    expect([...headers.keys()].sort()).toEqual(expect.not.arrayContaining(["bcc"]))
    expect(headers.get("to")).toBe("orders@birch.example")
    expect(parts).toHaveLength(2)
    expect(rendered.identifiers.fileName).toMatch(/^[A-Za-z0-9._-]+$/)
  })
})

describe("sending a purchase order by mail", () => {
  it("delivers the very bytes and keeps the server's receipt", async () => {
    await using world = await open()
    const answer = await world.send()
    expect(answer).toMatchObject({ _tag: "Sent", receipt: { kind: "transport_receipt" } })
    expect(JSON.stringify(answer)).toContain("Q4711")
    expect(world.server.taken).toHaveLength(1)
    expect(world.server.taken[0]).toMatchObject({ from: "po@shop.example", to: ["orders@birch.example"] })
    expect(world.server.taken[0]?.raw).toEqual(Buffer.from(world.intent.content))
  })

  it("marks after the server agreed to everything, and before a byte of the message left", async () => {
    await using world = await open()
    const seen: Array<readonly [number, number]> = []
    const mark = Effect.sync(() => void seen.push([world.server.begun, world.server.taken.length]))
    await world.transport.run((t) => t.send(world.supplier, world.intent, mark))
    expect(seen).toEqual([[1, 0]])
  })

  it("sends nothing when the mark cannot be set, and hands its failure on as it is", async () => {
    await using world = await open()
    const mine = { _tag: "LeaseLost" } as const
    const failure = await world.transport.run((t) =>
      Effect.flip(t.send(world.supplier, world.intent, Effect.fail(mine)))
    )
    expect(failure).toBe(mine)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(world.server.taken).toEqual([])
  })

  it.each([
    [{ mail: 451 }, "Throttled"],
    [{ recipient: 450 }, "Throttled"]
  ] as const)("tries later on %j", async (faults, reason) => {
    await using world = await open(faults)
    expect(await world.sendFailure()).toMatchObject({ reason, settlement: { _tag: "Snooze" } })
    expect(world.transport.marks).toBe(0)
  })

  it("tries later when the server, with the whole message in hand, says that it cannot take it now", async () => {
    await using world = await open({ data: 451 })
    expect(await world.sendFailure()).toMatchObject({
      reason: "Throttled",
      nothingTaken: true,
      settlement: { _tag: "Snooze" }
    })
    expect(world.transport.marks).toBe(1)
    expect(world.server.taken).toEqual([])
  })

  it.each([
    [{ mail: 550 }, 0],
    [{ recipient: 550 }, 0],
    [{ data: 554 }, 1]
  ] as const)("is refused on %j", async (faults, marks) => {
    await using world = await open(faults)
    expect(await world.send()).toMatchObject({ _tag: "Refused", evidence: { kind: "refusal" } })
    expect(world.transport.marks).toBe(marks)
    expect(world.server.taken).toEqual([])
  })

  it.each([{ hangUp: "before" }, { hangUp: "after" }, { silent: true }] as const)(
    "does not know on %j after the message was let go",
    async (faults) => {
      await using world = await open(faults)
      expect(await world.send()).toMatchObject({ _tag: "Unknown", evidence: { kind: "attempt" } })
      expect(world.transport.marks).toBe(1)
    }
  )

  it("cannot look up, and says so only where it matters", async () => {
    await using world = await open()
    const lookUp = (before: "claimed" | "transmitting") =>
      world.transport.run((t) => t.lookUp(world.supplier, { ...world.intent, before }))
    expect((await lookUp("claimed"))._tag).toBe("NotSent")
    expect((await lookUp("transmitting"))._tag).toBe("CannotTell")
  })

  it("does not send an old mail to a new address", async () => {
    await using world = await open()
    const moved = supplierAt(world.server.port, { to: "new@birch.example" })
    const answer = await world.transport.run((t) => t.send(moved, world.intent, world.transport.mark))
    expect(answer._tag).toBe("Refused")
    expect(world.server.begun).toBe(0)
  })
})

describe("reaching the mail server", () => {
  const trying = async (supplier: Supplier, password = mailPassword) => {
    await using transport = new Transport({ password })
    const failure = await transport.failure((t) => t.test(supplier))
    expect(JSON.stringify(failure)).not.toContain("canary")
    return failure
  }

  it("tells that nobody listens", async () => {
    expect(await trying(supplierAt(await closedPort()))).toMatchObject({ reason: "Unreachable" })
  })

  it("tells a wrong password, and does not repeat it when the server does", async () => {
    await using server = await SmtpTestServer.open()
    expect(await trying(supplierAt(server.port), "canary-wrong")).toMatchObject({ reason: "Unauthorized" })
  })

  it.each([
    [{ host: "mail.example.com" }, "not be encrypted"],
    [{ security: "ssl" }, "tls, starttls, none"],
    [{ port: "x" }, "not a port number"],
    [{ to: "a@b.example, c@d" + "\r\n.example" }, "to is not one or more mail addresses"],
    [{ cc: "a@b.example,," + "x" }, "cc is not one or more"],
    [{ replyAddress: "po+x@shop.example" }, "has a +"],
    [{ bouncesTo: "reply" }, "there is no replyAddress"],
    [{ attachments: "doc" }, "csv, pdf, csv+pdf, none"],
    [{ subject: "{poo}" }, "subject has no place {poo}"],
    [{ from: "a@b.example\r\nBcc: x@y.example" }, "from is not one mail address"],
    [{ to: "" }, "missing: to"]
  ])("refuses %j before it connects", async (settings, words) => {
    const failure = await trying(supplierAt(25, settings as Record<string, string>))
    expect(failure).toMatchObject({ reason: "Misconfigured" })
    expect(failure.message).toContain(words)
  })

  it("does without encryption only where it was told to", async () => {
    await using server = await SmtpTestServer.open()
    const failure = await trying(supplierAt(server.port, { security: "starttls" }))
    expect(failure.reason).not.toBe("Unauthorized")
    expect(server.begun).toBe(0)
  })

  it("does not sign in at a server that cannot prove who it is", async () => {
    await using server = await SmtpTestServer.open({ starttls: true })
    const failure = await trying(supplierAt(server.port, { security: "starttls" }))
    expect(failure).toMatchObject({ reason: "Misconfigured" })
    expect(failure.message).toContain("certificate is not trusted")
  })

  it("trusts the authority that is set for it, and no other; the name counts all the same", async () => {
    const ours = selfSigned()
    await using server = await SmtpTestServer.open({ starttls: true, identity: ours })
    const secured = (authority: string, host = "127.0.0.1") =>
      supplierAt(server.port, { security: "starttls", authority, host })
    await using transport = new Transport({ password: mailPassword })
    expect(await transport.run((t) => t.test(secured(ours.cert)))).toContain(
      "Connected to 127.0.0.1 (starttls). Signed in as shop."
    )
    const other = await trying(secured(selfSigned().cert))
    expect(other.message).toContain("certificate is not trusted")
    expect((await trying(secured("no PEM"))).message).toContain("authority is not a certificate in PEM form")
    const stranger = selfSigned({ host: "mail.elsewhere.example", address: "192.0.2.1" })
    await using elsewhere = await SmtpTestServer.open({ starttls: true, identity: stranger })
    const misnamed = await trying(
      supplierAt(elsewhere.port, { security: "starttls", authority: stranger.cert })
    )
    expect(misnamed.reason).toBe("Misconfigured")
  })

  it("tells in words what works, and sends nothing", async () => {
    await using world = await open()
    expect(await world.transport.run((t) => t.test(world.supplier))).toEqual([
      "Connected to 127.0.0.1 (none). Signed in as shop.",
      "Purchase orders go to orders@birch.example. No mail was sent.",
      "No mailbox is read: imapHost is not set."
    ])
    expect(world.server.begun).toBe(0)
  })
})
