import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import {
  hostFingerprint,
  SftpTestServer,
  sftpPassword,
  sftpUser
} from "../../connectors/transports/sftp-server.ts"
import { type Mood, NaughtyShop, openShop, type SandboxShop } from "./naughty-shop.ts"
import type { Operator, Said } from "./operator.ts"
import type { Report } from "./report.ts"

interface Row {
  readonly id: number
  readonly channelOrderNumber: string
  readonly action: string | null
}

const ordersOf = async (operator: Operator) =>
  (await operator.json<{ orders: ReadonlyArray<Row> }>(["orders", "list", "--limit", "100"])).orders

const sync = (operator: Operator): Promise<Said> =>
  operator.run(["sync", "orders", "bad-shop", "--wait", "60"])

const addShop = (operator: Operator, url: string, shop: SandboxShop): Promise<Said> =>
  operator.run(
    [
      ...["channels", "add", "bad-shop", "--kind", "vendure", "--earliest", "2020-01-01", "--untested"],
      ...["--set", `url=${url}`, "--set", `channelToken=${shop.channelToken}`],
      ...[
        "--reject-unmapped",
        "no",
        "--service",
        "order-download=on",
        "--secret",
        "username",
        "--secret",
        "password"
      ]
    ],
    `${shop.username}\n${shop.password}\n`
  )

const moods: ReadonlyArray<readonly [Mood, string]> = [
  ["html", "an HTML page"],
  ["garbage", "bytes that are no JSON"],
  ["unauthorized", "a login that is refused"],
  ["half", "half a page"],
  ["other", "JSON of another shape"]
]

/** Each bad day fails its run with the reason; nothing is lost, and the next good run brings everything. */
const badDays = async (
  operator: Operator,
  report: Report,
  shop: NaughtyShop,
  placed: number
): Promise<void> => {
  for (const [mood, what] of moods) {
    shop.mood = mood
    const said = await sync(operator)
    const status = await operator.run(["sync", "status"])
    report.check(`${what}: the run fails`, said.code === 1, said)
    report.check(
      `${what}: sync status says failed, with the reason`,
      /fail/i.test(status.stdout) && /bad-shop|127\.0\.0\.1/.test(status.stdout),
      status
    )
    report.check(
      `${what}: no control character of it reaches the terminal`,
      !/[^\P{Cc}\n\t]/u.test(status.stdout + said.stdout + said.stderr),
      { status, said }
    )
  }
  report.check("nothing was imported from bad pages", (await ordersOf(operator)).length === 0)
  shop.mood = "good"
  const said = await sync(operator)
  const orders = await ordersOf(operator)
  report.check(
    "the next good run recovers and brings every order",
    said.code === 0 && orders.length === placed,
    {
      said,
      orders: orders.length
    }
  )
  shop.mood = "half"
  await sync(operator)
  shop.mood = "good"
  await sync(operator)
  report.check(
    "one more bad page loses and doubles nothing",
    (await ordersOf(operator)).length === orders.length
  )
}

const addSupplier = async (
  operator: Operator,
  server: SftpTestServer,
  skus: ReadonlyArray<string>,
  folder: string
): Promise<Said> => {
  const { hostname, port } = { hostname: "127.0.0.1", port: server.port }
  const added = await operator.run(
    [
      ...["suppliers", "add", "Halfway", "--transport", "sftp-csv", "--tracking", "sftp", "--prefix", "HW-"],
      ...["--set", `host=${hostname}`, "--set", `port=${port}`, "--set", `user=${sftpUser}`],
      ...["--set", `hostKey=${hostFingerprint}`, "--set", "inboundFolder=/inbound"],
      ...["--set", "outboundFolder=/outbound", "--requires-mapping", "no", "--secret", "password"]
    ],
    sftpPassword
  )
  if (added.code !== 0) return added
  const file = join(folder, "halfway.csv")
  const rows = skus.map((sku, n) => `${sku},H-${n},Thing ${n},1.00,1`)
  await writeFile(file, `sku,supplier_sku,title,cost,priority\n${rows.join("\n")}\n`)
  return operator.run(["suppliers", "products", "Halfway", file])
}

