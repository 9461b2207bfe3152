import * as Result from "effect/Result"
import { readInventory } from "../edi/inventory-846.ts"
import { readInvoice } from "../edi/invoice-810.ts"
import { X12Refusal } from "../edi/x12-refusal.ts"
import { acknowledgementOf } from "./edi-acknowledgement.ts"
import { type Answers, type PlacedSet, place, rawOf, skuOf, unclear } from "./edi-placed-set.ts"
import { receiptsOf } from "./edi-receipts.ts"
import { requestAnswerOf } from "./edi-request-answer.ts"
import { shipmentRowsOf } from "./edi-shipments.ts"

const inventoryOf = (at: PlacedSet) =>
  Result.map(readInventory(at.set, at.reading.inventoryQualifier), (advice): Answers => {
    const named = advice.items.map((item) => ({ item, sku: skuOf(item.items, at.reading.itemQualifiers) }))
    const nameless = named.filter(({ sku }) => sku === "")
    return {
      documents: [
        {
          kind: "inventory",
          reference: `${advice.reference} ${advice.at}`,
          purchaseOrderNumber: "",
          issuedAt: new Date(advice.at),
          inventory: named.flatMap(({ item, sku }) =>
            sku === ""
              ? []
              : [{ sku, quantity: item.quantity, warehouse: "", place: place(at, item.ordinal) }]
          ),
          raw: rawOf(at)
        }
      ],
      broken: nameless.map(({ item }) =>
        unclear(at, item.ordinal, `no item number under ${at.reading.itemQualifiers.join(", ")}`)
      )
    }
  })

const invoiceOf = (at: PlacedSet) =>
  Result.map(
    readInvoice(at.set),
    (invoice): Answers => ({
      documents: [
        {
          kind: "invoice",
          reference: invoice.number,
          purchaseOrderNumber: invoice.purchaseOrderNumber,
          issuedAt: invoice.date === null ? null : new Date(`${invoice.date}T00:00:00Z`),
          inventory: [],
          raw: rawOf(at)
        }
      ]
    })
  )

type Reader = (at: PlacedSet) => Result.Result<Answers, X12Refusal>

/** A row a kind of set. What is not here is refused by its name. */
const readers: Readonly<Record<string, Reader>> = {
  "810": invoiceOf,
  "846": inventoryOf,
  "855": acknowledgementOf,
  "856": shipmentRowsOf,
  "865": requestAnswerOf,
  "997": receiptsOf
}

const notTaken = ({ set }: PlacedSet): X12Refusal =>
  new X12Refusal({
    ordinal: set.header.ordinal,
    segmentId: "ST",
    element: 1,
    reason: "value",
    detail: `a set of this kind is not taken; taken are ${Object.keys(readers).join(", ")}`
  })

/** What a set says to us, or the segment, element and reason for which it is refused. */
export const readSet = (at: PlacedSet): Result.Result<Answers, X12Refusal> => {
  const read = Object.hasOwn(readers, at.set.code) ? readers[at.set.code] : undefined
  return read === undefined ? Result.fail(notTaken(at)) : read(at)
}
