import type { OrderId } from "../../src/domain/model/order.ts"
import type { Place, ScreenName } from "../../src/tui/screen.ts"
import { screenTable } from "../../src/tui/screen-table.ts"
import type { DomainHouse } from "../domain/domain-house.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"

type Of<Name extends ScreenName> = Extract<Place, { readonly screen: Name }>

/** Screens that open without a word; each of the others says below where it is opened. */
type Bare = { [Name in ScreenName]: { readonly screen: Name } extends Of<Name> ? Name : never }[ScreenName]

type Asked = { readonly [Name in Exclude<ScreenName, Bare>]: ReadonlyArray<Of<Name>> } & {
  readonly [Name in Bare]?: ReadonlyArray<Of<Name>>
}

const rowsOf = async <A extends object>(house: DomainHouse, query: string): Promise<ReadonlyArray<A>> =>
  house.sql().unsafe<Array<A>>(query)

/** Every place of the planted life that needs to be told which. */
const askedPlaces = async (house: DomainHouse): Promise<Asked> => {
  const orders = await rowsOf<{ id: OrderId; number: string }>(
    house,
    "select id, channel_order_number as number from orders order by id"
  )
  const ofOrder = <Name extends ScreenName>(screen: Name) =>
    orders.map(({ id, number }) => ({ screen, id, number }))
  const sent = await rowsOf<{ number: string }>(house, "select number from purchase_orders order by id")
  const jobs = await rowsOf<{ id: string; queue: string }>(house, "select id, name as queue from pgboss.job")
  const runs = await rowsOf<{ id: number }>(house, "select id from sync_runs order by id")
  const suppliers = await rowsOf<{ id: number; name: string }>(house, "select id, name from suppliers")
  const channel = { id: 1, name: sampleChannel.name }
  const words = { channelId: null, supplierId: 1 as never, name: "Pigeon" }
  return {
    order: [...ofOrder("order"), ...ofOrder("order").map((place) => ({ ...place, why: true as const }))],
    "order-timeline": ofOrder("order-timeline"),
    "order-bytes": ofOrder("order-bytes"),
    "order-evidence": ofOrder("order-evidence"),
    "order-payload": ofOrder("order-payload"),
    resolve: ofOrder("resolve"),
    process: [{ screen: "process", ids: orders.map(({ id }) => id) }],
    doubt: sent.map(({ number }) => ({ screen: "doubt", number })),
    authorize: ofOrder("authorize"),
    "inventory-explain": [{ screen: "inventory-explain", channel: channel.name, sku: "SKU-NORTH" }],
    "stock-rules": [{ screen: "stock-rules", ...channel }],
    job: jobs.map((job) => ({ screen: "job", ...job })),
    "sync-run": runs.map(({ id }) => ({ screen: "sync-run", runId: Number(id) })),
    channel: [{ screen: "channel", ...channel }],
    "channel-settings": [{ screen: "channel-settings", target: { id: 1 }, name: channel.name }],
    supplier: suppliers.map(({ id, name }) => ({ screen: "supplier", id: Number(id), name })),
    "supplier-settings": suppliers.map(({ id, name }) => ({
      screen: "supplier-settings",
      id: Number(id),
      name
    })),
    "auto-processing": [{ screen: "auto-processing", name: channel.name }],
    exceptions: [
      { screen: "exceptions", part: "quarantine" },
      { screen: "exceptions", part: "parcels" }
    ],
    jobs: [{ screen: "jobs" }, { screen: "jobs", show: "dead" }],
    mappings: [
      { screen: "mappings", part: "methods" },
      { screen: "mappings", part: "skus" }
    ],
    mapping: [{ screen: "mapping", ask: { about: "method", words } }]
  }
}

/** Every place of every screen: a new screen that needs nothing is there by itself, any other one does not compile. */
export const plantedPlaces = async (
  house: DomainHouse
): Promise<ReadonlyMap<ScreenName, ReadonlyArray<Place>>> => {
  const asked: Partial<Record<ScreenName, ReadonlyArray<Place>>> = await askedPlaces(house)
  const names = Object.keys(screenTable) as ReadonlyArray<ScreenName>
  return new Map(names.map((screen) => [screen, asked[screen] ?? [{ screen } as Place]]))
}
