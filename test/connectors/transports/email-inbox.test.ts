import { createServer as createHttpServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { createServer } from "node:tls"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { inboxFault } from "../../../src/connectors/transports/mail-inbox-settings.ts"
import type { FeedBatch } from "../../../src/domain/model/incoming-feed.ts"
import type { IncomingFile } from "../../../src/domain/model/supplier-answer.ts"
import { selfSigned } from "../../../src/sandbox/self-signed.ts"
import { type ImapServerOptions, ImapTestServer } from "../imap-server.ts"
import { mailPassword, mailUser, SmtpTestServer } from "./smtp-test-server.ts"
import { supplierOf, Transport } from "./transport-fixture.ts"

const login = { user: "po", password: "canary-imap-77" }
const token = "0123456789abcdef01234567"
const tokenAddress = `po+3-${token}@shop.example`
const ourId = "<ald-000001.1.3.switchyard@shop.example>"
const ourTokenId = `<ald-000001.1.3.${token}.switchyard@shop.example>`

const open = async (
  settings: Readonly<Record<string, string>> = {},
  options: Partial<ImapServerOptions> = {}
) => {
  const server = await ImapTestServer.open({ ...login, ...options })
  const transport = new Transport({ imapPassword: login.password })
  const supplier = supplierOf(
    "email",
    {
      host: "127.0.0.1",
      port: "1",
      security: "none",
      from: "Shop <sales@shop.example>",
      to: "orders@birch.example",
      imapHost: "127.0.0.1",
      imapPort: String(server.port),
      imapSecurity: "none",
      imapUser: login.user,
      imapArchive: "Archive",
      senders: "desk@birch.example, @alder.example",
      ...settings
    },
    { trackingSource: "transport" }
  )
  return {
    server,
    transport,
    supplier,
    receive: () => transport.run((t) => t.receive(supplier)),
    archive: (name: string) => transport.run((t) => t.archive(supplier, name)),
    failure: () => transport.failure((t) => t.receive(supplier)),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    }
  }
}

const mail = (headers: Readonly<Record<string, string>>, body = "Hello\n"): string =>
  [
    ...Object.entries({
      From: "desk@birch.example",
      To: "po@shop.example",
      Subject: "Re: Purchase order ALD-000001",
      "Message-ID": "<m1@birch.example>",
      Date: "Sun, 22 Nov 2026 09:00:00 +0000",
      ...headers
    }).map(([name, value]) => `${name}: ${value}`),
    "",
    body
  ].join("\n")

const parts = (type: string, ...each: ReadonlyArray<readonly [string, string]>) => ({
  type: `${type}; boundary="b1"`,
  body: [...each.flatMap(([head, text]) => ["--b1", head, "", text]), "--b1--", ""].join("\n")
})

const letterIn = (files: ReadonlyArray<IncomingFile>) => files[0]?.letters[0]
const one = async (raw: string, settings: Readonly<Record<string, string>> = {}) => {
  await using world = await open(settings)
  world.server.put(raw)
  return (await world.receive())[0]
}

