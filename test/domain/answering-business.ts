import * as Effect from "effect/Effect"
import type { OrderId } from "../../src/domain/model/order.ts"
import type {
  AcknowledgedLine,
  IncomingAcknowledgement,
  IncomingRequestAnswer
} from "../../src/domain/model/supplier-answer.ts"
import type { SupplierTerms } from "../../src/domain/model/supplier-terms.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import type { DomainHouse } from "./domain-house.ts"
import { receiveTracking } from "./sample-business.ts"

export const said = (
  sku: string,
  answer: AcknowledgedLine["answer"],
  given: Partial<AcknowledgedLine> = {}
): AcknowledgedLine => ({
  lineId: "",
  sku,
  answer,
  quantity: null,
  expectedAt: null,
  unitCost: null,
  code: "",
  reason: "",
  ...given
})

export const acknowledgement = (
  purchaseOrderNumber: string,
  given: Partial<IncomingAcknowledgement> = {}
): IncomingAcknowledgement => ({
  purchaseOrderNumber,
  reference: `ack of ${purchaseOrderNumber}`,
  supplierOrderNumber: "",
  standing: given.lines === undefined ? "accepted" : "changed",
  reason: "",
  lines: [],
  place: "ack.edi:1",
  raw: `BAK*00*AD*${purchaseOrderNumber}`,
  ...given
})

export const requestAnswer = (
  purchaseOrderNumber: string,
  about: IncomingRequestAnswer["about"],
  standing: IncomingRequestAnswer["standing"],
  reason = ""
): IncomingRequestAnswer => ({
  purchaseOrderNumber,
  about,
  standing,
  reason,
  place: "answers.csv:2",
  raw: `${purchaseOrderNumber},${about},${standing}`
})

let files = 0

/** Puts answers into the supplier's folder and reads them. */
export const supplierSays = async (
  house: DomainHouse,
  supplier: string,
  says: {
    readonly acknowledgements?: ReadonlyArray<IncomingAcknowledgement>
    readonly requestAnswers?: ReadonlyArray<IncomingRequestAnswer>
  }
) => {
  files += 1
  const waiting = house.suppliers.files.get(supplier) ?? []
  house.suppliers.files.set(supplier, [...waiting, { name: `answers-${files}.edi`, ...says }])
  return receiveTracking(house)
}

export const setTerms = (house: DomainHouse, supplier: string, terms: SupplierTerms) =>
  house.run(
    Effect.gen(function* () {
      const suppliers = yield* SupplierStore
      const found = yield* suppliers.byName(supplier)
      if (found !== null) yield* suppliers.change(found.id, { terms })
    })
  )

/** One more supplier of a SKU, after the first one: `S-1` at South for North's `N-1`. */
export const alsoOffers = (house: DomainHouse, supplier: string, sku: string) =>
  house.run(
    Effect.gen(function* () {
      const found = yield* (yield* SupplierStore).byName(supplier)
      if (found === null) return
      yield* (yield* Catalog).saveProducts([
        {
          sku,
          title: sku,
          ships: true,
          supplierId: found.id,
          supplierSku: sku.replace("SKU", supplier[0] ?? ""),
          cost: "8.0000",
          priority: 200
        }
      ])
    })
  )

export interface Pieces {
  readonly sku: string
  readonly open: number
  readonly shipped: number
  readonly backordered: number
  readonly canceled: number
}

export const piecesOf = (house: DomainHouse, id: OrderId) => house.sql()<Array<Pieces>>`
  select channel_sku as sku, open, shipped, backordered, canceled from order_lines
  where order_id = ${id} order by channel_sku`

export const openHoldsOf = (house: DomainHouse, id: OrderId) =>
  house.sql()<
    Array<{ kind: string; field: string; message: string }>
  >`select kind, field, message from holds where order_id = ${id} and released_at is null order by id`
