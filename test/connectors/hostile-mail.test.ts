import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import PostalMime from "postal-mime"
import { expect, it } from "vitest"
import { alertMailerLayer } from "../../src/connectors/alert-mailer.ts"
import type { Telling } from "../../src/domain/model/alert.ts"
import { mailOf } from "../../src/domain/model/alert-text.ts"
import { AlertMailer } from "../../src/domain/ports/alert-mailer.ts"
import { mailPassword, mailUser, SmtpTestServer } from "./transports/smtp-test-server.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transports/transport-fixture.ts"

/** What a channel, a supplier or an order may be called, as far as their owners go. */
const names: ReadonlyArray<readonly [string, string]> = [
  ["line ends and headers", "Shop\r\nBcc: evil@x.example\r\n\r\nnot the body\n.\r\nQUIT\r\n"],
  ["other line ends", "Shop\u2028Bcc: evil@x.example\u2029\u0085\u000b\u000cX-Spam: no"],
  ["1,200 letters", `Shop ${"a".repeat(1200)}`],
  ["1,200 letters beyond ASCII", `Łódź 🦜 ${"é".repeat(1200)}`],
  ["an encoded word of its own", "=?utf-8?B?RXZpbDogeWVz?= =?iso-8859-1?Q?=0D=0ABcc:_evil?="],
  ["controls, NUL and half a letter", "S\u0000h\u001b[31m\u009b31mo\u007fp \ud83d"],
  ["what reorders", "Shop \u202egnp.exe\u202c \u2066x\u2069"],
  ["addresses", '"Shop" <evil@x.example>, other@x.example; (comment) :group:;']
]

const known = new Set(
  "date from to cc reply-to subject message-id mime-version content-type content-transfer-encoding".split(" ")
)
/** RFC 5322: a line is ASCII and at most 998 signs; what goes on is folded. */
const faultsOf = (raw: Buffer): ReadonlyArray<string> => {
  const text = raw.toString("latin1")
  const head = text.slice(0, text.indexOf("\r\n\r\n")).split("\r\n")
  const fields = head.filter((line) => !line.startsWith(" ")).map((line) => line.split(":")[0] ?? "")
  return [
    ...head
      .filter((line) => !/^[\x20-\x7e]{1,998}$/.test(line))
      .map((line) => `line ${JSON.stringify(line)}`),
    ...fields.filter((name) => !known.has(name.toLowerCase())).map((name) => `header ${name}`),
    ...fields.filter((name, i) => fields.indexOf(name) !== i).map((name) => `${name} twice`),
    ...text
      .split("\r\n")
      .filter((line) => line.length > 998 || /[\r\n\0]/.test(line))
      .map(() => "a raw line")
  ]
}

const steering = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/** What the server has, as it came and as another program reads it. */
const judged = async (server: SmtpTestServer) => {
  expect(server.taken).toHaveLength(1)
  const raw = server.taken[0]?.raw ?? Buffer.alloc(0)
  expect(faultsOf(raw)).toEqual([])
  const mail = await PostalMime.parse(raw)
  expect(mail.subject ?? "").not.toMatch(steering)
  expect(mail.bcc).toBeUndefined()
  return { ...mail, envelope: server.taken[0]?.to }
}

const telling = (name: string): Telling =>
  ({
    kind: "mail",
    eventId: "6c1f2b34-0000-4000-8000-000000000000",
    causes: [
      {
        channelName: name,
        title: `download of ${name} fails: ${name}`,
        urgency: "mail",
        gone: false,
        count: 3,
        value: "",
        firstAt: new Date("2026-11-22T03:00:00Z"),
        lastAt: new Date("2026-11-22T04:00:00Z")
      }
    ]
  }) as unknown as Telling

it.each(names)(
  "an alert of a channel whose name has %s is one whole mail to one address",
  async (_of, name) => {
    await using server = await SmtpTestServer.open()
    const login = {
      host: "127.0.0.1",
      port: server.port,
      security: "none",
      from: "Alerts <alerts@shop.example>",
      user: mailUser,
      password: Redacted.make(mailPassword)
    }
    const { subject, text } = mailOf(telling(name))
    await Effect.runPromise(
      AlertMailer.use((mailer) => mailer.send("owner@shop.example", subject, text)).pipe(
        Effect.provide(alertMailerLayer({ ...login, security: "none" }))
      )
    )
    const mail = await judged(server)
    expect(mail.envelope).toEqual(["owner@shop.example"])
    expect(mail.to?.map(({ address }) => address)).toEqual(["owner@shop.example"])
    expect(mail.subject).toMatch(/^\[Switchyard\] .*\(3\)$/)
    expect(mail.text?.trimEnd()).toBe(text.toWellFormed())
    expect(text.replaceAll("\n", "")).not.toMatch(steering)
  }
)

const settings = {
  host: "127.0.0.1",
  security: "none",
  user: mailUser,
  from: "Zoë's Shop <po@shop.example>",
  to: "orders@birch.example",
  subject: "{po} for {channelOrder} of {orderSource}, {supplier}",
  attachments: "csv"
}

it.each(names)(
  "a purchase order by e-mail whose names have %s is one whole mail to its supplier",
  async (_of, name) => {
    await using server = await SmtpTestServer.open()
    await using transport = new Transport({ password: mailPassword })
    const supplier = supplierOf(
      "email",
      { ...settings, port: String(server.port) },
      { name, trackingSource: "none" }
    )
    const lines = orderOf().lines.map((line) => ({ ...line, title: name }))
    const order = orderOf({ channelOrderNumber: name, orderSource: name, lines })
    const intent = intentOf(await transport.render(supplier, order))
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Sent"
    })
    const mail = await judged(server)
    expect(mail.envelope).toEqual(["orders@birch.example"])
    expect(mail.to?.map(({ address }) => address)).toEqual(["orders@birch.example"])
    expect(mail.subject).toMatch(/^ALD-000001 for .* of .*, .*$/)
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(["ALD-000001.csv"])
    expect(mail.text?.replaceAll(/\r?\n/g, "")).not.toMatch(steering)
  }
)