describe("stock by mail", () => {
  const settings = { inventoryFiles: "stock_*.csv", inventoryColumns: '{"qty": "Bestand"}' }
  const stock = (sheet: string, headers: Readonly<Record<string, string>> = {}) => {
    const { type, body } = parts(
      "multipart/mixed",
      ["Content-Type: text/plain", "Our stock of today."],
      ['Content-Type: text/csv\nContent-Disposition: attachment; filename="stock_1.csv"', sheet]
    )
    return mail({ Subject: "Stock", "Content-Type": type, ...headers }, body)
  }
  const rowsOf = (world: Awaited<ReturnType<typeof open>>, name: string) =>
    world.transport.run((t) =>
      Effect.scoped(
        Effect.flatMap(t.openFeeds(world.supplier, name), (opened) =>
          Effect.promise(async () => {
            const batches: Array<FeedBatch> = []
            for (const feed of opened?.feeds ?? []) for await (const one of feed.batches()) batches.push(one)
            return {
              rows: batches.flatMap((b) => b.rows),
              places: batches.flatMap((b) => b.broken).map((piece) => piece.place)
            }
          })
        )
      )
    )

  it("is an attachment whose name the settings know, from a sender that they name", async () => {
    await using world = await open(settings)
    world.server.put(stock("sku;Bestand\nA;3\nB;viele\n", { "Auto-Submitted": "auto-generated" }))
    const files = await world.receive()
    expect(files).toMatchObject([{ isFeed: true, letters: [] }])
    const name = files[0]?.name ?? ""
    expect(await rowsOf(world, name)).toEqual({
      rows: [{ sku: "A", warehouse: "", quantity: 3 }],
      places: ["stock_1.csv:3:2"]
    })
    await world.archive(name)
    expect(await world.receive()).toEqual([])
    expect(await rowsOf(world, name)).toEqual({ rows: [], places: [] })
  })

  it("comes with a letter where the mail answers one of ours, and the sheet suggests no shipment", async () => {
    await using world = await open(settings)
    world.server.put(stock("sku;Bestand\nA;3\n", { "In-Reply-To": ourId }))
    const files = await world.receive()
    expect(files).toMatchObject([{ isFeed: true, letters: [{ kind: "letter", suggestion: [] }] }])
  })

  it("is never taken from somebody else: a person reads the letter, which says so", async () => {
    await using world = await open({ ...settings, imapTakes: "everything" })
    world.server.put(stock("sku;Bestand\nA;0\n", { From: "desk@evil.example" }))
    const files = await world.receive()
    expect(files).toMatchObject([
      { isFeed: false, letters: [{ senderKnown: false, notes: [expect.stringContaining("not read")] }] }
    ])
    expect(await rowsOf(world, files[0]?.name ?? "")).toEqual({ rows: [], places: [] })
  })

  it("needs senders, and columns that can be read", () => {
    const fault = (given: Readonly<Record<string, string>>) =>
      inboxFault({
        imapHost: "imap.example",
        imapUser: "po",
        senders: "@birch.example",
        ...settings,
        ...given
      })
    expect(fault({})).toBeNull()
    expect(fault({ senders: "" })).toContain("senders is not")
    expect(fault({ inventoryFiles: "../*" })).toContain("inventoryFiles")
    expect(fault({ inventoryColumns: '{"price": "P"}' })).toContain("it may name")
  })
})

