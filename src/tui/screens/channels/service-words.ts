import type { ChannelService } from "../../../domain/model/sales-channel.ts"

export const serviceHelp: Readonly<Record<ChannelService, string>> = {
  order_download: "Fetches new and changed orders from the channel.",
  shipment_upload:
    "Tells the channel about every parcel; at once, and the frequency is the sweep for what was missed.",
  inventory_upload: "Tells the channel what is in stock."
}

export const serviceLabel: Readonly<Record<ChannelService, string>> = {
  order_download: "Order download",
  shipment_upload: "Shipment upload",
  inventory_upload: "Inventory upload"
}
