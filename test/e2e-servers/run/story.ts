import type { Sandbox } from "../../chaos/sandbox.ts"
import type { Switchyard } from "../../e2e-vendure/run/switchyard.ts"
import type { Verdict } from "../../e2e-vendure/run/verdict.ts"
import { clerk, type World } from "../world/world.ts"
import { type Arrival, filesIn, purchaseOrderMails, queued } from "./books.ts"
import { alder, birch, cedar, dune, offers } from "./suppliers.ts"
import { until } from "./wait.ts"
import type { Workers } from "./workers.ts"

export const channel = "acme-shop"

const deaths = ["send.marked", "send.accepted"]

/**
 * How many orders each supplier gets, and at which labelled points workers die while they leave: right before the rename or
 * the end of a mail's data, and right after. In rounds, because an order whose worker dies time after time is set aside.
 */
export const plan: Readonly<
  Record<
    string,
    { readonly orders: number; readonly perRound: number; readonly deaths: ReadonlyArray<string> }
  >
> = {
  [birch]: { orders: 6, perRound: 2, deaths },
  // A person settles each of its doubts, so nothing is set aside here.
  [cedar]: { orders: 5, perRound: 5, deaths: [...deaths, ...deaths] },
  [alder]: { orders: 3, perRound: 3, deaths },
  [dune]: { orders: 1, perRound: 1, deaths: [] }
}

export interface Stage {
  readonly world: World
  readonly shop: Sandbox
  readonly program: Switchyard
  readonly workers: Workers
  readonly folder: string
  readonly verdict: Verdict
  readonly say: (line: string) => void
}

export interface Row {
  readonly id: number
  readonly channelOrderNumber: string
  readonly status: string
  readonly action: string | null
  readonly message: string
}

export const ordersOf = async (
  program: Switchyard,
  ...flags: ReadonlyArray<string>
): Promise<ReadonlyArray<Row>> =>
  (await program.ask<{ orders: ReadonlyArray<Row> }>(["orders", "list", "--limit", "200", ...flags])).orders

const folderOf = (world: World, supplier: string): string =>
  supplier === alder ? `${world.ssh.logins.alder.folder}/inbound` : `${world.ftps.folder}/inbound`

export const arrivalsAt = (world: World, supplier: string): Promise<ReadonlyArray<Arrival>> => {
  if (supplier === cedar) return purchaseOrderMails(world, clerk.address)
  return supplier === dune ? Promise.resolve([]) : filesIn(folderOf(world, supplier))
}

export const addShop = async ({ program, shop }: Stage): Promise<void> => {
  const login = shop.ready.shops.find(({ name }) => name === channel)
  if (login === undefined) throw new Error(`the sandbox has no ${channel}`)
  const { url, username, password } = login
  const flags = ["--kind", "vendure", "--earliest", "2020-01-01", "--environment", "sandbox"]
  const secrets = ["--secret", "username", "--secret", "password"]
  const given = ["--set", `url=${url}`, ...secrets]
  await program.ask(["channels", "add", channel, ...flags, ...given], `${username}\n${password}\n`)
  const services = ["--service", "order-download=1", "--service", "shipment-upload=1"]
  await program.ask(["channels", "set", channel, ...services])
  for (const supplier of Object.keys(plan))
    await program.ask(["map", "ship-method", channel, supplier, "Free Shipping", "UPS", "Ground", "--yes"])
}

/** Buyers order; what arrived is ready to be processed. Answers with the orders of each supplier. */
export const takeOrders = async (stage: Stage): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const { shop, program, workers, verdict } = stage
  const placed = new Map<string, ReadonlyArray<string>>()
  for (const [supplier, { orders }] of Object.entries(plan)) {
    const numbers: Array<string> = []
    for (let n = 0; n < orders; n += 1)
      numbers.push(await shop.place({ shop: channel, sku: offers[supplier]?.sku ?? "", quantity: n + 1 }))
    placed.set(supplier, numbers)
  }
  const count = [...placed.values()].flat().length
  const ready = await workers.during(async () => {
    await program.run(["sync", "orders", channel])
    return until(async () => (await ordersOf(program, "--action", "process")).length === count)
  })
  verdict.check(`${count} orders of the shop are ready to process`, ready, await ordersOf(program))
  return placed
}

interface Seen {
  readonly doubted: Set<string>
  died: number
  arrived: number
}

/** Processes some orders while workers die at labelled points; the last worker works in peace. */
const sendRound = async (
  stage: Stage,
  supplier: string,
  orders: ReadonlyArray<string>,
  seen: Seen
): Promise<boolean> => {
  const { world, program, workers } = stage
  const rows = (await ordersOf(program)).filter((row) => orders.includes(row.channelOrderNumber))
  const ids = rows.map((row) => String(row.id))
  await program.ask(["orders", "process", ...ids, "--yes", "--count", String(ids.length)])
  const settle = async () => {
    for (const number of await settleDoubts(stage, supplier)) seen.doubted.add(number)
  }
  for (const label of plan[supplier]?.deaths ?? []) seen.died += (await workers.dieAt(label, settle)) ? 1 : 0
  seen.arrived += supplier === dune ? 0 : orders.length
  return workers.during(() =>
    until(async () => {
      await settle()
      const waiting = await ordersOf(program, "--status", "processing")
      return waiting.length === 0 && (await arrivalsAt(world, supplier)).length >= seen.arrived
    })
  )
}

export const sendWithDeaths = async (
  stage: Stage,
  supplier: string,
  orders: ReadonlyArray<string>
): Promise<void> => {
  const { program, verdict, say } = stage
  const { perRound = 1, deaths = [] } = plan[supplier] ?? {}
  const seen: Seen = { doubted: new Set(), died: 0, arrived: 0 }
  let left = true
  let rounds = 0
  for (let from = 0; from < orders.length; from += perRound) {
    left = (await sendRound(stage, supplier, orders.slice(from, from + perRound), seen)) && left
    rounds += 1
  }
  const { doubted, died } = seen
  say(`${supplier}: ${orders.length} purchase orders, ${died} kills, ${doubted.size} were in doubt`)
  verdict.check(`${supplier}: every purchase order left`, left, await ordersOf(program))
  if (deaths.length === 0) return
  const wanted = rounds * deaths.length
  verdict.check(
    `${supplier}: ${wanted} workers died at ${[...new Set(deaths)].join(" and ")}`,
    died === wanted,
    died
  )
  const byLookUp = supplier !== cedar
  verdict.check(
    `${supplier}: ${byLookUp ? "a look-up at the server settled every kill" : "what no look-up can tell waited for a person"}`,
    byLookUp ? doubted.size === 0 : doubted.size > 0,
    [...doubted]
  )
}

/** A person looks into the supplier's mailbox and says what is there. */
const settleDoubts = async ({ world, program }: Stage, supplier: string): Promise<ReadonlyArray<string>> => {
  const { doubts } = await program.ask<Doubts>(["doubts", "list"])
  for (const { number } of doubts) {
    // What a dead worker handed over may still be on its way through Postfix's queue.
    if (!(await until(async () => (await queued(world)) === 0))) throw new Error("Postfix's queue stays full")
    const there = (await arrivalsAt(world, supplier)).some((arrival) => arrival.number === number)
    const reason = `the supplier's own mailbox: ${there ? "there" : "not there"}`
    await program.ask(["doubts", "settle", number, there ? "--sent" : "--not-sent", "--reason", reason])
  }
  return doubts.map(({ number }) => number)
}

interface Doubts {
  readonly doubts: ReadonlyArray<{ readonly number: string }>
}
