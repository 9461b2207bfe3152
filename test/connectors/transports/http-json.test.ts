import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { httpJsonKind } from "../../../src/connectors/transports/http-json.ts"
import type { FeedBatch } from "../../../src/domain/model/incoming-feed.ts"
import type { PurchaseOrder } from "../../../src/domain/model/purchase-order.ts"
import { closedPort } from "../json-server.ts"
import { answering, OrderApi } from "./order-api.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transport-fixture.ts"

const settingsAt = (url: string, more: Readonly<Record<string, string>> = {}) => ({
  url,
  orderPath: "/orders",
  orderIdField: "order.id",
  lookUpPath: "/orders?po={{po_number}}",
  lookUpFound: "orders[].po",
  ...more
})

const supplierAt = (url: string, more: Readonly<Record<string, string>> = {}) =>
  supplierOf("http-json", settingsAt(url, more))

const secrets = { apiKey: "very-secret-key", password: "very-secret-word", clientSecret: "very secret" }

const sending = async (api: OrderApi, more: Readonly<Record<string, string>> = {}, totalMs = 30_000) => {
  await using transport = new Transport(secrets, {}, { totalMs })
  const supplier = supplierAt(api.url, more)
  const intent = intentOf(await transport.render(supplier))
  const answer = await transport.run((t) => t.send(supplier, intent, transport.mark))
  return { answer, marks: transport.marks, intent }
}

const failing = async (url: string, more: Readonly<Record<string, string>> = {}) => {
  await using transport = new Transport(secrets)
  const supplier = supplierAt(url, more)
  const intent = intentOf(await transport.render(supplier))
  return await transport.failure((t) => t.send(supplier, intent, transport.mark))
}

const looking = async (api: OrderApi, more: Readonly<Record<string, string>> = {}) => {
  await using transport = new Transport(secrets)
  const supplier = supplierAt(api.url, more)
  const intent = intentOf(await transport.render(supplier), "transmitting")
  return await transport.run((t) => t.lookUp(supplier, intent))
}

describe("an order by http-json", () => {
  it("is sent once, as the rendered bytes, with a receipt", async () => {
    await using api = await OrderApi.open()
    const { answer, marks, intent } = await sending(api, { auth: "api-key" })
    expect(answer).toMatchObject({
      _tag: "Sent",
      receipt: { detail: { status: 201, supplierOrderId: "S-1", sha256: intent.contentHash } }
    })
    expect(marks).toBe(1)
    expect(api.ledger.map((order) => order.body)).toEqual([new TextDecoder().decode(intent.content)])
    expect(api.calls[0]?.headers["x-api-key"]).toBe(secrets.apiKey)
  })

  it.each([400, 404, 422])("is refused by %i with the supplier's words, without our key", async (status) => {
    await using api = await OrderApi.open()
    api.onOrder = answering(status, { message: `SKU unknown, key ${secrets.apiKey}` })
    const { answer } = await sending(api, { auth: "api-key" })
    expect(answer).toMatchObject({ _tag: "Refused", evidence: { kind: "refusal" } })
    expect(JSON.stringify(answer)).toContain("SKU unknown")
    expect(JSON.stringify(answer)).not.toContain(secrets.apiKey)
  })

  it.each([
    [401, { reason: "Unauthorized", nothingTaken: true }],
    [403, { reason: "Unauthorized", nothingTaken: true }],
    [429, { reason: "Throttled", nothingTaken: true, retryAfterMs: 7000 }],
    [503, { reason: "Throttled", nothingTaken: false, retryAfterMs: 7000 }],
    [308, { reason: "Misconfigured", nothingTaken: true }]
  ])("fails by %i and says whether something was taken", async (status, failure) => {
    await using api = await OrderApi.open()
    api.onOrder = answering(status, {}, { "retry-after": "7", location: "http://127.0.0.1:1/" })
    expect(await failing(api.url)).toMatchObject({ _tag: "TransportFailure", ...failure })
    expect(api.ledger).toEqual([])
  })

  it("is unreachable where nobody listens", async () => {
    const failure = await failing(`http://127.0.0.1:${await closedPort()}`)
    expect(failure).toMatchObject({ reason: "Unreachable", nothingTaken: true })
  })

  it.each<[string, OrderApi["onOrder"]]>([
    [
      "a lost answer",
      (response, _call, take) => {
        take()
        response.destroy()
      }
    ],
    ["silence", (_response, _call, take) => void take()],
    [
      "garbage",
      (response, _call, take) => {
        take()
        response.end("<html>ok")
      }
    ],
    [
      "no order id",
      (response, _call, take) => {
        take()
        response.end('{"order":{}}')
      }
    ],
    [
      "a broken gateway",
      (response, _call, take) => {
        take()
        response.writeHead(502).end()
      }
    ],
    [
      "a conflict",
      (response, _call, take) => {
        take()
        response.writeHead(409).end("{}")
      }
    ],
    [
      "200 MB",
      (response, _call, take) => {
        take()
        const chunk = Buffer.alloc(1024 * 1024, 32)
        let left = 200
        const pour = (): void => {
          while (left-- > 0 && !response.destroyed) if (!response.write(chunk)) return
          response.end()
        }
        response.on("drain", pour)
        pour()
      }
    ]
  ])("is unknown after %s, and the look-up finds it", async (name, turn) => {
    await using api = await OrderApi.open()
    api.onOrder = turn
    expect((await sending(api, {}, name === "silence" ? 600 : 30_000)).answer).toMatchObject({
      _tag: "Unknown",
      evidence: { kind: "attempt" }
    })
    expect(api.ledger).toHaveLength(1)
    expect(await looking(api)).toMatchObject({ _tag: "Found", evidence: { kind: "look_up" } })
  })

  it("is not doubled by a repeat under its idempotency key", async () => {
    await using api = await OrderApi.open()
    const more = { idempotencyHeader: "Idempotency-Key" }
    await sending(api, more)
    expect((await sending(api, more)).answer).toMatchObject({
      receipt: { detail: { supplierOrderId: "S-1" } }
    })
    expect(api.ledger).toHaveLength(1)
  })
})

