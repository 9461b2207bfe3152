import { type ChildProcess, fork } from "node:child_process"
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { connect, type Sql } from "../../src/store/database.ts"
import type { Bench } from "../bench-context.ts"
import { interleave, type Rounds, secondsOf } from "../slices.ts"
import { bundledWorker } from "../world/bundled-worker.ts"
import type { Read } from "../world/feed-worker.ts"

const supplierId = 1
const folders = ["orders", "stock"]

/** A catalog, a supplier that puts its feeds into a folder, and a table like ours that a plain COPY fills. */
const fill = async (sql: Sql, products: number, root: string): Promise<void> => {
  const settings = JSON.stringify({
    root,
    inboundFolder: "orders",
    outboundFolder: "stock",
    inventoryFiles: "inv_*.csv",
    shipmentFiles: "shp_*.csv"
  })
  await sql.unsafe("set synchronous_commit = off")
  await sql`insert into installation (environment) values ('sandbox')`
  await sql`insert into suppliers (name, environment, transport, tracking_source, settings)
    values ('Bulk', 'sandbox', 'folder-csv', 'none', ${settings}::text::jsonb)`
  await sql`insert into products (sku, title) select 'SKU-' || n, 'Thing' from generate_series(1, ${products}::int) n`
  await sql.unsafe("alter table supplier_products disable trigger all")
  await sql`insert into supplier_products (supplier_id, product_id, supplier_sku)
    select ${supplierId}, id, 'N-' || id from products`
  await sql.unsafe("alter table supplier_products enable trigger all")
  await sql.unsafe(`
    create table copy_levels (like stock_levels including all);
    alter table copy_levels add foreign key (product_id) references products (id);
    alter table copy_levels add foreign key (supplier_id) references suppliers (id);
  `)
  await sql.unsafe("vacuum analyze")
}

const chunkRows = 5_000

/** `rows` lines, a chunk at a time, so that the bench itself stays small. */
function* lines(head: string, rows: number, line: (n: number) => string): Generator<string> {
  yield head
  for (let n = 1; n <= rows; n += chunkRows) {
    let text = ""
    for (let k = n; k < n + chunkRows && k <= rows; k++) text += line(k)
    yield text
  }
}

const write = (path: string, text: Generator<string>): Promise<void> =>
  pipeline(Readable.from(text), createWriteStream(path))

/** Bundled and started as a worker ships: the sources and what strips their types would be in its memory. */
const start = async (bench: Bench, connection: object, home: string): Promise<ChildProcess> =>
  fork(fileURLToPath(new URL("../world/start-as-worker.mjs", import.meta.url)), {
    env: {
      ...process.env,
      NODE_ENV: "production",
      BENCH_PROGRAM: await bundledWorker(bench, "bench/world/feed-worker.ts"),
      SWITCHYARD_WORLD: "sandbox",
      SWITCHYARD_HOME: home,
      BENCH_CONNECTION: JSON.stringify(connection)
    }
  })

const ask = (child: ChildProcess): Promise<Read> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new Error("the process that reads the feed ended by itself"))
    if (!child.connected) return gone()
    child.once("exit", gone)
    child.once("message", (said) => {
      child.off("exit", gone)
      resolve(said as Read)
    })
    child.send({ supplierId })
  })

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once("exit", () => resolve())
    if (child.connected) child.disconnect()
    else child.kill("SIGKILL")
  })

export interface FeedContest {
  readonly rounds: Rounds<"feed" | "COPY">
  readonly lines: number
  /** The most that the reading process held, with the first feed and with the last. */
  readonly rssMb: { readonly few: number; readonly many: number }
  /** How long a feed took that said the same in other bytes, and whether every level is the row that it was. */
  readonly again: { readonly seconds: number; readonly wroteNothing: boolean }
}

const versions = async (sql: Sql): Promise<string | null> => {
  const [row] = await sql<[{ rows: string | null }]>`
    select md5(string_agg(ctid || '/' || xmin || '/' || xmax, ' ' order by ctid)) as rows from stock_levels`
  return row.rows
}

/** A first feed, as it comes from the supplier's folder, beside a COPY of the very rows that it makes, each in one transaction. */
const contest = async (bench: Bench): Promise<FeedContest> => {
  const connection = await bench.cluster.database("bench_feeds")
  const root = mkdtempSync(join(tmpdir(), "switchyard-bench-feed-"))
  for (const folder of folders) mkdirSync(join(root, folder))
  const sql = connect({ ...connection, max: 1 })
  const rows = bench.quick ? 100_000 : 1_000_000
  await fill(sql, rows, root)
  const copyFile = join(root, "copy.tsv")
  const quantity = (n: number) => n % 97
  await write(
    copyFile,
    lines("", rows, (n) => `${n}\t${supplierId}\t\t${quantity(n)}\t2026-11-22 08:00Z\n`)
  )
  let feeds = 0
  const layFeed = (count: number, head: string) =>
    write(
      join(root, `stock/inv_${++feeds}.csv`),
      lines(head, count, (n) => `N-${n},${quantity(n)},"Oak, red"\n`)
    )
  const worker = await start(bench, connection, root)
  // Nobody knew of these levels before, and the history of feeds does not say that their content is known.
  const forget = () => sql.unsafe("truncate stock_levels, supplier_documents, held_feed_rows, stock_marks")
  let many = 0
  const feed = async () => {
    await forget()
    await layFeed(rows, "sku,qty,name\n")
    const { seconds, rssMb } = await ask(worker)
    many = Math.max(many, rssMb)
    const [{ n } = { n: 0 }] = await sql<Array<{ n: number }>>`select count(*) as n from stock_levels`
    const [run] = await sql<
      Array<{ error: string | null }>
    >`select error from sync_runs order by id desc limit 1`
    if (n !== rows) throw new Error(`the feed made ${n} levels of ${rows}: ${run?.error ?? "nothing failed"}`)
    return rows / seconds
  }
  const copy = async () => {
    await sql.unsafe("truncate copy_levels")
    const seconds = await secondsOf(() =>
      sql.begin(async (tx) => {
        const into = await tx
          .unsafe("copy copy_levels (product_id, supplier_id, warehouse, on_hand, as_of) from stdin")
          .writable()
        await pipeline(createReadStream(copyFile), into)
      })
    )
    return rows / seconds
  }
  try {
    await forget()
    await layFeed(1_000, "sku,qty,name\n")
    const few = (await ask(worker)).rssMb
    const rounds = await interleave({ feed, COPY: copy }, bench.quick ? 3 : 4)
    await layFeed(rows, "SKU,Qty,Name\n")
    const before = await versions(sql)
    const { seconds } = await ask(worker)
    const wroteNothing = before === (await versions(sql))
    return { rounds, lines: rows, rssMb: { few, many }, again: { seconds, wroteNothing } }
  } finally {
    await end(worker)
    await sql.end()
    rmSync(root, { recursive: true, force: true })
  }
}

export const feedContest = (bench: Bench): Promise<FeedContest> => bench.once("feeds", () => contest(bench))
