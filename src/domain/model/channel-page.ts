import type { Client } from "./client.ts"
import { usualIntake } from "./intake-rules.ts"
import type { SalesChannel } from "./sales-channel.ts"
import { usualStock } from "./stock-rules.ts"

/** What every channel is asked for, whatever its kind (requirement IN-16). */
export interface ChannelPage
  extends Pick<
    SalesChannel,
    | "plan"
    | "eligibleStatuses"
    | "earliestOrderAt"
    | "rejectUnmapped"
    | "notifyCustomer"
    | "releaseSeconds"
    | "shipmentPolicy"
    | "intake"
    | "stock"
  > {
  readonly client: Client
}

export const pageOf = (channel: SalesChannel, client: Client): ChannelPage => ({
  client,
  plan: channel.plan,
  eligibleStatuses: channel.eligibleStatuses,
  earliestOrderAt: channel.earliestOrderAt,
  rejectUnmapped: channel.rejectUnmapped,
  notifyCustomer: channel.notifyCustomer,
  releaseSeconds: channel.releaseSeconds,
  shipmentPolicy: channel.shipmentPolicy,
  intake: channel.intake,
  stock: channel.stock
})

/** What a new channel has before anybody said anything. */
export const usualPage = (
  name: string,
  eligibleStatuses: ReadonlyArray<string>,
  earliestOrderAt: Date
): ChannelPage => ({
  client: { name, description: "", orderSourceValue: "" },
  plan: "basic",
  eligibleStatuses,
  earliestOrderAt,
  rejectUnmapped: true,
  notifyCustomer: true,
  releaseSeconds: 0,
  shipmentPolicy: "each",
  intake: usualIntake,
  stock: usualStock
})

type Rest = Omit<ChannelPage, "client">

/** Only what is different. A client that is named is looked up by its name: what was not said of it stays as it is there. */
export interface PageChange extends Partial<Rest> {
  readonly client?: Pick<Client, "name"> & Partial<Client>
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const clientChange = (before: Client, after: Client): PageChange["client"] | undefined =>
  isSame(before, after)
    ? undefined
    : {
        name: after.name,
        ...(before.description !== after.description && { description: after.description }),
        ...(before.orderSourceValue !== after.orderSourceValue && {
          orderSourceValue: after.orderSourceValue
        })
      }

export const changeBetween = (before: ChannelPage, after: ChannelPage): PageChange => {
  const { client: _, ...rest } = after
  const changed = Object.entries(rest).filter(([key, value]) => !isSame(value, before[key as keyof Rest]))
  const client = clientChange(before.client, after.client)
  return { ...(Object.fromEntries(changed) as Partial<Rest>), ...(client !== undefined && { client }) }
}