describe("signing in", () => {
  it("keeps a token, and renews it once after a 401", async () => {
    await using api = await OrderApi.open()
    await using transport = new Transport(secrets)
    const supplier = supplierAt(api.url, { auth: "oauth", tokenUrl: `${api.url}/token`, clientId: "us" })
    const send = async (number: string) => {
      const intent = intentOf(await transport.render(supplier, orderOf({ number })))
      return await transport.run((t) => t.send(supplier, intent, transport.mark))
    }
    expect(await send("ALD-000001")).toMatchObject({ _tag: "Sent" })
    expect(await send("ALD-000002")).toMatchObject({ _tag: "Sent" })
    expect(api.tokensGiven).toBe(1)
    api.goodToken = "ended"
    expect(await send("ALD-000003")).toMatchObject({ _tag: "Sent" })
    expect([api.tokensGiven, transport.marks, api.ledger.length]).toEqual([2, 3, 3])
  })

  it("writes basic credentials", async () => {
    await using api = await OrderApi.open()
    await sending(api, { auth: "basic", user: "us" })
    const sent = api.calls[0]?.headers.authorization ?? ""
    expect(Buffer.from(sent.slice(6), "base64").toString()).toBe(`us:${secrets.password}`)
  })

  it("the test asks for a number that cannot exist, and notices a search that is ignored", async () => {
    await using api = await OrderApi.open()
    await using transport = new Transport(secrets)
    const supplier = supplierAt(api.url)
    expect((await transport.run((t) => t.test(supplier))).join()).toContain("No order was placed")
    api.onLookUp = (response) => response.end('{"orders":[{"po":"another"}]}')
    expect(await transport.failure((t) => t.test(supplier))).toMatchObject({ reason: "Malformed" })
    expect(api.calls.every((call) => call.method === "GET")).toBe(true)
  })
})

