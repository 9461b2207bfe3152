import * as Effect from "effect/Effect"
import type { SupplierTerms } from "../../domain/model/supplier-terms.ts"
import { setSupplier } from "../../domain/operations/set-supplier.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findSupplier } from "../find-party.ts"
import { argument, has, number } from "../input.ts"

const termsAfter = (terms: SupplierTerms, input: Input): SupplierTerms => {
  const { receiptWithinMinutes, acknowledgesWithinMinutes, ...rest } = terms
  if (has(input, "none")) return rest
  const receipt = number(input, "receipt-within") ?? receiptWithinMinutes
  const acknowledges = number(input, "acknowledges-within") ?? acknowledgesWithinMinutes
  return {
    ...rest,
    ...(receipt === undefined ? {} : { receiptWithinMinutes: receipt }),
    ...(acknowledges === undefined ? {} : { acknowledgesWithinMinutes: acknowledges })
  }
}

const within = (minutes: number | undefined, what: string): ReadonlyArray<string> =>
  minutes === undefined ? [] : [`${what} within ${minutes} min.`]

export const promises: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const terms = termsAfter(supplier.terms, input)
    const isGiven = ["none", "receipt-within", "acknowledges-within"].some((flag) => has(input, flag))
    if (isGiven)
      yield* setSupplier(supplier.name, {
        change: { terms },
        shipMethods: [],
        secrets: {},
        seen: supplier
      })
    const said = [
      ...within(terms.receiptWithinMinutes, "Its 997 says that it could read an order"),
      ...within(terms.acknowledgesWithinMinutes, "It acknowledges an order")
    ]
    return answer(
      {
        supplier: supplier.name,
        receiptWithinMinutes: terms.receiptWithinMinutes ?? null,
        acknowledgesWithinMinutes: terms.acknowledgesWithinMinutes ?? null
      },
      said.length === 0
        ? [`${supplier.name} promises no time for its answers.`]
        : [`${supplier.name}:`, ...said]
    )
  })
