import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { bringsStock } from "../brings-stock.ts"
import { refuseOverSupplier } from "../changed-meanwhile.ts"
import { demandEnvironment } from "../demand-environment.ts"
import { keepSchedule } from "../keep-schedule.ts"
import { manualFault } from "../model/automated-way.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { numberFault } from "../model/purchase-order.ts"
import { stablePhaseMs } from "../model/schedule.ts"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import type { SupplierTerms } from "../model/supplier-terms.ts"
import { noteActivity, noteNewSupplier, notingSupplier, ofSupplier } from "../note-activity.ts"
import { Catalog, type ProductRow } from "../ports/catalog.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { ScheduleStore } from "../ports/schedule-store.ts"
import { type NewSupplier, type SupplierChange, SupplierStore } from "../ports/supplier-store.ts"
import { SupplierTransports } from "../ports/supplier-transports.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"
import { renderSpecimen } from "../render-specimen.ts"

const minuteMs = 60_000
const ordersCheckedAnew = 10_000

const schedule = Effect.fn("schedule")(function* (supplier: Supplier) {
  const schedules = yield* ScheduleStore
  const party = { service: "tracking" as const, channelId: null, supplierId: supplier.id }
  if (supplier.trackingSource === "none" && !(yield* bringsStock)(supplier))
    return yield* schedules.remove(party)
  const everyMs = supplier.trackingEveryMinutes * minuteMs
  const phaseMs = stablePhaseMs(`${supplier.name}/tracking`, everyMs)
  yield* keepSchedule(party, { everyMs, phaseMs })
})

/** A transport may know more about its settings than which are missing. */
const demandSound = Effect.fn("demandSound")(function* (
  supplier: Pick<NewSupplier, "transport" | "settings">
) {
  const kind = (yield* SupplierTransports).kinds.find((k) => k.transport === supplier.transport)
  const fault = kind?.fault?.(supplier.settings) ?? null
  if (fault !== null) return yield* new Refusal({ message: fault })
})

/** Numbers that a partner's field cannot hold are refused before the first one is made. */
const demandNumbers = Effect.fn("demandNumbers")(function* (
  prefix: string,
  terms: SupplierTerms | undefined
) {
  const fault = numberFault(prefix, terms?.numbers)
  if (fault !== null) return yield* new Refusal({ message: fault })
})

/** A call that the supplier does not have is never promised (decisions A6): a person authorizes then. */
const demandAuthorization = Effect.fn("demandAuthorization")(function* (supplier: NewSupplier) {
  if (supplier.terms?.authorization?.by !== "call") return
  const { says } = yield* renderSpecimen(supplier, null)
  if (!says.includes("authorize"))
    return yield* new Refusal({
      message: `By ${supplier.transport} and these settings payment cannot be authorized by a call. Set authorization.by=person: it is then a guided step in the supplier's portal; or name the call (http-json: authorizePath).`
    })
})

/** `secrets`: the names of those that are stored or given. */
const demandTransport = Effect.fn("demandTransport")(function* (
  supplier: Pick<NewSupplier, "transport" | "settings">,
  secrets: ReadonlyArray<string>
) {
  const kinds = (yield* SupplierTransports).kinds
  const kind = kinds.find((k) => k.transport === supplier.transport)
  if (kind === undefined)
    return yield* new Refusal({
      message:
        manualFault(supplier.transport) ??
        `Orders cannot be sent by “${supplier.transport}”. A supplier takes orders by ${kinds.map((k) => k.transport).join(" or ")}, never by a website alone.`
    })
  const missing = kind.fields.filter(
    (f) => f.required && !(f.secret ? secrets.includes(f.name) : (supplier.settings[f.name] ?? "") !== "")
  )
  if (missing.length > 0)
    return yield* new Refusal({
      message: `Missing: ${missing.map((f) => `${f.name} (${f.help})`).join("; ")}`
    })
  yield* demandSound(supplier)
})

const reschedule = Effect.fn("reschedule")(function* (id: SupplierId) {
  const supplier = yield* (yield* SupplierStore).get(id)
  if (supplier !== null) yield* schedule(supplier)
})

