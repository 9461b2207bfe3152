import * as Effect from "effect/Effect"
import type { AddressField } from "../../domain/model/address.ts"
import { orderName } from "../../domain/model/order.ts"
import {
  type ChangedPurchaseOrder,
  type ChangeWishes,
  previewChange,
  requestChange
} from "../../domain/operations/request-change.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import { answer, type Block } from "../answer.ts"
import { chooseMethod } from "../choose-methods.ts"
import type { Input, Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, has, pairs, text, texts } from "../input.ts"

const wishesOf = Effect.fn("wishesOf")(function* (input: Input) {
  const orderId = yield* findOrder(argument(input, "order"))
  const suppliers = yield* (yield* SupplierStore).list()
  const picks = suppliers.map((s) => ({
    supplierId: s.id,
    supplier: s.name,
    methods: s.shipMethods,
    chosen: null
  }))
  const shipMethods = yield* Effect.forEach(texts(input, "method"), (given) =>
    chooseMethod(picks, given, "order")
  )
  if (new Set(shipMethods.map((m) => m.supplierId)).size < shipMethods.length)
    return yield* new Refusal({ message: "Give one --method a supplier." })
  return {
    orderId,
    address: Object.fromEntries(pairs(input, "set")) as Partial<Record<AddressField, string>>,
    shipMethods,
    reason: text(input, "reason") ?? "",
    byPerson: has(input, "by-person")
  } satisfies ChangeWishes
})

const told = (p: ChangedPurchaseOrder): ReadonlyArray<Block> => [
  `${p.purchaseOrder} at ${p.supplier}`,
  ...p.differences.map((d) => `  ${d}`)
]

const wayOf = (asked: ChangedPurchaseOrder & { readonly by: "transport" | "person" }): string =>
  asked.by === "transport"
    ? `${asked.purchaseOrder}: ${asked.supplier} is told by its transport.`
    : `${asked.purchaseOrder}: tell ${asked.contact || asked.supplier}, then: switchyard requests told ${asked.purchaseOrder} --about change`

export const change: Run = (input) =>
  Effect.gen(function* () {
    const wishes = yield* wishesOf(input)
    if (!has(input, "yes")) {
      const preview = yield* previewChange(wishes)
      return answer(
        { done: false, ...preview, next: "--yes" },
        [
          ...preview.purchaseOrders.flatMap(told),
          ...preview.withdrawn.map((n) => `${n} failed and would be withdrawn: process the order again.`),
          "Nothing was changed. To ask for it, add --yes."
        ],
        true
      )
    }
    const { order, asked } = yield* requestChange(wishes)
    return answer({ done: true, order, asked }, [`${orderName(order)} says so now.`, ...asked.map(wayOf)])
  })
