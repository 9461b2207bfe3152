import * as Effect from "effect/Effect"
import type { MessageWay, NumberPolicy, SupplierTerms } from "../../domain/model/supplier-terms.ts"
import { setSupplier } from "../../domain/operations/set-supplier.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findSupplier } from "../find-party.ts"
import { argument, has, pairs, text } from "../input.ts"

const flags = ["cancel-by", "change-by", "cancel-code", "reissue-suffix"]

/** The row lets nothing but these words through. */
const wayOf = (input: Input, flag: string) => text(input, flag) as MessageWay | undefined

const codesAfter = (terms: SupplierTerms, input: Input): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...terms.cancelCodes, ...Object.fromEntries(pairs(input, "cancel-code")) }).filter(
      ([, word]) => word !== ""
    )
  )

const numbersAfter = (terms: SupplierTerms, input: Input): NumberPolicy | undefined => {
  const suffix = text(input, "reissue-suffix")
  if (suffix === undefined) return terms.numbers
  const { reissueSuffix: _, ...rest } = terms.numbers ?? {}
  const after = suffix === "" ? rest : { ...rest, reissueSuffix: suffix }
  return Object.keys(after).length === 0 ? undefined : after
}

const termsAfter = (terms: SupplierTerms, input: Input): SupplierTerms => {
  const { cancelBy, changeBy, cancelCodes: _codes, numbers: _numbers, ...rest } = terms
  const cancel = wayOf(input, "cancel-by") ?? cancelBy
  const change = wayOf(input, "change-by") ?? changeBy
  const codes = codesAfter(terms, input)
  const numbers = numbersAfter(terms, input)
  return {
    ...rest,
    ...(cancel === undefined ? {} : { cancelBy: cancel }),
    ...(change === undefined ? {} : { changeBy: change }),
    ...(Object.keys(codes).length === 0 ? {} : { cancelCodes: codes }),
    ...(numbers === undefined ? {} : { numbers })
  }
}

const said = (way: MessageWay | undefined): string =>
  way === "person" ? "a person tells it" : "by its transport, where that can say it"

export const requestTerms: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const terms = termsAfter(supplier.terms, input)
    if (flags.some((flag) => has(input, flag)))
      yield* setSupplier(supplier.name, {
        change: { terms },
        shipMethods: [],
        secrets: {},
        seen: supplier
      })
    const codes = Object.entries(terms.cancelCodes ?? {})
    const suffix = terms.numbers?.reissueSuffix
    return answer(
      {
        supplier: supplier.name,
        cancelBy: terms.cancelBy ?? null,
        changeBy: terms.changeBy ?? null,
        cancelCodes: terms.cancelCodes ?? {},
        reissueSuffix: suffix ?? null
      },
      [
        `${supplier.name}:`,
        `Cancels     ${said(terms.cancelBy)}`,
        `Changes     ${said(terms.changeBy)}`,
        `Its words   ${codes.map(([ours, theirs]) => `${ours}=${theirs}`).join(", ") || "ours"}`,
        `Re-issue    ${suffix === undefined ? "a new number" : `the old number with ${suffix}2, ${suffix}3 ...`}`
      ]
    )
  })
