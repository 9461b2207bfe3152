import type * as Brand from "effect/Brand"
import type { AddressField } from "./address.ts"
import type { Environment } from "./environment.ts"
import type { SupplierTerms } from "./supplier-terms.ts"

export type SupplierId = number & Brand.Brand<"SupplierId">
export const SupplierId = (n: number): SupplierId => n as SupplierId

export type ShipMethodId = number & Brand.Brand<"ShipMethodId">
export const ShipMethodId = (n: number): ShipMethodId => n as ShipMethodId

/** One of the carrier+method pairs that a supplier supports. */
export interface SupplierShipMethod {
  readonly id: ShipMethodId
  readonly supplierId: SupplierId
  readonly carrier: string
  readonly method: string
  /** What is written into the purchase order. */
  readonly code: string
}

/**
 * Where shipments are told: the way orders go, files by SFTP beside another transport, our own account at the carrier,
 * or nowhere (explicitly accepted at set-up).
 */
export const trackingSources = ["transport", "sftp", "carrier", "none"] as const
export type TrackingSource = (typeof trackingSources)[number]

/** Whether the supplier itself says what left. Else the carrier does, or nobody. */
export const tellsTracking = (supplier: { readonly trackingSource: TrackingSource }): boolean =>
  supplier.trackingSource === "transport" || supplier.trackingSource === "sftp"

/** Who ships for us. */
export interface Supplier {
  readonly id: SupplierId
  readonly name: string
  readonly environment: Environment
  readonly transport: string
  readonly settings: Readonly<Record<string, string>>
  readonly requiresShipMethodMapping: boolean
  readonly requiredFields: ReadonlyArray<AddressField>
  readonly purchaseOrderPrefix: string
  readonly trackingSource: TrackingSource
  readonly trackingEveryMinutes: number
  readonly contact: string
  readonly currency: string
  readonly shipMethods: ReadonlyArray<SupplierShipMethod>
  readonly terms: SupplierTerms
  readonly version: number
}
