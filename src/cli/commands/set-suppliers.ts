import * as Effect from "effect/Effect"
import type { AddressField } from "../../domain/model/address.ts"
import type { Environment } from "../../domain/model/environment.ts"
import type { TrackingSource } from "../../domain/model/supplier.ts"
import { addSupplier, setSupplier } from "../../domain/operations/set-supplier.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import type { SupplierChange } from "../../domain/ports/supplier-store.ts"
import { SupplierTransports } from "../../domain/ports/supplier-transports.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { demandSettings } from "../demand-settings.ts"
import { findSupplier } from "../find-party.ts"
import { argument, number, pairs, text, texts, yesNo } from "../input.ts"
import { readSecrets } from "../read-secrets.ts"
import { commandLine } from "../shell-word.ts"

const defaultTrackingMinutes = 120

const given = Effect.fn("given")(function* (input: Input, transport: string) {
  const { kinds } = yield* SupplierTransports
  const kind = kinds.find((k) => k.transport === transport)
  if (kind === undefined)
    return yield* new Refusal({
      message: `Orders cannot be sent by “${transport}”. Known: ${kinds.map((k) => k.transport).join(", ")}.`
    })
  const settings = Object.fromEntries(pairs(input, "set"))
  const named = [...texts(input, "secret"), ...pairs(input, "secret-file").map(([name]) => name)]
  yield* demandSettings(transport, kind.fields, Object.keys(settings), named)
  return { settings, secrets: yield* readSecrets(input) }
})

/** `Carrier|Method|code`; the row's check has counted the parts. */
const shipMethods = (input: Input) =>
  texts(input, "ship-method").map((method) => {
    const [carrier = "", name = "", code = ""] = method.split("|").map((part) => part.trim())
    return { carrier, method: name, code }
  })

const requiredFields = (input: Input): ReadonlyArray<AddressField> | undefined =>
  text(input, "required")
    ?.split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "") as ReadonlyArray<AddressField> | undefined

const trackingSource = (input: Input) => text(input, "tracking") as TrackingSource | undefined

export const add: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "supplier")
    const transport = text(input, "transport") ?? ""
    const { settings, secrets } = yield* given(input, transport)
    const installation = yield* (yield* SettingsStore).installation()
    const id = yield* addSupplier(
      {
        name,
        environment: (text(input, "environment") as Environment | undefined) ?? installation.environment,
        transport,
        settings,
        requiresShipMethodMapping: yesNo(input, "requires-mapping") ?? true,
        requiredFields: requiredFields(input) ?? [],
        purchaseOrderPrefix: text(input, "prefix") ?? "PO-",
        trackingSource: trackingSource(input) ?? "sftp",
        trackingEveryMinutes: number(input, "tracking-every") ?? defaultTrackingMinutes,
        contact: text(input, "contact") ?? "",
        currency: text(input, "currency") ?? "USD",
        shipMethods: shipMethods(input)
      },
      secrets
    )
    return answer({ id, supplier: name }, [
      `Supplier ${name} was added.`,
      `Try it: ${commandLine("suppliers", "test", name)}`,
      `Give it products: ${commandLine("suppliers", "products", name, "products.csv")}`
    ])
  })

const changeOf = (
  input: Input,
  before: Readonly<Record<string, string>>,
  settings: object
): SupplierChange => {
  const mapping = yesNo(input, "requires-mapping")
  const fields = requiredFields(input)
  const prefix = text(input, "prefix")
  const tracking = trackingSource(input)
  const every = number(input, "tracking-every")
  const contact = text(input, "contact")
  const currency = text(input, "currency")
  return {
    ...(Object.keys(settings).length > 0 && { settings: { ...before, ...settings } }),
    ...(mapping !== undefined && { requiresShipMethodMapping: mapping }),
    ...(fields !== undefined && { requiredFields: fields }),
    ...(prefix !== undefined && { purchaseOrderPrefix: prefix }),
    ...(tracking !== undefined && { trackingSource: tracking }),
    ...(every !== undefined && { trackingEveryMinutes: every }),
    ...(contact !== undefined && { contact }),
    ...(currency !== undefined && { currency })
  }
}

export const set: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const { settings, secrets } = yield* given(input, supplier.transport)
    yield* setSupplier(supplier.name, {
      change: changeOf(input, supplier.settings, settings),
      shipMethods: shipMethods(input),
      secrets
    })
    return answer({ done: true, supplier: yield* findSupplier(supplier.name) }, [
      `Supplier ${supplier.name} was changed; orders that wait for it are checked anew.`
    ])
  })
