import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { OrderPage } from "../../src/domain/ports/sales-channels.ts"
import { ChannelLife } from "./channel-life.ts"
import type { ChannelWorld } from "./channel-world.ts"

const mostPages = 30

/** An order as the channel hands it over: what all later deeds are about. */
export const firstOrder = async (world: ChannelWorld): Promise<IncomingOrder> => {
  await using life = new ChannelLife(world)
  for (let place: string | null = null, pages = 0; pages < mostPages; pages += 1) {
    const page: OrderPage = await life.page(world.channel.earliestOrderAt, place)
    if (page.orders[0] !== undefined) return page.orders[0]
    place = page.next
  }
  throw new Error("the world shows no order")
}
