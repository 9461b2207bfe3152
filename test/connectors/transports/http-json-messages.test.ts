import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { httpJsonKind } from "../../../src/connectors/transports/http-json.ts"
import type { ClaimedIntent, DispatchState, IntentKind } from "../../../src/domain/model/dispatch-intent.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import type { CancelMessage, SupplierMessage } from "../../../src/domain/model/supplier-message.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transport-fixture.ts"

const about = {
  number: "ALD-000001",
  revision: 1,
  sequence: 7,
  sentAs: {},
  supplierOrderNumber: "S/1"
}
const cancel: CancelMessage = {
  ...about,
  kind: "cancel",
  code: "OUT",
  reason: 'buyer "changed" his mind',
  lines: [{ orderLineId: OrderLineId(11), supplierSku: "00123E5", quantity: 2 }],
  whole: false
}
const authorize: SupplierMessage = { ...about, kind: "authorize", amount: "41.50", currency: "USD" }

interface Seen {
  readonly method: string
  readonly url: string
  readonly key: string
  readonly body: unknown
}

/** A supplier's API: what it was told, and how it answers. */
class Api {
  readonly seen: Array<Seen> = []
  answer: (seen: Seen) => readonly [status: number, json: unknown] = () => [204, ""]
  readonly server: Server = createServer(async (request, response) => {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString("utf8")
    const seen = {
      method: request.method ?? "",
      url: request.url ?? "",
      key: String(request.headers["idempotency-key"] ?? ""),
      body: text === "" ? null : JSON.parse(text)
    }
    this.seen.push(seen)
    const [status, json] = this.answer(seen)
    response.writeHead(status, { "content-type": "application/json" })
    response.end(json === "" ? "" : JSON.stringify(json))
  })

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`
  }
}

const open: Array<Api> = []
const opened = async (): Promise<Api> => {
  const api = new Api()
  await new Promise<void>((resolve) => api.server.listen(0, "127.0.0.1", resolve))
  open.push(api)
  return api
}
afterEach(async () => {
  for (const { server } of open.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

const supplierAt = (api: Api, more: Readonly<Record<string, string>> = {}) =>
  supplierOf("http-json", {
    url: api.url,
    orderPath: "/orders",
    orderIdField: "id",
    idempotencyHeader: "Idempotency-Key",
    cancelPath: "/orders/{{supplier_order}}/cancel",
    cancelLookUpPath: "/orders/{{supplier_order}}",
    cancelLookUpField: "order.status",
    cancelLookUpValues: "canceled, closed",
    authorizePath: "/orders/{{po_number}}/authorization",
    authorizeMethod: "PUT",
    ...more
  })

const intentFor = async (
  transport: Transport,
  supplier: ReturnType<typeof supplierAt>,
  message: SupplierMessage,
  before: DispatchState = "planned"
): Promise<ClaimedIntent> => {
  const rendered = await transport.renderMessage(supplier, message)
  if (rendered === null) throw new Error(`no call for ${message.kind}`)
  return { ...intentOf(rendered, before), kind: message.kind satisfies IntentKind }
}

describe("a message by http-json", () => {
  it("cancels by the supplier's own number, once, under one key", async () => {
    const api = await opened()
    await using transport = new Transport({})
    const supplier = supplierAt(api)
    const intent = await intentFor(transport, supplier, cancel)
    const again = await intentFor(transport, supplier, cancel)
    const answer = await transport.run((t) => t.send(supplier, intent, transport.mark))
    expect(answer).toMatchObject({ _tag: "Sent", receipt: { detail: { status: 204 } } })
    expect(transport.marks).toBe(1)
    expect(again).toEqual(intent)
    expect(api.seen).toEqual([
      {
        method: "POST",
        url: "/v1/orders/S%2F1/cancel",
        key: "ALD-000001/1/cancel/7",
        body: {
          po_number: "ALD-000001",
          code: "OUT",
          reason: 'buyer "changed" his mind',
          lines: [{ line_id: "11", sku: "00123E5", quantity: 2 }]
        }
      }
    ])
  })

  it("authorizes the exact amount, as text", async () => {
    const api = await opened()
    await using transport = new Transport({})
    const supplier = supplierAt(api)
    const intent = await intentFor(transport, supplier, authorize)
    await transport.run((t) => t.send(supplier, intent, transport.mark))
    expect(api.seen).toMatchObject([
      {
        method: "PUT",
        url: "/v1/orders/ALD-000001/authorization",
        body: { amount: "41.50", currency: "USD" }
      }
    ])
  })

  it("carries the order as it should be now when it changes one", async () => {
    const api = await opened()
    await using transport = new Transport({})
    const supplier = supplierAt(api, {
      changePath: "/orders/{{po_number}}",
      changeMethod: "patch",
      changeBody: '{"city": "{{ship_to.city}}", "why": "{{differences}}"}'
    })
    const intent = await intentFor(transport, supplier, {
      ...about,
      kind: "change",
      order: orderOf(),
      differences: ["city: Salem, was Springfield"]
    })
    await transport.run((t) => t.send(supplier, intent, transport.mark))
    expect(api.seen).toMatchObject([
      { method: "PATCH", body: { city: "Springfield", why: "city: Salem, was Springfield" } }
    ])
  })

  it("is a person's step where the API has no call for it", async () => {
    const api = await opened()
    await using transport = new Transport({})
    const supplier = supplierAt(api, { cancelPath: "" })
    expect(await transport.renderMessage(supplier, cancel)).toBeNull()
  })

  it("is refused with the supplier's words", async () => {
    const api = await opened()
    api.answer = () => [409, { message: "in the warehouse" }]
    await using transport = new Transport({})
    const supplier = supplierAt(api)
    const intent = await intentFor(transport, supplier, cancel)
    // 409 may mean that it has this very request already: the look-up tells.
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Unknown"
    })
    api.answer = () => [422, { message: "shipped already" }]
    expect(await transport.run((t) => t.send(supplier, intent, transport.mark))).toMatchObject({
      _tag: "Refused",
      reason: expect.stringContaining("shipped already")
    })
  })

  it.each([
    [200, { order: { status: "canceled" } }, "Found"],
    [200, { order: { status: "open" } }, "CannotTell"],
    [200, { message: "maintenance" }, "CannotTell"],
    [404, { message: "no such order" }, "CannotTell"]
  ])("a look-up after a lost answer: HTTP %i %o is %s", async (status, json, tag) => {
    const api = await opened()
    api.answer = () => [status, json]
    await using transport = new Transport({})
    const supplier = supplierAt(api)
    const intent = await intentFor(transport, supplier, cancel, "transmitting")
    expect(await transport.run((t) => t.lookUp(supplier, intent))).toMatchObject({ _tag: tag })
    expect(api.seen.map((call) => call.method)).toEqual(["GET"])
  })

  it("cannot be told by a look-up that nobody described", async () => {
    const api = await opened()
    await using transport = new Transport({})
    const supplier = supplierAt(api)
    const intent = await intentFor(transport, supplier, authorize, "transmitting")
    expect(await transport.run((t) => t.lookUp(supplier, intent))).toMatchObject({ _tag: "CannotTell" })
    expect(api.seen).toEqual([])
  })
})

it.each([
  [{ cancelBody: '{"a": "{{city}}"}' }, "cancelBody: {{city}} is no placeholder"],
  [{ authorizeBody: '["{{#lines}}", 1]' }, "authorizeBody"],
  [{ cancelMethod: "GET" }, "cancelMethod"],
  [{ cancelLookUpPath: "/orders" }, "does not name the purchase order"],
  [{ cancelPath: "/x/{{sku}}" }, "the only placeholders here"]
])("set-up names what cannot work: %o", async (more, words) => {
  const api = await opened()
  expect(httpJsonKind.fault?.(supplierAt(api, more).settings)).toContain(words)
})

describe("shipments in pages", () => {
  const pages = {
    shipmentsPath: "/shipments",
    shipmentsRows: "items[]",
    shipmentsNext: "next",
    shipmentsFields: JSON.stringify({
      po_number: "po",
      sku: "sku",
      qty: "qty",
      tracking: "number",
      ship_date: "at"
    })
  }
  const row = (n: number) => ({ po: "ALD-000001", sku: "A", qty: 1, number: `1Z${n}`, at: "2026-11-22" })

  it("are read to the last one, also where a page names itself as the next", async () => {
    const api = await opened()
    api.answer = ({ url }) => {
      if (url === "/v1/shipments") return [200, { items: [row(1)], next: "shipments?page=2" }]
      return [200, { items: [row(2)], next: `${api.url}/shipments?page=2` }]
    }
    await using transport = new Transport({})
    const files = await transport.run((t) => t.receive(supplierAt(api, pages)))
    expect(files.flatMap((file) => file.rows.map((r) => r.trackingNumber))).toEqual(["1Z1", "1Z2"])
    expect(api.seen.map((call) => call.url)).toEqual(["/v1/shipments", "/v1/shipments?page=2"])
  })

  const numbered = {
    ...pages,
    shipmentsPath: "/shipments?size=1",
    shipmentsNext: "",
    shipmentsPages: "meta.pages"
  }
  const receive = async (settings: Record<string, string>, meta: unknown) => {
    const api = await opened()
    api.answer = ({ url }) => [
      200,
      { items: [row(Number(new URL(url, "http://x").searchParams.get("page") ?? 1))], meta }
    ]
    await using transport = new Transport({})
    const outcome = await transport
      .run((t) => t.receive(supplierAt(api, settings)))
      .then((files) => files.flatMap((file) => file.rows.map((r) => r.trackingNumber)))
      .catch((failure: unknown) => String(failure))
    return { outcome, asked: api.seen.map((call) => call.url) }
  }

  it("that are numbered are read to the last number", async () => {
    expect(await receive(numbered, { pages: 3 })).toEqual({
      outcome: ["1Z1", "1Z2", "1Z3"],
      asked: ["/v1/shipments?size=1", "/v1/shipments?size=1&page=2", "/v1/shipments?size=1&page=3"]
    })
    expect((await receive(numbered, { pages: 0 })).asked).toHaveLength(1)
    const own = await receive({ ...numbered, shipmentsPageParameter: "p" }, { pages: 2 })
    expect(own.asked[1]).toBe("/v1/shipments?size=1&p=2")
  })

  it("whose number is not said, or that are too many, end in words and not in silence", async () => {
    expect((await receive(numbered, {})).outcome).toContain("not where shipmentsPages says")
    expect((await receive(numbered, { pages: 101 })).outcome).toContain("Narrow shipmentsPath")
    const api = await opened()
    const both = supplierAt(api, { ...pages, shipmentsPages: "pages" }).settings
    expect(httpJsonKind.fault?.(both)).toContain("set one of them")
  })

  it("are not followed to another place, where our key would be sent along", async () => {
    const api = await opened()
    api.answer = () => [200, { items: [row(1)], next: "https://evil.example/steal" }]
    await using transport = new Transport({})
    const failure = await transport.failure((t) => t.receive(supplierAt(api, pages)))
    expect(failure).toMatchObject({ reason: "Malformed", message: expect.stringContaining("not followed") })
  })
})
