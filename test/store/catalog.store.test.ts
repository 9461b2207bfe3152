import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { Catalog, type ProductRow } from "../../src/domain/ports/catalog.ts"
import { MappingStore } from "../../src/domain/ports/mapping-store.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { noon, sampleWorld } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
let supplierId: SupplierId
beforeEach(async () => {
  await emptyTables(store.sql())
  supplierId = (await store.run(sampleWorld)).supplierId
})

const catalog = <A, E>(use: (s: typeof Catalog.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(Catalog, use))
const row = (sku: string, given: Partial<ProductRow> = {}): ProductRow => ({
  sku,
  title: sku,
  ships: true,
  supplierId,
  supplierSku: `N-${sku}`,
  cost: null,
  priority: 100,
  ...given
})

test("saving products again changes them; the last row of a file wins", async () => {
  expect(
    await catalog((s) => s.saveProducts([row("A"), row("B"), row("A", { cost: "3.5", title: "Last" })]))
  ).toBe(4)
  expect(await catalog((s) => s.saveProducts([row("B", { priority: 5 })]))).toBe(4)
  expect(await catalog((s) => s.saveProducts([]))).toBe(4)
  const products = await catalog((s) => s.productsBySku(ChannelId(1), ["A", "B", "nobody's"]))
  expect([...products.keys()].sort()).toEqual(["A", "B"])
  expect(await catalog((s) => s.offers([...products.values()].sort((a, b) => a - b)))).toEqual([
    {
      productId: products.get("A"),
      supplierId,
      supplierSku: "N-A",
      cost: "3.5000",
      priority: 100,
      stock: null
    },
    { productId: products.get("B"), supplierId, supplierSku: "N-B", cost: null, priority: 5, stock: null }
  ])
})

test("a channel's alias goes before the master SKU, and only on that channel", async () => {
  const one = ChannelId(1)
  const save = (sku: string, product: string) =>
    store.run(Effect.flatMap(MappingStore, (s) => s.saveSku(one, sku, product, "ann", noon)))
  expect(await save("SKU-1", "SKU-2")).toBe("saved")
  expect(await save("X", "nobody's")).toBe("no such product")
  const plain = await catalog((s) => s.productsBySku(ChannelId(2), ["SKU-1", "SKU-2"]))
  const aliased = await catalog((s) => s.productsBySku(one, ["SKU-1"]))
  expect(aliased.get("SKU-1")).toBe(plain.get("SKU-2"))
  expect(plain.get("SKU-1")).not.toBe(plain.get("SKU-2"))
})