export const addSupplier = Effect.fn("addSupplier")(function* (
  supplier: NewSupplier,
  secrets: Readonly<Record<string, Redacted.Redacted>>
) {
  if (supplier.name.trim() === "" || supplier.name.length > 60 || /\p{Cc}/u.test(supplier.name))
    return yield* new Refusal({ message: "A supplier's name is one line of 1 to 60 characters." })
  yield* demandEnvironment(supplier.environment)
  yield* demandTransport(supplier, Object.keys(secrets))
  yield* demandNumbers(supplier.purchaseOrderPrefix, supplier.terms)
  yield* demandAuthorization(supplier)
  const vault = yield* Vault
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const id = yield* (yield* SupplierStore).add(supplier)
      if (id === null)
        return yield* new Refusal({ message: `There is a supplier “${supplier.name}” already.` })
      for (const [field, secret] of Object.entries(secrets)) yield* vault.put(`supplier:${id}`, field, secret)
      yield* reschedule(id)
      yield* noteNewSupplier(id, Object.keys(secrets))
      yield* (yield* ChangeFeed).publish({ about: "suppliers" })
      return id
    })
  )
})

const demandSupplier = Effect.fn("demandSupplier")(function* (name: string) {
  const supplier = yield* (yield* SupplierStore).byName(name)
  if (supplier === null) return yield* new Refusal({ message: `There is no supplier “${name}”.` })
  return supplier
})

/** A change of what a supplier asks for or offers can free orders, or hold them: those that wait are checked anew. */
const checkWaiting = Effect.fn("checkWaiting")(function* () {
  const holds = yield* HoldStore
  const waiting = yield* holds.ofKinds(
    [
      "sku_unknown",
      "supplier_missing",
      "ship_method_unmapped",
      "phone_missing",
      "address_missing",
      "channel_value_missing"
    ],
    ordersCheckedAnew
  )
  const jobs = inBatches(waiting).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
  if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
})

export interface SupplierSetting {
  readonly change: SupplierChange
  readonly shipMethods: ReadonlyArray<{
    readonly carrier: string
    readonly method: string
    readonly code: string
  }>
  readonly secrets: Readonly<Record<string, Redacted.Redacted>>
  /** As it was looked at: a change by somebody else since then is not written over. Absent: whatever it is. */
  readonly seen?: Supplier
}

const write = Effect.fn("write")(function* (supplier: Supplier, setting: SupplierSetting) {
  const suppliers = yield* SupplierStore
  const vault = yield* Vault
  const { change, shipMethods, secrets, seen } = setting
  const isWritten = yield* seen === undefined
    ? suppliers.change(supplier.id, change)
    : suppliers.change(supplier.id, change, seen.version)
  if (!isWritten) return yield* refuseOverSupplier(seen ?? supplier)
  for (const method of shipMethods) yield* suppliers.addShipMethod(supplier.id, method)
  for (const [field, secret] of Object.entries(secrets))
    yield* vault.put(`supplier:${supplier.id}`, field, secret)
  yield* reschedule(supplier.id)
  yield* checkWaiting()
  yield* (yield* ChangeFeed).publish({ about: "suppliers" })
})

/** What it does not work without stays there; of a change that leaves how orders go alone nothing is asked. */
const demandReachable = Effect.fn("demandReachable")(function* (
  supplier: Supplier,
  { change, secrets }: SupplierSetting
) {
  const { settings = supplier.settings, transport = supplier.transport } = change
  if (change.settings === undefined && change.transport === undefined) return
  const stored = yield* (yield* Vault).fields(`supplier:${supplier.id}`)
  yield* demandTransport({ settings, transport }, [...stored, ...Object.keys(secrets)])
})

export const setSupplier = Effect.fn("setSupplier")(function* (name: string, setting: SupplierSetting) {
  const supplier = yield* demandSupplier(name)
  yield* demandReachable(supplier, setting)
  yield* demandNumbers(
    setting.change.purchaseOrderPrefix ?? supplier.purchaseOrderPrefix,
    setting.change.terms ?? supplier.terms
  )
  if (setting.change.terms !== undefined || setting.change.settings !== undefined)
    yield* demandAuthorization({ ...supplier, ...setting.change })
  yield* (yield* UnitOfWork).run(
    notingSupplier(supplier.id, write(supplier, setting), Object.keys(setting.secrets))
  )
})

/** Takes a supplier's products (master SKU, its own SKU, cost, priority) into the catalog. Returns how many were given. */
export const setProducts = Effect.fn("setProducts")(function* (
  name: string,
  rows: ReadonlyArray<Omit<ProductRow, "supplierId">>
) {
  const supplier = yield* demandSupplier(name)
  const catalog = yield* Catalog
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const saved = yield* catalog.saveProducts(rows.map((row) => ({ ...row, supplierId: supplier.id })))
      yield* checkWaiting()
      yield* noteActivity("products given", ofSupplier(supplier), [], `${rows.length} products`)
      return saved
    })
  )
})

export const testSupplier = Effect.fn("testSupplier")(function* (name: string) {
  return yield* (yield* SupplierTransports).test(yield* demandSupplier(name))
})
