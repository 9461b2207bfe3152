import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { GraphqlSession } from "../world/graphql-session.ts"
import type { World } from "../world/world.ts"
import { alder, birch, channel } from "./set-up.ts"
import type { Switchyard } from "./switchyard.ts"
import type { Verdict } from "./verdict.ts"

interface Explained {
  readonly sku: string
  readonly quantity: number | null
}

/** What the shop has on hand, by its own word and past our connector. */
const onHand = async (admin: GraphqlSession, variantId: string): Promise<number> => {
  const { stockLevels } = await admin.get<{ readonly stockLevels: ReadonlyArray<{ stockOnHand: number }> }>(
    "productVariant",
    "query($id: ID!) { productVariant(id: $id) { stockLevels { stockOnHand } } }",
    { id: variantId }
  )
  return stockLevels.reduce((sum, level) => sum + level.stockOnHand, 0)
}

type Until = (what: string, holds: () => Promise<boolean>) => Promise<boolean>

const suppliersWord = async (
  world: World,
  program: Switchyard,
  folder: string,
  first: number,
  until: Until
): Promise<void> => {
  for (const [supplier, name] of [
    ["sftp", alder],
    ["mail", birch]
  ] as const) {
    const rows = world.manifest.catalog.products
      .filter((p) => p.supplier === supplier)
      .map((p, n) => `${p.supplierSku},${first + 7 * n}`)
    const file = join(folder, `${supplier}-stock-${first}.csv`)
    await writeFile(file, ["sku,quantity", ...rows, ""].join("\n"))
    // Refused while files of this supplier are being read, which they are every minute.
    const args = ["inventory", "import", file, "--supplier", name]
    await until(`the stock of ${name}`, async () => (await program.run(args)).code === 0)
  }
}

/** The number in the live shop is the number that `inventory explain` prints, for every product. */
const compare = async (world: World, program: Switchyard) => {
  const rows: Array<{ readonly sku: string; readonly shop: number; readonly explained: number | null }> = []
  for (const { sku, variantId } of world.manifest.catalog.products) {
    const { quantity } = await program.ask<Explained>(["inventory", "explain", sku, "--channel", channel])
    rows.push({ sku, shop: await onHand(world.admin, variantId), explained: quantity })
  }
  return { rows, differs: rows.filter((row) => row.shop !== row.explained) }
}

/** Suppliers say what they have; the shop is told, at once, and again when it changes; a hand in the shop is found out. */
export const judgeStock = async (
  world: World,
  program: Switchyard,
  folder: string,
  verdict: Verdict,
  until: Until
): Promise<void> => {
  const worker = program.worker("stock", null)
  try {
    await program.ask(["channels", "set", channel, "--service", "inventory-upload=15"])
    for (const first of [40, 61]) {
      await suppliersWord(world, program, folder, first, until)
      await until(
        "the shop shows what explain prints",
        async () => (await compare(world, program)).differs.length === 0
      )
      const { rows, differs } = await compare(world, program)
      verdict.check(
        `the live shop shows the number that inventory explain prints, for all of ${rows.length} products`,
        differs.length === 0 && rows.length > 0 && rows.some((row) => row.shop > 0),
        differs
      )
    }
    const [by] = world.manifest.catalog.products
    if (by === undefined) throw new Error("the shop has no products")
    await world.admin.get(
      "updateProductVariants",
      "mutation($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }",
      { input: [{ id: by.variantId, stockOnHand: 4_711 }] }
    )
    await program.run(["sync", "inventory", channel, "--wait", "60"])
    const { differs } = await compare(world, program)
    verdict.check(
      "a number that was changed by hand in the shop is found and set again",
      differs.length === 0,
      differs
    )
  } finally {
    worker.kill("SIGTERM")
    await new Promise((resolve) => worker.once("close", resolve))
  }
}
