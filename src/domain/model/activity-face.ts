import type { Client } from "./client.ts"
import type { SalesChannel, ServiceSetting } from "./sales-channel.ts"
import type { Supplier } from "./supplier.ts"

/** What a person sets of something, field by field: two of them side by side are what was changed. */
export type Face = Readonly<Record<string, unknown>>

const serviceText = ({ enabled, everyMinutes }: ServiceSetting): string => {
  if (!enabled) return "off"
  return everyMinutes === null ? "on" : `on, every ${everyMinutes} min`
}

/** Off is how every service begins. */
const servicesFace = (services: ReadonlyArray<ServiceSetting>): Face =>
  Object.fromEntries(services.map((s) => [s.service, serviceText(s)]))

export const channelFace = (channel: SalesChannel, client: Client | null): Face => ({
  name: channel.name,
  kind: channel.kind,
  client: client === null ? null : { name: client.name, description: client.description },
  orderSourceValue: client?.orderSourceValue ?? null,
  environment: channel.environment,
  plan: channel.plan,
  services: servicesFace(channel.services),
  settings: channel.settings,
  eligibleStatuses: channel.eligibleStatuses,
  earliestOrderAt: channel.earliestOrderAt,
  rejectUnmapped: channel.rejectUnmapped,
  notifyCustomer: channel.notifyCustomer,
  autoProcessing: channel.autoProcessing,
  alertAddress: channel.alertAddress,
  releaseSeconds: channel.releaseSeconds,
  shadow: channel.shadow,
  liveFrom: channel.liveFrom,
  shipmentPolicy: channel.shipmentPolicy,
  allocation: channel.allocation,
  intake: channel.intake,
  stock: channel.stock,
  supplierValues: channel.supplierValues,
  archived: channel.archivedAt !== null
})

export const supplierFace = (supplier: Supplier): Face => ({
  name: supplier.name,
  environment: supplier.environment,
  transport: supplier.transport,
  settings: supplier.settings,
  requiresShipMethodMapping: supplier.requiresShipMethodMapping,
  requiredFields: supplier.requiredFields,
  purchaseOrderPrefix: supplier.purchaseOrderPrefix,
  trackingSource: supplier.trackingSource,
  trackingEveryMinutes: supplier.trackingEveryMinutes,
  contact: supplier.contact,
  currency: supplier.currency,
  terms: supplier.terms,
  shipMethods: Object.fromEntries(supplier.shipMethods.map((m) => [`${m.carrier} ${m.method}`, m.code]))
})