describe("reading answers from a mailbox", () => {
  it("reads a letter once, moves it by its number, and makes the archive", async () => {
    await using world = await open()
    world.server.put(mail({}, "It has left.\n"))
    const [file, ...others] = await world.receive()
    expect(others).toEqual([])
    expect(file?.name).toBe("imap:7:1")
    expect(file?.letters[0]).toMatchObject({
      messageId: "<m1@birch.example>",
      kind: "letter",
      from: "desk@birch.example",
      senderKnown: true,
      names: { replyAddresses: [], messageIds: [], words: ["ALD-000001"] }
    })
    expect(file?.letters[0]?.text).toContain("It has left.")
    await world.archive(file?.name ?? "")
    expect(world.server.folder("INBOX").mails).toEqual([])
    expect(world.server.folder("Archive").mails).toHaveLength(1)
    expect(await world.receive()).toEqual([])
    expect(world.server.commands.filter((c) => c === "LOGIN" || c === "AUTHENTICATE")).toHaveLength(1)
  })

  it("moves by copying where the server cannot move", async () => {
    await using world = await open({}, { withoutMove: true })
    world.server.put(mail({}))
    world.server.put(mail({ "Message-ID": "<m2@birch.example>" }))
    const [file] = await world.receive()
    await world.archive(file?.name ?? "")
    expect(world.server.folder("INBOX").mails.map((m) => m.uid)).toEqual([2])
    expect(world.server.folder("Archive").mails).toHaveLength(1)
  })

  it("marks what stays in its folder, and does not read it again", async () => {
    await using world = await open({ imapArchive: "" })
    world.server.put(mail({}))
    const [file] = await world.receive()
    await world.archive(file?.name ?? "")
    expect([...(world.server.folder("INBOX").mails[0]?.flags ?? [])]).toEqual(["SwitchyardRead"])
    expect(await world.receive()).toEqual([])
  })

  it("asks for an archive where nobody can mark", async () => {
    await using world = await open({ imapArchive: "" }, { withoutKeywords: true })
    expect(await world.failure()).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("imapArchive")
    })
  })

  it("leaves another folder's numbers alone", async () => {
    await using world = await open()
    world.server.put(mail({}))
    await world.archive("imap:6:1")
    expect(world.server.folder("INBOX").mails).toHaveLength(1)
  })

  it("takes of a shared folder only what is about this supplier", async () => {
    await using world = await open({ replyAddress: "po@shop.example" })
    world.server.put(mail({ From: "spam@evil.example", Subject: "Win 1000000", "Message-ID": "<s@evil>" }))
    world.server.put(
      mail({ From: "other@else.example", Subject: "about BIR-000001", "Message-ID": "<o@else>" })
    )
    world.server.put(
      mail({ From: "jo@home.example", To: tokenAddress, Subject: "ok", "Message-ID": "<t@home>" })
    )
    world.server.put(mail({ From: "jo@alder.example", Subject: "hi", "Message-ID": "<d@alder>" }))
    world.server.put(
      mail({ From: "jo@home.example", Subject: "ok", "In-Reply-To": ourId, "Message-ID": "<r@home>" })
    )
    const letters = (await world.receive()).flatMap((file) => file.letters)
    expect(letters.map((l) => [l.messageId, l.senderKnown])).toEqual([
      ["<t@home>", false],
      ["<d@alder>", true],
      ["<r@home>", false]
    ])
    expect(letters[0]?.names.replyAddresses).toEqual([tokenAddress])
    expect(letters[2]?.names.messageIds).toEqual([ourId])
    expect(world.server.folder("INBOX").mails).toHaveLength(5)
  })

  it("takes everything of a folder that is this supplier's alone", async () => {
    await using world = await open({ imapTakes: "everything" })
    world.server.put(mail({ From: "spam@evil.example", Subject: "Win", "Message-ID": "<s@evil>" }))
    expect(letterIn(await world.receive())).toMatchObject({ senderKnown: false })
  })

  it("asks for a token where one is given for a refresh token, whenever it signs in", async () => {
    const forms: Array<string> = []
    const giver = createHttpServer((request, response) => {
      let form = ""
      request.on("data", (chunk) => {
        form += String(chunk)
      })
      request.on("end", () => {
        forms.push(form)
        response.setHeader("content-type", "application/json")
        response.end(JSON.stringify({ access_token: "canary-token-5", expires_in: 3600 }))
      })
    })
    await new Promise<void>((done) => giver.listen(0, "127.0.0.1", done))
    await using server = await ImapTestServer.open({ user: "po", token: "canary-token-5" })
    await using world = await open({
      imapUser: "po",
      imapPort: String(server.port),
      imapTokenUrl: `http://127.0.0.1:${(giver.address() as AddressInfo).port}/token`,
      imapClientId: "app-1",
      imapScope: "imap"
    })
    await using transport = new Transport({ imapRefreshToken: "canary-first" })
    expect(await transport.run((t) => t.receive(world.supplier))).toEqual([])
    expect(forms).toEqual(["grant_type=refresh_token&refresh_token=canary-first&client_id=app-1&scope=imap"])
    const without = await world.failure()
    expect(without).toMatchObject({ reason: "Misconfigured" })
    expect(without.message).toContain("imapRefreshToken or imapClientSecret")
    expect(inboxFault({ ...world.supplier.settings, imapTokenUrl: "http://tokens.example/t" })).toContain(
      "imapTokenUrl"
    )
    expect(inboxFault({ ...world.supplier.settings, imapClientId: "" })).toContain("imapClientId is missing")
    await new Promise((done) => giver.close(done))
  })

  it("signs in with a token", async () => {
    await using server = await ImapTestServer.open({ user: "po", token: "canary-token-5" })
    await using transport = new Transport({ imapToken: "canary-token-5" })
    const settings = { host: "127.0.0.1", security: "none", from: "a@b.example", to: "c@d.example" }
    const imap = {
      imapHost: "127.0.0.1",
      imapPort: String(server.port),
      imapSecurity: "none",
      imapUser: "po"
    }
    const supplier = supplierOf(
      "email",
      { ...settings, ...imap, imapArchive: "A" },
      { trackingSource: "transport" }
    )
    expect(await transport.run((t) => t.receive(supplier))).toEqual([])
    expect(server.commands).toContain("AUTHENTICATE")
  })

  it("tells a wrong password without its words, and a mailbox that hangs up", async () => {
    await using wrong = await open({}, { password: "another" })
    const refused = await wrong.failure()
    expect(refused).toMatchObject({ reason: "Unauthorized" })
    expect(JSON.stringify(refused)).not.toContain("canary")
    await using world = await open()
    world.server.hangUpOn = "UID SEARCH"
    expect(await world.failure()).toMatchObject({ reason: "NoAnswer" })
  })

  it("trusts the authority that is set for the mailbox, or for the mail server", async () => {
    const ours = selfSigned()
    await using world = await open()
    const gate = createServer({ key: ours.key, cert: ours.cert }, (socket) => {
      const inner = connect(world.server.port, "127.0.0.1")
      for (const end of [socket, inner]) end.on("error", () => {})
      socket.pipe(inner).pipe(socket)
    })
    await new Promise<void>((done) => gate.listen(0, "127.0.0.1", done))
    const port = String((gate.address() as AddressInfo).port)
    const secured = (given: Readonly<Record<string, string>>) => ({
      ...world.supplier,
      settings: { ...world.supplier.settings, imapPort: port, imapSecurity: "tls", ...given }
    })
    const readBy = async (given: Readonly<Record<string, string>>) => {
      await using transport = new Transport({ imapPassword: login.password })
      return await transport.run((t) => Effect.result(t.receive(secured(given))))
    }
    expect(await readBy({ imapAuthority: ours.cert })).toMatchObject({ _tag: "Success" })
    expect(await readBy({ authority: ours.cert })).toMatchObject({ _tag: "Success" })
    expect(await readBy({})).toMatchObject({ _tag: "Failure" })
    expect(await readBy({ authority: selfSigned().cert })).toMatchObject({ _tag: "Failure" })
    expect(await readBy({ imapAuthority: "no PEM" })).toMatchObject({
      failure: { message: expect.stringContaining("imapAuthority is not a certificate") }
    })
    await new Promise((done) => gate.close(done))
  })

  it("does not sign in without encryption where it was not told to", async () => {
    await using world = await open({ imapSecurity: "starttls" })
    expect((await world.failure()).reason).not.toBe("Unauthorized")
    expect(world.server.commands).not.toContain("LOGIN")
    expect(world.server.commands).not.toContain("AUTHENTICATE")
    await using remote = await open({ imapHost: "mail.example.com" })
    expect(await remote.failure()).toMatchObject({ reason: "Misconfigured" })
  })
})

