import * as Effect from "effect/Effect"
import type { Breaker } from "../../domain/model/breaker.ts"
import { termsShown } from "../../domain/model/given-terms.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { testSupplier } from "../../domain/operations/set-supplier.ts"
import { Breakers } from "../../domain/ports/breakers.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import { SupplierTransports } from "../../domain/ports/supplier-transports.ts"
import { Vault } from "../../domain/ports/vault.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { fieldRows } from "../demand-settings.ts"
import { findSupplier } from "../find-party.ts"
import { argument } from "../input.ts"
import { moment } from "../moment.ts"

const trackingText = (s: Supplier): string => {
  if (s.trackingSource === "none") return "NO tracking"
  if (s.trackingSource === "carrier") return "your own carrier account"
  return `${s.trackingSource} every ${s.trackingEveryMinutes} min`
}

export const list: Run = () =>
  Effect.gen(function* () {
    const suppliers = yield* (yield* SupplierStore).list()
    const rows = suppliers.map((s) => [
      s.name,
      s.environment,
      s.transport,
      trackingText(s),
      String(s.shipMethods.length),
      s.contact
    ])
    return answer(
      { suppliers },
      listOr(
        "No supplier yet. Add one: switchyard suppliers add --help",
        table(["supplier", "environment", "orders by", "tracking", ">ship methods", "contact"], rows)
      )
    )
  })

const breakerText = (b: Breaker | undefined): string => {
  if (b === undefined || b.state === "closed") return "closed"
  const waiting = `${b.parked} parked behind it`
  return b.state === "open"
    ? `OPEN since ${moment(b.openedAt)} (${b.reason ?? ""}: ${b.message ?? ""}), next probe ${moment(b.nextProbeAt)}, ${waiting}`
    : `draining since ${moment(b.openedAt)}, ${waiting}`
}

/** As `suppliers set --term` takes them; the pace is said in words. */
const termLines = (s: Supplier): ReadonlyArray<string> =>
  termsShown(s.terms).map(([path, value]) =>
    path === "sendsPerMinute"
      ? `At most            ${value} sends a minute`
      : `Term               ${path}=${value}`
  )

const blocks = (
  s: Supplier,
  secrets: ReadonlyArray<string>,
  breaker: Breaker | undefined
): ReadonlyArray<Block> => [
  `${s.name}: orders by ${s.transport}, ${s.environment}, ${s.currency}`,
  `Purchase orders    ${s.purchaseOrderPrefix}000001 and on`,
  `Tracking           ${trackingText(s)}`,
  `Required fields    ${s.requiredFields.join(", ") || "none besides the address"}`,
  `Requires mapping   ${s.requiresShipMethodMapping ? "yes" : "no"}`,
  `Contact            ${s.contact || "none"}`,
  `Breaker            ${breakerText(breaker)}`,
  ...termLines(s),
  ...Object.entries(s.settings).map(([name, value]) => `Setting            ${name}=${value}`),
  ...secrets.map((name) => `Secret             ${name} is stored`),
  "",
  ...listOr(
    "No ship method: switchyard suppliers set <supplier> --ship-method 'Carrier|Method|code'",
    table(
      ["carrier", "method", "code"],
      s.shipMethods.map((m) => [m.carrier, m.method, m.code])
    )
  )
]

export const show: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const secrets = yield* (yield* Vault).fields(`supplier:${supplier.id}`)
    const breakers = yield* (yield* Breakers).list()
    const breaker = breakers.find((b) => b.supplierId === supplier.id)
    return answer({ ...supplier, secrets, breaker: breaker ?? null }, blocks(supplier, secrets, breaker))
  })

export const kinds: Run = () =>
  Effect.gen(function* () {
    const { kinds: known } = yield* SupplierTransports
    return answer(
      { kinds: known },
      known.flatMap(
        (k): ReadonlyArray<Block> => [
          `${k.transport}: ${k.label}. Tested by: ${k.testedBy}. ${k.canLookUp ? "A lost answer can be looked up." : "A lost answer cannot be looked up: a person settles it."}`,
          table(["flag", "", "what it is"], fieldRows(k.fields)),
          ""
        ]
      )
    )
  })

export const test: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "supplier")
    const lines = yield* testSupplier(name)
    return answer({ supplier: name, works: true, lines }, lines)
  })
