import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { AuthorizationTerms } from "../../src/domain/model/supplier-terms.ts"
import {
  type AuthorizationWish,
  authorizePayment,
  awaitingAuthorization
} from "../../src/domain/operations/authorize-payment.ts"
import { settleDoubt } from "../../src/domain/operations/settle-doubt.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { acknowledgement, said, supplierSays } from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "./sample-business.ts"

const house = withDomain()
let business: Awaited<ReturnType<typeof openBusiness>>

beforeEach(async () => {
  business = await openBusiness(house)
})

/** North's portal wants a yes; its lines cost 7.25, two pieces an order: 14.50. */
const portal = (authorization: AuthorizationTerms, of: "north" | "mail" = "north") =>
  house.run(
    Effect.flatMap(SupplierStore, (suppliers) =>
      suppliers.change(business[of].id, { terms: { authorization } })
    )
  )

const processed = async (sku = "SKU-1"): Promise<string> => {
  await importOrders(house, orderOf(1, [sku]))
  await pressProcess(house, "#1001")
  const [po] = await purchaseOrdersOf(house, "#1001")
  if (po === undefined) throw new Error("there is no purchase order")
  return po.number
}

const wish = (number: string, given: Partial<AuthorizationWish> = {}): AuthorizationWish => ({
  number,
  amount: null,
  doneInPortal: false,
  note: "",
  ...given
})

const authorize = async (given: AuthorizationWish) => {
  const done = await house.run(authorizePayment(given))
  await house.drain()
  return done
}

const refused = (given: AuthorizationWish) => house.run(Effect.flip(authorizePayment(given)))

const rowOf = async (number: string) => {
  const [row] = await house.sql()`
    select a.state, a.way, a.amount::text, a.authorized_by as by, a.authorized_how as how, a.authorized_at as at, a.reason,
      a.note, a.asks
    from authorizations a join purchase_orders p on p.id = a.purchase_order_id where p.number = ${number}`
  return row
}

/** What the supplier's own book holds of the calls that let it capture payment. */
const calls = () =>
  house.suppliers.book
    .map(({ text }) => JSON.parse(text) as { kind?: string; amount?: string; currency?: string })
    .filter(({ kind }) => kind === "authorize")

describe("PA-1, PA-2: a purchase order waits for Authorize Order for Payment", () => {
  beforeEach(() => portal({ by: "call", automatic: false }))

  test("it shows AUTHORIZE, says why and how much, and only then", async () => {
    const number = await processed()
    expect(await house.order("#1001")).toMatchObject({ status: "processed", action: "authorize" })
    expect(await house.run(awaitingAuthorization())).toMatchObject([
      { number, amount: "14.5000", currency: "USD", way: "call", supplier: "North" }
    ])
    expect(calls()).toEqual([])
  })

  test("the yes is one call with the amount, recorded with who, when and how much", async () => {
    const number = await processed()
    await authorize(wish(number))
    expect(calls()).toMatchObject([{ amount: "14.50", currency: "USD" }])
    expect(await rowOf(number)).toMatchObject({
      state: "authorized",
      by: "ann",
      how: "call",
      amount: "14.5000"
    })
    expect((await rowOf(number))?.at).not.toBeNull()
    expect(await house.order("#1001")).toMatchObject({ status: "processed", action: null })
    expect(await refused(wish(number))).toMatchObject({ message: expect.stringContaining("already") })
    expect(calls()).toHaveLength(1)
  })

  test("a lost answer is doubt about the money, never a second call by itself", async () => {
    const number = await processed()
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, arrived")
    await authorize(wish(number))
    for (let i = 0; i < 3; i++) {
      house.time.pass(61_000)
      await house.sweep()
    }
    expect(calls()).toHaveLength(1)
    expect(await rowOf(number)).toMatchObject({ state: "authorizing" })
    expect(await refused(wish(number))).toMatchObject({ message: expect.stringContaining("in doubt") })
    await house.run(settleDoubt(number, true, "the portal shows it"))
    expect(await rowOf(number)).toMatchObject({ state: "authorized", by: "ann" })
    // The purchase order itself was never in question.
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([
      { state: "sent", intent: "sent" },
      { state: "sent", intent: "sent" }
    ])
  })

  test("a refusal brings the question back, with the supplier's words", async () => {
    const number = await processed()
    house.suppliers.sends.push("refuse")
    await authorize(wish(number))
    expect(await rowOf(number)).toMatchObject({
      state: "awaiting",
      reason: expect.stringContaining("does not know")
    })
    expect(await house.order("#1001")).toMatchObject({ action: "authorize" })
    await authorize(wish(number))
    expect(await rowOf(number)).toMatchObject({ state: "authorized", asks: 2 })
  })

  test("an amount that a person types is a check, never another price", async () => {
    const number = await processed()
    expect(await refused(wish(number, { amount: "14.51" }))).toMatchObject({
      message: expect.stringContaining("Nothing was authorized")
    })
    expect(await refused(wish(number, { amount: "1e9" }))).toMatchObject({
      message: expect.stringContaining("is not an amount")
    })
    await authorize(wish(number, { amount: "14.50" }))
    expect(await rowOf(number)).toMatchObject({ state: "authorized" })
  })

  test("two people at the same moment make one call", async () => {
    const number = await processed()
    const both = await Promise.all([1, 2].map(() => house.run(Effect.result(authorizePayment(wish(number))))))
    await house.drain()
    expect(both.map((r) => r._tag).sort()).toEqual(["Failure", "Success"])
    expect(calls()).toHaveLength(1)
  })
})