describe("what a letter suggests", () => {
  const patterns =
    "Tracking:? (?<tracking>\\w{6,})\n(?<quantity>\\d+) x (?<sku>\\S+)\nvia (?<carrier>UPS|FedEx)"

  it("is read line by line by the supplier's patterns", async () => {
    const text = "Sent via UPS\nTracking 1Z00000001\n2 x 00123E5\nTracking 1Z00000002\n1 x =SKU,1\n"
    const file = await one(mail({}, text), { patterns })
    expect(file?.letters[0]?.suggestion.map((r) => [r.carrier, r.trackingNumber, r.sku, r.quantity])).toEqual(
      [
        ["UPS", "1Z00000001", "00123E5", 2],
        ["UPS", "1Z00000002", "=SKU,1", 1]
      ]
    )
  })

  it("is about all that is open when only a number is told", async () => {
    const file = await one(mail({}, "Tracking: 1Z00000001\n"), { patterns })
    expect(file?.letters[0]?.suggestion).toMatchObject([
      { sku: "", quantity: 0, trackingNumber: "1Z00000001" }
    ])
  })

  it("comes from a shipment sheet, and what is wrong with the sheet is a note", async () => {
    const sheet =
      "po_number,sku,qty,carrier,tracking,ship_date\nALD-000001,00123E5,2,UPS,1Z3,2026-11-22\nALD-000001,X,none,UPS,1Z3,2026-11-22"
    const { type, body } = parts(
      "multipart/mixed",
      ["Content-Type: text/plain", "see sheet"],
      ['Content-Type: text/csv; name="s.csv"\nContent-Disposition: attachment; filename="s.csv"', sheet]
    )
    const letter = (await one(mail({ "MIME-Version": "1.0", "Content-Type": type }, body)))?.letters[0]
    expect(letter?.suggestion).toMatchObject([
      { purchaseOrderNumber: "ALD-000001", quantity: 2, trackingNumber: "1Z3" }
    ])
    expect(letter?.notes.join()).toContain("qty")
  })

  it("is nothing when the patterns never end, and the reader is told", async () => {
    const letter = (await one(mail({}, `${"a".repeat(60)}!\n`), { patterns: "^(?<tracking>(a+)+)$" }))
      ?.letters[0]
    expect(letter?.suggestion).toEqual([])
    expect(letter?.notes.join()).toContain("took too long")
  })

  it.each([
    ["(?<tracking>", "no regular expression"],
    ["(?<price>x)", "has a group price"],
    ["\\d+", "has no group"]
  ])("refuses the pattern %j at set-up", async (pattern, words) => {
    await using world = await open({ patterns: pattern })
    expect((await world.failure()).message).toContain(words)
  })
})

