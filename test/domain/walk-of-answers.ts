import * as fc from "fast-check"
import type { OrderId } from "../../src/domain/model/order.ts"
import { lineAnswers } from "../../src/domain/model/supplier-answer.ts"
import { reissueOrder } from "../../src/domain/operations/reissue-order.ts"
import { releaseHolds } from "../../src/domain/operations/release-holds.ts"
import { requestCancel } from "../../src/domain/operations/request-cancel.ts"
import { requestChange } from "../../src/domain/operations/request-change.ts"
import { tellRequest, withdrawRequest } from "../../src/domain/operations/tell-request.ts"
import { acknowledgement, requestAnswer, said, supplierSays } from "./answering-business.ts"
import type { DomainHouse } from "./domain-house.ts"

const numbers = [1, 2, 3] as const
const order = fc.constantFrom(...numbers)

/** What suppliers say, and what is asked of them, in any order and as often as anybody likes. */
export type AnswerStep =
  | {
      readonly do: "acknowledge"
      readonly order: number
      readonly standing: "accepted" | "changed" | "changed" | "rejected"
      readonly answer: (typeof lineAnswers)[number]
      readonly pieces: number | null
      readonly reference: number
    }
  | { readonly do: "ask to cancel"; readonly order: number; readonly pieces: number | null }
  | {
      readonly do: "answer request"
      readonly order: number
      readonly about: "cancel" | "change"
      readonly accepted: boolean
    }
  | {
      readonly do: "ask to change" | "tell" | "withdraw request" | "give out anew" | "release"
      readonly order: number
    }

const pieces = fc.option(fc.integer({ min: 1, max: 3 }), { nil: null })

export const answerStep: fc.Arbitrary<AnswerStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("acknowledge" as const),
      order,
      standing: fc.constantFrom(
        "accepted" as const,
        "changed" as const,
        "changed" as const,
        "rejected" as const
      ),
      answer: fc.constantFrom(...lineAnswers),
      pieces,
      reference: fc.integer({ min: 1, max: 4 })
    })
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("ask to cancel" as const), order, pieces }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("answer request" as const),
      order,
      about: fc.constantFrom("cancel" as const, "change" as const),
      accepted: fc.boolean()
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "ask to change" as const,
        "tell" as const,
        "withdraw request" as const,
        "give out anew" as const,
        "give out anew" as const,
        "release" as const
      ),
      order
    })
  }
)

const orRefused = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Error && error.name === "Refusal")) throw error
  }
}

const purchaseOrders = (house: DomainHouse, n: number) => house.sql()<
  Array<{ id: OrderId; number: string; supplier: string; skus: Array<string> }>
>`
  select o.id, p.number, s.name as supplier, array_agg(l.supplier_sku order by l.order_line_id) as skus
  from purchase_orders p join orders o on o.id = p.order_id join suppliers s on s.id = p.supplier_id
  join purchase_order_lines l on l.purchase_order_id = p.id
  where o.channel_order_number = ${`#${1000 + n}`} group by o.id, p.id, s.name order by p.id`

let cities = 0

const ask = (house: DomainHouse, id: OrderId, step: AnswerStep): Promise<unknown> => {
  if (step.do === "ask to cancel")
    return house.run(
      requestCancel({
        orderId: id,
        lines: step.pieces === null ? null : [{ sku: "SKU-1", quantity: step.pieces }],
        code: "buyer_request",
        reason: "the buyer said so"
      })
    )
  if (step.do === "give out anew") return house.run(reissueOrder(id, null))
  if (step.do === "release") return house.run(releaseHolds(id, null, "seen"))
  cities += 1
  const address = { city: `Town ${cities}` }
  return house.run(requestChange({ orderId: id, address, shipMethods: [], reason: "", byPerson: false }))
}

/** Each purchase order of the order hears the same. */
export const takeAnswerStep = async (house: DomainHouse, step: AnswerStep): Promise<void> => {
  const sent = await purchaseOrders(house, step.order)
  switch (step.do) {
    case "acknowledge":
      for (const po of sent)
        await supplierSays(house, po.supplier, {
          acknowledgements: [
            acknowledgement(po.number, {
              reference: String(step.reference),
              standing: step.standing,
              reason: "so they say",
              lines:
                step.standing === "changed"
                  ? po.skus.slice(0, step.reference % 2 === 0 ? 1 : 2).map((sku) =>
                      said(sku, step.answer, {
                        quantity: step.pieces,
                        unitCost: step.pieces === 3 ? "9" : null
                      })
                    )
                  : []
            })
          ]
        })
      return
    case "answer request":
      for (const po of sent)
        await supplierSays(house, po.supplier, {
          requestAnswers: [
            requestAnswer(po.number, step.about, step.accepted ? "accepted" : "rejected", "so they say")
          ]
        })
      return
    case "tell":
      for (const po of sent) await orRefused(house.run(tellRequest(po.number, "cancel", "phone", "Bob")))
      return
    case "withdraw request":
      for (const po of sent) await orRefused(house.run(withdrawRequest(po.number, "cancel")))
      return
    default: {
      const [first] = sent
      if (first !== undefined) await orRefused(ask(house, first.id, step))
    }
  }
}