/** The first line of a purchase order as the supplier got it: number, line and SKU. */
const firstLineOf = async (server: SftpTestServer, number: string): Promise<string> => {
  const content = await readFile(join(server.folder, "inbound", `${number}.csv`), "utf8")
  const [row] = parse(content, { columns: true, bom: true }) as unknown as ReadonlyArray<
    Record<string, string>
  >
  return `${number},${row?.line_id},${row?.sku}`
}

/** A file of which the end is missing, and one bad line among good ones. */
const halfIncomingFile = async (
  operator: Operator,
  report: Report,
  server: SftpTestServer
): Promise<void> => {
  const ready = (await ordersOf(operator)).filter((o) => o.action === "process")
  const sent = await operator.run([
    "orders",
    "process",
    "--all-ready",
    "--yes",
    "--count",
    String(ready.length),
    "--wait",
    "60"
  ])
  report.check("what is ready is sent to the supplier", sent.code === 0 && ready.length > 1, sent)
  const [first = "", second = ""] = await Promise.all([1, 2].map((n) => firstLineOf(server, `HW-00000${n}`)))
  const lines = [
    "po_number,line_id,sku,qty,carrier,service,tracking,ship_date",
    `${first},1,UPS,Ground,1Z-FIRST,2026-11-22`,
    `${first},many,UPS,Ground,1Z-BAD,2026-11-22`,
    `${second},1,UPS,Ground,1Z-SECOND,2026-11-22`,
    `${second},1,UP`
  ]
  await writeFile(join(server.folder, "outbound", "half.csv"), lines.join("\n"))
  await operator.run(["sync", "tracking", "Halfway", "--wait", "60"])
  const list = await operator.run(["quarantine", "list", "--json"])
  report.check(
    "a bad line is kept with its file, line and field",
    /half\.csv:3/.test(list.stdout) && /qty/.test(list.stdout),
    list
  )
  report.check("so is the half line at the end", /half\.csv:5/.test(list.stdout), list)
  const shown = await Promise.all(
    ready.slice(0, 2).map(async (o) => (await operator.run(["orders", "show", String(o.id)])).stdout)
  )
  report.check(
    "the rest of the file is read",
    /1Z-FIRST/.test(shown[0] ?? "") && /1Z-SECOND/.test(shown[1] ?? ""),
    shown
  )
}

/** A shop and a supplier that misbehave, with a real worker between them. */
export const outsideTrouble = async (operator: Operator, report: Report, folder: string): Promise<void> => {
  const world = await openShop(join(folder, "shop"))
  const [real] = world.ready.shops
  if (real === undefined) throw new Error("the sandbox has no shop")
  const shop = await NaughtyShop.open(real.url)
  const server = await SftpTestServer.open()
  const skus = world.ready.suppliers.flatMap((s) => s.products.map((p) => p.sku))
  const worker = operator.start(["worker", "--quiet"])
  worker.stdout?.resume()
  worker.stderr?.resume()
  const ended = new Promise((resolve) => worker.once("close", resolve))
  try {
    const added = await addShop(operator, shop.url, real)
    report.check("the shop is added", added.code === 0, added)
    const supplier = await addSupplier(operator, server, skus, folder)
    report.check("the supplier is added with its products", supplier.code === 0, supplier)
    const placed = Object.keys(world.ready.plan.expected).filter((number) => number.startsWith("AC-")).length
    await badDays(operator, report, shop, placed)
    await halfIncomingFile(operator, report, server)
  } finally {
    worker.kill("SIGTERM")
    await ended
    shop.close()
    await server[Symbol.asyncDispose]()
    await world.close()
  }
}
