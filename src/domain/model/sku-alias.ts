import type { ChannelId } from "./sales-channel.ts"

/** The alias type under which a channel's own SKUs are kept. */
export const channelAliasType = (channelId: ChannelId): string => `channel:${channelId}`
