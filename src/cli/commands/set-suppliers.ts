import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import { addSupplier, setSupplier } from "../../domain/operations/set-supplier.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import type { SupplierChange } from "../../domain/ports/supplier-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findSupplier } from "../find-party.ts"
import {
  givenRequiredFields,
  givenSettings,
  givenShipMethods,
  givenSupplier,
  givenTerms,
  givenTracking
} from "../given-supplier.ts"
import { Inbox } from "../inbox.ts"
import { argument, number, text, texts, yesNo } from "../input.ts"
import { readSecrets } from "../read-secrets.ts"
import { addedLines } from "../wizard/added-lines.ts"

const isBare = (input: Input): boolean => Object.keys(input.flags).length === 0

const byFlags: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* givenSupplier(input)
    const id = yield* addSupplier(supplier, yield* readSecrets(input))
    return answer({ id, supplier: supplier.name }, addedLines(supplier.name))
  })

/** Without flags it asks, on a terminal; a script is told what it left out. */
export const add: Run = (input) =>
  Effect.gen(function* () {
    if (!isBare(input)) return yield* byFlags(input)
    if (!(yield* Inbox).isTerminal())
      return yield* new Refusal({
        message:
          "suppliers add needs a name, --transport or --profile, and --tracking. On a terminal it asks step by step, as suppliers wizard does."
      })
    const { wizard } = yield* Effect.promise(() => import("./supplier-wizard.ts"))
    return yield* wizard(input)
  })

const changeOf = Effect.fn("changeOf")(function* (input: Input, before: Supplier) {
  const settings = yield* givenSettings(input, before.transport, {})
  const mapping = yesNo(input, "requires-mapping")
  const fields = givenRequiredFields(input)
  const prefix = text(input, "prefix")
  const tracking = givenTracking(input)
  const every = number(input, "tracking-every")
  const contact = text(input, "contact")
  const currency = text(input, "currency")
  const terms = texts(input, "term").length > 0 ? yield* givenTerms(input, before.terms) : undefined
  return {
    ...(Object.keys(settings).length > 0 && { settings: { ...before.settings, ...settings } }),
    ...(mapping !== undefined && { requiresShipMethodMapping: mapping }),
    ...(fields !== undefined && { requiredFields: fields }),
    ...(prefix !== undefined && { purchaseOrderPrefix: prefix }),
    ...(tracking !== undefined && { trackingSource: tracking }),
    ...(every !== undefined && { trackingEveryMinutes: every }),
    ...(contact !== undefined && { contact }),
    ...(currency !== undefined && { currency }),
    ...(terms !== undefined && { terms })
  } satisfies SupplierChange
})

export const set: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    yield* setSupplier(supplier.name, {
      change: yield* changeOf(input, supplier),
      shipMethods: givenShipMethods(input),
      secrets: yield* readSecrets(input),
      seen: supplier
    })
    return answer({ done: true, supplier: yield* findSupplier(supplier.name) }, [
      `Supplier ${supplier.name} was changed; orders that wait for it are checked anew.`
    ])
  })