describe("the purchase order goes while its payment waits", () => {
  beforeEach(() => portal({ by: "call", automatic: false }))
  const rejects = (number: string) =>
    supplierSays(house, "North", {
      acknowledgements: [acknowledgement(number, { standing: "rejected", reason: "credit" })]
    })

  test("a call that has not begun to leave never does: nobody pays for what was refused", async () => {
    const number = await processed()
    await house.run(authorizePayment(wish(number)))
    await house.sql()`update dispatch_intents set not_before = ${new Date(house.time.now().getTime() + 60_000)}
      where kind = 'authorize'`
    await rejects(number)
    house.time.pass(120_000)
    await house.sweep()
    expect(calls()).toEqual([])
    expect(await rowOf(number)).toMatchObject({ state: "dropped" })
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([
      { state: "failed", intent: "refused" },
      { state: "failed", intent: "withdrawn" }
    ])
  })

  test("a call in doubt stays what it is: the money may be gone", async () => {
    const number = await processed()
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, arrived")
    await authorize(wish(number))
    await rejects(number)
    expect(await rowOf(number)).toMatchObject({ state: "authorizing" })
    expect(calls()).toHaveLength(1)
  })

  test("what was canceled since is not paid", async () => {
    const number = await processed()
    await house.sql()`update purchase_order_lines set canceled = 1`
    await house.sql()`update order_lines set canceled = 1`
    for (const amount of [null, "14.50"])
      expect(await refused(wish(number, { amount }))).toMatchObject({
        message: expect.stringContaining("too much")
      })
    await house.sql()`update purchase_order_lines set canceled = quantity`
    await house.sql()`update order_lines set canceled = ordered`
    expect(await refused(wish(number, { amount: "7.25" }))).toMatchObject({
      message: expect.stringContaining("nothing to pay")
    })
    await house.sql()`update purchase_order_lines set canceled = 1`
    await house.sql()`update order_lines set canceled = 1`
    await authorize(wish(number, { amount: "7.25" }))
    expect(calls()).toMatchObject([{ amount: "7.25" }])
  })
})

describe("PA-3 to PA-5: by itself up to the maximum", () => {
  test.each([
    ["14.50", "authorized", null],
    ["14.49", "awaiting", "authorize"]
  ])("a maximum of %s leaves it %s", async (maximum, state, action) => {
    await portal({ by: "call", automatic: true, maximum })
    const number = await processed()
    await house.drain()
    expect(await rowOf(number)).toMatchObject({ state, how: state === "authorized" ? "automatic" : null })
    expect(calls()).toHaveLength(state === "authorized" ? 1 : 0)
    expect(await house.order("#1001")).toMatchObject({ status: "processed", action })
  })

  test("an unknown cost waits for a person who names the amount", async () => {
    await portal({ by: "call", automatic: true, noMaximum: true })
    await house.sql()`update supplier_products set cost = null`
    const number = await processed()
    expect(await rowOf(number)).toMatchObject({ state: "awaiting", amount: null })
    expect(await refused(wish(number))).toMatchObject({ message: expect.stringContaining("--amount") })
    await authorize(wish(number, { amount: "20" }))
    expect(calls()).toMatchObject([{ amount: "20.00" }])
  })
})

describe("an answer that ends a doubt and gives pieces back", () => {
  const doubted = async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, arrived")
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
    await pressProcess(house, "#1001")
    const [po] = await purchaseOrdersOf(house, "#1001")
    return po?.number ?? ""
  }
  const givesBack = (number: string, ...skus: ReadonlyArray<string>) =>
    supplierSays(house, "North", {
      acknowledgements: [
        acknowledgement(number, {
          lines: ["N-1", "N-2"].map((sku) => said(sku, skus.includes(sku) ? "rejected" : "accepted"))
        })
      ]
    })

  test("is authorized for the rest by itself", async () => {
    await portal({ by: "call", automatic: true, noMaximum: true, shipping: "1.00" })
    const number = await doubted()
    await givesBack(number, "N-2")
    await house.drain()
    expect(calls()).toMatchObject([{ amount: "15.50" }])
    expect(await rowOf(number)).toMatchObject({ state: "authorized", amount: "15.5000" })
  })

  test("waits for a person with the rest, which is then no word of theirs", async () => {
    await portal({ by: "call", automatic: false })
    const number = await doubted()
    await givesBack(number, "N-2")
    expect(await house.run(awaitingAuthorization())).toMatchObject([{ number, amount: "14.5000" }])
    await authorize(wish(number))
    expect(calls()).toMatchObject([{ amount: "14.50" }])
  })
})

describe("a portal without a declared call", () => {
  test("is the guided manual step, recorded as such, and nothing is pretended", async () => {
    await portal({ by: "person", automatic: false }, "mail")
    const number = await processed("SKU-4")
    expect(await refused(wish(number))).toMatchObject({
      message: expect.stringContaining("--done-in-portal")
    })
    await authorize(wish(number, { doneInPortal: true, note: "ref 88" }))
    expect(await rowOf(number)).toMatchObject({
      state: "authorized",
      how: "person",
      by: "ann",
      note: "ref 88"
    })
    expect(calls()).toEqual([])
  })
})

test("a supplier without such terms never shows the step", async () => {
  const number = await processed()
  expect(await rowOf(number)).toBeUndefined()
  expect(await house.order("#1001")).toMatchObject({ action: null })
})
