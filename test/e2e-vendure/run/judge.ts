import { doubledFulfillments, overFulfilledLines, trackingByLine } from "../world/shop-books.ts"
import type { World } from "../world/world.ts"
import type { Verdict } from "./verdict.ts"

/** The shop's order lines in the parcels of both suppliers, by the tracking code that each was shipped under. */
const shippedUnder = async (world: World): Promise<ReadonlySet<string>> => {
  const parcels = [
    ...(await world.sftpSupplier.shipments.shipped()),
    ...(await world.mailSupplier.shipments.shipped())
  ]
  return new Set(parcels.map((p) => p.tracking))
}

/** The counterparties' own books, after everything: nothing lost, nothing doubled, the right tracking on each line. */
export const judgeBooks = async (world: World, verdict: Verdict): Promise<void> => {
  const sftp = await world.sftpSupplier.books()
  const mail = await world.mailSupplier.books()
  verdict.check("no purchase order doubled at the SFTP supplier", sftp.doubled.length === 0, sftp.doubled)
  verdict.check("no purchase order doubled at the mail supplier", mail.doubled.length === 0, mail.doubled)
  verdict.check("every file and mail can be read", sftp.unreadable.length + mail.unreadable.length === 0, [
    sftp.unreadable,
    mail.unreadable
  ])
  const wanted = (supplier: "sftp" | "mail") =>
    world.manifest.orders.filter((o) => o.lines.some((l) => l.supplier === supplier)).length
  verdict.check(
    "one purchase order for each order of the SFTP supplier",
    sftp.purchaseOrders.size === wanted("sftp"),
    sftp.purchaseOrders.size
  )
  verdict.check(
    "one purchase order for each order of the mail supplier",
    mail.purchaseOrders.size === wanted("mail"),
    mail.purchaseOrders.size
  )

  const books = await world.shopBooks()
  const entries = world.manifest.orders.map((o) => books.get(o.code))
  const states = entries.map((e) => e?.state)
  verdict.check(
    "Vendure says Shipped of every order",
    states.every((s) => s === "Shipped"),
    states
  )
  const doubled = entries.flatMap((e) => (e === undefined ? [] : doubledFulfillments(e)))
  verdict.check("no fulfillment doubled at Vendure", doubled.length === 0, doubled)
  const over = entries.flatMap((e) => (e === undefined ? [] : overFulfilledLines(e)))
  verdict.check("no line fulfilled beyond what was bought", over.length === 0, over)
  const known = await shippedUnder(world)
  const wrong = entries.flatMap((entry): ReadonlyArray<unknown> => {
    if (entry === undefined) return ["lost"]
    const tracking = trackingByLine(entry)
    return entry.lines.filter((line) => {
      const codes = [...(tracking.get(line.id) ?? [])]
      const pieces = codes.reduce((n, [, quantity]) => n + quantity, 0)
      return pieces !== line.quantity || codes.some(([code]) => !known.has(code))
    })
  })
  verdict.check(
    "each line has exactly its pieces under tracking codes that the suppliers gave",
    wrong.length === 0,
    wrong
  )
}