describe("a look-up", () => {
  it("proves absence only where the profile says when it is complete", async () => {
    await using api = await OrderApi.open()
    expect(await looking(api)).toMatchObject({ _tag: "CannotTell" })
    expect(await looking(api, { lookUpCompleteAfterSeconds: "0" })).toMatchObject({ _tag: "NotSent" })
    expect(await looking(api, { lookUpPath: "" })).toMatchObject({ _tag: "CannotTell" })
  })

  it("waits for that long from the first time it was absent", async () => {
    await using api = await OrderApi.open()
    await using transport = new Transport(secrets)
    const supplier = supplierAt(api.url, { lookUpCompleteAfterSeconds: "1" })
    const intent = intentOf(await transport.render(supplier), "transmitting")
    const look = () => transport.run((t) => t.lookUp(supplier, intent))
    expect(await look()).toMatchObject({ _tag: "CannotTell" })
    await new Promise((resolve) => setTimeout(resolve, 1050))
    expect(await look()).toMatchObject({ _tag: "NotSent" })
  })

  it("a doubt that is older than that needs no second look, whoever asks", async () => {
    await using api = await OrderApi.open()
    const supplier = supplierAt(api.url, { lookUpCompleteAfterSeconds: "60" })
    const asked = async (secondsAgo: number) => {
      // Another worker each time: it remembers no earlier look.
      await using transport = new Transport(secrets)
      const intent = intentOf(await transport.render(supplier), "transmitting")
      const doubtedAt = new Date(Date.now() - secondsAgo * 1_000)
      return (await transport.run((t) => t.lookUp(supplier, { ...intent, doubtedAt })))._tag
    }
    expect(await asked(0)).toBe("CannotTell")
    // The clock of who doubted may be ahead of ours, or behind it.
    expect(await asked(-3)).toBe("CannotTell")
    expect(await asked(35)).toBe("CannotTell")
    expect(await asked(600)).toBe("NotSent")
  })

  it.each<[string, number, string, string]>([
    ["404 with JSON", 404, "{}", "NotSent"],
    ["404 of a web server", 404, "<html>", "CannotTell"],
    ["others' orders", 200, '{"orders":[{"po":"X"}]}', "CannotTell"],
    ["another shape", 200, '{"data":[]}', "CannotTell"]
  ])("%s", async (_name, status, text, verdict) => {
    await using api = await OrderApi.open()
    api.onLookUp = (response) => void response.writeHead(status).end(text)
    expect((await looking(api, { lookUpCompleteAfterSeconds: "0" }))._tag).toBe(verdict)
  })
})

describe("the body", () => {
  const body = JSON.stringify({
    po: "{{po_number}}",
    label: "To {{ship_to.name}}",
    items: [
      "{{#lines}}",
      { n: "{{line_number}}", sku: "{{sku}}", cost: "{{unit_cost|number}}", po: "{{po_number}}" }
    ]
  })
  const rendered = async (order: PurchaseOrder) => {
    await using transport = new Transport({})
    const { content } = await transport.render(supplierAt("https://api.example.com", { body }), order)
    return JSON.parse(new TextDecoder().decode(content)) as { label: string; items: ReadonlyArray<unknown> }
  }

  it.each([
    '"',
    '","po":"X',
    "\n\r\u0000",
    "{{po_number}}",
    "{{#lines}}",
    "}}",
    "\\",
    "\u2028",
    "$&",
    "__proto__"
  ])("holds what a buyer typed as a value: %j", async (name) => {
    const order = orderOf()
    const json = await rendered({ ...order, shipTo: { ...order.shipTo, name } })
    expect(json).toEqual({
      po: "ALD-000001",
      label: `To ${name}`,
      items: [
        { n: 1, sku: "00123E5", cost: 12.5, po: "ALD-000001" },
        { n: 2, sku: "=SKU,1", cost: null, po: "ALD-000001" }
      ]
    })
  })
})

it.each<[Readonly<Record<string, string>>, string]>([
  [{ body: '{\n  "a": oops}' }, "body is not JSON at line 2, column 8"],
  [{ body: '{"a": "{{po}}"}' }, "{{po}} is no placeholder"],
  [{ body: '{"a": "{{sku}}"}' }, "belongs to a line"],
  [{ url: "http://api.example.com" }, "is not encrypted"],
  [{ url: "https://api.example.com" }, "auth none is for this machine only"],
  [{ lookUpPath: "/orders" }, "does not ask for {{po_number}}"],
  [{ headers: '{"Host": "x"}' }, "cannot be a header"],
  [{ orderPath: "//evil.example" }, "is no path"]
])("set-up names what cannot work: %o", (more, message) => {
  expect(httpJsonKind.fault?.(settingsAt("http://127.0.0.1:1", more))).toContain(message)
})

