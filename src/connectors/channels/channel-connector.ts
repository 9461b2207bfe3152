import type { ChannelKind, SalesChannels } from "../../domain/ports/sales-channels.ts"

type Port = SalesChannels["Service"]

/** One row of the channel table: what a kind of channel is, and how to talk to it as the port says. */
export interface ChannelConnector extends Omit<Port, "kinds" | "readListings"> {
  readonly kind: ChannelKind
  /** Exactly where `kind.capabilities.listings` is said. */
  readonly readListings?: Port["readListings"]
}
