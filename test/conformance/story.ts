import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { OrderPage } from "../../src/domain/ports/sales-channels.ts"
import { ChannelLife } from "./channel-life.ts"
import { began, type ChannelWorld, minutesAfter } from "./channel-world.ts"
import { openWorld } from "./world-table.ts"

/** As the pipeline does it. */
const overlapMs = 10 * 60_000
const mostPages = 300

export interface Run {
  readonly pages: ReadonlyArray<OrderPage>
  readonly broken: OrderPage["broken"]
}

/** A shop, and an importer that reads it run after run, keeping the newest state of each order as the pipeline does. */
export class Story implements AsyncDisposable {
  readonly world: ChannelWorld
  /** By the channel's own id. */
  readonly known = new Map<string, IncomingOrder>()
  at = began
  watermark: Date | null = null

  private constructor(world: ChannelWorld) {
    this.world = world
    world.setClock(began)
  }

  static async open(kind: string): Promise<Story> {
    return new Story(await openWorld(kind))
  }

  /** Minutes since the story began. */
  setTime(minutes: number): void {
    this.at = minutesAfter(minutes)
    this.world.setClock(this.at)
  }

  /** Orders `from` to `to`, all changed in one second. */
  async add(from: number, to: number, at: Date): Promise<void> {
    for (let n = from; n <= to; n += 1) await this.world.add(n, at)
  }

  /** Orders for several pages, the first of them changed in one second; the number of the last. */
  async crowd(): Promise<number> {
    const [atOnce, more] = this.world.crowd
    await this.add(1, atOnce, minutesAfter(-60))
    await this.add(atOnce + 1, atOnce + more, minutesAfter(-45))
    return atOnce + more
  }

  order(n: number): IncomingOrder | undefined {
    return this.known.get(this.world.idOf(n))
  }

  /** A life for one page, as if each page were read by another worker. */
  async page(since: Date, place: string | null): Promise<OrderPage> {
    await using life = new ChannelLife(this.world)
    life.at = this.at
    return await life.page(since, place)
  }

  /** One run to its end, from the watermark with overlap; `between` happens at the shop after each page. */
  async run(between: (page: number) => void | Promise<void> = () => {}): Promise<Run> {
    const { earliestOrderAt } = this.world.channel
    const since = this.watermark === null ? earliestOrderAt : new Date(this.watermark.getTime() - overlapMs)
    return await this.runFrom(since, null, between)
  }

  async runFrom(
    since: Date,
    begin: string | null,
    between: (page: number) => void | Promise<void> = () => {}
  ): Promise<Run> {
    const pages: Array<OrderPage> = []
    for (let place = begin; pages.length === 0 || place !== null; ) {
      if (pages.length === mostPages) throw new Error("the run does not end")
      const page = await this.page(since, place)
      pages.push(page)
      this.#keep(page)
      // The database keeps it as text.
      place = page.next === null ? null : (JSON.parse(JSON.stringify(page.next)) as string)
      if (place !== null) await between(pages.length)
    }
    return { pages, broken: pages.flatMap((page) => page.broken) }
  }

  #keep(page: OrderPage): void {
    for (const order of page.orders) {
      const known = this.known.get(order.channelOrderId)
      if (known === undefined || order.updatedAt >= known.updatedAt)
        this.known.set(order.channelOrderId, order)
    }
    if (page.newestAt !== null && (this.watermark === null || page.newestAt > this.watermark))
      this.watermark = page.newestAt
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]()
  }
}