describe("bounces", () => {
  const status = (action: string, recipient = "orders@birch.example") =>
    `Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user`
  const report = (
    headers: Readonly<Record<string, string>>,
    action: string,
    original: string | null,
    recipient?: string
  ) => {
    const returned = original === null ? [] : [["Content-Type: text/rfc822-headers", original] as const]
    const { type, body } = parts(
      "multipart/report; report-type=delivery-status",
      ["Content-Type: text/plain", "It could not be delivered."],
      ["Content-Type: message/delivery-status", status(action, recipient)],
      ...returned
    )
    return mail(
      {
        From: "mailer-daemon@mx.example",
        Subject: "Undelivered",
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
        "Content-Type": type,
        "Message-ID": "<b1@mx.example>",
        ...headers
      },
      body
    )
  }
  const ours = (id: string) =>
    `From: sales@shop.example\nTo: orders@birch.example\nMessage-ID: ${id}\nSubject: PO\n`
  const everything = { imapTakes: "everything" }
  const withReply = { ...everything, replyAddress: "po@shop.example" }

  it("fail what they bring back, with the server's words", async () => {
    const file = await one(report({}, "failed", ours(ourId)), everything)
    expect(file?.letters).toEqual([])
    expect(file?.receipts).toMatchObject([
      {
        identifiers: { messageId: ourId, to: "orders@birch.example" },
        standing: "rejected",
        kind: "bounce",
        reason: expect.stringContaining("orders@birch.example 5.1.1 550 5.1.1 no such user")
      }
    ])
  })

  it("count by the token: in the address that they came to, or in the Message-ID that they bring back", async () => {
    const delivered = await one(
      report({ To: tokenAddress, References: ourTokenId }, "failed", null),
      withReply
    )
    expect(delivered?.receipts[0]?.identifiers).toEqual({ messageId: ourTokenId, replyTo: tokenAddress })
    const returned = await one(report({}, "failed", ours(ourTokenId)), withReply)
    expect(returned?.receipts[0]?.identifiers).toEqual({ messageId: ourTokenId })
  })

  it.each([
    ["a guessed Message-ID of a supplier with tokens", ours(ourId), withReply, "no token"],
    ["no headers of ours", null, everything, "does not bring our own headers back"]
  ])("of a stranger with %s fail nothing and go to a person", async (_, original, settings, words) => {
    const file = await one(report({ References: ourId }, "failed", original), settings)
    expect(file?.receipts).toEqual([])
    expect(file?.letters[0]?.notes.join()).toContain(words)
    expect(file?.letters[0]?.kind).toBe("letter")
  })

  it("are found in a shared folder by the mail that they bring back, and those of others are left alone", async () => {
    await using world = await open()
    world.server.put(report({ To: "sales@shop.example" }, "failed", ours("<other@shop.example>")))
    world.server.put(
      report({ To: "sales@shop.example", "Message-ID": "<b2@mx.example>" }, "failed", ours(ourId))
    )
    const files = await world.receive()
    expect(files.map((file) => file.name)).toEqual(["imap:7:2"])
    expect(files[0]?.receipts[0]?.identifiers.messageId).toBe(ourId)
  })

  it("of a copy go to a person, and a delay is only noted", async () => {
    const copy = await one(report({}, "failed", ours(ourId), "boss@birch.example"), {
      ...everything,
      cc: "boss@birch.example"
    })
    expect(copy?.receipts).toEqual([])
    expect(copy?.letters[0]?.notes.join()).toContain("only a copy")
    const delay = await one(report({}, "delayed", ours(ourId)), everything)
    expect(delay?.receipts).toEqual([])
    expect(delay?.letters[0]?.kind).toBe("auto_reply")
  })

  it("an automatic answer is noted", async () => {
    const file = await one(mail({ "Auto-Submitted": "auto-replied" }, "I am away\n"))
    expect(file?.letters[0]?.kind).toBe("auto_reply")
    const person = await one(mail({ "Auto-Submitted": "no" }))
    expect(person?.letters[0]?.kind).toBe("letter")
  })
})

