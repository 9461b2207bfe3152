import type * as Brand from "effect/Brand"
import type { AllocationPlan } from "./allocation-plan.ts"
import type { Environment } from "./environment.ts"
import type { IntakeRules } from "./intake-rules.ts"
import type { ShipmentPolicy } from "./shipment-policy.ts"
import type { StockRules } from "./stock-rules.ts"

export type ChannelId = number & Brand.Brand<"ChannelId">
export const ChannelId = (n: number): ChannelId => n as ChannelId

export type Plan = "basic" | "plus" | "vip"
export type ChannelService = "order_download" | "shipment_upload" | "inventory_upload"

export interface ServiceSetting {
  readonly service: ChannelService
  readonly enabled: boolean
  /** null: the plan decides. */
  readonly everyMinutes: number | null
}

/** One account at a shop or marketplace where orders come from. */
export interface SalesChannel {
  readonly id: ChannelId
  readonly clientId: number
  readonly name: string
  readonly kind: string
  readonly environment: Environment
  readonly plan: Plan
  /** The connector's own settings (address of the API and so on); secrets live in the vault. */
  readonly settings: Readonly<Record<string, string>>
  readonly eligibleStatuses: ReadonlyArray<string>
  readonly earliestOrderAt: Date
  readonly rejectUnmapped: boolean
  /** Whether the shop tells its buyer when we push a shipment. We never write to a buyer ourselves. */
  readonly notifyCustomer: boolean
  readonly autoProcessing: boolean
  readonly autoProcessingBy: string | null
  readonly autoProcessingAt: Date | null
  readonly alertAddress: string | null
  readonly alertTestedAt: Date | null
  /** Processed orders wait so long before they leave, and can be undone meanwhile. */
  readonly releaseSeconds: number
  /** Nothing of its orders is sent or pushed, except from order number `liveFrom` on (model/shadow). */
  readonly shadow: boolean
  readonly liveFrom: string | null
  /** What it is told where an order leaves in several parcels. */
  readonly shipmentPolicy: ShipmentPolicy
  /** How its orders are placed with suppliers. */
  readonly allocation: AllocationPlan
  /** Which of its orders are let in, and how it is asked. */
  readonly intake: IntakeRules
  /** What of the stock it is told. */
  readonly stock: StockRules
  /** What suppliers ask of a channel (`SupplierTerms.channelFields`), by the name of their field. */
  readonly supplierValues: Readonly<Record<string, string>>
  /** Put away: nothing of it runs, and it is not listed. */
  readonly archivedAt: Date | null
  readonly services: ReadonlyArray<ServiceSetting>
  readonly version: number
}

const planMinutes: Readonly<Record<Plan, number>> = { basic: 60, plus: 15, vip: 15 }

/** Minutes between two runs of a service: the channel's own frequency, else the plan's (Basic 60, Plus and VIP 15). */
export const cadenceMinutes = (plan: Plan, everyMinutes: number | null): number =>
  everyMinutes ?? planMinutes[plan]

export const serviceOf = (channel: SalesChannel, service: ChannelService): ServiceSetting =>
  channel.services.find((s) => s.service === service) ?? { service, enabled: false, everyMinutes: null }
