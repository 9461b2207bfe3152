import type { ChannelId } from "./sales-channel.ts"

/** A SKU of another party for our master SKU. */
export interface SkuAlias {
  readonly aliasType: string
  readonly alias: string
  readonly productId: number
}

/** The alias type under which a channel's own SKUs are kept. */
export const channelAliasType = (channelId: ChannelId): string => `channel:${channelId}`
