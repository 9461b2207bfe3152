import type { Command, Flag } from "../../src/cli/command-row.ts"
import type { Sql } from "../../src/store/database.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { orders } from "./planted-orders.ts"

/** What an argument, or a flag that must be given, is in the planted life: every value of it. */
export const namesIn = async (sql: Sql, folder: string) => {
  const all = async (query: string): Promise<ReadonlyArray<string>> =>
    (await sql.unsafe<Array<{ name: string }>>(query)).map((row) => String(row.name))
  const file = [`${folder}/out-of-the-way.csv`]
  return {
    order: Object.values(orders).map(([number]) => number),
    "purchase-order": await all("select number as name from purchase_orders order by id"),
    run: await all("select id as name from sync_runs order by id"),
    letter: await all("select id as name from reviews order by id"),
    alert: await all("select id as name from alerts order by id"),
    job: await all("select id as name from pgboss.job order by name, id"),
    tracking: await all("select tracking_number as name from shipments order by id"),
    number: await all("select tracking_number as name from shipments order by id"),
    channel: [sampleChannel.name],
    supplier: await all("select name from suppliers order by id"),
    sku: await all("select sku as name from products order by id"),
    profile: ["convictional-x12"],
    carrier: ["ups"],
    feed: ["1"],
    file
  } as const satisfies Readonly<Record<string, ReadonlyArray<string>>>
}
export type Names = Awaited<ReturnType<typeof namesIn>>

const knownIn = (names: Names, name: string): ReadonlyArray<string> | undefined =>
  Object.entries(names).find(([known]) => known === name)?.[1]

const valuesOf = (names: Names, name: string, path: string): ReadonlyArray<string> => {
  const found = knownIn(names, name)
  if (found === undefined) throw new Error(`${path}: say in namesIn what <${name}> is in the planted life`)
  return found
}

/** They wait for what comes, or write what they show into the activity. */
const leftOut = new Set(["reveal", "follow"])

/** With every switch, every choice and every name: each may show something more. */
const variants = (names: Names, flag: Flag): ReadonlyArray<ReadonlyArray<string>> => {
  if (leftOut.has(flag.name)) return []
  if (flag.kind === "switch") return [[`--${flag.name}`]]
  const values = flag.choices ?? knownIn(names, flag.name)?.slice(0, 1) ?? []
  return values.map((value) => [`--${flag.name}`, value])
}

/** Every way to type a command that looks: each planted name, bare and with each of its flags. */
export const linesOf = (row: Command, names: Names): ReadonlyArray<ReadonlyArray<string>> => {
  const path = row.path.join(" ")
  const required = row.flags
    .filter((flag) => flag.required === true)
    .flatMap((flag) => [`--${flag.name}`, valuesOf(names, flag.name, path)[0] ?? ""])
  const always = [
    ...required,
    ...(row.flags.some(({ name }) => name === "timeout") ? ["--timeout", "1"] : [])
  ]
  const [first, ...further] = row.arguments
  const rest = further.map(({ name }) => valuesOf(names, name, path)[0] ?? "")
  const given = first === undefined ? [[]] : valuesOf(names, first.name, path).map((name) => [name, ...rest])
  const bare = first === undefined || first.required ? given : [[], ...given]
  const flags = [
    [],
    ...row.flags.filter((flag) => flag.required !== true).flatMap((flag) => variants(names, flag))
  ]
  return bare.flatMap((words) => flags.map((flag) => [...row.path, ...words, ...always, ...flag]))
}