it("shipments are read from a list of parcels with items, and a faulty row is kept aside", async () => {
  await using api = await OrderApi.open()
  await using transport = new Transport({})
  const parcel = { number: "1Z999", carrier: "UPS", shipped: "2026-11-22" }
  const items = [
    { sku: "A", quantity: 2 },
    { sku: "B", quantity: 0 }
  ]
  api.shipments = { shipments: [{ ...parcel, order: { po: "ALD-000001" }, items }] }
  const supplier = supplierAt(api.url, {
    shipmentsPath: "/shipments",
    shipmentsRows: "shipments[].items[]",
    shipmentsFields: JSON.stringify({
      ...{ po_number: "order.po", sku: "sku", qty: "quantity" },
      ...{ carrier: "carrier", tracking: "number", ship_date: "shipped" }
    })
  })
  const [file] = await transport.run((t) => t.receive(supplier))
  expect(file?.rows).toMatchObject([
    { purchaseOrderNumber: "ALD-000001", sku: "A", quantity: 2, carrier: "UPS", trackingNumber: "1Z999" }
  ])
  expect(file?.broken).toMatchObject([{ reason: expect.stringContaining("qty") }])
})

describe("the stock of a supplier's API", () => {
  const fields = { sku: "code", qty: "free", warehouse: "place.name", date: "at" }
  const more = {
    inventoryPath: "/stock",
    inventoryRows: "items[]",
    inventoryFields: JSON.stringify(fields),
    inventoryNext: "next"
  }
  const read = async (
    transport: Transport,
    api: OrderApi,
    settings: Readonly<Record<string, string>> = {}
  ) => {
    const supplier = supplierAt(api.url, { ...more, ...settings })
    const files = await transport.run((t) => t.receive({ ...supplier, trackingSource: "none" }))
    return transport.run((t) =>
      Effect.scoped(
        Effect.flatMap(t.openFeeds(supplier, files[0]?.name ?? ""), (opened) =>
          Effect.promise(async () => {
            const batches: Array<FeedBatch> = []
            for (const feed of opened?.feeds ?? []) for await (const one of feed.batches()) batches.push(one)
            return { files, hash: opened?.feeds[0]?.contentHash, batches }
          })
        )
      )
    )
  }

  it("is a feed, read page by page when it is wanted; what cannot be read is set aside with what it said", async () => {
    await using api = await OrderApi.open()
    await using transport = new Transport({})
    api.stock = [
      {
        items: [
          { code: "A", free: 3, place: { name: "EAST" }, at: "2026-11-22T08:00:00Z" },
          { code: "B", free: "many" }
        ],
        next: "/stock?page=2"
      },
      { items: [{ code: 7, free: "12.0", at: "2026-11-22T09:00:00Z" }, { free: 1 }] }
    ]
    const { files, hash, batches } = await read(transport, api)
    expect(files).toMatchObject([{ name: "inventory.json", isFeed: true }])
    expect(batches.flatMap((b) => b.rows)).toEqual([
      { sku: "A", warehouse: "EAST", quantity: 3 },
      { sku: "7", warehouse: "", quantity: 12 }
    ])
    expect(batches.flatMap((b) => b.broken)).toMatchObject([
      { source: "inventory", reason: 'qty: "many" is not a whole number', raw: '{"code":"B","free":"many"}' },
      { source: "inventory", reason: "sku: is empty", raw: '{"free":1}' }
    ])
    expect(batches.at(-1)?.newest).toEqual(new Date("2026-11-22T09:00:00Z"))
    expect((await read(transport, api)).hash).toBe(hash)
  })

  it("is not taken when its list does not end, or is not where the settings say", async () => {
    await using api = await OrderApi.open()
    await using transport = new Transport({})
    api.stock = [{ items: [{ code: "A", free: 3 }], next: "/stock" }, {}]
    await expect(read(transport, api)).rejects.toThrow(/comes back to a page/)
    api.stock = [{ data: [] }]
    await expect(read(transport, api)).rejects.toThrow(/not where inventoryRows says/)
  })

  it("is named in the settings, or refused with what is missing", () => {
    const fault = (given: Readonly<Record<string, string>>) =>
      httpJsonKind.fault?.(settingsAt("http://127.0.0.1:1", { ...more, ...given }))
    expect(fault({})).toBeNull()
    expect(fault({ inventoryFields: '{"sku": "code"}' })).toContain("inventoryFields lacks qty")
    expect(fault({ inventoryFields: '{"sku": "code", "qty": "free", "price": "p"}' })).toContain("no price")
    expect(fault({ inventoryRows: "items" })).toContain("inventoryRows names a list")
    expect(fault({ inventoryPages: "meta.pages" })).toContain("set one of them")
  })
})