describe("hostile mails", () => {
  it("that are huge are not read, and said", async () => {
    await using world = await open({ imapTakes: "everything" })
    world.server.put(
      Buffer.concat([Buffer.from(mail({}).replaceAll("\n", "\r\n")), Buffer.alloc(11 * 1024 * 1024, 97)])
    )
    const [file] = await world.receive()
    expect(file?.broken[0]?.reason).toContain("larger than 10 MB")
    expect(world.server.commands.filter((c) => c === "UID FETCH")).toHaveLength(1)
  })

  it("that have a thousand parts are bounded", async () => {
    const { type, body } = parts(
      "multipart/mixed",
      ...Array.from({ length: 1000 }, (_, i) => [`Content-Type: text/csv; name="${i}.csv"`, "x"] as const)
    )
    const letter = (await one(mail({ "MIME-Version": "1.0", "Content-Type": type }, body)))?.letters[0]
    expect(letter?.notes.join()).toContain("980 attachment(s)")
  })

  it.each([
    ["no head at all", "just text without a head"],
    ["a multipart without its boundary", mail({ "Content-Type": "multipart/mixed" }, "x")],
    [
      "an encoding that is none",
      mail({ "Content-Transfer-Encoding": "base64", Subject: "=?x-none?B?!!?=" }, "%%%")
    ],
    ["control characters", mail({ Subject: "\u001b[2Jgone", From: "\u0000<x@y.example>" })],
    ["nested without end", nested(200)]
  ])("with %s are a letter or are quarantined", async (_, raw) => {
    const file = await one(raw, { imapTakes: "everything" })
    expect((file?.letters.length ?? 0) + (file?.broken.length ?? 0)).toBe(1)
  })
})

function nested(depth: number): string {
  let body = "x"
  for (let i = 0; i < depth; i += 1)
    body = `Content-Type: multipart/mixed; boundary="n${i}"\n\n--n${i}\n${body}\n--n${i}--\n`
  return `From: a@b.example\nMessage-ID: <n@b>\nMIME-Version: 1.0\n${body}`
}

describe("trying a supplier by mail", () => {
  it("signs in at both servers and says what works", async () => {
    await using smtp = await SmtpTestServer.open()
    await using imap = await ImapTestServer.open(login)
    await using transport = new Transport({ password: mailPassword, imapPassword: login.password })
    imap.put(mail({}))
    const settings = {
      host: "127.0.0.1",
      port: String(smtp.port),
      security: "none",
      user: mailUser,
      from: "sales@shop.example",
      to: "orders@birch.example",
      imapHost: "127.0.0.1",
      imapPort: String(imap.port),
      imapSecurity: "none",
      imapUser: login.user
    }
    const supplier = supplierOf("email", settings, { trackingSource: "transport" })
    const lines = await transport.run((t) => t.test(supplier))
    expect(lines.join("\n")).toContain("Signed in as shop.")
    expect(lines.join("\n")).toContain("Folder INBOX: 1 mail(s) of this supplier wait")
    expect(lines.join("\n")).toContain("No senders are set")
    expect(imap.commands).not.toContain("UID STORE")
  })

  it("tells that answers by mail need a mailbox", async () => {
    await using transport = new Transport({})
    const bare = supplierOf(
      "email",
      { host: "h", from: "a@b.example", to: "c@d.example" },
      { trackingSource: "transport" }
    )
    expect((await transport.failure((t) => t.receive(bare))).message).toContain("imapHost is not set")
  })
})
